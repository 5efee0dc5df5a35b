"""Slopes against Tobler's numbers by hand: up, down, on bridges, and where heights are missing.

Tobler's share of the speed on the flat is exp(-3.5 (|s + 0.05| - 0.05)); the numbers below are
its inverse, worked out by hand.
"""

from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.model.errors import ElevationError
from learnmap.network import load_graph, save_graph
from learnmap.network.elevation import open_elevation
from learnmap.network.flags import EdgeFlag
from learnmap.network.slopes import _smooth_heights, flat_metres, with_slopes
from learnmap.network.walkgraph import FASTEST_SLOPE
from tests.unit.network.drawing import Drawing, Town
from tests.unit.network.rasters import CELL_DEG, CORNER, ground, write_raster

ADULT_M_PER_S = 1.25
UP_5, DOWN_5 = 1.19125, 0.83946  # e^0.175, e^-0.175
UP_10, DOWN_10 = 1.41907, 1.0  # e^0.35, e^0
UP_20, DOWN_20 = 2.01375, 1.41907  # e^0.7, e^0.35


def on_ground(drawing: Drawing, folder: Path, raster: Path) -> Town:
    """Read a drawing with the slopes of a raster."""
    town = drawing.town(folder)
    with open_elevation(raster) as elevation:
        graph, _ = with_slopes(town.graph, elevation)
    return Town(drawing, town.streets, town.extract, graph, 0.0)


def street(*north_m: float, tags: str = "highway=footway") -> Drawing:
    """Draw a street to the north, its nodes 1, 2, ... at so many metres."""
    drawing = Drawing()
    for number, metres in enumerate(north_m, 1):
        drawing.node(number, 0, metres)
    drawing.way(list(range(1, len(north_m) + 1)), tags)
    return drawing


@pytest.mark.parametrize(
    ("slope", "counts"),
    [
        (0.0, 1.0),
        (0.05, UP_5),
        (-0.05, DOWN_5),
        (0.10, UP_10),
        (-0.10, DOWN_10),
        (0.20, UP_20),
        (-0.20, DOWN_20),
        (-0.30, 2.01375),
        (0.50, 5.75460),
        (0.80, 5.75460),  # no street is steeper than 50 %
        (-0.50, 4.05520),
        (-3.00, 4.05520),
    ],
)
def test_a_metre_counts_as_tobler_says(slope: float, counts: float) -> None:
    assert flat_metres(np.array([slope]))[0] == pytest.approx(counts, abs=1e-5)


def test_no_slope_is_faster_than_searches_reckon_with() -> None:
    assert 1 / flat_metres(np.linspace(-2, 2, 40001)).min() == pytest.approx(1.19125, abs=1e-5)
    assert flat_metres(np.linspace(-2, 2, 40001)).min() >= 1 / FASTEST_SLOPE


@pytest.mark.parametrize(
    ("slope", "up", "down"), [(0.05, UP_5, DOWN_5), (0.10, UP_10, DOWN_10), (0.20, UP_20, DOWN_20)]
)
def test_up_and_down_a_plane(tmp_path: Path, slope: float, up: float, down: float) -> None:
    raster = ground(tmp_path / "plane.tif", lambda _, north: 100 + slope * north)
    town = on_ground(street(0, 370, 1000), tmp_path, raster)

    assert town.graph.has_slopes
    assert town.seconds(1, 3) == pytest.approx(1000 * up / ADULT_M_PER_S, rel=1e-3)
    assert town.seconds(3, 1) == pytest.approx(1000 * down / ADULT_M_PER_S, rel=1e-3)
    # Metres of the way stay what they are.
    assert town.metres(1, 3) == pytest.approx(1000, abs=0.05)
    # Both ends of the walk within the edge.
    there = town.drawing.at(0, 200), town.drawing.at(0, 700)
    walk, back = town.walk_between(*there), town.walk_between(*there[::-1])
    assert walk is not None
    assert back is not None
    assert walk.time_s == pytest.approx(500 * up / ADULT_M_PER_S, rel=2e-3)
    assert back.time_s == pytest.approx(500 * down / ADULT_M_PER_S, rel=2e-3)


def test_each_walker_is_slowed_by_the_same_share(tmp_path: Path) -> None:
    raster = ground(tmp_path / "plane.tif", lambda _, north: 0.1 * north)
    town = on_ground(street(0, 1000), tmp_path, raster)
    assert town.seconds(1, 2, "older_adult") == pytest.approx(1000 * UP_10 / 0.8, rel=1e-3)
    assert town.seconds(2, 1, "older_adult") == pytest.approx(1000 * DOWN_10 / 0.8, rel=1e-3)


