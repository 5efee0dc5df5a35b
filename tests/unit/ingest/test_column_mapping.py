"""From a district's columns to ours: guessed, told, corrected and kept."""

import json
from pathlib import Path

import pytest

from learnmap.ingest import (
    ColumnMapping,
    FaultyTableError,
    MappedColumn,
    RowFault,
    guess_columns,
    read_points,
)
from learnmap.model.errors import InvalidInputError

HEADER = "名称,类别,地址,经度,纬度"
ROW = "南京东路社区学校,社区学校,贵州路160号,121.4801,31.2352"


def _write(folder: Path, *lines: str) -> Path:
    path = folder / "points.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _faults(path: Path, mapping: ColumnMapping | None = None) -> tuple[RowFault, ...]:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path, mapping=mapping)
    return caught.value.faults


@pytest.mark.parametrize(
    ("title", "ours", "sure"),
    [
        ("学习点名称", "name_zh", "likely"),
        ("学习点名称（必填）", "name_zh", "likely"),
        ("* 联系电话：", "phone", "likely"),
        ("Ｌａｔ", "latitude", "likely"),
        ("LNG", "longitude", "likely"),
        ("Lon", "longitude", "likely"),
        ("X", "longitude", "unsure"),
        ("Y坐标", "latitude", "unsure"),
        ("类型", "kind", "unsure"),
        ("开放时间", "opening_hours", "likely"),
        ("核实日期", "assured_date", "likely"),
        ("命名", "designation", "likely"),
        ("状态", "status", "likely"),
        ("无障碍", "accessibility", "likely"),
        ("address", "address", "exact"),
        ("name_pt-BR", "name_pt-BR", "exact"),
        ("Opening Hours", "opening_hours", "likely"),
        ("xian_di_zhi", "address", "likely"),
        ("JINGDU", "longitude", "likely"),
        ("mingcheng", "name_zh", "likely"),
    ],
)
def test_a_title_is_recognised(tmp_path: Path, title: str, ours: str, sure: str) -> None:
    found = guess_columns(_write(tmp_path, f"{title},别的", "甲,乙")).columns
    assert {name: (one.column, one.sure) for name, one in found.items()} == {ours: (title, sure)}
    assert found[ours].why


def test_the_cells_tell_the_language_of_a_name(tmp_path: Path) -> None:
    path = _write(tmp_path, "Name,名称", "Library,图书馆")
    columns = guess_columns(path).columns
    assert {ours: found.column for ours, found in columns.items()} == {
        "name_en": "Name",
        "name_zh": "名称",
    }


def test_the_surer_column_is_taken_and_equal_ones_are_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, f"{HEADER},类型", f"{ROW},公办")
    found = read_points(path)
    assert found.points[0].kind == "community_school"
    assert "columns that were left out: '类型'" in found.notes
    both = _write(tmp_path, f"{HEADER},学习点名称", f"{ROW},东校")
    (fault,) = _faults(both)
    assert "名称, 学习点名称 all look like name_zh" in fault.message
    mapping = guess_columns(both)
    assert mapping.ambiguous == {"name_zh": ("名称", "学习点名称")}
    corrected = mapping.corrected("name_zh", "学习点名称")
    assert read_points(both, mapping=corrected).points[0].names == {"zh": "东校"}
    assert corrected.ignored == ("名称",)


def test_an_unsure_column_is_used_and_told(tmp_path: Path) -> None:
    found = read_points(_write(tmp_path, "名称,类别,X,Y", "甲,图书馆,121.4,31.2"))
    assert (found.points[0].longitude, found.points[0].latitude) == (121.4, 31.2)
    assert [note.split(":")[0] for note in found.notes[:2]] == [
        "the column 'X' is taken for longitude",
        "the column 'Y' is taken for latitude",
    ]


