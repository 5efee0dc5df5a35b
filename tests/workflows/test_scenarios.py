"""Scenarios of a town: kept in versions, told when the town has changed, followed by the desk."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Polygon
from sqlalchemy import text

from learnmap.model.city import CitySettings
from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.records import AgeCount, Area, DemandPoint
from learnmap.model.scenarios import (
    AddPoint,
    ClosePoint,
    MovePoint,
    OpenLink,
    Scenario,
    SetHours,
    SetPace,
)
from learnmap.store import (
    Store,
    planning_token,
    read_entries,
    replace_demand_points,
    upsert_areas,
    upsert_points,
)
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed
from learnmap.workflows.networks import build_network
from learnmap.workflows.planning.coverage.counting import coverage_of
from learnmap.workflows.planning.desk.desk import Desk, open_desk
from learnmap.workflows.planning.point_sets import SetsWanted
from learnmap.workflows.planning.scenarios.comparison import compare_scenarios
from learnmap.workflows.planning.scenarios.keeping import (
    change_scenario,
    list_scenarios,
    read_scenario,
    remove_scenario,
    save_scenario,
)
from tests.service.towns import a_point, river_town
from tests.unit.network.drawing import Drawing

AT = Drawing().at
SOUTH_BRIDGE = OpenLink(begin=AT(0, 0), end=AT(100, 0))
CLOSED = Scenario(name="across is closed", changes=(ClosePoint(id="across"),))


def a_home(name: str, east_m: float, north_m: float, residents: float) -> DemandPoint:
    lon, lat = AT(east_m, north_m)
    counts = (AgeCount(age_from=0, residents=residents),)
    return DemandPoint(id=name, longitude=lon, latitude=lat, counts=counts, source="a test")


HOMES = [a_home("west", -10, 200, 3), a_home("east", 110, 100, 5), a_home("lane", -100, 0, 7)]


@pytest.fixture
def town(store: Store, tmp_path: Path) -> City:
    """Build the river town with a point on each bank and fifteen residents."""
    city = City(store, tmp_path, "planner")
    city.set(CitySettings(names={"en": "River Town"}))
    build_network(city, river_town().write(tmp_path / "town.osm"))
    with store.begin() as tx:
        points = [a_point("corner", AT(0, 0)), a_point("across", AT(100, 0), kind="museum")]
        upsert_points(tx, points, actor="tester")
        replace_demand_points(tx, HOMES, source="a test", actor="tester")
    return city


def adult_s(desk: Desk, scenario: Scenario) -> list[float]:
    """Return the seconds of the homes in the east, on the lane and in the west."""
    return [round(float(one)) for one in desk.what_if(scenario).seconds("adult")]


def test_changes_are_those_of_paper(town: City) -> None:
    desk = open_desk(town)
    lon, lat = AT(0, 200)
    # East 110 m from its point, the lane 100 m and the west 210 m from the corner, at 1.25 m/s.
    for changes, expected in (
        ((), [88, 80, 168]),
        ((ClosePoint(id="across"),), [648, 80, 168]),
        ((ClosePoint(id="across"), SOUTH_BRIDGE), [168, 80, 168]),
        ((ClosePoint(id="corner"), SOUTH_BRIDGE), [88, 160, 248]),
        ((MovePoint(id="corner", longitude=lon, latitude=lat),), [88, 240, 8]),
        ((SetPace(profile="adult", speed_m_per_s=0.5),), [220, 200, 420]),
        ((SetHours(id="across", opening_hours="Sa 10:00-12:00"),), [88, 80, 168]),
    ):
        assert adult_s(desk, Scenario(name="a try", changes=changes)) == expected
    steps = Scenario(
        name="steps",
        changes=(*CLOSED.changes, SOUTH_BRIDGE.model_copy(update={"step_free": False})),
    )
    slow = desk.what_if(steps)
    assert slow.seconds("older_adult")[0] == pytest.approx(210 / 0.8, abs=0.2)
    assert slow.seconds("step_free")[0] == np.inf  # 810 m by the bridge in the north: 1,012 s


def test_an_island_that_is_joined_is_told_with_the_homes_beside_it(town: City) -> None:
    with town.store.begin() as tx:
        homes = [*HOMES, a_home("out", 1025, 10, 9)]
        replace_demand_points(tx, homes, source="a test", actor="tester")
    # 200 m of street in the far east, joined to the bank at 100 m by a bridge of 900 m.
    joined = Scenario(name="far", changes=(OpenLink(begin=AT(1000, 0), end=AT(100, 0)),))
    settings = town.settings().model_copy(update={"island_below_m": 500})
    town.set(settings)
    desk = open_desk(town)
    assert np.isnan(desk.base.nearest_s("adult")[2])
    what_if = desk.what_if(joined)
    # 10 m to the street, 25 m along it, and the bridge.
    assert what_if.seconds("adult")[2] == pytest.approx(935 / 1.25, abs=0.3)
    (warning,) = what_if.warnings
    assert "joins streets that were an island: homes beside them (1 of adult, 1 of " in warning


def test_an_added_point_is_told_like_any_other(town: City) -> None:
    ring = [AT(50, -300), AT(300, -300), AT(300, 500), AT(50, 500), AT(50, -300)]
    area = Area(code="E", level="district", names={"en": "East"}, geometry=Polygon(ring))
    with town.store.begin() as tx:
        upsert_areas(tx, [area], actor="tester")
    lon, lat = AT(100, 200)
    new = AddPoint(
        id="new", kind="museum", names={"en": "New"}, longitude=lon, latitude=lat, capacity=12
    )
    what_if = open_desk(town).what_if(Scenario(name="new", changes=(new,)))
    assert what_if.warnings == ()
    assert what_if.capacities == {"new": 12}
    stored = {one.point.id: one for one in what_if.after.inputs.open_points}
    assert stored["new"].areas == (("district", "E", {"en": "East"}),)
    assert "new" not in {one.point.id for one in what_if.before.inputs.points}
    (museum, _, _) = coverage_of(
        what_if.after, profiles=["adult"], sets=SetsWanted(kinds=["museum"])
    ).rows
    assert museum.joined == 2


def test_a_scenario_has_versions_and_nobody_writes_over_what_they_did_not_see(town: City) -> None:
    first = save_scenario(town, CLOSED)
    assert (first.version, first.author, first.scenario) == (1, "planner", CLOSED)
    assert first.network == town.build().content_hash
    bridged = Scenario(name="bridge", changes=(SOUTH_BRIDGE,))
    second = change_scenario(town, first.id, bridged, version_seen=1)
    assert (second.version, second.id, second.scenario) == (2, first.id, bridged)
    with pytest.raises(ConflictError, match="at version 2, changed by planner since you saw"):
        change_scenario(town, first.id, CLOSED, version_seen=1)
    with pytest.raises(ConflictError, match="at version 2"):
        remove_scenario(town, first.id, version_seen=1)
    assert read_scenario(town, first.id) == second
    # The same again is no change.
    assert change_scenario(town, first.id, bridged, version_seen=2) == second
    with pytest.raises(InvalidInputError, match="change 1 "):
        change_scenario(
            town, first.id, Scenario(name="x", changes=(ClosePoint(id="no"),)), version_seen=2
        )
    other = save_scenario(replace(town, actor="another"), bridged)
    assert [one.id for one in list_scenarios(town)] == [other.id, first.id]
    assert other.id != first.id
    remove_scenario(town, first.id, version_seen=2)
    with pytest.raises(NotFoundError, match="there is no scenario"):
        read_scenario(town, first.id)
    with town.store.begin() as tx:
        entries = read_entries(tx, subject=f"scenarios/{first.id}")
    assert [one.action for one in entries] == [
        "scenarios.add",
        "scenarios.change",
        "scenarios.remove",
    ]
    assert entries[1].details["before"]["name"] == CLOSED.name
    assert entries[2].details["changes"] == bridged.model_dump(mode="json")["changes"]


def test_two_who_save_at_once_lose_nothing(town: City) -> None:
    first = save_scenario(town, CLOSED)
    tries = [Scenario(name=f"try {n}", changes=CLOSED.changes) for n in range(4)]

    def save(scenario: Scenario) -> str:
        try:
            return change_scenario(town, first.id, scenario, version_seen=1).scenario.name
        except ConflictError:
            return "refused"

    with ThreadPoolExecutor(4) as threads:
        done = sorted(threads.map(save, tries))
    assert done.count("refused") == 3
    kept = read_scenario(town, first.id)
    assert (kept.version, kept.scenario.name) == (2, next(one for one in done if one != "refused"))


def test_what_no_longer_fits_is_left_out_by_name(town: City, tmp_path: Path) -> None:
    changes = (ClosePoint(id="across"), SetPace(profile="adult", speed_m_per_s=0.5))
    stored = save_scenario(town, Scenario(name="old", changes=changes))
    with town.store.begin() as tx:
        tx.execute(text("DELETE FROM learnmap.learning_points WHERE id = 'across'"))
    drawing = river_town()
    drawing.node(20, 0, -400)
    drawing.way([7, 20], "highway=residential")
    build_network(town, drawing.write(tmp_path / "wider.osm"))
    comparison = compare_scenarios(open_desk(town), [stored], profiles=["adult"])
    older, gone = comparison.warnings[stored.id]
    assert older.startswith("the streets have changed since it was saved (network ")
    assert gone.startswith("change 1 (close_point across): there is no such learning point")
    now, then = comparison.rows[0].now.found, comparison.rows[0].then.found
    # Within 300 s: at 1.25 m/s the west and the lane, at 0.5 m/s the lane alone.
    assert (now.covered, then.covered, comparison.rows[0].difference) == (10, 7, -3)
    for row in comparison.rows:
        for found in (row.now.found, row.then.found):
            assert found.covered + found.uncovered + found.unplaced == found.total == 15


def test_the_desk_follows_points_residents_and_streets(town: City, tmp_path: Path) -> None:
    followed = Followed(town, lambda before: open_desk(town, before), token=planning_token)
    desk = followed.current()
    assert followed.current() is desk
    assert adult_s(desk, CLOSED) == [648, 80, 168]
    with town.store.begin() as tx:
        upsert_points(tx, [a_point("north", AT(100, 400))], actor="tester")
    moved = followed.current()
    assert moved is not desk
    assert moved.base.index is desk.base.index  # the same streets, and nobody moved
    assert adult_s(moved, CLOSED) == [248, 80, 168]
    with town.store.begin() as tx:
        replace_demand_points(tx, [a_home("far", 110, 300, 1)], source="a test", actor="tester")
    assert adult_s(followed.current(), CLOSED) == [88]
    drawing = river_town()
    drawing.way([1, 3], "highway=footway")
    build_network(town, drawing.write(tmp_path / "bridged.osm"))
    bridged = Scenario(name="x", changes=(ClosePoint(id="north"), ClosePoint(id="across")))
    assert adult_s(followed.current(), bridged) == [round((10 + 300 + 100) / 1.25)]


def test_many_threads_ask_at_once(town: City) -> None:
    desk = open_desk(town)
    asked = [
        (CLOSED, [648, 80, 168]),
        (Scenario(name="b", changes=(*CLOSED.changes, SOUTH_BRIDGE)), [168, 80, 168]),
        (Scenario(name="p", changes=(SetPace(profile="adult", speed_m_per_s=1),)), [110, 100, 210]),
        (Scenario(name="none"), [88, 80, 168]),
    ] * 12
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda one: adult_s(desk, one[0]), asked))
    assert found == [expected for _, expected in asked]
