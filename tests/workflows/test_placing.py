"""Rows without coordinates: kept, found by their address, or placed on the map by hand."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from shapely.geometry import box

from learnmap.ingest import FaultyTableError
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.records import Area
from learnmap.store import (
    Store,
    read_entries,
    read_point,
    read_points,
    upsert_areas,
    upsert_points,
)
from learnmap.workflows.checked_files import check_points
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import apply_import, confirm_warnings, run_import
from learnmap.workflows.placing import (
    discard_unplaced,
    place_point,
    unplaced_as_csv,
    unplaced_counts,
    unplaced_points,
)
from tests.service.towns import a_point, at, open_town

KNOWN = a_point("known", at("resting"), address="长寿路 10 号", fictional=False)
HEADER = "id,kind,name_zh,address,longitude,latitude,phone\n"


@pytest.fixture
def town(store: Store, tmp_path: Path) -> City:
    opened = open_town(store, tmp_path, points=[KNOWN])
    return City(store, opened.folder, "li")


def write(folder: Path, *rows: str, header: str = HEADER, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_file_is_taken_with_the_rows_that_have_a_place(town: City, tmp_path: Path) -> None:
    lon, lat = at("lane")
    file = write(
        tmp_path,
        f"a,library,东馆,某路 1 号,{lon},{lat},",
        "b,museum,西馆,长寿路10号,,,021-1",
        "c,library,=南馆,某处 99 号,,,021-2",
    )
    with pytest.raises(FaultyTableError, match="longitude"):
        check_points(town, file)
    run = run_import(town, file, source="区里", place_by_hand=True)
    assert (run.applied, run.unplaced) == (False, 1)
    (warning,) = run.checked.warnings
    assert (warning.line, warning.column, warning.value) == (3, "address", "长寿路10号")
    assert warning.message.startswith("placed by its address, as known, at ")
    assert warning.message.endswith("; as exact as that point")
    assert run.import_id is not None
    confirm_warnings(town, run.import_id, lines=None, note="looked at it")
    apply_import(town, run.import_id)
    with town.store.begin() as tx:
        stored = {found.point.id: found.point for found in read_points(tx)}
    assert set(stored) == {"known", "a", "b"}
    # At the very place of the point with that address, to 1e-7 degrees.
    assert (stored["b"].longitude, stored["b"].latitude) == (KNOWN.longitude, KNOWN.latitude)

    (waiting,) = unplaced_points(town)
    assert (waiting.point_id, waiting.line, waiting.listed_by) == ("c", 4, "li")
    assert waiting.record["phone"] == "021-2"
    assert "longitude" not in waiting.record
    listed = list(csv.reader(io.StringIO(unplaced_as_csv([waiting]).decode("utf-8-sig"))))
    assert listed[1][1:3] == ["c", "'=南馆"]

    # The same file again lists no row twice, changes nothing, and warns of nothing.
    again = run_import(town, file, source="区里", place_by_hand=True)
    assert (again.import_id, again.checked.warnings, again.unplaced) == (None, (), 1)
    assert unplaced_counts(town) == {"waiting": 1, "placed": 0, "discarded": 0}


def test_a_place_found_by_its_address_may_lie_outside_the_region(
    town: City, tmp_path: Path
) -> None:
    lon, lat = at("lane")
    area = Area(
        code="a1",
        level="district",
        names={"zh": "小区"},
        geometry=box(lon - 1e-5, lat - 1e-5, lon + 1e-5, lat + 1e-5),
        source="x",
    )
    with town.store.begin() as tx:
        upsert_areas(tx, [area], actor="x")
    file = write(
        tmp_path,
        f"a,library,东馆,某路 1 号,{lon},{lat},",
        "b,museum,西馆,长寿路10号,,,021-1",
        "c,library,南馆,某处 99 号,,,021-2",
    )
    run = run_import(town, file, place_by_hand=True, inside="a1")
    assert run.checked.left_out == {3}
    assert (run.checked.warnings, run.unplaced) == ((), 1)
    assert [record.key for record in run.checked.records] == ["a"]
    assert "1 of 2 rows lie outside 小区 (a1)" in run.checked.notes[-1]


def test_a_place_given_by_hand_stays_when_the_row_comes_again(town: City, tmp_path: Path) -> None:
    header = "类别,名称,地址,电话\n"
    file = write(tmp_path, "图书馆,南馆,某处 99 号,021-2", header=header)
    assert run_import(town, file, place_by_hand=True).unplaced == 1
    (waiting,) = unplaced_points(town)
    placed = place_point(town, waiting.id, *at("lane"))
    assert (placed.stored, placed.warnings) == (True, ())
    with town.store.begin() as tx:
        point = read_point(tx, waiting.point_id).point
        entries = read_entries(tx, newest=True)
    assert point.walk_to == pytest.approx(at("lane"), abs=1e-7)
    assert (point.names, point.address, point.kind) == ({"zh": "南馆"}, "某处 99 号", "library")
    assert {entry.actor for entry in entries[-2:]} == {"li"}
    assert [entry.action for entry in entries[-2:]] == ["points.upsert", "unplaced.placed"]

    later = write(tmp_path, "图书馆,南馆,某处99号,021-3", header=header, name="list.csv")
    run = run_import(town, later, place_by_hand=True)
    assert (run.applied, run.unplaced, run.checked.warnings) == (True, 0, ())
    with town.store.begin() as tx:
        again = read_point(tx, waiting.point_id).point
    assert (again.phone, again.walk_to) == ("021-3", point.walk_to)


def test_a_place_by_hand_goes_through_the_checks_of_an_import(town: City, tmp_path: Path) -> None:
    file = write(tmp_path, "c,library,图书馆 knowns,某处 99 号,,,")
    run_import(town, file, place_by_hand=True)
    (waiting,) = unplaced_points(town)
    lon, lat = at("resting")
    for place, said in (
        ((0.0, 0.0), "the place is 0, 0"),
        ((lat, lon), "swapped"),
        ((lon + 1, lat), "outside the city's box"),
        ((float("nan"), lat), "in degrees"),
    ):
        with pytest.raises(InvalidInputError, match=said):
            place_point(town, waiting.id, *place)
    near = place_point(town, waiting.id, lon, lat)
    assert not near.stored
    assert [warning.code for warning in near.warnings] == ["near_duplicate"]
    far = place_point(town, waiting.id, *at("far"))
    assert [warning.code for warning in far.warnings] == ["far_from_street"]
    assert unplaced_counts(town)["waiting"] == 1
    assert place_point(town, waiting.id, lon, lat, note="two houses").stored
    with town.store.begin() as tx:
        entry = read_entries(tx, subject=f"unplaced_points/{waiting.id}")[-1]
    assert entry.details["warnings"] == ["near_duplicate"]
    assert entry.details["note"] == "two houses"


def test_a_discarded_row_stays_away_until_it_says_something_else(
    town: City, tmp_path: Path
) -> None:
    file = write(tmp_path, "c,library,南馆,苏州 1 号,,,")
    run_import(town, file, place_by_hand=True)
    (waiting,) = unplaced_points(town)
    with pytest.raises(InvalidInputError, match="say why"):
        discard_unplaced(town, waiting.id, reason=" ")
    discard_unplaced(town, waiting.id, reason="in Suzhou")
    for step in (
        lambda: discard_unplaced(town, waiting.id, reason="again"),
        lambda: place_point(town, waiting.id, *at("lane")),
    ):
        with pytest.raises(ConflictError, match="discarded already, by li"):
            step()
    assert run_import(town, file, place_by_hand=True).unplaced == 0
    moved = write(tmp_path, "c,library,南馆,长宁路 1 号,,,")
    assert run_import(town, moved, place_by_hand=True).unplaced == 1
    assert unplaced_counts(town) == {"waiting": 1, "placed": 0, "discarded": 1}


def test_of_four_who_place_one_row_at_once_one_does(town: City, tmp_path: Path) -> None:
    run_import(town, write(tmp_path, "c,library,南馆,某处 9 号,,,"), place_by_hand=True)
    (waiting,) = unplaced_points(town)

    def place(_: int) -> str:
        try:
            place_point(town, waiting.id, *at("lane"))
        except ConflictError:
            return "refused"
        return "placed"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(place, range(4))) == ["placed", *["refused"] * 3]


def test_a_row_whose_point_came_with_a_place_is_not_written_over(
    town: City, tmp_path: Path
) -> None:
    run_import(town, write(tmp_path, "c,library,南馆,某处 9 号,,,"), place_by_hand=True)
    (waiting,) = unplaced_points(town)
    with town.store.begin() as tx:
        upsert_points(tx, [a_point("c", at("lane"))], actor="another file")
    with pytest.raises(ConflictError, match="has a place by now"):
        place_point(town, waiting.id, *at("resting"))


def test_half_a_place_and_other_faults_are_errors_as_ever(town: City, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "a,library,东馆,某路 1 号,121.4,,",
        "b,nonsense kind,西馆,某路 2 号,,,",
        "c,library,,,,,",
    )
    with pytest.raises(FaultyTableError) as refused:
        run_import(town, file, place_by_hand=True)
    at_fault = {(fault.line, fault.column) for fault in refused.value.faults}
    assert {(2, "latitude"), (3, "kind")} <= at_fault
    assert any(line == 4 for line, _ in at_fault)
    assert unplaced_counts(town)["waiting"] == 0
