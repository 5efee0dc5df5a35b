"""Sites for the next points of a town whose walks are worked out on paper.

Only the library `corner` counts as there: older adults reach it in 262.5 s from `west`, in 125 s
from `lane`, and from `east` (10 + 300 + 100 + 400 m at 0.8 m/s) in 1,012.5 s. From 60 there are
10.5, 5 and 20.25 of them, and 4 on no street. To `bridge` it is 325 s from the west, 450 s from the
east and 687.5 s from the lane; to `south` 887.5, 137.5 and 1,250 s.
"""

from pathlib import Path

import numpy as np
import pytest

from learnmap.ingest import FaultyTableError
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.siting import Aim
from learnmap.store import Store
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.sites.candidates import (
    Candidates,
    building_candidates,
    corner_candidates,
    listed_candidates,
)
from learnmap.workflows.planning.sites.choosing import sites_of
from learnmap.workflows.planning.sites.report import SitesQuestion, SitesReport
from tests.service.planned_town import open_planned_town
from tests.service.towns import open_town, river_town
from tests.unit.network.drawing import Drawing

PLACES = {
    "bridge": (50, 400),
    "south": (100, 0),
    "block": (-200, -200),
    "field": (500, -200),
    "island": (1025, 0),
}
LIBRARY = PointSet("kind", "library")
NONE = PointSet("kind", "community_school")


@pytest.fixture
def held(store: Store, tmp_path: Path) -> HeldCity:
    (tmp_path / "town").mkdir()
    return hold_city(open_planned_town(store, tmp_path / "town"))


def candidates(*names: str, **more: list[float]) -> Candidates:
    lon, lat = np.array([Drawing().at(*PLACES[name]) for name in names]).T
    columns = {name: np.array(values) for name, values in more.items()}
    return Candidates("drawn", names, tuple({"en": one} for one in names), lon, lat, **columns)


def chosen(report: SitesReport) -> list[str]:
    return [row.id for row in report.rows]


def test_the_site_that_reaches_the_east_is_chosen(held: HeldCity) -> None:
    # 300 s are 240 m: the east has 110 m to the south, and 360 m to the bridge.
    asked = SitesQuestion(sites=1, cutoff_s=300, points=LIBRARY)
    order = ("field", "bridge", "island", "block", "south")
    report = sites_of(held, candidates(*order), asked)
    (site,) = report.rows
    assert (site.id, site.rank, site.area_code, site.area_names["en"]) == ("south", 1, "E", "East")
    assert [site.gain, site.loss] == pytest.approx([20.25, 20.25])
    before, after = report.before, report.after
    assert [before.covered, before.uncovered, before.unplaced] == pytest.approx([15.5, 20.25, 4])
    assert [after.covered, after.uncovered, after.unplaced] == pytest.approx([35.75, 0, 4])
    assert before.total == after.total == pytest.approx(39.75)
    assert [one.code for one in report.areas] == ["E", "W"]
    assert [one.before for one in report.areas] == pytest.approx([0, 1])
    assert [one.after for one in report.areas] == pytest.approx([1, 1])
    found = report.siting
    assert (found.proven, found.gap) == (True, 0)
    assert found.bound == pytest.approx(35.75)
    assert report.greedy_value == pytest.approx(35.75)
    # The field lies 400 m east and 200 m south of the eastern bank, and the island's street is
    # joined to no other.
    assert report.off_street[0].distance_m == pytest.approx(np.hypot(400, 200), abs=1)
    assert report.candidates == 3
    assert [(one.id, one.is_island) for one in report.off_street] == [
        ("field", False),
        ("island", True),
    ]


def test_a_second_site_that_adds_nobody_is_not_proposed(held: HeldCity) -> None:
    asked = SitesQuestion(sites=2, cutoff_s=300, points=LIBRARY)
    assert chosen(sites_of(held, candidates("bridge", "south"), asked)) == ["south"]
    everything = SitesQuestion(sites=2, points=PointSet("all"))
    report = sites_of(held, candidates("bridge", "south"), everything)
    assert (report.rows, report.siting.gap) == ((), 0)
    assert report.before == report.after


