"""Two editions compared: hand-made files, and counts worked out by hand."""

import csv
import io
import json
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import mapping

from learnmap.edition import (
    change_rows,
    changes_geojson,
    compare_editions,
    coverage_changes,
    rows_as_csv,
)
from learnmap.model.errors import InvalidInputError

WEST, SOUTH, STEP = 121.4, 31.2, 0.01


def point(point_id: str, **changes: Any) -> dict[str, Any]:
    """Return a feature as an edition freezes it."""
    facts: dict[str, Any] = {
        "kind": "library", "name_zh": f"馆{point_id}", "name_en": f"Library {point_id}",
        "designation": None, "designation_year": None, "address": None, "phone": None,
        "website": None, "opening_hours": None, "opening_hours_note": None,
        "accessibility": "unknown", "status": "open", "entrance": None,
    }  # fmt: skip
    place = changes.pop("at", [WEST, SOUTH])
    return {
        "type": "Feature",
        "id": point_id,
        "geometry": {"type": "Point", "coordinates": place},
        "properties": facts | changes,
    }


def strip(point_id: str, begin: int, end: int) -> dict[str, Any]:
    """Return a catchment over some of ten cells in a row."""
    box = shapely.box(WEST + begin * STEP, SOUTH, WEST + end * STEP, SOUTH + STEP)
    facts = {"point_id": point_id, "profile": "adult", "cutoff_s": 900}
    return {"id": f"{point_id}/adult/900", "geometry": mapping(box), "properties": facts}


def edition(
    year: int,
    points: list[dict[str, Any]],
    *,
    routes: list[dict[str, Any]] | None = None,
    catchments: list[dict[str, Any]] | None = None,
    **facts: Any,
) -> dict[str, bytes]:
    common = {
        "map": "learning", "year": year, "revision": 1, "profiles": [], "cutoffs_s": [900],
        "limits": {}, "network": {"hash": "a"},
    }  # fmt: skip
    files = {"points": points, "routes": routes or [], "catchments": catchments or []}
    made = {
        f"{name}.geojson": json.dumps({"features": features}).encode()
        for name, features in files.items()
    }
    return made | {"edition.json": json.dumps(common | facts).encode()}


def test_each_change_of_a_point_is_told_by_itself() -> None:
    before = edition(
        2025,
        [
            point("gone"),
            point("shut"),
            point("planned", status="planned"),
            point("moved"),
            point("same", at=[WEST, SOUTH + 0.000005]),
            point("named", name_zh="旧名"),
            point("award"),
            point("both", phone="1"),
        ],
    )
    after = edition(
        2026,
        [
            point("new"),
            point("shut", status="temporarily_closed"),
            point("planned"),
            point("moved", at=[WEST, SOUTH + 0.001]),
            point("same"),
            point("named", name_zh="新名"),
            point("award", designation="示范", designation_year=2026),
            point("both", phone="2", kind="museum"),
        ],
    )

    found = compare_editions(before, after)

    assert [(one.point_id, one.change) for one in found.points] == [
        ("award", "redesignated"),
        ("both", "kind"),
        ("both", "details"),
        ("gone", "closed"),
        ("moved", "moved"),
        ("named", "renamed"),
        ("new", "opened"),
        ("planned", "opened"),
        ("shut", "closed"),
    ]
    assert found.open_points == (7, 7)
    by_id = {(one.point_id, one.change): one for one in found.points}
    # A thousandth of a degree of latitude at 31.2 degrees north, by the series of the meridian:
    # 111.13295 - 0.55982 cos(2 x 31.2) + 0.00118 cos(4 x 31.2) = 110.87 m.
    assert by_id["moved", "moved"].moved_m == pytest.approx(110.9, abs=0.05)
    assert by_id["named", "renamed"].before == {"name_zh": "旧名"}
    assert by_id["named", "renamed"].after == {"name_zh": "新名"}
    assert by_id["gone", "closed"].after == {"status": None}
    assert by_id["award", "redesignated"].after == {"designation": "示范", "designation_year": 2026}


def test_the_entrance_is_what_moves() -> None:
    old = point("a", entrance=[WEST, SOUTH])
    new = point("a", entrance=[WEST, SOUTH], at=[WEST, SOUTH + 0.01])
    assert compare_editions(edition(2025, [old]), edition(2026, [new])).points == ()


def test_equal_editions_differ_in_nothing() -> None:
    one = edition(2025, [point("a"), point("b", status="planned")])
    found = compare_editions(one, one)
    assert (found.points, found.routes, found.notes) == ((), (), ())


