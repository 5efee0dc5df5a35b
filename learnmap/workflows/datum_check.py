"""Check in which datum delivered places are; the declared one is used in any case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import prcoords
import shapely

from learnmap.ingest import datum_check
from learnmap.ingest.datum_check import DatumCheck
from learnmap.ingest.datum_distances import place_in_wgs84
from learnmap.ingest.datum_evidence import Evidence
from learnmap.ingest.named_places import NamedPlace, read_named_places
from learnmap.model.crs import DATUMS
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import LANGUAGES
from learnmap.model.records import LearningPoint
from learnmap.render.datum_words import ADVICE, SIGNS, VERDICTS
from learnmap.workflows.city import City
from learnmap.workflows.city_references import named_point, read_references

_SAME_DATA_M: Final = 0.1
"""Two surveys of a place never agree so well; a copy of it does."""
_SHIFTS: Final = {"gcj02": prcoords.wgs_gcj, "bd09": prcoords.wgs_bd}


@dataclass(frozen=True, slots=True)
class DatumFinding:
    """What the check found, in figures and in words.

    Attributes
    ----------
    check : DatumCheck
        Its `code` says what; its `evidence` has the metres for each datum.
    message : mapping of str to str
        A sentence or two in each of `LANGUAGES`.
    """

    check: DatumCheck
    message: Mapping[str, str]

    @property
    def warns(self) -> bool:
        """Whether somebody has to confirm the datum: another fits, or places disagree."""
        return (
            self.check.code in ("other_fits", "undeclared", "contradictory")
            or self.check.minority is not None
        )


def check_datum(
    city: City,
    places: Sequence[NamedPlace],
    declared: str | None = None,
    *,
    source: str | None = None,
    references: Sequence[NamedPlace] = (),
) -> DatumFinding:
    """Compare places with what is known of the city; nothing is converted or stored.

    Parameters
    ----------
    city : City
        Its points, streets and areas are references.
    places : sequence of NamedPlace
        As delivered.
    declared : str, optional
        Their datum.
    source : str, optional
        Where they come from; points of the city that came from there are no references.
    references : sequence of NamedPlace
        Further references, in WGS 84.

    Returns
    -------
    DatumFinding

    Raises
    ------
    InvalidInputError
        When `declared` is no datum.
    """
    if declared is not None and declared not in DATUMS:
        raise InvalidInputError(f"datum {declared!r} is unknown; give one of {', '.join(DATUMS)}")
    known = read_references(city, besides=source)
    known = replace(known, places=[*known.places, *references])
    check = datum_check.check_datum(places, known, declared=declared)
    return DatumFinding(check, {language: tell(check, language) for language in LANGUAGES})


def check_points(
    city: City, points: Sequence[LearningPoint], *, source: str | None = None
) -> list[DatumFinding]:
    """Check points that were read, for each datum that they declare.

    Parameters
    ----------
    city : City
    points : sequence of LearningPoint
        Converted to WGS 84 by their `source_datum` as `read_points` does; that is undone.
    source : str, optional
        As in `check_datum`.

    Returns
    -------
    list of DatumFinding
    """
    by_datum: dict[str, list[NamedPlace]] = defaultdict(list)
    for point in points:
        by_datum[point.source_datum].append(_as_delivered(point))
    return [
        check_datum(city, places, datum, source=source)
        for datum, places in sorted(by_datum.items())
    ]


def check_datum_file(
    city: City,
    file: Path,
    *,
    datum: str | None = None,
    references: Sequence[Path] = (),
    reference_datum: str = "wgs84",
) -> DatumFinding:
    """Check a file of any columns, before it is imported.

    Parameters
    ----------
    city : City
    file : Path
        As `read_named_places` reads it.
    datum : str, optional
        As declared.
    references : sequence of Path
        Files to compare with, beside what the city has.
    reference_datum : str
        The datum of all of them.

    Raises
    ------
    InvalidInputError
        When a datum is unknown or a file cannot be read.
    """
    if reference_datum not in DATUMS:
        raise InvalidInputError(
            f"datum {reference_datum!r} of the reference is unknown; "
            f"give one of {', '.join(DATUMS)}"
        )
    known = [
        place_in_wgs84(place, reference_datum)
        for reference in references
        for place in read_named_places(reference)
    ]
    places = read_named_places(file)
    return check_datum(city, places, datum, source=file.name, references=known)


def _as_delivered(point: LearningPoint) -> NamedPlace:
    place = named_point(point)
    shift = _SHIFTS.get(point.source_datum)
    if shift is None:
        return place
    found = shift((point.latitude, point.longitude))
    return replace(place, geometry=shapely.Point(float(found.lon), float(found.lat)))


def tell(check: DatumCheck, language: str) -> str:
    """Say what a check found."""
    words = LANGUAGES.index(language)
    lead = next((one for one in check.evidence if one.best == check.best), None)
    values = _values(check, lead, words) if lead else {}
    text = ADVICE[check.code][words].format(**values, why=_why(check, words))
    if lead and check.best and lead.median_m[check.best] < _SAME_DATA_M:
        text += ("", " ")[words] + ADVICE["copy"][words]
    if check.minority:
        datum, count = check.minority
        text += ("", " ")[words] + ADVICE["mixed"][words].format(datum=datum, count=count)
    return text


def _values(check: DatumCheck, lead: Evidence, words: int) -> dict[str, object]:
    def metres(datum: str | None) -> str:
        return f"{lead.median_m['wgs84' if datum in (None, 'cgcs2000') else str(datum)]:.0f}"

    return {
        "declared": check.declared,
        "best": check.best,
        "count": lead.count,
        "sign": SIGNS[lead.sign][words],
        "best_m": metres(check.best),
        "declared_m": metres(check.declared),
        "wgs84_m": metres("wgs84"),
    }


def _why(check: DatumCheck, words: int) -> str:
    told = (
        f"{SIGNS[one.sign][words]}{('（', ' (')[words]}{one.count}{('）', ')')[words]}"
        f"{('', ': ')[words]}{VERDICTS[one.verdict][words]}"
        for one in check.evidence
    )
    return ("；", "; ")[words].join(told)
