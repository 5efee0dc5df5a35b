"""A clerk's whole year in a real browser, from a district's list to the published map.

Last year's map is there. A district's list is sent back, comes again and waits until its doubt is
confirmed; a name is mended by hand; catchments are computed; a second person reviews and publishes;
the years are compared, the sheet is fetched, and the record is verified.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.store import Store
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.editions import Approval, publish_edition
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.towns import open_town
from tests.unit.network.drawing import Drawing

GIVEN = "four plain words 4"
WAIT_MS = 60_000
URL = "https://maps.example.org/editions"


@pytest.fixture
def address(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    hash_quickly(monkeypatch)
    city = open_town(store, tmp_path)
    compute_city_catchments(city)
    publish_edition(
        city,
        "learning",
        2025,
        approval=Approval(exemption="a test"),
        overrides={"translation": "a test"},
    )
    settings = city.settings()
    city.set(settings.model_copy(update={"review_required": True}))
    for name, full_name, role in (("li", "李娜", "editor"), ("wang", "王芳", "publisher")):
        add_account(city, name, full_name=full_name, role=role, password=GIVEN, temporary=False)
    with served(city, staff=replace(city), public_url=URL) as client:
        yield str(client.base_url).rstrip("/")


def entered(browser: Browser, address: str, name: str, **device: object) -> Page:
    page = browser.new_context(locale="zh-CN", **device).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{address}/staff/login")
    page.fill("#name", name)
    page.fill("#password", GIVEN)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/staff")
    return page


def is_fit_to_show(page: Page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert violations(page) == [], page.url


def district_list(folder: Path, *, mended: bool) -> Path:
    """Write a list of two points: a school by the street, and one whose phone is none."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "英文名称", "类型", "地址", "经度", "纬度", "电话", "核实日期"])
    today = dt.date.today().isoformat()  # noqa: DTZ011 - by any clock
    second = "图书馆" if mended else "书店"
    rows = (
        ("西岸社区学校", "West Bank School", "社区学校", "西岸1号", (5, 350), "63511234"),
        (
            "桥头阅览室",
            "Bridge Reading Room",
            second,
            "桥1号",
            (5, 390),
            "问",
        ),
    )
    for name, english, kind, address, place, phone in rows:
        lon, lat = Drawing().at(*place)
        sheet.append([name, english, kind, address, lon, lat, phone, today])
    path = folder / ("改好.xlsx" if mended else "西岸.xlsx")
    book.save(path)
    return path


def sends(editor: Page, file: Path) -> None:
    """Send a district's list, and have it checked."""
    editor.get_by_role("link", name="导入", exact=True).click()
    editor.get_by_role("link", name="导入新表格").click()
    editor.get_by_label("表格文件").set_input_files(file)
    editor.get_by_label("来源").fill("西岸街道")
    editor.get_by_role("button", name="上传并查看各列").click()
    is_fit_to_show(editor)
    editor.get_by_role("button", name="检查").click()


def imports(editor: Page, folder: Path) -> None:
    """Send the list back marked, take it mended, and confirm what is doubted."""
    sends(editor, district_list(folder, mended=False))
    expect(editor.get_by_role("status")).to_contain_text("有 1 处错误，不能导入")
    is_fit_to_show(editor)
    with editor.expect_download() as saved:
        editor.get_by_role("link", name="下载标注好的表格").click()
    saved.value.save_as(folder / "marked.xlsx")
    marked = openpyxl.load_workbook(folder / "marked.xlsx").active
    assert marked is not None
    assert "不是已知的学习点类别" in str(marked["C3"].comment.text)
    sends(editor, district_list(folder, mended=True))
    editor.get_by_role("button", name="导入到待确认区").click()
    editor.get_by_label("选择第 3 行").check()
    editor.get_by_label("确认的理由").fill("没有电话，请到现场问")
    editor.get_by_role("button", name="确认所选").click()
    expect(editor.get_by_role("status")).to_have_text("已确认。")
    editor.get_by_text("使这次导入生效").click()
    editor.get_by_role("button", name="生效", exact=True).click()
    expect(editor.get_by_role("status")).to_have_text("已生效。")
    is_fit_to_show(editor)


def renames(editor: Page, address: str) -> None:
    """Give a point the names that it lacks."""
    editor.goto(f"{address}/staff/points?q=garden")
    is_fit_to_show(editor)
    editor.goto(f"{address}/staff/points/garden")
    editor.get_by_label("中文名称").fill("花园")
    editor.get_by_label("英文名称").fill("Garden")
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.get_by_role("heading", level=1)).to_contain_text("花园")
    is_fit_to_show(editor)


