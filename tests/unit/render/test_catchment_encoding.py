import numpy as np
import shapely

from learnmap.render.catchment_encoding import (
    CELL_SIZES_M,
    NO_CATCHMENTS,
    EncodedCatchments,
    encode_catchments,
)
from learnmap.render.edition_facts import PointFacts
from learnmap.render.edition_files import Catchment
from learnmap.render.outline_planes import PRECISIONS
from learnmap.render.packing import packed_length

CUTOFFS_S = (900, 300, 600)
WALKERS = {"adult": 1.0, "older_adult": 0.63}
BOUNDS = (118.0, 32.9, 118.2, 33.0)


def given(count: int) -> tuple[list[PointFacts], list[Catchment]]:
    """Return points, and nested bands round each with a rim that no packing can guess."""
    rng = np.random.default_rng(1)
    points, catchments = [], []
    for number in range(count):
        x, y = rng.uniform(BOUNDS[:2], BOUNDS[2:])
        points.append(PointFacts(id=f"p{number}", longitude=x, latitude=y, kind="library"))
        turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        away = rng.uniform(0.6, 1.0, len(turns)) * 1e-5
        rim = np.stack((away * np.cos(turns), away * np.sin(turns)), axis=1)
        catchments += [
            Catchment(f"p{number}", walker, cutoff, shapely.Polygon([x, y] + rim * cutoff * share))
            for walker, share in WALKERS.items()
            for cutoff in CUTOFFS_S
        ]
    return points, catchments


def encode(
    points: list[PointFacts], catchments: list[Catchment], budget_bytes: int
) -> EncodedCatchments:
    return encode_catchments(
        catchments,
        points=points,
        profiles=list(WALKERS),
        cutoffs_s=CUTOFFS_S,
        bounds=BOUNDS,
        budget_bytes=budget_bytes,
    )


def test_a_smaller_budget_gives_coarser_catchments_and_says_how_coarse() -> None:
    points, catchments = given(600)
    seen = []
    for budget in (500_000, 400_000, 350_000, 80_000, 55_000, 40_000, 20_000):
        encoded = encode(points, catchments, budget)
        assert packed_length(encoded.content) <= max(budget, 100)
        seen.append((encoded.tolerance_m, encoded.cell_m))
    assert seen == [
        *((precision.tolerance_m, None) for precision in PRECISIONS),
        *((None, size_m) for size_m in CELL_SIZES_M),
        (None, None),
    ]
    assert encode(points, catchments, 20_000) is NO_CATCHMENTS


def test_no_catchments_at_all() -> None:
    points, _ = given(2)
    assert encode(points, [], 1_000).tolerance_m == PRECISIONS[0].tolerance_m
