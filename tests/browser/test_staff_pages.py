"""A clerk's first day in a real browser, by the keyboard, on a phone and at a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.store import Store
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.staffed import hash_quickly

GIVEN = "four plain words 4"
OWN = "another good one 5"


@pytest.fixture
def address(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    hash_quickly(monkeypatch)
    city = City(store, tmp_path, "clerk")
    add_account(city, "chen", full_name="陈", role="admin", password=GIVEN)
    with served(city, staff=city) as client:
        yield str(client.base_url).rstrip("/")


def fits_and_is_labelled(page: Page) -> None:
    """Nothing is wider than the screen, small to touch or without a name, and axe finds nothing."""
    page.wait_for_load_state()  # with its style
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.evaluate("document.documentElement.lang")
    fields = "input:not([type=hidden]):not([hidden]), select"
    unlabelled = page.evaluate(
        f"[...document.querySelectorAll('{fields}')].filter(e => !e.labels.length).length"
    )
    assert unlabelled == 0
    described = page.evaluate(
        "[...document.querySelectorAll('[aria-describedby], [aria-labelledby]')].every(e =>"
        " document.getElementById(e.getAttribute('aria-describedby')"
        " || e.getAttribute('aria-labelledby')))"
    )
    assert described
    small = page.evaluate(
        f"[...document.querySelectorAll('{fields}, button, header a, .people a')]"
        ".map(e => e.type === 'checkbox' ? e.labels[0] : e)"  # one touches the words, too
        ".filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44)"
        ".filter(e => !e.matches('.skip')).map(e => e.outerHTML)"
    )
    assert small == []
    assert violations(page) == []


def type_login(page: Page, name: str, password: str) -> None:
    """Log in by the keyboard alone: the name's field has the focus."""
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_a_first_day(browser: Browser, address: str, device: dict[str, Any]) -> None:
    context = browser.new_context(locale="zh-CN", **device)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
    )
    page.goto(f"{address}/staff")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    fits_and_is_labelled(page)
    type_login(page, "chen", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    type_login(page, "chen", GIVEN)

    # Somebody else gave the password, so it is changed first, and the new one is asked for.
    expect(page.get_by_role("alert")).to_contain_text("请先改成只有您知道的密码")
    fits_and_is_labelled(page)
    page.get_by_label("当前密码").fill(GIVEN)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再输入一次新密码").fill(OWN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("密码已修改")
    type_login(page, "ＣＨＥＮ", OWN)
    expect(page.get_by_role("heading", level=1)).to_have_text("陈，您好")
    expect(page.get_by_role("listitem").filter(has_text="管理账号").last).to_be_visible()
    fits_and_is_labelled(page)

    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, 陈")
    page.get_by_role("link", name="Accounts").click()
    page.get_by_label("User name").fill("zhang.min")
    page.get_by_label("Full name").fill("<script>alert(1)</script>张敏")
    page.get_by_label("Role").select_option("editor")
    page.get_by_label("First password").fill(GIVEN)
    page.get_by_role("button", name="Add an account").click()
    expect(page.get_by_role("status")).to_have_text("The account is added.")
    expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script>张敏")
    fits_and_is_labelled(page)
    page.get_by_role("button", name="Disable the account").click()
    expect(page.get_by_role("status")).to_have_text("The account is disabled.")
    page.get_by_role("link", name="Back to the accounts").click()
    expect(page.get_by_role("listitem").filter(has_text="zhang.min")).to_contain_text("Disabled")
    fits_and_is_labelled(page)

    # The first thing that the keyboard comes to leads past the menu.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("status")).to_have_text("You are logged out.")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert complaints == []
    context.close()
