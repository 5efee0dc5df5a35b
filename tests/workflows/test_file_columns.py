"""Columns of a district's files: guessed at first, told once, remembered for its next file."""

from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.store import Store, read_entries
from learnmap.workflows.checked_files import check_points
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import (
    FileColumns,
    forget_source,
    look_at_columns,
    show_columns,
    sources_with_columns,
)
from learnmap.workflows.import_runs import list_imports, run_import

HEADER = "甲列,类别,经度,纬度,热线,备注"
ROW = "东校,图书馆,121.4,31.2,63511234,看门人姓王"
SAID = ToldColumns({"name_zh": "甲列", "phone": "热线"}, ("备注",))


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    opened = City(store, tmp_path / "home", "clerk")
    opened.set(CitySettings(names={"zh": "城", "en": "Town"}))
    return opened


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def understood(found: FileColumns) -> dict[str, tuple[str, str]]:
    return {ours: (one.column, one.sure) for ours, one in found.mapping.columns.items()}


def test_what_was_told_of_a_source_is_used_for_its_next_file(city: City, tmp_path: Path) -> None:
    file = write(tmp_path / "2025.csv", HEADER, ROW)
    with pytest.raises(FaultyTableError, match="'name_zh' is missing"):
        run_import(city, file, source="黄浦")
    assert sources_with_columns(city, "points") == []
    run = run_import(city, file, source="黄浦", columns=SAID)
    assert run.checked.records[0].point.phone == "63511234"
    (kept,) = show_columns(city, "黄浦")
    assert (kept.import_id, kept.file_name, kept.set_by) == (run.import_id, "2025.csv", "clerk")
    assert kept.mapping["columns"]["name_zh"] == "甲列"

    # Another order, another new column, and what was ignored stays so.
    rows = ("注释,热线,备注,甲列,类别,经度,纬度", "x,63519999,y,西校,图书馆,121.5,31.2")
    second = write(tmp_path / "2026.csv", *rows)
    seen: list[FileColumns] = []
    checked = check_points(city, second, source="黄浦", look=seen.append)
    assert (checked.records[0].point.names, checked.records[0].point.phone) == (
        {"zh": "西校"},
        "63519999",
    )
    assert understood(seen[0]) == {
        "phone": ("热线", "remembered"),
        "name_zh": ("甲列", "remembered"),
        "kind": ("类别", "remembered"),
        "longitude": ("经度", "remembered"),
        "latitude": ("纬度", "remembered"),
    }
    assert seen[0].mapping.dismissed == ("备注",)
    assert seen[0].settled.gone == {}
    # A source that is not stated, and another one, have their own columns.
    for source in (None, "静安"):
        assert "name_zh" not in look_at_columns(city, second, source=source).mapping.columns


def test_a_column_that_is_gone_is_named_and_another_may_serve(city: City, tmp_path: Path) -> None:
    run_import(city, write(tmp_path / "a.csv", HEADER, ROW), source="黄浦", columns=SAID)
    file = write(tmp_path / "b.csv", "名称,类别,经度,纬度,热线2", ROW.rpartition(",")[0])
    found = look_at_columns(city, file, source="黄浦")
    assert found.settled.gone == {"name_zh": "甲列", "phone": "热线"}
    assert understood(found)["name_zh"] == ("名称", "likely")
    assert "phone" not in found.mapping.columns
    assert check_points(city, file, source="黄浦").records[0].point.names == {"zh": "东校"}


