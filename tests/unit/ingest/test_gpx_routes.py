"""GPX: harmless XML only, tracks as ways, waypoints as stops within a stated distance."""

from pathlib import Path

import prcoords
import pytest
import shapely

from learnmap.ingest import FaultyTableError
from learnmap.ingest.routes_file import read_routes
from learnmap.model.crs import metres_per_degree
from learnmap.model.records import LearningPoint
from tests.store.samples import a_point

HEAD = '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">'
ACROSS_M, UP_M = metres_per_degree(31.0)
AT = (121.4, 31.0)


def spot(east_m: float, north_m: float) -> tuple[float, float]:
    return AT[0] + east_m / ACROSS_M, AT[1] + north_m / UP_M


def track(name: str, *places: tuple[float, float], tag: str = "trk") -> str:
    point = "trkpt" if tag == "trk" else "rtept"
    inner = "".join(
        f'<{point} lat="{lat!r}" lon="{lon!r}"><ele>4</ele></{point}>' for lon, lat in places
    )
    inner = f"<trkseg>{inner}</trkseg>" if tag == "trk" else inner
    return f"<{tag}><name>{name}</name>{inner}</{tag}>"


def waypoint(name: str, place: tuple[float, float]) -> str:
    return f'<wpt lat="{place[1]!r}" lon="{place[0]!r}"><name>{name}</name></wpt>'


def gpx(folder: Path, *parts: str) -> Path:
    path = folder / "walk.gpx"
    path.write_text(f'<?xml version="1.0"?>{HEAD}{"".join(parts)}</gpx>', "utf-8")
    return path


def points(**places: tuple[float, float]) -> list[LearningPoint]:
    return [a_point(name, longitude=lon, latitude=lat) for name, (lon, lat) in places.items()]


def test_stops_follow_the_way_and_lie_within_the_stated_distance(tmp_path: Path) -> None:
    near = points(c=spot(900, 49), a=spot(100, 0), b=spot(500, 51))
    way = [spot(1000, 0), spot(0, 0)]
    path = gpx(
        tmp_path,
        waypoint("one", spot(100, 0)),
        waypoint("again", spot(101, 0)),
        waypoint("two", spot(500, 0)),
        waypoint("three", spot(900, 0)),
        track("外滩漫步", *way),
    )
    found = read_routes(path, points=near)
    (route,) = found.records
    # The track goes west, so that the eastern point comes first; b is 51 m off.
    assert [(s.position, s.point_id) for s in route.stops] == [(1, "c"), (2, "a")]
    assert route.line == shapely.LineString(way)
    assert route.names == {"zh": "外滩漫步"}
    (warning,) = found.warnings
    assert (warning.id, warning.message) == (
        "two",
        "the waypoint is no learning point within 50 m; the nearest, b, is 51 m away",
    )
    assert [s.point_id for s in read_routes(path, points=near, within_m=60).records[0].stops] == [
        "c",
        "b",
        "a",
    ]


def test_tracks_have_stops_of_their_own_and_ids_of_their_names(tmp_path: Path) -> None:
    north, south = [spot(0, 500), spot(900, 500)], [spot(0, 0), spot(900, 0)]
    near = points(a=spot(100, 0), b=spot(100, 500))
    parts = (track("N", *north), track("S", *south))
    marks = (waypoint("x", spot(100, 0)), waypoint("y", spot(100, 500)))
    first = read_routes(gpx(tmp_path, *marks, *parts), points=near).records
    assert [[s.point_id for s in route.stops] for route in first] == [["b"], ["a"]]
    turned = read_routes(gpx(tmp_path, *marks, *parts[::-1]), points=near).records
    assert {r.id for r in first} == {r.id for r in turned}
    planned = read_routes(gpx(tmp_path, track("R", *north, tag="rte")))
    assert planned.records[0].line == shapely.LineString(north)
    assert planned.silent == ("stops",)


def test_a_track_of_a_chinese_app_is_converted(tmp_path: Path) -> None:
    way = [spot(0, 0), spot(700, 300)]
    shifted = [prcoords.wgs_gcj((lat, lon)) for lon, lat in way]
    path = gpx(tmp_path, track("T", *((float(p.lon), float(p.lat)) for p in shifted)))
    (route,) = read_routes(path, datum="gcj02").records
    assert shapely.equals_exact(route.line, shapely.LineString(way), tolerance=2e-7)
    assert not shapely.equals_exact(
        read_routes(path).records[0].line, shapely.LineString(way), tolerance=1e-3
    )


BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{BOMB}{HEAD}<trk><name>&b;</name></trk></gpx>", "declares a document type or entities"),
        (f"{OUTSIDE}{HEAD}<trk><name>&x;</name></trk></gpx>", "a document type or entities"),
        (f"<!DOCTYPE gpx SYSTEM 'http://x/gpx.dtd'>{HEAD}</gpx>", "a document type or entities"),
        (f"{HEAD}<trk>", "the file is no XML"),
        ("\x00\x01", "the file is no XML"),
        ("<kml></kml>", "the file is 'kml', no GPX"),
        (f"{HEAD}{waypoint('w', AT)}</gpx>", "the GPX has no track and no route"),
        (f"{HEAD}{track('T', AT)}</gpx>", "the track has fewer than two places"),
        (f"{HEAD}{track('T', AT, AT)}</gpx>", "the track has fewer than two places"),
        (f"{HEAD}{track('T', AT, (121, 31)) * 2}</gpx>", "has the name of track 1"),
    ],
)
def test_faults_of_gpx(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "walk.gpx"
    path.write_text(content, "utf-8")
    with pytest.raises(FaultyTableError, match=message):
        read_routes(path)


def test_a_datum_of_china_is_refused_elsewhere(tmp_path: Path) -> None:
    path = gpx(tmp_path, track("T", (24.9, 60.1), (24.91, 60.1)))
    with pytest.raises(FaultyTableError, match="gcj02 is used in China only"):
        read_routes(path, datum="gcj02")
