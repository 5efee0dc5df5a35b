"""Lists of learning points: what is taken, and each fault with its place and its remedy."""

import json
from collections.abc import Callable
from pathlib import Path

import prcoords
import pytest

from learnmap.ingest import FaultyTableError, RowFault, read_points
from learnmap.model.crs import ELLIPSOID, Box
from learnmap.model.errors import InvalidInputError, TableError
from learnmap.model.records import LearningPoint

BOX: Box = (121.0, 31.0, 122.0, 31.5)
HEADER = "id,kind,name_zh,longitude,latitude"


def _write(folder: Path, *lines: str) -> Path:
    path = folder / "points.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _faults(path: Path, *, city_box: Box | None = None) -> tuple[RowFault, ...]:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path, city_box=city_box)
    return caught.value.faults


def _only(path: Path, *, city_box: Box | None = None) -> RowFault:
    faults = _faults(path, city_box=city_box)
    assert len(faults) == 1, faults
    return faults[0]


def test_every_column_reaches_its_field(tmp_path: Path) -> None:
    columns = {
        "id": "HP-001",
        "kind": "community_school",
        "name_zh": "  南京东路社区学校 ",
        "name_en": "Nanjing Road (East) School",
        "name_pt-BR": "Escola",
        "longitude": "121.4800",
        "latitude": "31.2350",
        "entrance_longitude": "121.4801",
        "entrance_latitude": "31.2352",
        "designation": "示范",
        "designation_year": "2018",
        "address": "贵州路160号",
        "phone": "021-63511234",
        "website": "https://example.org",
        "opening_hours": "Mo-Fr 09:00-17:00; PH off",
        "opening_hours_note": "节假日休息",
        "accessibility": "partly",
        "status": "temporarily_closed",
        "assured_date": "2026-03-31",
        "source": "区教育局",
        "source_datum": "cgcs2000",
        "fictional": "yes",
    }
    path = _write(tmp_path, ",".join(columns), ",".join(columns.values()))
    (point,) = read_points(path).points
    assert point.model_dump(mode="json") == {
        "id": "HP-001",
        "kind": "community_school",
        "names": {
            "zh": "南京东路社区学校",
            "en": "Nanjing Road (East) School",
            "pt-BR": "Escola",
        },
        "longitude": 121.48,
        "latitude": 31.235,
        "entrance_longitude": 121.4801,
        "entrance_latitude": 31.2352,
        "designation": "示范",
        "designation_year": 2018,
        "address": "贵州路160号",
        "phone": "021-63511234",
        "website": "https://example.org",
        "opening_hours": "Mo-Fr 09:00-17:00; PH off",
        "opening_hours_note": "节假日休息",
        "accessibility": "partly",
        "status": "temporarily_closed",
        "assured_date": "2026-03-31",
        "source": "区教育局",
        "source_datum": "cgcs2000",
        "fictional": True,
    }


def test_empty_cells_take_the_defaults_and_the_files_name_as_source(tmp_path: Path) -> None:
    path = _write(tmp_path, f"{HEADER},phone,status,source", "A,library,甲,121.4,31.2,,,")
    (point,) = read_points(path).points
    assert (point.phone, point.status, point.source) == (None, "open", "points.csv")
    assert (point.source_datum, point.fictional) == ("wgs84", False)


def test_options_serve_rows_that_do_not_say(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        f"{HEADER},source,source_datum",
        "A,library,甲,121.4,31.2,,",
        "B,library,乙,121.4,31.2,own,wgs84",
    )
    first, second = read_points(path, source="given", datum="gcj02", fictional=True).points
    assert (first.source, first.source_datum, first.fictional) == ("given", "gcj02", True)
    assert (second.source, second.source_datum, second.longitude) == ("own", "wgs84", 121.4)
    assert first.longitude != 121.4


