"""How far places lie from what they claim to be, in each datum."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
import prcoords
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.datum_evidence import CANDIDATES, Evidence, Sign, weigh
from learnmap.ingest.named_places import NamedPlace
from learnmap.ingest.placement import to_wgs84
from learnmap.model.crs import metres_per_degree

SAMPLE: Final = 2000
"""Of a longer file, so many places spread evenly over it are looked at for each sign."""
_PROBES: Final = 5
_Item = TypeVar("_Item")


def place_in_wgs84(place: NamedPlace, datum: str) -> NamedPlace:
    """Convert a reference that is itself in another datum."""
    if datum not in CANDIDATES[1:]:
        return place

    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([to_wgs84(lon, lat, datum=datum) for lon, lat in xy]).reshape(-1, 2)

    return replace(place, geometry=shapely.transform(place.geometry, convert))


def judge(
    sign: Sign,
    pairs: Sequence[tuple[BaseGeometry, Sequence[BaseGeometry]]],
    *,
    limit_m: float,
) -> Evidence | None:
    """Weigh the distances from geometries to the nearest of their references."""
    rows, shifts = [], []
    for geometry, there in sampled(pairs):
        moved = [as_datum(probe, datum) for datum in CANDIDATES for probe in _probes(geometry)]
        planes = _on_plane(moved, there)
        if planes is None:
            continue
        spots, known = planes
        per_probe = np.min([shapely.distance(spots, one) for one in known], axis=0)
        distances = np.median(per_probe.reshape(len(CANDIDATES), -1), axis=1)
        known_enough = distances.max() if sign == "streets" else distances.min()
        if known_enough <= limit_m:
            rows.append(distances)
            firsts = spots.reshape(len(CANDIDATES), -1)[:, 0]
            shifts.append(shapely.distance(firsts[:, None], firsts[None, :]))
    if not rows:
        return None
    return weigh(sign, np.array(rows), np.median(shifts, axis=0))


def _on_plane(
    moved: Sequence[BaseGeometry], there: Sequence[BaseGeometry]
) -> tuple[NDArray[np.object_], list[BaseGeometry]] | None:
    """Put geometries onto a plane in metres, exact enough for some kilometres."""
    scale = np.array(metres_per_degree(float(shapely.get_y(moved[0]))))

    def project(geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: xy * scale)

    spots = np.array([project(point) for point in moved], dtype=object)
    return spots, [project(one) for one in there]


def is_in_china(point: BaseGeometry) -> bool:
    """Tell whether a point lies where datums differ."""
    coordinates = prcoords.Coords(float(shapely.get_y(point)), float(shapely.get_x(point)))
    return bool(prcoords.sanity_in_china_p(coordinates))


def as_datum(point: BaseGeometry, datum: str) -> BaseGeometry:
    """Take a point's coordinates for those of a datum; outside China all datums are one."""
    if not is_in_china(point):
        return point
    lon, lat = float(shapely.get_x(point)), float(shapely.get_y(point))
    return shapely.Point(to_wgs84(lon, lat, datum=datum))


def _probes(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return places of a geometry to measure at: of a line several, else its middle."""
    if not geometry.geom_type.endswith("LineString"):
        return [spot_of(geometry)]
    parts = shapely.get_parts(geometry)
    longest = parts[np.argmax(shapely.length(parts))]
    shares = (np.arange(_PROBES) + 0.5) / _PROBES
    return list(shapely.line_interpolate_point(longest, shares, normalized=True))


def spot_of(geometry: BaseGeometry) -> BaseGeometry:
    """Return the point that stands for a geometry: the middle of what is none."""
    return geometry if geometry.geom_type == "Point" else geometry.centroid


def sampled(items: Sequence[_Item]) -> Sequence[_Item]:
    """Return all items, or `SAMPLE` of them spread evenly."""
    if len(items) <= SAMPLE:
        return items
    return [items[i] for i in np.linspace(0, len(items) - 1, SAMPLE).astype(int)]