def test_settings_that_move_catchments_are_named() -> None:
    before = edition(2025, [], cutoffs_s=[600])
    after = edition(2026, [], network={"hash": "b"})
    assert compare_editions(before, after).notes == ("cutoffs_s", "network")


def test_two_maps_are_not_compared() -> None:
    with pytest.raises(InvalidInputError, match="learning and elderly are different maps"):
        compare_editions(edition(2025, []), edition(2026, [], map="elderly"))


def test_routes_that_are_new_gone_or_led_elsewhere() -> None:
    def route(route_id: str, stops: str, length_m: int) -> dict[str, Any]:
        named = {"name_zh": route_id, "name_en": None, "length_m": length_m}
        facts = {**named, "stops": [{"point_id": stop} for stop in stops]}
        return {"id": route_id, "properties": facts}

    before = edition(2025, [], routes=[route("gone", "a", 1), route("r", "ab", 700)])
    after = edition(2026, [], routes=[route("new", "a", 1), route("r", "ba", 700)])

    found = compare_editions(before, after).routes

    assert [(one.route_id, one.change) for one in found] == [
        ("gone", "gone"),
        ("new", "new"),
        ("r", "stops"),
    ]
    assert (found[2].before, found[2].after) == ({"stops": ["a", "b"]}, {"stops": ["b", "a"]})


def people(each: float, seniors: float) -> gpd.GeoDataFrame:
    """Return so many in the middle of each of ten cells."""
    places = [shapely.Point(WEST + (k + 0.5) * STEP, SOUTH + STEP / 2) for k in range(10)]
    values = {
        "residents": each,
        "residents_0_59": each - seniors,
        "residents_60_79": seniors / 2,
        "residents_80_up": seniors / 2,
    }
    return gpd.GeoDataFrame(
        {name: [value] * 10 for name, value in values.items()}, geometry=places, crs="EPSG:4326"
    )


def test_causes_add_up_to_the_whole() -> None:
    before = edition(
        2025,
        [point("stays"), point("closes"), point("off", status="planned")],
        catchments=[strip("stays", 0, 1), strip("closes", 5, 7), strip("off", 9, 10)],
    )
    after = edition(
        2026,
        [point("stays"), point("opens"), point("off", status="planned")],
        catchments=[strip("stays", 0, 3), strip("opens", 8, 9), strip("off", 9, 10)],
    )

    (found,) = coverage_changes(
        before, after, residents_before=people(10, 4), residents_after=people(20, 6)
    )

    # Cells 0, 5, 6 at first; then the same with twice the people; then cells 0, 1, 2, 5, 6, as
    # the street of the point that stays leads on; at last cells 0, 1, 2 and 8.
    assert (found.profile, found.cutoff_s) == ("adult", 900)
    assert found.residents == (30, 60, 100, 80)
    assert found.seniors == (12, 18, 30, 24)
    cell_m2 = shapely.box(0, 0, 1, 1).area * 110_870 * STEP * 95_300 * STEP
    assert found.area_m2 == pytest.approx(
        [3 * cell_m2, 3 * cell_m2, 5 * cell_m2, 4 * cell_m2], rel=0.005
    )


def test_a_point_that_moved_is_a_cause_of_its_own() -> None:
    before = edition(2025, [point("a")], catchments=[strip("a", 0, 2)])
    after = edition(2026, [point("a", at=[WEST, SOUTH + 0.001])], catchments=[strip("a", 4, 5)])
    same = people(10, 0)
    (found,) = coverage_changes(before, after, residents_before=same, residents_after=same)
    assert found.residents == (20, 20, 20, 10)


def test_no_cell_of_the_list_is_run_by_a_spreadsheet() -> None:
    before = edition(2025, [point("a", name_zh="=1+1", phone="-7")])
    after = edition(2026, [point("a", name_zh='@SUM(1,"2")', phone="+86 21\n5")])

    content = rows_as_csv(change_rows(compare_editions(before, after)))

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["change"], row["before"], row["after"]) for row in rows] == [
        ("renamed", "'=1+1", '\'@SUM(1,"2")'),
        ("details", "'-7", "'+86 21\n5"),
    ]
    assert rows[0]["longitude"] == str(WEST)


def test_a_move_is_drawn_as_a_line() -> None:
    before = edition(2025, [point("a"), point("b")])
    after = edition(2026, [point("a", at=[WEST, SOUTH + 0.001])])
    features = json.loads(changes_geojson(compare_editions(before, after)))["features"]
    assert [(one["id"], one["geometry"]["type"]) for one in features] == [
        ("a/moved", "LineString"),
        ("b/closed", "Point"),
    ]
    assert features[0]["geometry"]["coordinates"] == [[WEST, SOUTH], [WEST, SOUTH + 0.001]]
