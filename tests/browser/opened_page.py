"""A page of an edition, opened from disk with the network off."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.devices import DESK


@dataclass
class Heard:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(
    browser: Browser, edition: Path, *, at: str = "", ready: bool = True, **context: Any
) -> Iterator[tuple[Page, Heard]]:
    """Open the page offline; at the end nothing may have been asked for or gone wrong."""
    heard = Heard()
    surroundings = browser.new_context(offline=True, **{**DESK, **context})
    try:
        page = surroundings.new_page()
        page.on("request", lambda request: heard.requests.append(request.url))
        page.on("pageerror", lambda error: heard.complaints.append(str(error)))
        page.on("console", lambda message: heard.complaints.append(message.text))
        page.goto(f"{edition.as_uri()}{at}")
        if ready:
            page.wait_for_selector("html.ready")
        yield page, heard
        asked = [url for url in heard.requests if not url.startswith(("data:", "blob:"))]
        assert {url.split("#")[0] for url in asked} == {edition.as_uri()}
        assert heard.complaints == []
        assert page.evaluate("window.broken") is None
    finally:
        surroundings.close()