def test_a_street_along_the_slope_is_flat(tmp_path: Path) -> None:
    raster = ground(tmp_path / "plane.tif", lambda east, _: 0.3 * east)
    town = on_ground(street(0, 1000), tmp_path, raster)
    assert town.seconds(1, 2) == pytest.approx(1000 / ADULT_M_PER_S, rel=1e-3)


def test_a_hill_within_an_edge_is_climbed(tmp_path: Path) -> None:
    """300 m up at 10 % and 300 m down: its two ends alone would make it flat."""
    raster = ground(tmp_path / "ridge.tif", lambda _, north: 50 - 0.1 * np.abs(north - 300))
    town = on_ground(street(0, 600), tmp_path, raster)
    by_hand_s = 300 * (UP_10 + DOWN_10) / ADULT_M_PER_S
    # The raster's cells round the ridge off, over some 30 m of 600.
    assert town.seconds(1, 2) == pytest.approx(by_hand_s, rel=0.03)
    assert town.seconds(2, 1) == pytest.approx(by_hand_s, rel=0.03)


def test_a_flat_raster_changes_no_time_at_all(tmp_path: Path) -> None:
    drawing = street(0, 200, 333, 700)
    drawing.node(10, 90, 333)
    drawing.node(11, 90, 500)
    drawing.way([3, 10, 11], "highway=footway bridge=yes")
    drawing.way([11, 4], "highway=steps")
    drawing.way([10, 2], "highway=footway tunnel=yes")
    raster = ground(tmp_path / "flat.tif", lambda _, north: np.full_like(north, 37.3))
    without, town = drawing.town(tmp_path), on_ground(drawing, tmp_path, raster)

    assert town.graph.has_slopes
    assert not without.graph.has_slopes
    assert np.array_equal(town.graph.arc_m, without.graph.arc_m)
    assert np.array_equal(town.graph.arc_towards_m, without.graph.arc_m)
    assert town.seconds(1, 11) == without.seconds(1, 11)


def test_arcs_of_both_ends_tell_the_same_walk(tmp_path: Path) -> None:
    """Away from one node is towards the other."""
    raster = ground(tmp_path / "plane.tif", lambda east, north: 0.08 * north + 0.03 * east)
    drawing = street(-50, 0, 400, 450)
    drawing.node(5, 300, 200)
    drawing.way([2, 5, 3])
    graph = on_ground(drawing, tmp_path, raster).graph

    tail = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    assert graph.edge_count == 4
    for edge in range(graph.edge_count):
        one, two = np.flatnonzero(graph.arc_edge == edge)
        assert tail[one] != tail[two]
        assert graph.arc_m[one] == graph.arc_towards_m[two]
        assert graph.arc_m[two] == graph.arc_towards_m[one]
        assert graph.arc_m[one] != graph.arc_m[two]


def test_bends_of_a_street_make_no_climbs_of_a_rasters_noise(tmp_path: Path) -> None:
    """A node every 2 m counts no more than one at each end: heights are as far apart as cells."""
    rng = np.random.default_rng(3)
    noise = rng.normal(20, 1.5, (200, 200))
    raster = write_raster(
        tmp_path / "noise.tif", noise, west=CORNER[0] - 0.02, north=CORNER[1] + 0.03
    )
    plain = on_ground(street(0, 600), tmp_path, raster)
    bent = on_ground(street(*np.arange(0, 601, 2.0)), tmp_path, raster)
    assert (plain.graph.edge_count, bent.graph.edge_count) == (1, 1)
    assert bent.graph.arc_m == pytest.approx(plain.graph.arc_m, rel=1e-4)


