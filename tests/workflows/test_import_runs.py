"""Import runs of a drawn town: what each check warns of, and what a clerk can do about it."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError
from learnmap.model.city import CitySettings
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.store import PointWarning, Store, read_entries, read_points, upsert_points
from learnmap.workflows.checked_files import check_points
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import (
    apply_import,
    confirm_warnings,
    drop_rows,
    drop_warned,
    list_imports,
    run_import,
    show_import,
    take_back_import,
)
from learnmap.workflows.networks import build_network
from learnmap.workflows.point_changes import PointChange
from tests.unit.network.drawing import Degrees, Drawing
from tests.workflows.conftest import a_point

DEMO = Path(__file__).parents[2] / "data" / "demo"

DRAWING = Drawing()
"""A street of 2 km; north of it a lake from 20 m to 80 m, and 400 m off a footway that joins none.

Steps of 300 m lead south from the street's end.
"""


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ends = [DRAWING.node(1, 0, 0), DRAWING.node(2, 2000, 0)]
    DRAWING.way(ends)
    DRAWING.way([2, DRAWING.node(3, 2000, -300)], "highway=steps")
    DRAWING.way([DRAWING.node(4, 900, 400), DRAWING.node(5, 1000, 400)])
    corners = [(400, 20), (600, 20), (600, 80), (400, 80)]
    shore = [DRAWING.node(10 + i, *corner) for i, corner in enumerate(corners)]
    DRAWING.way([*shore, shore[0]], "natural=water")
    return DRAWING.write(tmp_path_factory.mktemp("town") / "town.osm")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def town(store: Store, extract: Path, home: Path) -> City:
    opened = City(store, home, "clerk")
    opened.set(CitySettings(names={"en": "Town"}, island_below_m=500))
    build_network(opened, extract)
    return opened


def row(point_id: str, place: Degrees, **cells: str) -> dict[str, str]:
    lon, lat = (f"{degrees:.7f}" for degrees in place)
    named = {"id": point_id, "kind": "library", "name_en": f"Named {point_id * 3}"}
    return named | {"longitude": lon, "latitude": lat, "phone": ""} | cells


def write(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    lines = list(rows)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, dict.fromkeys(name for line in lines for name in line))
        writer.writeheader()
        writer.writerows(lines)
    return path


def told(warnings: Iterable[PointWarning]) -> list[tuple[int, str | None, str]]:
    return [(warning.line, warning.point_id, warning.code) for warning in warnings]


AT_STREET = (300.0, 10.0)
IN_THE_RIVER = (118.1784477, 32.9314966)
"""In the middle of 汐江, the river of the demo city, as its polygon is drawn."""


PLACES: list[tuple[tuple[float, float], dict[str, str], str | None, str]] = [
    (AT_STREET, {}, None, ""),
    ((300, 99), {}, None, ""),
    ((300, 101), {}, "far_from_street", "is 101 m from the nearest street"),
    ((1000, -500), {}, "far_from_street", "is 500 m from the nearest street"),
    ((1000, -2500), {}, "far_from_street", "has no street within 2 km"),
    ((1000, -500), {"status": "closed"}, None, ""),
    ((950, 410), {}, "island", "only streets that join no others (the nearest 10 m away)"),
    ((500, 50), {}, "in_water", "lies in water"),
    ((500, 50), {"status": "closed"}, "in_water", "lies in water"),
    ((500, 90), {}, None, ""),
    # Only steps are near: a walker without wheels comes.
    ((2000, -290), {}, None, ""),
]


def test_a_place_is_held_against_streets_and_water(town: City, tmp_path: Path) -> None:
    rows = [
        row(f"p{k}", DRAWING.at(*place), **{"status": "open"} | cells)
        for k, (place, cells, _, _) in enumerate(PLACES)
    ]
    checked = check_points(town, write(tmp_path / "points.csv", rows))
    expected = {f"p{k}": (code, text) for k, (_, _, code, text) in enumerate(PLACES) if code}
    assert {w.point_id: w.code for w in checked.warnings} == {
        point_id: code for point_id, (code, _) in expected.items()
    }
    assert all(expected[str(w.point_id)][1] in w.message for w in checked.warnings)
    assert len(checked.warnings) == len(expected)
    assert checked.notes == ()


def test_of_a_file_that_covers_more_the_rows_in_the_box_of_the_streets_are_taken(
    town: City, tmp_path: Path
) -> None:
    # The streets reach from 0 to 2,000 m east and from 300 m south to 400 m north.
    lon, lat = DRAWING.at(300, 10)
    with town.store.begin() as tx:
        upsert_points(tx, [a_point("old", lon, lat, source="list")], actor="x")
    rows = [
        row("in", DRAWING.at(*AT_STREET), phone="021"),
        row("court", DRAWING.at(1000, -250)),
        row("out", DRAWING.at(1000, -700)),
        row("abroad", DRAWING.at(1000, 50_000), phone="ask the porter"),
        row("old", DRAWING.at(1000, -900)),
    ]
    file = write(tmp_path / "points.csv", rows)
    with pytest.raises(FaultyTableError, match="abroad"):
        check_points(town, file, source="list")
    run = run_import(town, file, source="list", inside="streets")
    assert run.checked.left_out == {4, 5}
    # What is 250 m from a street inside the box is warned of, as is what moved out of it.
    codes = [(3, "court", "far_from_street"), (6, "old", "far_from_street")]
    assert told(run.checked.warnings) == codes
    assert run.checked.changes.missing == ()
    assert "2 of 5 rows lie outside the box of the city's streets" in run.checked.notes[0]
    with town.store.begin() as tx:
        (entry,) = [one for one in read_entries(tx) if one.action == "imports.check"]
    assert (entry.details["rows"], entry.details["left_out"]) == (3, 2)
    with pytest.raises(InvalidInputError, match="--inside 310101: there is no such area"):
        check_points(town, file, inside="310101")


def test_names_in_a_language_that_the_file_lacks_stay(town: City, tmp_path: Path) -> None:
    def listed(**cells: str) -> dict[str, str]:
        given = row("a", DRAWING.at(*AT_STREET), **cells)
        return {name: value for name, value in given.items() if name != "name_en" or value}

    run_import(town, write(tmp_path / "one.csv", [listed(name_zh="塔", name_en="Tower")]))
    renamed = listed(name_zh="新塔", name_en="")
    run = run_import(town, write(tmp_path / "two.csv", [renamed]))
    with town.store.begin() as tx:
        (point,) = read_points(tx)
    assert point.point.names == {"zh": "新塔", "en": "Tower"}
    assert "no column name_en; the names of 1 points stay" in run.checked.notes[-1]
    # An empty cell of a column that is there says that there is none.
    empty = {**renamed, "name_en": ""}
    run_import(town, write(tmp_path / "three.csv", [empty]))
    with town.store.begin() as tx:
        assert read_points(tx)[0].point.names == {"zh": "新塔"}


def test_warnings_of_a_code_are_confirmed_or_their_rows_dropped_at_once(
    town: City, tmp_path: Path
) -> None:
    far = [row(f"f{k}", DRAWING.at(1000, -300 - 100 * k)) for k in range(3)]
    wet = row("wet", DRAWING.at(500, 50))
    both = row("both", DRAWING.at(1000, -900), phone="ask the porter")
    run = run_import(town, write(tmp_path / "points.csv", [*far, wet, both]))
    import_id = run.import_id or 0
    assert list_imports(town)[0].pending == 6
    drop_rows(town, import_id, lines=[2])
    with pytest.raises(InvalidInputError, match="no warning of code island that is open"):
        confirm_warnings(town, import_id, lines=None, code="island", note="ours")
    # Of line 6 the doubt of its phone stays open; the warning of line 2 went with its row.
    left = confirm_warnings(town, import_id, lines=None, code="far_from_street", note="ours")
    assert left.pending == 2
    shown = show_import(town, import_id)
    assert [(w.line, w.code) for w in shown.warnings if w.confirmed_by] == [
        (line, "far_from_street") for line in (3, 4, 6)
    ]
    assert drop_warned(town, import_id, code="in_water").pending == 1
    with pytest.raises(InvalidInputError, match="no row with a warning of code in_water"):
        drop_warned(town, import_id, code="in_water")
    drop_warned(town, import_id, code="reading")
    assert apply_import(town, import_id).changes.added == ("f1", "f2")


def test_an_entrance_is_what_is_walked_to_and_may_lie_in_water_too(
    town: City, tmp_path: Path
) -> None:
    def entrance(east_m: float, north_m: float) -> dict[str, str]:
        lon, lat = DRAWING.at(east_m, north_m)
        return {"entrance_longitude": f"{lon:.7f}", "entrance_latitude": f"{lat:.7f}"}

    rows = [
        row("a", DRAWING.at(1000, -500), **entrance(1000, -50)),
        row("b", DRAWING.at(300, 10), **entrance(300, -200)),
        row("c", DRAWING.at(550, 10), **entrance(550, 30)),
    ]
    warnings = check_points(town, write(tmp_path / "points.csv", rows)).warnings
    assert [(w.point_id, w.code, w.column) for w in warnings] == [
        ("b", "far_from_street", "entrance_longitude"),
        ("c", "in_water", "entrance_longitude"),
    ]


def test_near_duplicates_are_named_with_their_id_and_metres(town: City, tmp_path: Path) -> None:
    lon, lat = DRAWING.at(700, 10)
    with town.store.begin() as tx:
        upsert_points(tx, [a_point("old", lon, lat, names={"en": "Town Library"})], actor="x")
    rows = [
        row("a", DRAWING.at(708, 10), name_en="Town Libary"),
        row("b", DRAWING.at(1500, 10), name_en="Music School"),
        row("c", DRAWING.at(1503, 14), name_en="Music  school"),
        row("d", DRAWING.at(1500, 12), name_en="Harbour"),
    ]
    warnings = check_points(town, write(tmp_path / "points.csv", rows)).warnings
    # Once each: the reading leaves two rows with one name near each other to this check.
    assert told(warnings) == [(2, "a", "near_duplicate"), (4, "c", "near_duplicate")]
    assert "may be the same as old (Town Library) 8 m away" in warnings[0].message
    assert "may be the same as b (Music School, line 3) 5 m away" in warnings[1].message
    far = [*rows[1:2], row("e", DRAWING.at(1700, 10), name_en="Music School")]
    (warning,) = check_points(town, write(tmp_path / "far.csv", far)).warnings
    assert (warning.code, warning.message) == (
        "reading",
        "has the same name as line 2, 200 m away",
    )
    # The same id is the same point, however near its former place is.
    renamed = [row("old", DRAWING.at(708, 10), name_en="Town Library")]
    assert check_points(town, write(tmp_path / "again.csv", renamed)).warnings == ()


def test_in_the_demo_city_the_river_and_its_hard_cases_are_found(
    store: Store, tmp_path: Path
) -> None:
    city = City(store, tmp_path / "home", "clerk")
    city.set(CitySettings(names={"en": "Boyun"}))
    build_network(city, DEMO / "streets.osm.pbf")
    table = (DEMO / "points.csv").read_text("utf-8").splitlines()
    river = write(tmp_path / "river.csv", [row("river", IN_THE_RIVER)])
    assert [w.code for w in check_points(city, river).warnings][-1] == "in_water"
    hard = tmp_path / "hard.csv"
    hard.write_text("\n".join([table[0], *(line for line in table if "BY-HARD" in line)]), "utf-8")
    found = {w.point_id: (w.code, w.message) for w in check_points(city, hard).warnings}
    # As data/README.md says of them.
    assert found.keys() == {"BY-HARD-FAR", "BY-HARD-ISLAND"}
    assert found["BY-HARD-FAR"] == ("far_from_street", "is 144 m from the nearest street")
    assert found["BY-HARD-ISLAND"][0] == "island"


def test_a_file_without_warnings_is_applied_at_once_and_a_repeat_leaves_no_trace(
    town: City, tmp_path: Path
) -> None:
    rows = [row(f"p{k}", DRAWING.at(100 * k, 10)) for k in range(1, 4)]
    file = write(tmp_path / "points.csv", rows)
    assert check_points(town, file).changes.added == ("p1", "p2", "p3")
    assert list_imports(town) == []
    first = run_import(town, file)
    assert first.applied
    with town.store.begin() as tx:
        before, entries = read_points(tx), read_entries(tx)
    again = run_import(town, file)
    assert (again.import_id, again.applied, again.checked.changes.nothing) == (None, False, True)
    with town.store.begin() as tx:
        assert (read_points(tx), read_entries(tx)) == (before, entries)

    mended = [rows[0], rows[1] | {"phone": "021", "name_zh": "图书馆"}, row("p9", DRAWING.at(9, 9))]
    third = run_import(town, write(tmp_path / "points.csv", mended))
    changes = third.checked.changes
    assert third.import_id is not None
    assert (changes.added, changes.unchanged, changes.missing) == (("p9",), ("p1",), ("p3",))
    columns = (("name_zh", None, "图书馆"), ("phone", None, "021"))
    assert [(c.point_id, tuple(sorted(c.columns))) for c in changes.changed] == [("p2", columns)]
    shown = show_import(town, third.import_id)
    assert (shown.row.state, shown.changes) == ("applied", changes)
    take_back_import(town, third.import_id)
    with town.store.begin() as tx:
        assert [found.point for found in read_points(tx)] == [found.point for found in before]
    assert show_import(town, third.import_id).changes == changes


def test_a_file_waits_whole_until_each_warning_is_confirmed_or_its_row_dropped(
    town: City, tmp_path: Path
) -> None:
    rows = [
        row("good", DRAWING.at(*AT_STREET)),
        row("wet", DRAWING.at(500, 50)),
        row("far", DRAWING.at(1000, -500)),
    ]
    file = write(tmp_path / "points.csv", rows)
    run = run_import(town, file, source="district", datum="wgs84")
    assert run.import_id is not None
    assert not run.applied
    with pytest.raises(ConflictError, match="waits in quarantine as import"):
        run_import(town, file)
    with pytest.raises(ConflictError, match="2 of 2 warnings that nobody confirmed"):
        apply_import(town, run.import_id)
    assert confirm_warnings(town, run.import_id, lines=[3], note="a boat").pending == 1
    assert drop_rows(town, run.import_id, lines=[4]).pending == 0
    shown = apply_import(town, run.import_id)
    assert shown.changes.added == ("good", "wet")
    assert [record.point.id for record in shown.dropped] == ["far"]
    assert (shown.row.facts.source, shown.row.facts.datum) == ("district", "wgs84")
    assert (shown.row.created_by, len(shown.row.facts.file_sha256)) == ("clerk", 64)

    # What was confirmed is not asked again, until it moves; what was dropped is.
    again = check_points(town, file, source="district")
    assert told(again.warnings) == [(4, "far", "far_from_street")]
    called = [rows[0], rows[1] | {"phone": "63511234"}]
    assert check_points(town, write(file, called), source="district").warnings == ()
    moved = [rows[0], row("wet", DRAWING.at(510, 50))]
    warnings = check_points(town, write(file, moved), source="district").warnings
    assert told(warnings) == [(3, "wet", "in_water")]


def test_a_file_with_an_error_stores_nothing(town: City, tmp_path: Path) -> None:
    rows = [row("a", DRAWING.at(*AT_STREET)), row("b", DRAWING.at(*AT_STREET), kind="castle")]
    with pytest.raises(FaultyTableError, match=r"line 3, id b, column kind, value 'castle'"):
        run_import(town, write(tmp_path / "points.csv", rows))
    assert list_imports(town) == []


def test_without_streets_the_rest_is_checked_and_it_is_said(store: Store, tmp_path: Path) -> None:
    city = City(store, tmp_path, "clerk")
    same = {"name_en": "Library"}
    rows = [row("a", DRAWING.at(0, 0), **same), row("b", DRAWING.at(1, 0), **same)]
    checked = check_points(city, write(tmp_path / "points.csv", rows))
    assert told(checked.warnings) == [(3, "b", "near_duplicate")]
    assert "no streets yet" in checked.notes[0]


def test_changes_name_both_values_of_a_column(town: City, tmp_path: Path) -> None:
    file = write(tmp_path / "points.csv", [row("a", DRAWING.at(*AT_STREET), phone="63511234")])
    run_import(town, file)
    changes = check_points(
        town, write(file, [row("a", DRAWING.at(*AT_STREET), kind="museum")])
    ).changes
    columns = (("kind", "library", "museum"), ("phone", "63511234", None))
    assert changes.changed == (PointChange("a", columns),)
