"""Catchments small enough for a page: as fine as the bytes that are left allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import Box
from learnmap.render.catchment_cells import Cells, cell_maps
from learnmap.render.edition_facts import PointFacts
from learnmap.render.edition_files import Catchment
from learnmap.render.outline_planes import PRECISIONS, encode_outlines
from learnmap.render.packing import packed_length

BUDGET_BYTES: Final = 1_500_000
"""What all single catchments of a page may take together."""

LEAST_BUDGET_BYTES: Final = 900_000
"""What they may take even on a page that is too big then: cells of ten thousand points fit."""

UNION_BUDGET_BYTES: Final = 150_000
"""What the unions of a page may take together, unless it holds them at their coarsest."""

CELL_SIZES_M: Final = (45.0, 60.0, 80.0)
"""Sizes of cells that are tried where no outlines fit, the finest first."""

COARSEST_BYTES: Final = 65
"""About what the largest of these cells take for each point, with three walkers and three times."""

_SAMPLE: Final = 200
_SAMPLE_FROM: Final = 4


@dataclass(frozen=True, slots=True)
class EncodedCatchments:
    """What a page holds of the catchments.

    Attributes
    ----------
    content : bytes
        All profiles and cutoffs of the edition, or nothing.
    grid : dict or None
        What the page's scripts need to read `content`; None where nothing fitted.
    tolerance_m : float or None
        How far outlines may be from those of the edition; None where cells are in their place.
    cell_m : float or None
        Size of these.
    """

    content: bytes
    grid: dict[str, float] | None
    tolerance_m: float | None = None
    cell_m: float | None = None


NO_CATCHMENTS: Final = EncodedCatchments(b"", None)


def encode_unions(
    unions: Sequence[Catchment], *, profiles: Sequence[str], cutoffs_s: Sequence[int]
) -> EncodedCatchments:
    """Encode the unions over all points, by profile, then cutoff, the narrowest first."""
    geometries = _in_order(unions, [""], profiles, sorted(cutoffs_s))
    *finer, coarsest = PRECISIONS
    for precision in finer:
        content = encode_outlines(geometries, precision)
        if packed_length(content) <= UNION_BUDGET_BYTES:
            return EncodedCatchments(content, {"step": precision.step_deg}, precision.tolerance_m)
    content = encode_outlines(geometries, coarsest)
    return EncodedCatchments(content, {"step": coarsest.step_deg}, coarsest.tolerance_m)


def encode_catchments(
    catchments: Sequence[Catchment],
    *,
    points: Sequence[PointFacts],
    profiles: Sequence[str],
    cutoffs_s: Sequence[int],
    bounds: Box,
    budget_bytes: int = BUDGET_BYTES,
) -> EncodedCatchments:
    """Encode all catchments as finely as fits a budget.

    Tried in this order, the first that fits is taken: outlines with each of `PRECISIONS`; cells of
    each of `CELL_SIZES_M`; nothing.

    Parameters
    ----------
    catchments : sequence of Catchment
        EPSG:4326.
    points : sequence of PointFacts
        In the order of the page.
    profiles : sequence of str
        Profile codes.
    cutoffs_s : sequence of int
        Walking-time limits in seconds.
    bounds : tuple of float
        Of the map, (west, south, east, north).
    budget_bytes : int
        What they may take in the page.
    """
    ids = [point.id for point in points]
    outlines = _outlines(_in_order(catchments, ids, profiles, sorted(cutoffs_s)), budget_bytes)
    if outlines is not None:
        return outlines
    widest_first = _in_order(catchments, ids, profiles, sorted(cutoffs_s, reverse=True))
    places = np.array([(point.longitude, point.latitude) for point in points])
    for size_m in CELL_SIZES_M:
        cells = Cells.of_size(size_m, bounds)
        maps = cell_maps(widest_first, places, cells, cutoffs=len(cutoffs_s))
        if maps.stream_bytes * 4 // 3 > budget_bytes:
            continue
        content = maps.encode()
        if packed_length(content) <= budget_bytes:
            grid = {"east": cells.east_deg, "north": cells.north_deg, "radius": maps.radius}
            return EncodedCatchments(content, grid, cell_m=size_m)
    return NO_CATCHMENTS


def _outlines(
    geometries: Sequence[BaseGeometry | None], budget_bytes: int
) -> EncodedCatchments | None:
    for precision in PRECISIONS:
        # A sample, the same for the same files, tells when all would be far over the budget.
        every = max(1, len(geometries) // _SAMPLE)
        sample = geometries[::every]
        if every >= _SAMPLE_FROM:
            part = packed_length(encode_outlines(sample, precision)) / len(sample)
            if part * len(geometries) > 1.5 * budget_bytes:
                continue
        content = encode_outlines(geometries, precision)
        if packed_length(content) <= budget_bytes:
            return EncodedCatchments(content, {"step": precision.step_deg}, precision.tolerance_m)
    return None


def _in_order(
    catchments: Sequence[Catchment],
    points: Sequence[str],
    profiles: Sequence[str],
    cutoffs_s: Sequence[int],
) -> list[BaseGeometry | None]:
    by_key = {(one.point_id, one.profile, one.cutoff_s): one.geometry for one in catchments}
    return [
        by_key.get((point, profile, cutoff))
        for point in points
        for profile in profiles
        for cutoff in cutoffs_s
    ]