def drafts(editor: Page, address: str) -> None:
    """Begin the edition, compute what has changed, and give it to be reviewed."""
    editor.goto(f"{address}/staff")
    is_fit_to_show(editor)
    editor.get_by_role("link", name="年度版").first.click()
    is_fit_to_show(editor)
    editor.get_by_label("年份").fill("2026")
    editor.get_by_label("审图号", exact=True).fill("沪S(2026)001号")
    editor.get_by_role("button", name="起草年度版").click()
    expect(editor.get_by_role("status")).to_have_text("草稿已建立。")
    editor.get_by_role("button", name="现在检查").click()
    expect(editor.get_by_role("status")).to_have_text("检查完成。", timeout=WAIT_MS)
    expect(editor.locator(".findings")).to_contain_text("步行可达范围缺少或已过时")
    is_fit_to_show(editor)
    editor.get_by_role("button", name="计算步行可达范围").click()
    done = "步行可达范围已经算好，并重新检查过。"
    expect(editor.get_by_role("status")).to_have_text(done, timeout=WAIT_MS)
    expect(editor.locator(".findings")).not_to_contain_text("步行可达范围缺少或已过时")
    editor.get_by_role("button", name="提交审核").click()
    expect(editor.get_by_role("status")).to_have_text("已提交审核。", timeout=WAIT_MS)
    expect(editor.locator("main")).to_contain_text("等待另一个人审核")


def reviews(publisher: Page) -> None:
    """Look at it, and approve it."""
    expect(publisher.locator("main")).to_contain_text("li 提交，等您审核")
    publisher.locator(".waiting a").first.click()
    with publisher.context.expect_page() as opened:
        publisher.get_by_role("link", name="预览草稿的地图").click()
    expect(opened.value.locator("h1")).to_contain_text("2026", timeout=WAIT_MS)
    opened.value.close()
    publisher.get_by_label("意见").fill("看过了")
    publisher.get_by_role("button", name="审核通过").click()
    expect(publisher.get_by_role("status")).to_have_text("审核已通过，可以发布。", timeout=WAIT_MS)
    is_fit_to_show(publisher)


def publishes(publisher: Page) -> None:
    """Publish it, by a double click, and fetch the sheet."""
    # Nothing happens before one says that one knows what it means.
    publisher.get_by_role("button", name="发布").click()
    expect(publisher.locator("#sure:invalid")).to_have_count(1)
    publisher.get_by_label("我知道发布后不能再改").check()
    publisher.get_by_role("button", name="发布").dblclick()
    expect(publisher.get_by_role("status")).to_have_text("已发布。", timeout=WAIT_MS)
    expect(publisher.get_by_role("img", name="扫码打开这张地图")).to_be_visible()
    expect(publisher.locator(".steps li")).to_have_count(5)
    is_fit_to_show(publisher)
    sheet = publisher.get_by_role("link", name="A3 地图，可打印")
    for _ in range(60):
        if sheet.count():
            break
        publisher.wait_for_timeout(500)
        publisher.reload()
    fetched = publisher.request.get(str(sheet.evaluate("link => link.href")))
    assert fetched.body().startswith(b"%PDF-")
    assert fetched.headers["content-type"] == "application/pdf"


def compares(publisher: Page) -> None:
    """Look what changed since the year before."""
    publisher.get_by_role("link", name="与 2025 年对比").click()
    publisher.get_by_role("button", name="对比").click()
    row = publisher.get_by_role("row").filter(has_text="更名")
    expect(row).to_contain_text("1")
    is_fit_to_show(publisher)
    with publisher.expect_download() as saved:
        publisher.get_by_role("link", name="变化清单（CSV）").click()
    changes = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert "garden" in changes
    assert "西岸社区学校" in changes


def test_a_year_from_the_district_to_the_published_map(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    editor = entered(browser, address, "li", **PHONE)
    imports(editor, tmp_path)
    renames(editor, address)
    drafts(editor, address)
    publisher = entered(browser, address, "wang", **DESK)
    reviews(publisher)
    publishes(publisher)
    compares(publisher)
    publisher.goto(f"{address}/staff/audit")
    is_fit_to_show(publisher)
    publisher.get_by_role("button", name="核对记录").click()
    expect(publisher.get_by_role("status")).to_contain_text("条记录都与写入时一致")
    is_fit_to_show(publisher)

    publisher.goto(f"{address}/editions/2026/learning/products/")
    is_fit_to_show(publisher)
    with publisher.expect_download() as saved:
        publisher.get_by_role("link", name="学习点表格").click()
    assert saved.value.suggested_filename == "learning-2026-r1-points.csv"
    for page in (editor, publisher):
        page.context.close()
