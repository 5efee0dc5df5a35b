"""Doubts of the datum of a file of areas, routes or residents."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from learnmap.ingest import RecordsFile
from learnmap.ingest.named_places import NamedPlace
from learnmap.ingest.placement import is_in_china
from learnmap.store import PointWarning
from learnmap.workflows.checked_files import unit_of
from learnmap.workflows.city import City
from learnmap.workflows.datum_check import check_datum


def datum_doubts(
    city: City, file: Path, found: RecordsFile[Any], *, datum: str | None, source: str
) -> list[PointWarning]:
    """Warn of a datum that nobody declared in China, and of one that another fits better.

    Parameters
    ----------
    city : City
    file : Path
    found : RecordsFile
        Its shapes as they were delivered.
    datum : str or None
        As declared for the file.
    source : str
        Points that came from there are no reference.
    """
    if not found.delivered:
        return []
    places = list(_places(found))
    finding = check_datum(city, places, datum, source=source)
    if datum is None and any(_is_chinese(place.geometry) for place in places):
        message = f"no datum was declared, and it was read as wgs84. {finding.message['en']}"
    elif datum is not None and finding.warns:
        message = finding.message["en"]
    else:
        return []
    return [
        PointWarning(
            line=0,
            unit=unit_of(file),
            point_id=None,
            column=None,
            value=datum,
            code="datum",
            message=message.rstrip("."),
            remedy="give the file's datum with --datum, or confirm that it is as it was read",
        )
    ]


def _places(found: RecordsFile[Any]) -> Iterable[NamedPlace]:
    for record, shape in zip(found.records, found.delivered, strict=True):
        yield NamedPlace(shape, tuple(getattr(record, "names", {}).values()), id=record.key)


def _is_chinese(shape: BaseGeometry) -> bool:
    spot = shape.representative_point()
    return is_in_china(spot.x, spot.y)
