"""What differs between two states of a record, as plain values that can be kept."""

from typing import Any

from learnmap.model.records import Record

Change = tuple[Any, Any]
"""What a value was and what it became; None is none."""


def changed_values(before: Record, after: Record) -> dict[str, Change]:
    """Return what differs between two states of a record, names by language.

    Parameters
    ----------
    before, after : Record
        Of one class.

    Returns
    -------
    dict
        By the names of columns in ``docs/import-formats.md``; days and moments as text, as
        JSON has them.
    """
    old, new = plain_values(before), plain_values(after)
    return {
        name: (old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    }


def plain_values(record: Record) -> dict[str, Any]:
    """Return the values of a record that JSON can hold, a column for each language of a name."""
    values = record.model_dump(mode="json")
    names = values.pop("names", {})
    return {**{f"name_{language}": name for language, name in names.items()}, **values}