def test_markup_formulas_and_quotes_stay_text(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        HEADER,
        'A,library,"<script>alert(""x"")</script>, =1+1",121.4,31.2',
        "B,library,=cmd|' /C calc'!A0,121.4,31.2",
    )
    first, second = read_points(path).points
    assert first.names == {"zh": '<script>alert("x")</script>, =1+1'}
    assert second.names == {"zh": "=cmd|' /C calc'!A0"}


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(f"\ufeff{HEADER}\r\nA,library,甲,121.4,31.2\r\n,,,,\r\n".encode())
    assert [point.id for point in read_points(path).points] == ["A"]


@pytest.mark.parametrize(
    ("datum", "forward"), [("gcj02", prcoords.wgs_gcj), ("bd09", prcoords.wgs_bd)]
)
def test_chinese_datums_are_undone_for_site_and_entrance(
    tmp_path: Path, datum: str, forward: Callable[[tuple[float, float]], prcoords.Coords]
) -> None:
    site, entrance = (121.4737, 31.2304), (121.4741, 31.2309)
    shifted = [forward((latitude, longitude)) for longitude, latitude in (site, entrance)]
    cells = ",".join(f"{place.lon:.8f},{place.lat:.8f}" for place in shifted)
    path = _write(
        tmp_path,
        "id,kind,name_zh,longitude,latitude,entrance_longitude,entrance_latitude,source_datum",
        f"A,library,甲,{cells},{datum}",
    )
    (point,) = read_points(path, city_box=BOX).points
    assert point.source_datum == datum
    assert _metres(point, site) < 0.02
    assert point.entrance_longitude is not None
    assert point.entrance_latitude is not None
    found = ELLIPSOID.inv(*entrance, point.entrance_longitude, point.entrance_latitude)[2]
    assert found < 0.02
    # Undeclared, the same place lies hundreds of metres off.
    assert ELLIPSOID.inv(*site, shifted[0].lon, shifted[0].lat)[2] > 300


def _metres(point: LearningPoint, place: tuple[float, float]) -> float:
    return float(ELLIPSOID.inv(*place, point.longitude, point.latitude)[2])


@pytest.mark.parametrize(
    ("column", "value", "message", "remedy"),
    [
        ("longitude", "nan", "no finite number", "decimal number"),
        ("latitude", "inf", "no finite number", "decimal number"),
        ("longitude", "1e999", "no finite number", "decimal number"),
        ("longitude", "121,4", "not a number", "write it as 121.4, with a point"),
        ("longitude", "１２１.4", "not a number", "write it as 121.4, "),
        ("latitude", "3_1.2", "not a number", "write it as 31.2, "),
        ("longitude", "121°28'30\"", "not a number", "write it as 121.475,"),
        ("longitude", "E121.47", "not a number", "write it as 121.47,"),
        ("longitude", "somewhere", "not a number", "121.4737"),
        ("longitude", "", "is empty", "fill the cell"),
        ("longitude", "200", "outside -180 to 180", "degrees"),
        ("latitude", "-91", "swapped", "write longitude -91"),
        ("kind", "Bookhouse", "do not fit", "code of a kind"),
        ("kind", "", "is empty", "fill the cell"),
        ("id", "", "is empty", "fill the cell"),
        ("id", "a b", "do not fit", "letters, digits"),
        ("id", "x" * 65, "do not fit", "at most 64"),
        ("id", "1.2E+05", "Excel has shortened", "format the column as text"),
        ("id", "310101199001011000", "Excel has rounded", "format the column as text"),
        ("phone", "2.16351E+10", "Excel has shortened", "format the column as text"),
        ("address", "\ufffd\ufffd路", "another was lost", "type the text again"),
        ("name_zh", "", "no name", "fill name_zh or name_en"),
        ("name_zh", "长" * 201, "201 characters", "shorten it to 200"),
        ("name_zh", "bell\x07", "U+0007", "remove the character"),
        ("status", "opne", "none of 'open'", "choose one"),
        ("accessibility", "yes", "none of 'step_free'", "choose one"),
        ("assured_date", "31/03/2026", "not a date", "2026-03-31"),
        ("assured_date", "2026-02-30", "no date", "a day that exists"),
        ("assured_date", "2026年2月30日", "no date", "a day that exists"),
        ("assured_date", "46082", "as Excel counts", "write 2026-03-01"),
        ("assured_date", "1900-01-05", "lies in 1900", "type the date again"),
        ("designation_year", "2018年", "not a whole number", "plain digits"),
        ("designation_year", "1018", "is below 1900", "1900 or more"),
        ("fictional", "maybe", "neither true nor false", "write true or false"),
        ("source_datum", "beijing54", "none of 'wgs84'", "choose one"),
        ("phone", "1" * 61, "61 characters", "shorten it to 60"),
        ("entrance_longitude", "121.4", "only one of longitude and latitude", "both or none"),
    ],
)
def test_a_bad_cell_is_named_with_its_place_and_remedy(
    tmp_path: Path, column: str, value: str, message: str, remedy: str
) -> None:
    cells = {"id": "B", "kind": "library", "name_zh": "乙", "longitude": "1", "latitude": "2"}
    row = {**cells, column: value}
    path = _write(
        tmp_path,
        ",".join(row),
        ",".join({**dict.fromkeys(row, ""), **cells, "id": "A"}.values()),
        ",".join(f'"{cell}"' if "," in cell else cell for cell in row.values()),
    )
    fault = _only(path)
    assert (fault.line, fault.column) == (3, column if value != "-91" else "longitude")
    assert fault.id == (row["id"] or None)
    assert message in fault.message
    assert remedy in fault.remedy