def test_a_mapping_survives_json_and_is_used(tmp_path: Path) -> None:
    path = _write(tmp_path, "甲列,乙列,丙列,X,Y", "东校,博物馆,x,121.4,31.2")
    mapping = guess_columns(path).corrected("name_zh", "甲列").corrected("kind", "乙列")
    stored = json.loads(json.dumps(mapping.to_json(), ensure_ascii=False))
    assert ColumnMapping.from_json(stored) == mapping
    assert mapping.columns["kind"] == MappedColumn("乙列", "given", "somebody said so")
    found = read_points(path, mapping=mapping)
    assert (found.points[0].names, found.points[0].kind) == ({"zh": "东校"}, "museum")
    assert found.mapping == mapping
    dropped = mapping.corrected("kind", None).with_fixed(kind="library")
    assert read_points(path, mapping=dropped).points[0].kind == "library"
    assert "'乙列'" in read_points(path, mapping=dropped).notes[-2]


@pytest.mark.parametrize("stored", [{}, {"columns": 3}, {"columns": {"id": {"sure": "given"}}}])
def test_what_is_no_mapping_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError, match="mapping of columns cannot be read"):
        ColumnMapping.from_json(stored)


def test_a_mapping_to_columns_that_are_not_there_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, HEADER, ROW)
    mapping = guess_columns(path).corrected("phone", "手机").corrected("tel", "地址")
    messages = [fault.message for fault in _faults(path, mapping)]
    assert "'tel', which is no column of this table" in messages[0]
    assert "'手机' for phone, and the file has no such column" in messages[1]


def test_faults_name_the_columns_of_the_file(tmp_path: Path) -> None:
    faults = _faults(_write(tmp_path, HEADER, "甲,书店,x,一二一,31.2"))
    assert [(fault.line, fault.column, fault.value) for fault in faults] == [
        (2, "类别", "书店"),
        (2, "经度", "一二一"),
    ]
    missing = _faults(_write(tmp_path, "名称,地址", "甲,x"))
    assert [fault.column for fault in missing] == ["kind", "longitude", "latitude"]
    assert "the file has 名称, 地址" in missing[0].message
    (nameless,) = _faults(_write(tmp_path, "类别,X,Y,地址", "图书馆,1,2,a", "图书馆,1,2,b"))
    assert "'name_zh' is missing" in nameless.message


def test_ids_are_made_of_names_and_addresses_and_stay(tmp_path: Path) -> None:
    rows = [ROW, "乙校,图书馆,外滩1号,121.49,31.24"]
    first = read_points(_write(tmp_path, HEADER, *rows)).points
    # Another order, another file, other spaces and widths, a corrected place.
    again = tmp_path / "2027.csv"
    again.write_text(f"{HEADER}\n乙 校,图书馆,外滩１号,121.48,31.24\n{ROW}", encoding="utf-8")
    assert [p.id for p in read_points(again).points] == [first[1].id, first[0].id]
    assert len({point.id for point in first}) == 2
    district = read_points(again, source="黄浦区教育局").points
    assert {point.id for point in district}.isdisjoint({point.id for point in first})


def test_rows_that_would_have_one_id_are_refused(tmp_path: Path) -> None:
    (fault,) = _faults(_write(tmp_path, HEADER, ROW, ROW))
    assert (fault.line, fault.column) == (3, "名称")
    assert "the name and the address of line 2" in fault.message


def test_a_running_number_is_no_id(tmp_path: Path) -> None:
    # Every district counts from 1, so that one's points would replace another's.
    path = _write(tmp_path, f"编号,{HEADER}", f"1,{ROW}", "2,乙校,图书馆,x,121.4,31.2")
    assert all(point.id.startswith("made-") for point in read_points(path).points)
    path = _write(tmp_path, f"编号,{HEADER}", f"HP-1,{ROW}", "2,乙校,图书馆,x,121.4,31.2")
    assert [point.id for point in read_points(path).points] == ["HP-1", "2"]
