"""Links made of what somebody typed: only telephone numbers and web addresses."""

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./\-]{1,28}[0-9]")
_BETWEEN_PHONES: Final = re.compile(r"\s*[;；,，、]\s*")
_UNSAFE_IN_URL: Final = re.compile(r"[\x00-\x20\x7f<>\"'`\\^{|}\u200b-\u200f\u2028-\u202e]")


def phone_links(text: str) -> Markup:
    """Return telephone numbers as ``tel:`` links, and as plain text what is no number."""
    return Markup(", ").join(_phone_link(part) for part in _BETWEEN_PHONES.split(text) if part)


def web_link(text: str) -> Markup:
    """Return a web address as a link, and as plain text what is not http or https."""
    url = text.strip()
    if not is_web_address(url):
        return escape(text)
    shown = url.split("://", 1)[1].rstrip("/")
    return Markup('<a href="{}">{}</a>').format(url, shown)


def is_web_address(url: str) -> bool:
    """Tell whether `url` is an http or https address without odd characters."""
    if _UNSAFE_IN_URL.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def _phone_link(part: str) -> Markup:
    if not _PHONE.fullmatch(part):
        return escape(part)
    digits = re.sub(r"[^0-9+]", "", part)
    return Markup("<a href=tel:{}>{}</a>").format(digits, part)