def test_zero_zero_is_no_place(tmp_path: Path) -> None:
    fault = _only(_write(tmp_path, HEADER, "A,library,甲,0,0.0"))
    assert "0, 0" in fault.message


def test_swapped_axes_are_seen_by_the_citys_box(tmp_path: Path) -> None:
    # 31.2, 121.4 is over the pole; 41.15, -8.61 is Porto swapped and a place in the Indian Ocean.
    fault = _only(_write(tmp_path, HEADER, "A,library,甲,31.2,121.4"))
    assert "swapped" in fault.message
    fault = _only(
        _write(tmp_path, HEADER, "A,library,甲,41.15,-8.61"), city_box=(-8.8, 40.9, -8.3, 41.4)
    )
    assert "swapped" in fault.message
    assert fault.remedy == "write longitude -8.61 and latitude 41.15"
    assert read_points(_write(tmp_path, HEADER, "A,library,甲,41.15,-8.61")).points


def test_a_place_outside_the_city_is_refused_with_its_distance(tmp_path: Path) -> None:
    # One degree of latitude at 32 degrees north is 110.9 km; the box ends at 31.5.
    fault = _only(_write(tmp_path, HEADER, "A,library,甲,121.5,32.5"), city_box=BOX)
    assert "111 km outside" in fault.message
    near = _write(tmp_path, HEADER, "A,library,甲,121.5,31.6")  # 11 km outside
    assert len(read_points(near, city_box=BOX).points) == 1


def test_a_chinese_datum_is_refused_elsewhere(tmp_path: Path) -> None:
    fault = _only(_write(tmp_path, f"{HEADER},source_datum", "A,library,甲,-8.6,41.1,gcj02"))
    assert fault.column == "source_datum"
    assert "in China only" in fault.message


def test_an_unknown_datum_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="datum 'gcj' is unknown; give one of wgs84"):
        read_points(_write(tmp_path, HEADER, "A,library,甲,121,31"), datum="gcj")


def test_a_missing_column_names_those_of_the_file(tmp_path: Path) -> None:
    fault = _only(_write(tmp_path, "id,kind,name_zh,longitude", "A,library,甲,121.4"))
    assert (fault.line, fault.column) == (1, "latitude")
    assert "the file has id, kind, name_zh, longitude" in fault.message


def test_an_unknown_column_comes_with_a_guess(tmp_path: Path) -> None:
    fault = _only(_write(tmp_path, f"{HEADER},acessibility", "A,library,甲,121.4,31.2,steps"))
    assert fault.column == "acessibility"
    assert "did you mean 'accessibility'" in fault.remedy


def test_a_column_twice_is_a_fault(tmp_path: Path) -> None:
    fault = _only(_write(tmp_path, f"{HEADER},id", "A,library,甲,121.4,31.2,A"))
    assert (fault.line, fault.column) == (1, "id")
    assert "columns 1 and 6" in fault.message


