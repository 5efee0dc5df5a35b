"""OpenStreetMap things drawn by hand: which become learning points, where, and with what."""

import bz2
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium
import pytest

from learnmap.ingest import FaultyTableError, OsmPoints, read_osm_points
from learnmap.ingest.osm_kinds import read_kind_table
from learnmap.model.errors import ExtractError
from learnmap.model.kinds import KIND_BY_CODE
from learnmap.model.records import LearningPoint

Tags = dict[str, str]
Place = tuple[float, float]
WEST, SOUTH = 121.4, 31.2
STEP = 1e-4
"""About 9.5 m east and 11.1 m north."""


class Drawing:
    """Writes an extract, node by node; places are steps east and north of a corner."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {"node": [], "way": [], "relation": []}

    def node(self, number: int, place: Place, **tags: str) -> int:
        lon, lat = WEST + place[0] * STEP, SOUTH + place[1] * STEP
        self._add("node", number, f'lat="{lat:.7f}" lon="{lon:.7f}"', "", tags)
        return number

    def way(self, number: int, nodes: list[int], **tags: str) -> int:
        self._add("way", number, "", "".join(f'<nd ref="{node}"/>' for node in nodes), tags)
        return number

    def square(self, number: int, corner: Place, size: float = 4, **tags: str) -> list[int]:
        east, north = corner
        corners = [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size)]
        nodes = [
            self.node(number * 10 + index, (east + x, north + y))
            for index, (x, y) in enumerate(corners)
        ]
        self.way(number, [*nodes, nodes[0]], **tags)
        return nodes

    def relation(self, number: int, members: list[tuple[str, int, str]], **tags: str) -> None:
        listed = "".join(
            f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members
        )
        self._add("relation", number, "", listed, tags)

    def _add(self, kind: str, number: int, attributes: str, inside: str, tags: Tags) -> None:
        written = "".join(
            f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>"
            for key, value in tags.items()
        )
        self._parts[kind].append(f'<{kind} id="{number}" {attributes}>{inside}{written}</{kind}>')

    def write(self, path: Path) -> Path:
        body = "".join("".join(part) for part in self._parts.values())
        path.write_text(f'<osm version="0.6">{body}</osm>', encoding="utf-8")
        return path


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Drawing], OsmPoints]:
    return lambda drawing: read_osm_points(drawing.write(tmp_path / "drawn.osm"))


def _only(found: OsmPoints) -> LearningPoint:
    assert len(found.points) == 1, found.points
    return found.points[0]


@pytest.mark.parametrize(
    ("kind", "tags"),
    [
        ("library", {"amenity": "library"}),
        ("museum", {"tourism": "museum"}),
        ("museum", {"tourism": "gallery"}),
        ("museum", {"tourism": "museum", "amenity": "arts_centre", "heritage": "2"}),
        ("arts_centre", {"amenity": "arts_centre"}),
        ("social_point", {"amenity": "community_centre"}),
        ("cultural_centre", {"amenity": "public_building", "name": "静安区文化馆"}),
        ("social_point", {"amenity": "community_centre", "community_centre:for": "child;senior"}),
        ("social_point", {"amenity": "social_centre"}),
        ("social_point", {"amenity": "social_facility", "social_facility:for": "senior"}),
        (
            "care_education_point",
            {
                "amenity": "social_facility",
                "social_facility": "nursing_home",
                "social_facility:for": "senior",
            },
        ),
        (None, {"amenity": "social_facility", "social_facility:for": "child"}),
        ("adult_school", {"amenity": "college"}),
        ("adult_school", {"amenity": "language_school"}),
        ("adult_school", {"amenity": "school", "adult_education": "yes"}),
        ("adult_school", {"amenity": "school", "name": "黄浦区业余大学"}),
        (None, {"amenity": "school"}),
        (None, {"amenity": "university"}),
        ("senior_university", {"amenity": "university", "name": "上海老年大学"}),
        ("senior_university", {"building": "yes", "name": "Senior University of Xuhui"}),
        ("community_school", {"amenity": "school", "name": "南京东路街道社区学校"}),
        ("community_college", {"amenity": "college", "name": "徐汇区社区学院"}),
        ("neighbourhood_point", {"office": "government", "name": "贵州居委学习点"}),
        ("experience_base", {"tourism": "attraction", "name": "市民终身学习体验基地"}),
        ("humanities_stop", {"heritage": "2"}),
        ("humanities_stop", {"tourism": "attraction", "heritage": "4"}),
        ("humanities_stop", {"historic": "memorial"}),
        (None, {"tourism": "attraction"}),
        (None, {"historic": "boundary_stone"}),
        (None, {"historic": "memorial", "memorial": "stolperstein"}),
        (None, {"highway": "residential", "heritage": "2"}),
        (None, {"amenity": "parking", "name": "老年大学停车场"}),
        (None, {"highway": "bus_stop", "name": "老年大学"}),
        (None, {"amenity": "library", "access": "private"}),
        (None, {"disused:amenity": "library"}),
        (None, {"amenity": "library", "disused": "yes"}),
    ],
)
def test_kinds_by_tags(
    read: Callable[[Drawing], OsmPoints], kind: str | None, tags: dict[str, str]
) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), **{"name": "某处", **tags})
    assert [point.kind for point in read(drawing).points] == ([kind] if kind else [])


def test_every_kind_of_the_table_is_one_of_the_vocabulary() -> None:
    assert {rule.kind for rule in read_kind_table().rules} <= set(KIND_BY_CODE)


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ({"name": "图书馆"}, {"zh": "图书馆"}),
        ({"name": "图书馆", "name:en": "Library"}, {"zh": "图书馆", "en": "Library"}),
        ({"name": "Library", "name:zh": "图书馆"}, {"zh": "图书馆", "en": "Library"}),
        (
            {"name": "圖書館", "name:zh": "圖書館", "name:zh-Hans": "图书馆", "int_name": "L"},
            {"zh": "图书馆", "en": "L"},
        ),
        ({"name": "Kirjasto"}, {"en": "Kirjasto"}),
        ({"name": "Kirjasto", "name:en": "Library"}, {"en": "Library", "und": "Kirjasto"}),
        ({"name": "としょかん 図書館"}, {"en": "としょかん 図書館"}),
        ({"name": "a\nb" + "c" * 300}, {"en": "a b" + "c" * 197}),
    ],
)
def test_names(
    read: Callable[[Drawing], OsmPoints], tags: dict[str, str], names: dict[str, str]
) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), amenity="library", **tags)
    assert _only(read(drawing)).names == names


def test_facts_of_a_node(read: Callable[[Drawing], OsmPoints]) -> None:
    drawing = Drawing()
    drawing.node(
        7,
        (1, 2),
        amenity="library",
        name="图书馆",
        opening_hours="Mo-Fr 09:00-17:00",
        wheelchair="limited",
        contact__phone="+86 21 1; +86 21 2",
        contact__website="https://example.org",
        addr__city="上海市",
        addr__district="黄浦区",
        addr__street="福州路",
        addr__housenumber="655号",
    )
    point = _only(read(drawing))
    assert point.model_dump(exclude_defaults=True) == {
        "id": "osm-n7",
        "kind": "library",
        "names": {"zh": "图书馆"},
        "longitude": 121.4001,
        "latitude": 31.2002,
        "address": "上海市黄浦区福州路655号",
        "phone": "+86 21 1; +86 21 2",
        "website": "https://example.org",
        "opening_hours": "Mo-Fr 09:00-17:00",
        "accessibility": "partly",
        "source": "OpenStreetMap n7 (ODbL 1.0)",
    }


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        (
            {"addr:street": "Rua A", "addr:housenumber": "1", "addr:city": "Porto"},
            "Rua A 1, Porto",
        ),
        ({"addr:street": "Rua A", "addr:postcode": "4000"}, "Rua A, 4000"),
        ({"addr:full": "福州路 655"}, "福州路 655"),
        ({"addr:housenumber": "1"}, None),
    ],
)
def test_addresses(
    read: Callable[[Drawing], OsmPoints], tags: dict[str, str], address: str | None
) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), amenity="library", name="A", **tags)
    assert _only(read(drawing)).address == address


def test_hours_that_cannot_be_read_are_a_note(read: Callable[[Drawing], OsmPoints]) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), amenity="library", name="A", opening_hours="周一至周五")
    found = read(drawing)
    point = _only(found)
    assert (point.opening_hours, point.opening_hours_note) == (None, "周一至周五")
    assert any(note.startswith("1 with opening hours") for note in found.notes)


def test_a_building_gives_a_site_inside_and_its_main_entrance(
    read: Callable[[Drawing], OsmPoints],
) -> None:
    drawing = Drawing()
    outline = [
        drawing.node(1, (0, 0)),
        drawing.node(2, (10, 0), entrance="yes"),
        drawing.node(3, (10, 2), entrance="service"),
        drawing.node(4, (2, 2), entrance="main", access="yes"),
        drawing.node(5, (2, 10), entrance="main", access="private"),
        drawing.node(6, (0, 10)),
    ]
    drawing.way(9, [*outline, 1], building="yes", amenity="library", name="A")
    point = _only(read(drawing))
    east, north = (point.longitude - WEST) / STEP, (point.latitude - SOUTH) / STEP
    # The building is an L of 10 by 10 steps with arms 2 wide; its centroid lies outside.
    assert (0 < east < 10 and 0 < north < 2) or (0 < east < 2 and 0 < north < 10)
    assert (point.entrance_longitude, point.entrance_latitude) == (121.4002, 31.2002)


def test_a_node_in_the_building_of_the_same_name_and_kind_is_one_with_it(
    read: Callable[[Drawing], OsmPoints],
) -> None:
    drawing = Drawing()
    drawing.node(1, (2, 2), amenity="library", name="图书馆", phone="123", wheelchair="yes")
    drawing.node(2, (2, 2), amenity="library", name="少儿馆")
    drawing.node(3, (2, 2), tourism="museum", name="图书馆")
    drawing.node(4, (90, 90), amenity="library", name="图书馆")
    drawing.square(5, (0, 0), building="yes", amenity="library", name="图书馆", wheelchair="no")
    found = read(drawing)
    assert [point.id for point in found.points] == ["osm-n2", "osm-n3", "osm-n4", "osm-w5"]
    merged = found.points[-1]
    assert (merged.phone, merged.accessibility) == ("123", "steps")
    assert "1 mapped twice: merged with the same thing" in found.notes


def test_a_multipolygon_has_its_site_outside_its_hole(
    read: Callable[[Drawing], OsmPoints],
) -> None:
    drawing = Drawing()
    drawing.square(1, (0, 0), size=10)
    drawing.square(2, (1, 1), size=8)
    drawing.relation(
        3,
        [("way", 1, "outer"), ("way", 2, "inner")],
        type="multipolygon",
        tourism="museum",
        name="A",
    )
    point = _only(read(drawing))
    assert point.id == "osm-r3"
    east, north = (point.longitude - WEST) / STEP, (point.latitude - SOUTH) / STEP
    assert 0 < east < 10
    assert 0 < north < 10
    assert not (1 < east < 9 and 1 < north < 9)


def test_clipped_things_are_placed_where_the_extract_still_has_them(
    read: Callable[[Drawing], OsmPoints],
) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0))
    drawing.node(2, (4, 0))
    drawing.node(3, (0, 4))
    drawing.way(4, [1, 2, 998, 999, 3, 1], amenity="library", name="Cut off")
    drawing.way(5, [996, 997], amenity="library", name="Gone")
    drawing.way(6, [1, 2])
    drawing.relation(
        7,
        [("way", 6, "outer"), ("way", 995, "outer")],
        type="multipolygon",
        tourism="museum",
        name="C",
    )
    drawing.relation(8, [("way", 995, "outer")], type="multipolygon", tourism="museum", name="D")
    found = read(drawing)
    assert [point.id for point in found.points] == ["osm-w4", "osm-r7"]
    assert (found.points[1].longitude, found.points[1].latitude) == (121.4002, 31.2)
    assert "2 left out because the extract cuts them off" in found.notes


def test_unnamed_and_disused_things_are_counted(read: Callable[[Drawing], OsmPoints]) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), amenity="library")
    drawing.node(2, (0, 0), amenity="library", name="B", abandoned="yes")
    found = read(drawing)
    assert found.points == []
    assert "1 left out for want of a name (library 1)" in found.notes
    assert "1 left out as disused or abandoned" in found.notes


def test_a_route_takes_its_members_as_stops(read: Callable[[Drawing], OsmPoints]) -> None:
    drawing = Drawing()
    nodes = [drawing.node(number, (number, 0)) for number in (1, 2, 3)]
    drawing.node(4, (50, 0), tourism="museum", name="Far but a member")
    drawing.square(5, (90, 90), building="yes", historic="house", name="House")
    drawing.node(6, (1, 0), historic="memorial", name="Near but no member")
    drawing.way(7, nodes[:2], highway="footway")
    drawing.way(8, nodes[1:], highway="footway")
    members = [("way", 8, ""), ("way", 5, "stop"), ("node", 4, "stop"), ("way", 7, "")]
    drawing.relation(9, members, type="route", route="foot", name="外滩步道", name__en="Bund")
    (route,) = read(drawing).routes
    assert (route.id, route.names) == ("osm-r9", {"zh": "外滩步道", "en": "Bund"})
    assert [stop.point_id for stop in route.stops] == ["osm-w5", "osm-n4"]
    assert route.line is not None
    assert route.line.length == pytest.approx(2 * STEP)


def test_a_route_without_such_members_takes_points_along_its_line(
    read: Callable[[Drawing], OsmPoints],
) -> None:
    drawing = Drawing()
    nodes = [drawing.node(number, (number * 10, 0)) for number in (1, 2, 3, 4)]
    drawing.node(5, (35, 2), historic="memorial", name="Third, 22 m away")
    drawing.node(6, (15, -1), tourism="museum", name="First")
    drawing.node(7, (25, 0), historic="castle", name="Second")
    drawing.node(8, (25, 4), historic="castle", name="44 m away")
    drawing.node(9, (25, 0), amenity="library", name="No humanities stop")
    drawing.way(10, nodes, highway="path")
    drawing.relation(11, [("way", 10, "")], type="route", route="hiking", name="Walk")
    drawing.relation(12, [("way", 10, "")], type="route", route="hiking")
    drawing.relation(13, [("way", 999, "")], type="route", route="walking", name="Elsewhere")
    drawing.relation(14, [("way", 10, "")], type="route", route="bus", name="Bus")
    found = read(drawing)
    (route,) = found.routes
    assert [stop.point_id for stop in route.stops] == ["osm-n6", "osm-n7", "osm-n5"]
    assert [stop.position for stop in route.stops] == [1, 2, 3]
    assert "1 walking routes left out for want of a name" in found.notes
    assert "1 walking routes left out: the extract holds no part of them" in found.notes


def test_a_city_may_bring_its_own_table(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), amenity="tea_house", name="听雨茶室")
    drawing.node(2, (0, 0), amenity="tea_house", name="茶室")
    drawing.node(3, (0, 0), amenity="library", name="图书馆")
    extract = drawing.write(tmp_path / "city.osm")
    table = tmp_path / "kinds.csv"
    table.write_text("kind,key,value,name\nteahouse,amenity,tea_house,听雨\n", encoding="utf-8")
    found = read_osm_points(extract, table=table)
    assert [(point.id, point.kind) for point in found.points] == [("osm-n1", "teahouse")]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("Tea,amenity,cafe,,,", "kind", "no code of a kind"),
        ("tea,,cafe,,,", "key", "is empty"),
        ("tea,amenity,,,,", "value", "is empty"),
        ("tea,amenity,cafe,green,,", "also", "no condition"),
        ("tea,amenity,cafe,,=x,", "unless", "no condition"),
        ("tea,amenity,cafe,,,(", "name", "no regular expression"),
    ],
)
def test_faults_of_a_table(tmp_path: Path, row: str, column: str, message: str) -> None:
    table = tmp_path / "kinds.csv"
    table.write_text(f"kind,key,value,also,unless,name\n{row}\n", encoding="utf-8")
    with pytest.raises(FaultyTableError) as caught:
        read_kind_table(table)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (2, column)
    assert message in fault.message


def test_an_extract_without_learning_places_says_so(read: Callable[[Drawing], OsmPoints]) -> None:
    drawing = Drawing()
    drawing.node(1, (0, 0), highway="crossing")
    found = read(drawing)
    assert (found.points, found.routes) == ([], [])
    assert found.notes[0].startswith("no learning points")


@pytest.mark.parametrize("name", ["city.osm.bz2", "city.osm.pbf"])
def test_all_formats_give_the_same(tmp_path: Path, name: str) -> None:
    drawing = Drawing()
    drawing.square(5, (0, 0), building="yes", amenity="library", name="图书馆")
    plain = drawing.write(tmp_path / "city.osm")
    other = tmp_path / name
    if name.endswith("bz2"):
        other.write_bytes(bz2.compress(plain.read_bytes()))
    else:
        with osmium.SimpleWriter(other) as writer:
            for thing in osmium.FileProcessor(plain):
                writer.add(thing)
    assert read_osm_points(other) == read_osm_points(plain)


def test_a_bad_extract_is_named(tmp_path: Path) -> None:
    path = tmp_path / "city.osm.pbf"
    with pytest.raises(ExtractError, match="does not exist"):
        read_osm_points(path)
    path.write_bytes(b"no extract")
    with pytest.raises(ExtractError, match=r"city\.osm\.pbf cannot be read"):
        read_osm_points(path)
    shutil.copy(path, tmp_path / "city.zip")
    with pytest.raises(ExtractError, match=r"give a file ending in \.osm\.pbf"):
        read_osm_points(tmp_path / "city.zip")
