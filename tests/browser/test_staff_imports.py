"""A clerk brings a district's list in, in a real browser, on a phone and at a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.service.staff.record_kinds import KINDS_OF_RECORDS
from learnmap.store import Store, read_points
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network
from tests.browser.devices import DESK, PHONE
from tests.browser.test_staff_pages import fits_and_is_labelled, type_login
from tests.service.conftest import served
from tests.service.staffed import GOOD, add_person, hash_quickly
from tests.unit.network.drawing import Drawing

HOSTILE = "<script>document.title='run'</script>"


def district(folder: Path, at: Any, *, mended: bool) -> Path:
    """Write a workbook as a district sends it: a title above, a hidden row, markup in a name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["黄浦区学习点汇总表"])
    sheet.append(["序号", "名 称", "类型", "地址", "经度", "纬度", "热线", "备注"])
    places = [("东校", 100, 5, "63511234"), (HOSTILE, 300, 5, "问门卫"), ("远校", 500, 500, "")]
    for number, (name, east_m, north_m, phone) in enumerate(places, start=1):
        lon, lat = at(east_m, north_m)
        kind = "图书馆" if mended or number < 3 else "书店"
        sheet.append([number, name, kind, f"外滩{number}号", lon, lat, phone, "看门人姓王"])
    path = folder / ("mended.xlsx" if mended else "黄浦.xlsx")
    book.save(path)
    return path


@pytest.fixture
def town(store: Store, tmp_path: Path) -> tuple[City, Any]:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 900, 0)])
    city = City(store, tmp_path / "home", "test")
    build_network(city, drawing.write(tmp_path / "town.osm"))
    add_person(city, "li", "editor")
    return city, drawing.at


@pytest.fixture
def address(town: tuple[City, Any]) -> Iterator[str]:
    with served(town[0], staff=town[0]) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)


def look(page: Page, heading: str, name: str, folder: Path) -> None:
    """See that a page is usable, and keep a picture of it."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    fits_and_is_labelled(page)
    # A hidden caret would be a style that the pages forbid.
    page.screenshot(path=folder / f"{name}.png", full_page=True, caret="initial")


def send_a_file_back(page: Page, file: Path, folder: Path) -> None:
    """Send a district's file with an error, and take it marked to send it back."""
    look(page, "导入新表格", "new", folder)
    page.get_by_label("表格文件").set_input_files(file)
    page.get_by_label("来源").fill("黄浦区教育局")
    page.get_by_role("button", name="上传并查看各列").click()
    expect(page.get_by_label("“热线”对应为")).to_have_value("-")
    page.get_by_label("“热线”对应为").select_option(label="电话")
    page.get_by_label("“备注”对应为").select_option(label="不用")
    look(page, "各列的含义", "columns", folder)
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_role("status")).to_contain_text("有 1 处错误，不能导入")
    look(page, "检查结果", "errors", folder)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注好的表格").click()
    assert download.value.suggested_filename == "问题-黄浦.xlsx"
    marked = folder / "marked.xlsx"
    download.value.save_as(marked)
    sheet: Any = openpyxl.load_workbook(marked).active
    assert "不是已知的学习点类别" in sheet["C5"].comment.text
    page.get_by_role("button", name="放弃这个文件").click()


def bring_in(page: Page, file: Path, folder: Path) -> None:
    """Send it mended: a phone that is none, and a place far from any street, wait."""
    page.get_by_role("link", name="导入新表格").click()
    page.get_by_label("表格文件").set_input_files(file)
    page.get_by_label("来源").fill("黄浦区教育局")
    page.get_by_label("来源").press("Enter")
    page.get_by_label("“热线”对应为").select_option(label="电话")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_role("status")).to_contain_text("没有错误，有 2 处待确认")
    look(page, "检查结果", "warnings", folder)
    page.get_by_role("button", name="导入到待确认区").click()
    expect(page.get_by_role("status")).to_contain_text("已放入待确认区")
    expect(page.get_by_text("还有 2 条未确认")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="问门卫")).to_contain_text(HOSTILE)
    look(page, "导入 1", "quarantine", folder)


def decide(page: Page, folder: Path) -> None:
    """Confirm one with a reason, drop the row of the other, and apply the rest."""
    page.get_by_label("选择第 4 行").check()
    page.get_by_role("button", name="确认所选").click()
    expect(page.get_by_role("alert")).to_have_text("请填写确认的理由。")
    expect(page.get_by_label("选择第 4 行")).to_be_checked()
    page.get_by_label("确认的理由").fill("已电话核实")
    page.get_by_role("button", name="确认所选").click()
    expect(page.get_by_role("status")).to_have_text("已确认。")
    expect(page.get_by_text("li 已确认：已电话核实")).to_be_visible()
    page.get_by_label("选择第 5 行").check()
    page.get_by_role("button", name="删去所选的行").click()
    expect(page.get_by_role("status")).to_have_text("已删去所选的行。")
    page.get_by_text("使这次导入生效").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="生效", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("已生效。")
    look(page, "导入 1", "applied", folder)