def test_who_says_otherwise_goes_before_what_is_remembered(city: City, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", HEADER, ROW)
    run_import(city, file, source="黄浦", columns=SAID)
    other = ToldColumns({"opening_hours_note": "备注"}, ("热线",), {"kind": "museum"})
    run = run_import(city, file, source="黄浦", columns=other)
    point = run.checked.records[0].point
    assert (point.kind, point.phone, point.opening_hours_note) == ("museum", None, "看门人姓王")
    kept = show_columns(city, "黄浦")[0].mapping
    assert (kept["fixed"], kept["dismissed"]) == ({"kind": "museum"}, ["热线"])
    assert kept["columns"]["opening_hours_note"] == "备注"


def test_it_is_kept_with_the_import_or_not_at_all(city: City, tmp_path: Path) -> None:
    # A warning, so that the second import of the same file is refused: it waits already.
    file = write(tmp_path / "a.csv", HEADER, ROW.replace("63511234", "问门卫"))
    run_import(city, file, columns=SAID)
    with pytest.raises(Exception, match="waits in quarantine"):
        run_import(city, file, source="黄浦", columns=SAID)
    assert sources_with_columns(city, "points") == []
    check_points(city, file, source="黄浦", columns=SAID)
    assert (sources_with_columns(city, "points"), len(list_imports(city))) == ([], 1)


def test_it_is_forgotten_and_both_are_in_the_record(city: City, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", HEADER, ROW)
    run_import(city, file, source="黄浦", columns=SAID)
    forget_source(city, "黄浦")
    with pytest.raises(NotFoundError, match="no columns are remembered for '黄浦'; there are: no"):
        show_columns(city, "黄浦")
    with pytest.raises(NotFoundError):
        forget_source(city, "黄浦")
    with city.store.begin() as tx:
        told = [(e.action, e.subject, e.actor) for e in read_entries(tx)]
    assert [one for one in told if one[0].startswith("columns")] == [
        ("columns.remember", "columns/points/黄浦", "clerk"),
        ("columns.forget", "columns/points/黄浦", "clerk"),
    ]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (ToldColumns({"tel": "热线"}), "'tel' is none of our columns"),
        (ToldColumns({"phone": "手机"}), "has no column '手机'; it has 甲列"),
        (ToldColumns(ignored=("手机",)), "has no column '手机'"),
        (ToldColumns({"phone": "热线", "website": "热线"}), "two things are said of .* '热线'"),
        (ToldColumns({"phone": "热线"}, ("热线",)), "two things are said"),
        (ToldColumns({"kind": "类别"}, fixed={"kind": "library"}), "one value for all rows"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    city: City, tmp_path: Path, told: ToldColumns, message: str
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        look_at_columns(city, write(tmp_path / "a.csv", HEADER, ROW), told=told)


def test_a_file_at_its_word_keeps_no_misspelt_column_back(city: City, tmp_path: Path) -> None:
    rows = ("id,kind,名称,longitude,latitude,phnoe", "a,library,东校,121.4,31.2,63511234")
    file = write(tmp_path / "a.csv", *rows)
    with pytest.raises(FaultyTableError) as caught:
        check_points(city, file, columns=ToldColumns({"name_zh": "名称"}))
    assert [fault.column for fault in caught.value.faults] == ["phnoe"]
    said = ToldColumns({"name_zh": "名称", "phone": "phnoe"})
    run = run_import(city, file, source="黄浦", columns=said)
    assert run.checked.records[0].point.phone == "63511234"
    # What is remembered does not make it less strict.
    wrong = write(tmp_path / "b.csv", rows[0] + ",adress", rows[1] + ",外滩1号")
    with pytest.raises(FaultyTableError) as caught:
        check_points(city, wrong, source="黄浦")
    assert [fault.column for fault in caught.value.faults] == ["adress"]


def test_one_of_two_alike_is_ignored_and_the_other_serves(city: City, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", f"名称,学习点名称,{HEADER}", f"东,西,{ROW}")
    assert look_at_columns(city, file).mapping.ambiguous == {"name_zh": ("名称", "学习点名称")}
    found = look_at_columns(city, file, told=ToldColumns(ignored=("名称",)))
    assert understood(found)["name_zh"] == ("学习点名称", "likely")
    assert check_points(city, file, columns=ToldColumns(ignored=("名称",))).records[
        0
    ].point.names == {"zh": "西"}
