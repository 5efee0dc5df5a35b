"""Names of stored points that a file says nothing of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from learnmap.ingest import PointsFile
from learnmap.store import StoredPoint

_NAME: Final = "name_"


def with_kept_names(
    found: PointsFile, stored: Mapping[str, StoredPoint]
) -> tuple[PointsFile, tuple[str, ...]]:
    """Keep names in languages for which the file has no column: it cannot speak of them.

    What staff translated would else be lost by next year's list, which has Chinese names alone.
    """
    spoken = {
        column.removeprefix(_NAME)
        for column in (found.mapping.columns if found.mapping else ())
        if column.startswith(_NAME)
    }
    if not spoken:
        return found, ()
    points, kept = [], Counter[str]()
    for point in found.points:
        old = stored[point.id].point.names if point.id in stored else {}
        others = {language: name for language, name in old.items() if language not in spoken}
        kept.update(others.keys())
        names = {**others, **point.names}
        points.append(point.model_copy(update={"names": names}) if others else point)
    notes = [
        f"the file has no column name_{language}; the names of {count} points stay as they are"
        for language, count in sorted(kept.items())
    ]
    return replace(found, points=tuple(points)), tuple(notes)