@pytest.mark.parametrize(
    ("device", "scripts"), [(PHONE, False), (DESK, True)], ids=["phone-plain", "desk-scripts"]
)
def test_a_list_from_the_file_to_taking_back(
    browser: Browser,
    address: str,
    town: tuple[City, Any],
    device: dict[str, Any],
    scripts: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    city, at = town
    context = browser.new_context(locale="zh-CN", **device)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        # That a form came back with a fault is no complaint.
        lambda told: None if "status of 422" in told.text else complaints.append(told.text),
    )
    if not scripts:
        context.route("**/htmx.min.js", lambda route: route.fulfill(body=""))
    page.goto(f"{address}/staff/login?next=/staff/imports/new")
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill(GOOD)
    page.keyboard.press("Enter")
    send_a_file_back(page, district(tmp_path, at, mended=False), tmp_path)
    bring_in(page, district(tmp_path, at, mended=True), tmp_path)
    decide(page, tmp_path)
    with city.store.begin() as tx:
        assert {found.point.names["zh"] for found in read_points(tx)} == {"东校", HOSTILE}

    page.get_by_role("link", name="返回导入列表").click()
    look(page, "导入", "list", tmp_path)
    page.get_by_role("link", name="1 · mended.xlsx").click()
    page.get_by_text("撤回这次导入").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_role("status")).to_contain_text("已撤回")
    with city.store.begin() as tx:
        assert read_points(tx) == []
    assert page.title() != "run"
    assert complaints == []
    context.close()


@pytest.mark.parametrize("device", [PHONE, DESK])
def test_files_of_every_kind_are_sent_and_told_of(
    browser: Browser, address: str, tmp_path: Path, device: dict[str, Any]
) -> None:
    page = browser.new_context(locale="zh-CN", **device).new_page()
    page.goto(f"{address}/staff/imports/new")
    type_login(page, "li", GOOD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("导入")
    for what in KINDS_OF_RECORDS:
        page.goto(f"{address}/staff/imports/new?what={what}")
        fits_and_is_labelled(page)
    # A list of categories with a fault, and the same without.
    for name, text in (("bad.csv", "简称,全称\n美术,\n"), ("good.csv", "简称,全称\nart,美术\n")):
        file = tmp_path / name
        file.write_text(text)
        page.goto(f"{address}/staff/imports/new?what=categories")
        page.get_by_label("表格文件").set_input_files(file)
        page.get_by_label("来源").fill("区教育局")
        page.get_by_role("button", name="上传并查看各列").click()
        page.get_by_label("“简称”对应为").select_option(label="代码")
        page.get_by_label("“全称”对应为").select_option(label="中文名称")
        page.get_by_role("button", name="检查").click()
        look(page, "检查结果", f"categories-{name}", tmp_path)
    expect(page.locator("main")).to_contain_text("新增 1")


@pytest.mark.parametrize("device", [PHONE, DESK])
def test_columns_of_residents_are_told_remembered_and_forgotten(
    browser: Browser,
    address: str,
    town: tuple[City, Any],
    tmp_path: Path,
    device: dict[str, Any],
) -> None:
    page = browser.new_context(locale="zh-CN", **device).new_page()
    lon, lat = town[1](300, 5)
    file = tmp_path / "居民.csv"
    file.write_text(
        f"网格编号,经度,纬度,未满六十岁,六十岁及以上,备注\nd1,{lon},{lat},30,12.5,甲\n", "utf-8"
    )
    page.goto(f"{address}/staff/imports/new?what=population")
    type_login(page, "li", GOOD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("导入")
    for remembered in (False, True):
        page.goto(f"{address}/staff/imports/new?what=population")
        page.get_by_label("表格文件").set_input_files(file)
        page.get_by_label("来源").fill("统计局")
        page.get_by_label("坐标系").select_option("wgs84")
        page.get_by_role("button", name="上传并查看各列").click()
        expect(page.get_by_label("“网格编号”对应为")).to_have_value("id")
        counts = page.get_by_label("“六十岁及以上”对应为")
        expect(counts).to_have_value("residents" if remembered else "-")
        if not remembered:
            counts.select_option(label="人数")
            page.get_by_label("“六十岁及以上”的年龄段").fill("60+")
            page.get_by_label("“未满六十岁”对应为").select_option(label="人数")
            page.get_by_label("“未满六十岁”的年龄段").fill("0-59")
            look(page, "各列的含义", "residents", tmp_path)
            page.get_by_role("button", name="检查").click()
            page.get_by_role("button", name="导入", exact=True).click()
            expect(page.get_by_role("status")).to_contain_text("已生效")
    expect(page.get_by_label("“六十岁及以上”的年龄段")).to_have_value("60+")
    look(page, "各列的含义", "remembered", tmp_path)
    page.get_by_role("button", name="忘记记住的对应").click()
    expect(page.get_by_role("status")).to_contain_text("已忘记")
    expect(page.get_by_label("“六十岁及以上”对应为")).to_have_value("-")
    look(page, "各列的含义", "forgotten", tmp_path)
