"""Verdicts on polygons whose faults are known on paper."""

import math

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.catchment import AccessPoint
from learnmap.catchment.certificate import (
    Verdict,
    binomial_interval,
    compare,
    judge,
    judge_bands,
)
from learnmap.catchment.exact_times import ExactTimes
from tests.unit.network.drawing import Degrees, Drawing, Town

PLACES = 40_000
LIMIT_M = 60.0
# 300 s of an adult are 375 m; with 60 m off the street the reach is the street's line of
# 2 x 315 m, buffered by 60 m: a place x along and y across leaves the street sqrt(60^2 - y^2)
# before it and walks 60 m straight.
HALF_M = 315.0
TRUE_M2 = 4 * LIMIT_M * HALF_M + math.pi * LIMIT_M**2
BOX_M2 = (2 * (HALF_M + LIMIT_M)) * (2 * LIMIT_M)
FRAME_M2 = (2 * (375 + LIMIT_M)) * (2 * LIMIT_M)
"""Of the box that places are drawn from: 60 m round the 375 m of street that are reached."""


def access_at(town: Town, place: Degrees, profile: str = "adult") -> AccessPoint:
    snaps = town.snap(place, profile, 2000.0)
    return AccessPoint(
        "here", int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0])
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """One straight street along the equator, where metres east and north are plain."""
    drawing = Drawing(lat=0.0)
    drawing.node(1, -2000, 0)
    drawing.node(2, 2000, 0)
    drawing.way([1, 2])
    return drawing.town(tmp_path_factory.mktemp("street"))


def shape_of(town: Town, metres: BaseGeometry) -> BaseGeometry:
    """Return a shape of metres east and north of the drawing's corner, in degrees."""

    def degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([town.drawing.at(float(east), float(north)) for east, north in xy])

    return shapely.transform(metres, degrees)


def verdict_on(town: Town, metres: BaseGeometry, seed: int = 1) -> Verdict:
    return judge(
        town.graph,
        town.costs(),
        access_at(town, town.drawing.at(0, 0)),
        shape_of(town, metres),
        cutoff_s=300,
        off_street_m=LIMIT_M,
        places=PLACES,
        seed=seed,
    )


def truth() -> shapely.Polygon:
    return shapely.LineString([(-HALF_M, 0), (HALF_M, 0)]).buffer(LIMIT_M, quad_segs=200)


def test_the_true_shape_is_without_fault(town: Town) -> None:
    verdict = verdict_on(town, truth())
    assert verdict.places == PLACES
    # A place in 4,000 may lie within the centimetre that drawing on a grid of 1e-7 degrees costs.
    assert verdict.wrongly_inside + verdict.wrongly_outside <= 10
    assert verdict.exact / PLACES == pytest.approx(TRUE_M2 / FRAME_M2, abs=0.004)
    assert verdict.iou == pytest.approx(1.0, abs=0.0005)


def test_a_shape_drawn_as_a_box_holds_its_corners_wrongly(town: Town) -> None:
    whole = shapely.box(-HALF_M - LIMIT_M, -LIMIT_M, HALF_M + LIMIT_M, LIMIT_M)
    verdict = verdict_on(town, whole)
    wrong = (BOX_M2 - TRUE_M2) / TRUE_M2
    assert verdict.inside_share == pytest.approx(wrong, abs=0.004)
    assert verdict.inside_interval is not None
    assert verdict.inside_interval[0] < wrong < verdict.inside_interval[1]
    assert verdict.wrongly_outside <= 10
    assert verdict.iou == pytest.approx(TRUE_M2 / BOX_M2, abs=0.004)


def test_the_missing_half_is_wrongly_outside(town: Town) -> None:
    east = truth().intersection(shapely.box(0, -100, 1000, 100))
    verdict = verdict_on(town, east)
    assert verdict.outside_share == pytest.approx(0.5, abs=0.01)
    assert verdict.wrongly_inside <= 10
    assert verdict.iou == pytest.approx(0.5, abs=0.01)


def test_what_is_drawn_far_from_all_streets_is_found_and_counted(town: Town) -> None:
    far = shapely.box(1000, 1000, 1400, 1200)
    verdict = verdict_on(town, shapely.union_all([truth(), far]))
    assert verdict.inside_share == pytest.approx(far.area / TRUE_M2, rel=0.1)


