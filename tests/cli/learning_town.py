"""The river town with learning points of which all is told, people, and areas of three levels."""

import datetime as dt
import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

POINTS = (
    ("corner", "library", 0, 0, "Mo-Fr 09:00-20:00", "step_free"),
    ("across", "museum", 100, 0, "", "unknown"),
    ("lane", "community_school", -200, 0, "Sa 09:00-12:00", "steps"),
)
HOMES = (
    ("west", -10, 200, 10, 10.5),
    ("east", 110, 100, 20, 20.25),
    ("lane", -100, 0, 5, 5),
    ("island", 1025, 0, 7, 3),
    ("field", 500, -200, 11, 1),
)
"""Metres east and north, then residents under 60 and from 60."""
AREAS = (
    ("D", "district", None, -300, 200),
    ("T1", "street_town", "D", -300, 50),
    ("T2", "street_town", "D", 50, 200),
    ("N1", "neighbourhood", "T1", -300, -50),
    ("N2", "neighbourhood", "T1", -50, 50),
    ("N3", "neighbourhood", None, 50, 200),
)
"""Each from one metre east to another; nobody has N3's parent on record."""
TOMORROW = dt.datetime.now(dt.UTC) + dt.timedelta(1)
OFFERINGS = (
    "id,name_zh,category,mode,point_id,capacity,age_to",
    "O1,舞,dance,in_person,corner,30,",
    "O2,棋,chess,online,corner,500,",
    "O3,棋,chess,mobile,,20,",
    "O4,舞,dance,mobile,,20,",
    "O5,童棋,chess,in_person,across,12,14",
    "O6,棋,chess,in_person,across,,",
)


def write(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.write_text("\n".join(lines), "utf-8")
    return file


def write_points(folder: Path) -> Path:
    lines = ["id,kind,name_zh,longitude,latitude,opening_hours,accessibility,source"]
    for name, kind, east, north, hours, access in POINTS:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{kind},{name},{lon},{lat},{hours},{access},a test")
    return write(folder, "points.csv", *lines)


def write_homes(folder: Path) -> Path:
    lines = ["id,longitude,latitude,residents_0_59,residents_60_plus,source"]
    for name, east, north, young, old in HOMES:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{lon},{lat},{young},{old},census of River Town")
    return write(folder, "homes.csv", *lines)


def write_areas(folder: Path, *levels: str) -> Path:
    """Write the areas of some levels, or of all."""
    features = []
    for code, level, parent, west, east in AREAS:
        if levels and level not in levels:
            continue
        corners = ((west, -300), (east, -300), (east, 500), (west, 500), (west, -300))
        ring = [Drawing().at(*corner) for corner in corners]
        values = {"code": code, "level": level, "name_zh": f"{code}区", "parent_code": parent}
        features.append(
            {
                "type": "Feature",
                "properties": values | {"source": "t"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return write(
        folder, "areas.geojson", json.dumps({"type": "FeatureCollection", "features": features})
    )


def write_sessions(folder: Path) -> Path:
    """Let chess come to the museum tomorrow; dance was there a week ago."""
    lines = ["offering_id,starts_at,ends_at,point_id"]
    for offering, day in (("O3", TOMORROW), ("O4", TOMORROW - dt.timedelta(8))):
        begins, ends = (day + dt.timedelta(hours=n) for n in (0, 2))
        lines.append(f"{offering},{begins.isoformat()},{ends.isoformat()},across")
    return write(folder, "sessions.csv", *lines)


def import_town(
    learnmap: Run, folder: Path, *, taught: bool = True, levels: tuple[str, ...] = ()
) -> None:
    """Bring all of it in by the command line."""
    learnmap("network", "build", river_town().write(folder / "town.osm"))
    learnmap("points", "import", write_points(folder), "--datum", "wgs84")
    learnmap("import", "areas", write_areas(folder, *levels), "--datum", "wgs84")
    learnmap("import", "population", write_homes(folder), "--datum", "wgs84")
    if taught:
        names = write(folder, "categories.csv", "code,name_zh", "dance,舞蹈", "chess,棋类")
        learnmap("import", "categories", names)
        table = write(folder, "offerings.csv", *OFFERINGS)
        learnmap("import", "offerings", table, "--sessions", write_sessions(folder))
