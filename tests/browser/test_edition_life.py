"""An edition's life in a real browser: drafted, reviewed by another, published, compared."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect, sync_playwright

from learnmap.store import Store, read_point, upsert_points
from learnmap.workflows import passwords
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.editions import Approval, publish_edition
from tests.browser.axe import violations
from tests.browser.test_edition_page import CHROMIUM, DESK, PHONE
from tests.service.conftest import served
from tests.service.towns import open_town

GIVEN = "four plain words 4"
WAIT_MS = 60_000
URL = "https://maps.example.org/editions"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.fixture
def address(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODYS", quick.hash("nobody's"))
    city = open_town(store, tmp_path)
    compute_city_catchments(city)
    publish_edition(
        city,
        "learning",
        2025,
        approval=Approval(exemption="a test"),
        overrides={"translation": "a test"},
    )
    with store.begin() as tx:
        garden = read_point(tx, "garden").point
        upsert_points(
            tx, [garden.model_copy(update={"names": {"zh": "花园", "en": "Garden"}})], actor="li"
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


def drafts(editor: Page) -> None:
    """Begin the edition and give it to be reviewed."""
    is_fit_to_show(editor)
    editor.get_by_role("link", name="年度版").first.click()
    is_fit_to_show(editor)
    editor.get_by_label("年份").fill("2026")
    editor.get_by_label("审图号", exact=True).fill("沪S(2026)001号")
    editor.get_by_role("button", name="起草年度版").click()
    expect(editor.get_by_role("status")).to_have_text("草稿已建立。")
    is_fit_to_show(editor)
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
    assert "garden" in Path(saved.value.path()).read_text(encoding="utf-8-sig")


def test_drafted_reviewed_published_compared_and_downloaded(browser: Browser, address: str) -> None:
    editor = entered(browser, address, "li", **PHONE)
    drafts(editor)
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
