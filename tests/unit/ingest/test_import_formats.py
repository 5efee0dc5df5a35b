"""The description of the formats: its examples are read, and it names every column."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from learnmap.ingest import areas_file, offerings_file, point_columns, routes_file
from learnmap.ingest.offerings_file import read_offerings
from learnmap.ingest.osm_kinds import read_kind_table
from learnmap.ingest.points_file import read_points
from learnmap.ingest.residents_file import read_residents
from learnmap.ingest.routes_file import read_routes

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "import-formats.md").read_text("utf-8")
POINTS, KINDS, OFFERINGS, SESSIONS, ROUTES, STOPS, RESIDENTS = re.findall(
    r"```csv\n(.*?)```", TEXT, re.DOTALL
)


def _points(path: Path) -> list[Any]:
    return list(read_points(path).points)


@pytest.mark.parametrize(
    ("example", "read"),
    [(POINTS, _points), (OFFERINGS, read_offerings), (RESIDENTS, read_residents)],
)
def test_examples_are_read(tmp_path: Path, example: str, read: Callable[[Path], list[Any]]) -> None:
    path = tmp_path / "example.csv"
    path.write_text(example, encoding="utf-8")
    assert len(read(path)) == example.count("\n") - 1


def test_examples_of_two_files_are_read(tmp_path: Path) -> None:
    paths = {}
    for name, example in {
        "routes": ROUTES,
        "stops": STOPS,
        "offerings": OFFERINGS,
        "sessions": SESSIONS,
        "kinds": KINDS,
    }.items():
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(example, encoding="utf-8")
    (route,) = read_routes(paths["routes"], stops=paths["stops"])
    assert [stop.dwell_min for stop in route.stops] == [15, 10]
    offerings = read_offerings(paths["offerings"], sessions=paths["sessions"])
    assert [len(offering.sessions) for offering in offerings] == [0, 1]
    assert len(read_kind_table(paths["kinds"]).rules) == 2


@pytest.mark.parametrize(
    "columns",
    [
        (*point_columns.REQUIRED, *point_columns.OPTIONAL),
        (*areas_file.REQUIRED, *areas_file.OPTIONAL),
        (*offerings_file.OFFERING_REQUIRED, *offerings_file.OFFERING_OPTIONAL),
        offerings_file.SESSION_REQUIRED,
        (*routes_file.ROUTE_REQUIRED, *routes_file.ROUTE_OPTIONAL),
        (*routes_file.STOP_REQUIRED, *routes_file.STOP_OPTIONAL),
    ],
)
def test_every_column_is_described(columns: tuple[str, ...]) -> None:
    assert [column for column in columns if f"`{column}`" not in TEXT] == []
