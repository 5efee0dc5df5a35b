"""What an audit entry keeps of a write: whom it touched, and their old and new values."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from learnmap.model.changed_values import changed_values
from learnmap.model.records import LearningPoint, Offering
from learnmap.store._upsert import Changes

MOST_VALUES: Final = 500
"""Of so many changed records the values are kept, so that an entry stays a page and no table.

Of a larger import `learnmap.store.imports` keeps each row and what it replaced.
"""


def recorded(
    changes: Changes,
    before: Mapping[str, LearningPoint] | Mapping[str, Offering],
    after: Sequence[LearningPoint] | Sequence[Offering],
) -> dict[str, Any]:
    """Return the details of an audit entry.

    Parameters
    ----------
    changes : Changes
    before : mapping
        What was stored, by id.
    after : sequence
        What was written.

    Returns
    -------
    dict
        Counts, ``added_ids``, ``changed_ids``, and by id in ``values`` the columns that differ
        with their old and new values, of the first 500.
    """
    written = {record.id: record for record in after}
    kept = changes.changed[:MOST_VALUES]
    return {
        **changes.counts,
        "added_ids": list(changes.added),
        "changed_ids": list(changes.changed),
        "values": {one: changed_values(before[one], written[one]) for one in kept},
    }