def test_the_cheaper_of_two_sites_is_taken(held: HeldCity) -> None:
    where = candidates("south", "bridge", cost=[7, 3])
    # In 900 s the east reaches both.
    within = sites_of(held, where, SitesQuestion(budget=5, points=LIBRARY))
    assert [(row.id, row.cost) for row in within.rows] == [("bridge", 3)]
    assert within.rows[0].gain == pytest.approx(20.25)
    fewest = SitesQuestion(aim=Aim.FEWEST_SITES, target_share=0.89, by_cost=True, points=LIBRARY)
    report = sites_of(held, where, fewest)
    assert (chosen(report), report.value, report.siting.bound) == (["bridge"], 3, 3)


def test_a_capacity_binds(held: HeldCity) -> None:
    where = candidates("south", capacity=[12.0])
    report = sites_of(held, where, SitesQuestion(sites=1, cutoff_s=300, points=LIBRARY))
    assert report.after.covered == pytest.approx(15.5 + 12)
    assert report.after.uncovered == pytest.approx(20.25 - 12)
    for_all = SitesQuestion(sites=1, cutoff_s=300, points=LIBRARY, capacity=8)
    assert sites_of(held, candidates("south"), for_all).rows[0].gain == pytest.approx(8)
    # Its own capacity goes before that of all.
    assert sites_of(held, where, for_all).rows[0].capacity == 12


def test_the_shortest_walks_are_those_to_the_bridge(held: HeldCity) -> None:
    asked = SitesQuestion(aim=Aim.SHORTEST_WALKS, sites=1, points=NONE)
    report = sites_of(held, candidates("south", "bridge"), asked)
    # Nobody has a point: all count as 900 s, and the 4 on no street go on doing so.
    walked = (10.5 * 325 + 20.25 * 450 + 5 * 687.5 + 4 * 900) / 39.75
    assert report.siting.before.mean_walk_s == 900
    assert report.value == pytest.approx(walked, abs=0.1)
    (site,) = report.rows
    assert site.id == "bridge"
    assert site.gain == pytest.approx(900 - walked, abs=0.1)
    assert report.siting.penalty_s == 900


def test_a_floor_is_kept_or_refused_by_name(held: HeldCity) -> None:
    floor = SitesQuestion(sites=1, cutoff_s=300, points=NONE, floor=0.5)
    with pytest.raises(InvalidInputError, match=r"cannot keep the floor.*East \(0\.0 %\)"):
        sites_of(held, candidates("block", "bridge"), floor)
    reachable = SitesQuestion(
        sites=1, cutoff_s=300, points=NONE, floor=1.0, floor_as_far_as_reachable=True
    )
    report = sites_of(held, candidates("block", "south"), reachable)
    assert {one.code: one.after for one in report.areas}["E"] == pytest.approx(1)


def test_corners_are_where_three_streets_meet(held: HeldCity) -> None:
    corners = corner_candidates(held, "older_adult")
    assert list(zip(corners.lon, corners.lat, strict=True)) == [pytest.approx(Drawing().at(0, 0))]


def test_corners_keep_their_distance(store: Store, tmp_path: Path) -> None:
    drawing = Drawing()
    for number in range(6):
        drawing.node(number, 100 * number, 0)
        drawing.node(10 + number, 100 * number, 80)
    drawing.way(list(range(6)), "highway=residential")
    for number in range(1, 5):
        drawing.way([number, 10 + number], "highway=residential")
    city = open_planned_town(store, tmp_path)  # its people, on other streets
    open_town(store, tmp_path, drawing=drawing)
    held = hold_city(city)
    for spacing, east in {50: [100, 200, 300, 400], 150: [100, 300], 250: [100, 400]}.items():
        found = corner_candidates(held, "adult", spacing)
        places = [Drawing().at(one, 0)[0] for one in east]
        assert found.lon.tolist() == pytest.approx(places, abs=1e-6), spacing
    with pytest.raises(InvalidInputError, match="a spacing of 5 m: give 50 to 5000 m"):
        corner_candidates(held, "adult", 5)


def test_public_buildings_are_those_of_the_same_extract(store: Store, tmp_path: Path) -> None:
    drawing = river_town()
    drawing.node(30, 100, 50, "amenity=school name=East")
    drawing.node(31, 0, 50, "amenity=library access=private name=Hidden")
    drawing.node(32, 20, 0, "amenity=townhall")
    drawing.node(33, 20, 10, "amenity=school disused=yes")
    drawing.node(34, 20, 10, "amenity=cafe name=Cup")
    city = open_planned_town(store, tmp_path)
    with pytest.raises(InvalidInputError, match="has no public building; take a list"):
        building_candidates(hold_city(city), tmp_path / "town.osm")
    open_town(store, tmp_path, drawing=drawing)
    found = building_candidates(hold_city(city), tmp_path / "town.osm")
    assert found.ids == ("osm-n30", "osm-n32")
    assert found.names == ({"en": "East"}, {"en": "town hall"})
    assert (found.lon[0], found.lat[0]) == pytest.approx(Drawing().at(100, 50))
    other = river_town().write(tmp_path / "other.osm")
    with pytest.raises(InvalidInputError, match=r"other\.osm has the SHA-256 .* built from town"):
        building_candidates(hold_city(city), other)