def test_a_duplicate_id_names_both_lines(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        HEADER,
        "A,library,甲,121.4,31.2",
        "",
        "B,library,乙,121.4,31.2",
        "A,museum,丙,121,31",
    )
    fault = _only(path)
    assert (fault.line, fault.id, fault.column) == (5, "A", "id")
    assert "first in line 2" in fault.message


def test_lines_are_counted_through_cells_with_line_breaks(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        f"{HEADER},address",
        'A,library,甲,121.4,31.2,"one\ntwo\nthree"',
        "B,library,乙,x,31,",
    )
    assert _only(path).line == 5


@pytest.mark.parametrize(
    ("row", "count"), [("A,library,甲,121.4", 4), ("A,library,甲,乙,121,31", 6)]
)
def test_a_row_too_short_or_too_long_is_named(tmp_path: Path, row: str, count: int) -> None:
    fault = _only(_write(tmp_path, HEADER, row))
    assert fault.line == 2
    assert f"has {count} cells and the header 5" in fault.message


def test_all_faults_are_told_and_twenty_of_them_shown(tmp_path: Path) -> None:
    rows = [f"P{number},library,名,x,y" for number in range(30)]
    with pytest.raises(TableError) as caught:
        read_points(_write(tmp_path, HEADER, *rows))
    error = caught.value
    assert isinstance(error, FaultyTableError)
    assert len(error.faults) == 60
    lines = str(error).splitlines()
    assert lines[0] == "points.csv: 60 faults; nothing of it was taken"
    assert len(lines) == 22
    assert lines[1].startswith("  line 2, id P0, column longitude, value 'x': is not a number;")
    assert "20 of 60" in lines[-1]