def test_an_empty_shape_misses_everything(town: Town) -> None:
    verdict = verdict_on(town, shapely.MultiPolygon())
    assert verdict.wrongly_outside == verdict.exact > 0
    assert (verdict.inside_share, verdict.outside_share, verdict.iou) == (0.0, 1.0, 0.0)


def test_a_point_too_far_from_its_street_has_an_empty_catchment(town: Town) -> None:
    access = AccessPoint("far", 0, 2000.0, 380.0)  # 300 s are 375 m
    for shape, places in ((shapely.MultiPolygon(), 0), (shape_of(town, truth()), 500)):
        verdict = judge(
            town.graph, town.costs(), access, shape, cutoff_s=300, off_street_m=60, places=500
        )
        assert (verdict.places, verdict.exact) == (places, 0)
        assert verdict.inside_share is verdict.outside_share is None
        assert verdict.inside_interval is verdict.outside_interval is None
        assert (verdict.iou is None) == (places == 0)


def test_a_seed_gives_the_same_numbers_and_another_seed_others(town: Town) -> None:
    box = shapely.box(-300, -70, 300, 70)
    first = verdict_on(town, box, seed=7)
    assert verdict_on(town, box, seed=7) == first
    assert verdict_on(town, box, seed=8) != first


def test_bands_are_judged_by_the_same_places_each_by_its_cutoff(town: Town) -> None:
    exact = ExactTimes(
        town.graph,
        town.costs(),
        access_at(town, town.drawing.at(0, 0)),
        limit_s=600,
        off_street_m=LIMIT_M,
    )
    # 600 s are 750 m: 690 m of street on either side.
    shapes = [
        shapely.LineString([(-half, 0), (half, 0)]).buffer(LIMIT_M, quad_segs=200)
        for half in (HALF_M, 690.0)
    ]
    bands = [(s, shape_of(town, shape)) for s, shape in zip((300, 600), shapes, strict=True)]
    five, ten = judge_bands(exact, bands, places=PLACES, seed=3)
    assert (five.places, ten.places) == (PLACES, PLACES)
    box_m2 = (1500 + 120) * 120
    assert five.exact / PLACES == pytest.approx(shapes[0].area / box_m2, abs=0.01)
    assert ten.exact / PLACES == pytest.approx(shapes[1].area / box_m2, abs=0.01)
    assert max(five.wrongly_inside, five.wrongly_outside) <= 10
    # The wider one misjudged as the narrower is counted as such.
    (wrong,) = judge_bands(exact, [(300, bands[1][1])], places=PLACES, seed=3)
    assert wrong.inside_share == pytest.approx(shapes[1].area / shapes[0].area - 1, rel=0.05)


def test_four_places_counted_by_hand() -> None:
    places = np.array([(0.5, 0.5), (1.5, 0.5), (0.5, 1.5), (0.2, 0.2), (0.8, 0.1)])
    exact = np.array([True, True, False, False, True])
    verdict = compare(shapely.box(0, 0, 1, 1), places, exact)
    assert verdict == Verdict(places=5, exact=3, wrongly_inside=1, wrongly_outside=1)
    assert (verdict.inside_share, verdict.outside_share) == (1 / 3, 1 / 3)
    assert verdict.iou == 2 / 4
    assert verdict + verdict == Verdict(10, 6, 2, 2)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Clopper and Pearson's limits as in tables of the exact binomial interval.
        (0, 100, 0.0, 0.0362),
        (5, 100, 0.0164, 0.1128),
        (10, 100, 0.0490, 0.1762),
        (10, 10, 0.6915, 1.0),
    ],
)
def test_intervals_are_those_of_the_tables(hits: int, trials: int, low: float, high: float) -> None:
    assert binomial_interval(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_a_share_of_places_that_are_no_part_of_the_exact_ones() -> None:
    # 5 wrong ones among 100: q lies in 0.0164..0.1128, and the share is q / (1 - q).
    verdict = Verdict(places=400, exact=95, wrongly_inside=5, wrongly_outside=0)
    expected = (0.0164 / (1 - 0.0164), 0.1128 / (1 - 0.1128))
    assert verdict.inside_interval == pytest.approx(expected, abs=1e-4)
    assert verdict.iou_interval == pytest.approx((1 - 0.1128, 1 - 0.0164), abs=1e-4)
