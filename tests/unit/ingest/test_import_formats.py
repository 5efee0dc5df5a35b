"""The description of the formats: its examples are read, and it names every column."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from learnmap.ingest import point_columns, table_columns
from learnmap.ingest.areas_file import read_areas
from learnmap.ingest.offerings_file import read_offerings
from learnmap.ingest.osm_kinds import read_kind_table
from learnmap.ingest.points_file import read_points
from learnmap.ingest.residents_file import read_residents
from learnmap.ingest.routes_file import read_routes

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "import-formats.md").read_text("utf-8")
POINTS, KINDS, AREA_NAMES, OFFERINGS, SESSIONS, ROUTES, STOPS, RESIDENTS = re.findall(
    r"```csv\n(.*?)```", TEXT, re.DOTALL
)


@pytest.mark.parametrize(
    ("example", "read"),
    [
        (POINTS, lambda path: read_points(path).points),
        (OFFERINGS, lambda path: read_offerings(path).records),
        (RESIDENTS, lambda path: read_residents(path).records),
    ],
)
def test_examples_are_read(
    tmp_path: Path, example: str, read: Callable[[Path], tuple[Any, ...]]
) -> None:
    path = tmp_path / "example.csv"
    path.write_text(example, encoding="utf-8")
    assert len(read(path)) == example.count("\n") - 1


def test_the_example_of_names_belongs_to_outlines(tmp_path: Path) -> None:
    outlines, names = tmp_path / "areas.geojson", tmp_path / "names.csv"
    ring = [[121.4, 31.2], [121.5, 31.2], [121.5, 31.3], [121.4, 31.2]]
    feature = {
        "type": "Feature",
        "properties": {"code": "310101", "level": "district", "name_zh": "黄浦区"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    outlines.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    names.write_text(AREA_NAMES, encoding="utf-8")
    (area,) = read_areas(outlines, names=names).records
    assert area.names == {"zh": "黄浦区", "en": "Huangpu District"}


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
    (route,) = read_routes(paths["routes"], stops=paths["stops"]).records
    assert [stop.dwell_min for stop in route.stops] == [15, 10]
    offerings = read_offerings(paths["offerings"], sessions=paths["sessions"]).records
    assert [len(offering.sessions) for offering in offerings] == [0, 1]
    assert len(read_kind_table(paths["kinds"]).rules) == 2


@pytest.mark.parametrize(
    "columns",
    [
        (*point_columns.REQUIRED, *point_columns.OPTIONAL),
        *(
            table.known
            for table in (
                table_columns.AREAS,
                table_columns.OFFERINGS,
                table_columns.SESSIONS,
                table_columns.CATEGORIES,
                table_columns.ROUTES,
                table_columns.STOPS,
                table_columns.RESIDENTS,
            )
        ),
    ],
)
def test_every_column_is_described(columns: tuple[str, ...]) -> None:
    assert [column for column in columns if f"`{column}`" not in TEXT] == []