def _collection(*features: dict[str, object], **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


def _feature(**changes: object) -> dict[str, object]:
    feature: dict[str, object] = {
        "type": "Feature",
        "id": "A",
        "geometry": {"type": "Point", "coordinates": [121.4, 31.2]},
        "properties": {"kind": "library", "name_zh": "甲", "designation_year": 2018, "phone": None},
    }
    return {**feature, **changes}


def _geojson(folder: Path, content: str) -> Path:
    path = folder / "points.geojson"
    path.write_text(content, encoding="utf-8")
    return path


def test_geojson_gives_the_same_records(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    own = _feature(
        id=None, properties={"id": "B", "kind": "museum", "name_en": "B", "fictional": True}
    )
    path = _geojson(tmp_path, _collection(_feature(), own, crs=crs))
    first, second = read_points(path).points
    assert (first.id, first.kind, first.names) == ("A", "library", {"zh": "甲"})
    assert (first.longitude, first.latitude, first.designation_year) == (121.4, 31.2, 2018)
    assert (second.id, second.fictional) == ("B", True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("{", "is not JSON"),
        ('{"type": "Feature"}', "no FeatureCollection"),
        ("[1, 2]", "no FeatureCollection"),
        (_collection(), "has no features"),
        (
            _collection(_feature(), crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
            "EPSG:3857",
        ),
        (_collection(_feature(geometry=None)), "geometry is none"),
        (
            _collection(_feature(geometry={"type": "LineString", "coordinates": [[1, 2], [3, 4]]})),
            "geometry is LineString",
        ),
        (_collection(_feature(geometry={"type": "Point", "coordinates": ["1", "2"]})), "no Point"),
        (_collection(_feature(geometry={"type": "Point", "coordinates": []})), "no Point"),
        (_collection(_feature(), _feature()), "first in feature 1"),
        (_collection(_feature(properties={"kind": ["library"], "name_zh": "甲"})), "a list"),
        ('{"type": "FeatureCollection", "type": "FeatureCollection"}', "'type' twice"),
        (_collection(_feature()).replace("121.4", "NaN"), "no finite number"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_faults_of_geojson(tmp_path: Path, content: str, message: str) -> None:
    faults = _faults(_geojson(tmp_path, content))
    assert message in faults[0].message
    assert faults[0].remedy


@pytest.mark.parametrize(
    ("name", "content", "message", "remedy"),
    [
        ("a.shp", b"x", ".shp files are not read", "give an .xlsx, a .csv"),
        ("a.gpx", b"<gpx/>", ".gpx files are not read", "give an .xlsx, a .csv"),
        ("a.csv", b"PK\x03\x04", "is named a.csv and is a zip archive", "name it .xlsx"),
        ("a.csv", b"SQLite format 3\x00", "is a GeoPackage", "name it .gpkg"),
        ("a.csv", b' {"type": 1}', "is JSON", "name it .geojson"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls workbook", "save it as .xlsx"),
        ("a.csv", b"\x1f\x8b\x08", "gzip archive", "CSV UTF-8"),
        ("a.xlsx", b"id,kind\n", "no workbook", "save it as .xlsx"),
        ("a.xls", b"<html><table>", "named .xls and is text", "save it as .xlsx"),
        ("a.gpkg", b"SQLite format 3\x00 and no more", "cannot be read", "export it again"),
    ],
)
def test_other_and_wrongly_named_files_are_refused_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, message: str, remedy: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    fault = _only(path)
    assert message in fault.message
    assert remedy in fault.remedy


def test_garbage_hours_and_phones_are_warnings_and_hours_become_a_note(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        f"{HEADER},opening_hours,opening_hours_note,phone",
        "A,library,甲,121.4,31.2,每天九点,,021-63511234转8；63511235",
        "B,library,乙,121.4,31.2,Mo-Fr 9-25h,另约,待定",
        "C,library,丙,121.4,31.2,Mo-Fr 09:00-17:00,,（０２１）63511234",
    )
    found = read_points(path)
    assert [(point.opening_hours, point.opening_hours_note) for point in found.points] == [
        (None, "每天九点"),
        (None, "Mo-Fr 9-25h; 另约"),
        ("Mo-Fr 09:00-17:00", None),
    ]
    assert found.points[1].phone == "待定"
    assert [(w.line, w.id, w.column, w.severity) for w in found.warnings] == [
        (2, "A", "opening_hours", "warning"),
        (3, "B", "opening_hours", "warning"),
        (3, "B", "phone", "warning"),
    ]


def test_invisible_characters_are_taken_out_with_a_warning(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        f"{HEADER},name_ar",
        "A,library,图\u200b书馆\u202e,121.4,31.2,\u0645\u0643\u062a\u0628\u0629",
    )
    found = read_points(path)
    # Arabic letters run from right to left by themselves and stay.
    assert found.points[0].names == {"zh": "图书馆", "ar": "\u0645\u0643\u062a\u0628\u0629"}
    (warning,) = found.warnings
    assert (warning.line, warning.column) == (2, "name_zh")
    assert "U+200B, U+202E" in warning.message


def test_a_name_twice_within_a_kilometre_is_a_warning(tmp_path: Path) -> None:
    # 0.005 degrees of latitude are 554 m; 0.02 are 2.2 km.
    path = _write(
        tmp_path,
        HEADER,
        "A,library,黄浦 图书馆,121.4,31.2",
        "B,library,黄浦图书馆（）,121.4,31.205",
        "C,library,黄浦图书馆,121.4,31.225",
    )
    (warning,) = read_points(path).warnings
    assert (warning.line, warning.id) == (3, "B")
    assert "same name as line 2, 554 m away" in warning.message


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-x", "@a", "<script>alert(1)</script>"])
@pytest.mark.parametrize(
    "column", ["name_zh", "address", "designation", "opening_hours_note", "source", "website"]
)
def test_formulas_and_markup_stay_text_in_every_field(
    tmp_path: Path, column: str, cell: str
) -> None:
    row = {"id": "A", "kind": "library", "name_zh": "甲", "longitude": "1", "latitude": "2"}
    row[column] = cell
    (point,) = read_points(_write(tmp_path, ",".join(row), ",".join(row.values()))).points
    assert (point.names["zh"] if column == "name_zh" else getattr(point, column)) == cell