def test_a_list_is_read_as_csv_and_as_geojson(held: HeldCity, tmp_path: Path) -> None:
    lon, lat = Drawing().at(*PLACES["south"])
    table = tmp_path / "sites.csv"
    table.write_text(f"name,longitude,latitude,cost,capacity\n校,{lon},{lat},3.5,\n", "utf-8")
    found = listed_candidates(held, table)
    assert (found.ids, found.names, found.source) == (("1",), ({"und": "校"},), "sites.csv")
    assert found.cost is not None
    assert (found.cost.tolist(), found.capacity) == ([3.5], None)
    features = tmp_path / "sites.geojson"
    features.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        f'{{"id":"a","capacity":40}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}}}]}}',
        "utf-8",
    )
    found = listed_candidates(held, features)
    assert (found.ids, found.names, found.cost) == (("a",), ({},), None)
    assert found.capacity is not None
    assert found.capacity.tolist() == [40]
    assert (found.lon[0], found.lat[0]) == (lon, lat)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name\na,A\n", "the column 'longitude' is missing; the file has id, name"),
        ("longitude,latitude\n121.4,\n", r"line 2.*latitude.*is empty; give every candidate its"),
        ("longitude,latitude\n12a,31.2\n", r"line 2.*'12a'.*is not a number"),
        ("longitude,latitude\n31.2,121.4\n", r"line 2.*longitude"),
        ("longitude,latitude\n2.35,48.85\n", r"line 2.*km outside the city's box"),
        ("longitude,latitude,cost\n121.4,31.2,-1\n", r"line 2.*cost.*is below 0; give 0 or more"),
        ("longitude,latitude,cost\n121.4,31.2,\n", r"line 2.*cost.*is empty"),
        ("id,longitude,latitude\na,121.4,31.2\na,121.4,31.2\n", r"line 3.*'a'.*is given twice"),
        ("longitude,latitude,price\n121.4,31.2,1\n", r"price.*is no column of this table"),
    ],
)
def test_a_faulty_list_is_refused(held: HeldCity, tmp_path: Path, text: str, message: str) -> None:
    table = tmp_path / "sites.csv"
    table.write_text(text, "utf-8")
    with pytest.raises(FaultyTableError, match=message):
        listed_candidates(held, table)


def test_what_cannot_be_asked_is_refused(held: HeldCity) -> None:
    priced = candidates("south", "bridge", cost=[7, 3])
    for where, asked, message in (
        (priced, SitesQuestion(budget=2), "a budget of 2 builds nothing: bridge is the cheapest"),
        (priced, SitesQuestion(budget=0), "a budget of 0 builds nothing: bridge"),
        (candidates("south"), SitesQuestion(budget=2), r"candidates \(drawn\) have no costs"),
        (priced, SitesQuestion(), "Say how many sites may be built"),
        (priced, SitesQuestion(sites=0), "0 new sites were asked for"),
        (priced, SitesQuestion(aim=Aim.FEWEST_SITES), "for a target: give a share"),
        (priced, SitesQuestion(sites=1, target_share=0.5), "for fewest_sites, not for most_cov"),
        (candidates("field"), SitesQuestion(sites=1), "none of the 1 candidates.*joins a street"),
        (priced, SitesQuestion(sites=1, profile="runner"), "no profile 'runner'"),
        (priced, SitesQuestion(sites=1, cutoff_s=0), "a walk of 0 minutes: give more than 0"),
        (priced, SitesQuestion(sites=1, capacity=0), "a capacity of 0: give the residents"),
        # 35.75 of 39.75 are on a street.
        (
            priced,
            SitesQuestion(aim=Aim.FEWEST_SITES, target_share=0.95),
            r"out of reach: .* reach 0\.8993",
        ),
    ):
        with pytest.raises(InvalidInputError, match=message):
            sites_of(held, where, asked)
    with pytest.raises(NotReadyError, match="no areas of level street_town"):
        sites_of(held, priced, SitesQuestion(sites=1, level="street_town"))