def test_noise_of_a_raster_hardly_slows_a_flat_city(tmp_path: Path) -> None:
    """2 m up or down by chance in each cell: climbed as they are, 5 % and more."""
    rng = np.random.default_rng(8)
    drawing = Drawing()
    for number in range(400):
        drawing.node(number + 1, 90 * (number % 20), 70 * (number // 20))
    for line in range(20):
        drawing.way([20 * line + k + 1 for k in range(20)])
        drawing.way([20 * k + line + 1 for k in range(20)])
    raster = write_raster(
        tmp_path / "noise.tif",
        rng.normal(20, 2.0, (80, 100)),
        west=CORNER[0] - 0.003,
        north=CORNER[1] + 0.016,
    )
    graph = on_ground(drawing, tmp_path, raster).graph
    assert 1.0 < graph.arc_m.sum() / (2 * graph.edge_length_m.sum()) < 1.015


def test_ripples_of_a_fine_raster_are_no_slopes(tmp_path: Path) -> None:
    """Bumps of half a metre, 10 m apart, as cars and kerbs are in cells of 2 m."""
    cell = 2 / 110_850
    north_m = 700 - 2 * (np.arange(400) + 0.5)
    bumps = 10 + 0.5 * np.cos(2 * np.pi * north_m / 10)
    raster = write_raster(
        tmp_path / "fine.tif",
        np.repeat(bumps[:, np.newaxis], 40, axis=1),
        west=CORNER[0] - 20 * cell,
        north=CORNER[1] + 350 * cell,
        cell=cell,
    )
    town = on_ground(street(0, 600), tmp_path, raster)
    assert town.seconds(1, 2) == pytest.approx(600 / ADULT_M_PER_S, rel=0.01)


def test_a_raster_in_another_projection_gives_the_same_slopes(tmp_path: Path) -> None:
    """A plane rising 10 % along the northing of UTM zone 51, laid over the streets."""
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:32651", always_xy=True).transform(*CORNER)
    rows = 0.1 * (1500 - 30 * (np.arange(100) + 0.5))
    raster = write_raster(
        tmp_path / "utm.tif",
        np.repeat(rows[:, np.newaxis], 100, axis=1) + 500,
        west=x - 1500,
        north=y + 1500,
        cell=30,
        crs="EPSG:32651",
        dtype="float32",
    )
    town = on_ground(street(0, 1000), tmp_path, raster)
    # Its north is 0.9 degrees from true north, and its metres are long by 0.01 %.
    assert town.seconds(1, 2) == pytest.approx(1000 * UP_10 / ADULT_M_PER_S, rel=2e-3)
    assert town.seconds(2, 1) == pytest.approx(1000 * DOWN_10 / ADULT_M_PER_S, rel=2e-3)


def across(tags: str, *, kerb: bool = False) -> Drawing:
    """Draw a way of 1000 m; 300 m of it, in the middle, with tags of its own."""
    drawing = Drawing()
    for number, metres in enumerate((0, 350, 450, 500, 650, 1000), 1):
        drawing.node(number, 0, metres, "kerb=raised" if kerb and number == 4 else "")
    drawing.way([1, 2])
    drawing.way([2, 3, 4, 5], tags)
    drawing.way([5, 6])
    return drawing


def valley(tmp_path: Path, depth_m: float) -> Path:
    """Lay a trough (or a ridge) 120 m wide under the middle of `across`, at 20 m else."""
    return ground(
        tmp_path / "valley.tif",
        lambda _, north: np.where(np.abs(north - 500) < 60, 20.0 - depth_m, 20.0),
    )


@pytest.mark.parametrize(
    ("tags", "depth_m"),
    [
        ("highway=footway bridge=yes layer=1", 30.0),
        ("highway=footway bridge=viaduct", 30.0),
        ("highway=footway tunnel=yes", -30.0),
        ("highway=footway tunnel=building_passage", -30.0),
    ],
)
def test_a_bridge_over_a_valley_is_flat_and_so_is_a_tunnel(
    tmp_path: Path, tags: str, depth_m: float
) -> None:
    raster = valley(tmp_path, depth_m)
    assert on_ground(across(tags), tmp_path, raster).seconds(1, 6) == pytest.approx(
        1000 / ADULT_M_PER_S, rel=1e-4
    )
    plain = on_ground(across("highway=footway bridge=no tunnel=no"), tmp_path, raster)
    assert plain.seconds(1, 6) > 1.2 * 1000 / ADULT_M_PER_S


def test_a_bridge_slopes_evenly_between_its_ends(tmp_path: Path) -> None:
    """From 20 m at its one end to 35 m at the other, 300 m on: up 5 %."""
    raster = ground(
        tmp_path / "banks.tif",
        lambda _, north: np.select([north > 580, north < 420], [35.0, 20.0], -10.0),
    )
    town = on_ground(across("highway=footway bridge=yes"), tmp_path, raster)
    assert town.seconds(2, 5) == pytest.approx(300 * UP_5 / ADULT_M_PER_S, rel=2e-3)
    assert town.seconds(5, 2) == pytest.approx(300 * DOWN_5 / ADULT_M_PER_S, rel=2e-3)


@pytest.mark.parametrize("kerb", [False, True])
def test_a_crossing_halfway_does_not_pull_a_bridge_down(tmp_path: Path, *, kerb: bool) -> None:
    """Two bridges side by side, joined in the middle by a piece that nobody tagged."""
    drawing = across("highway=footway bridge=yes", kerb=kerb)
    drawing.node(12, 70, 350)
    drawing.node(14, 70, 500)
    drawing.node(15, 70, 650)
    drawing.way([12, 14, 15], "highway=residential bridge=yes")
    drawing.way([12, 2])
    drawing.way([15, 5])
    drawing.way([4, 14], "highway=footway footway=crossing")
    town = on_ground(drawing, tmp_path, valley(tmp_path, 40.0))
    assert town.seconds(1, 6) == pytest.approx(1000 / ADULT_M_PER_S, rel=1e-4)
    assert town.seconds(4, 14) == pytest.approx(70 / ADULT_M_PER_S, rel=1e-3)


def test_a_bridge_that_the_extract_cuts_off_stays_at_the_height_of_its_end(tmp_path: Path) -> None:
    drawing = street(0, 350)
    drawing.node(3, 0, 500)
    drawing.way([2, 3], "highway=footway bridge=yes")
    town = on_ground(drawing, tmp_path, valley(tmp_path, 40.0))
    assert town.seconds(2, 3) == pytest.approx(150 / ADULT_M_PER_S, rel=1e-4)


def test_bridges_are_edges_of_their_own(tmp_path: Path) -> None:
    graph = across("highway=footway bridge=yes").town(tmp_path).graph
    spans = graph.edge_flags == EdgeFlag.SPAN
    assert graph.edge_length_m[spans] == pytest.approx([300], abs=0.05)
    assert sorted(graph.edge_length_m[~spans]) == pytest.approx([350, 350], abs=0.05)


@pytest.mark.parametrize("twin", ["highway=footway", "highway=steps"])
def test_a_way_stored_twice_counts_once_although_one_says_bridge(tmp_path: Path, twin: str) -> None:
    drawing = street(0, 300, tags="highway=footway bridge=yes")
    drawing.way([1, 2], twin)
    assert drawing.town(tmp_path).graph.edge_count == 1


def test_a_shore_has_the_mean_of_the_heights_that_there_are(tmp_path: Path) -> None:
    """Between land at 20 m and at 30 m, half a step from both, and as far from the sea."""
    raster = write_raster(
        tmp_path / "shore.tif",
        np.array([[20.0, -1.0], [30.0, -1.0]]),
        west=0,
        north=CELL_DEG,
        nodata=-1.0,
    )
    lon, lat = np.array([CELL_DEG, 1.0]), np.array([0.0, 0.0])
    with open_elevation(raster) as elevation:
        found = _smooth_heights(elevation, lon, lat, CELL_DEG * 111_195)
    assert found[0] == pytest.approx(25)
    assert np.isnan(found[1])


def test_streets_without_heights_count_as_flat_and_are_counted(tmp_path: Path) -> None:
    """Three of four streets lie on the raster, which rises 10 % to the north."""
    drawing = Drawing()
    for number, (east, north) in enumerate(
        [(0, 0), (0, 400), (200, 0), (-200, 0), (900, 0), (900, 400)], 1
    ):
        drawing.node(number, east, north)
    for ends in ([1, 2], [1, 3], [1, 4], [5, 6]):
        drawing.way(ends)
    raster = ground(
        tmp_path / "part.tif",
        lambda east, north: np.where(east < 500, 0.1 * north, -1.0),
        nodata=-1.0,
    )
    town = drawing.town(tmp_path)
    with open_elevation(raster) as elevation:
        graph, known = with_slopes(town.graph, elevation)
    assert known == 3
    sloped = Town(drawing, town.streets, town.extract, graph, 0.0)
    assert sloped.seconds(1, 2) == pytest.approx(400 * UP_10 / ADULT_M_PER_S, rel=1e-3)
    assert sloped.seconds(5, 6) == sloped.seconds(6, 5) == town.seconds(5, 6)


@pytest.mark.parametrize(
    ("west", "north", "cell", "crs"),
    [
        (CORNER[0] - 1, CORNER[1] + 0.001, CELL_DEG, "EPSG:4326"),
        (-8.6, 41.2, CELL_DEG, "EPSG:4326"),
        (530_000, 4_550_000, 30, "EPSG:32629"),  # Porto, in UTM
    ],
)
def test_a_raster_of_another_city_is_refused(
    tmp_path: Path, west: float, north: float, cell: float, crs: str
) -> None:
    raster = write_raster(
        tmp_path / "else.tif", np.ones((9, 9)), west=west, north=north, cell=cell, crs=crs
    )
    town = street(0, 300).town(tmp_path)
    with (
        open_elevation(raster) as elevation,
        pytest.raises(
            ElevationError, match=r"else\.tif: holds heights for 0 of 1 edges.*covers the city"
        ),
    ):
        with_slopes(town.graph, elevation)


def test_a_sloped_graph_survives_being_saved(tmp_path: Path) -> None:
    raster = ground(tmp_path / "plane.tif", lambda _, north: 0.1 * north)
    drawing = street(0, 400, 900)
    graph = on_ground(drawing, tmp_path, raster).graph
    flat = drawing.town(tmp_path).graph
    folder = save_graph(graph, tmp_path / "graphs", facts={})
    back = load_graph(folder, verify=True)

    assert back.has_slopes
    for towards in (True, False):
        assert np.array_equal(back.metres(towards=towards), graph.metres(towards=towards))
    # Another graph than the flat one, by its name.
    assert folder.name != flat.content_hash()


def test_a_point_on_a_slope_is_reached_from_farther_up_than_from_below(tmp_path: Path) -> None:
    """Who comes from above walks down at 5 %, quicker than on the flat; from below, slower.

    Above, the farthest place is on the street. Below, it is 60 m off the street's reach: off
    the street nobody climbs.
    """
    raster = ground(tmp_path / "plane.tif", lambda _, north: 100 + 0.05 * north)
    town = on_ground(street(-1500, 1500), tmp_path, raster)
    snaps = town.snap(town.drawing.at(0, 0))
    access = AccessPoint("p", int(snaps.edge[0]), float(snaps.along_m[0]), 0.0)
    (band,) = catchment_bands(
        town.graph,
        town.costs(),
        access,
        Shape(cutoffs_s=(600,), simplify_m=0.1),
        workspace=town.workspace,
    )
    _, south, _, north = band.bounds
    flat_m = 600 * ADULT_M_PER_S
    _, above = town.drawing.at(0, flat_m / DOWN_5)
    _, below = town.drawing.at(0, -60 - (flat_m - 60) / UP_5)
    metre = 1 / 110_900
    assert north == pytest.approx(above, abs=2 * metre)
    assert south == pytest.approx(below, abs=2 * metre)


def test_from_a_place_on_a_slope_one_gets_farther_down_than_up(tmp_path: Path) -> None:
    """On the graph turned round walks begin at the place; the rest is as above, upside down."""
    raster = ground(tmp_path / "plane.tif", lambda _, north: 100 + 0.05 * north)
    town = on_ground(street(-1500, 1500), tmp_path, raster)
    snaps = town.snap(town.drawing.at(0, 0))
    turned = town.costs().turned()
    (band,) = catchment_bands(
        turned.graph,
        turned,
        AccessPoint("p", int(snaps.edge[0]), float(snaps.along_m[0]), 0.0),
        Shape(cutoffs_s=(600,), simplify_m=0.1),
        workspace=town.workspace,
    )
    _, south, _, north = band.bounds
    flat_m = 600 * ADULT_M_PER_S
    _, above = town.drawing.at(0, 60 + (flat_m - 60) / UP_5)
    _, below = town.drawing.at(0, -flat_m / DOWN_5)
    metre = 1 / 110_900
    assert north == pytest.approx(above, abs=2 * metre)
    assert south == pytest.approx(below, abs=2 * metre)


def test_the_graph_does_not_depend_on_how_many_edges_are_worked_on_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = Drawing()
    for number in range(30):
        drawing.node(number + 1, 70 * (number % 6), 90 * (number // 6) + 7 * (number % 4))
    for number in range(29):
        drawing.way([number + 1, number + 2])
        if number < 24:
            drawing.way([number + 1, number + 7])
    raster = ground(tmp_path / "hills.tif", lambda e, n: 40 * np.sin(e / 90) * np.cos(n / 120))
    at_once = on_ground(drawing, tmp_path, raster).graph
    monkeypatch.setattr("learnmap.network.slopes._EDGES", 7)
    in_parts = on_ground(drawing, tmp_path, raster).graph
    assert in_parts.arc_m == pytest.approx(at_once.arc_m, rel=1e-9)
    assert in_parts.arc_towards_m == pytest.approx(at_once.arc_towards_m, rel=1e-9)
