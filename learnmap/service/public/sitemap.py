"""The addresses of all pages, for search engines (sitemaps.org), in both languages."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.reader import TAGS

MOST: Final = 50_000
"""Addresses that one file may hold, by the protocol."""
_SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in every language.

    Attributes
    ----------
    path : str
        Without its language.
    changed : datetime or None
    """

    path: str
    changed: dt.datetime | None = None


def count_parts(pages: Sequence[Page], *, most: int = MOST) -> int:
    """Return in how many files the addresses fit; there is one at least."""
    each = most // len(LANGUAGES)
    return max(1, -(-len(pages) // each))


def sitemap_index(root: str, parts: int) -> str:
    """Return the file that names the others.

    Parameters
    ----------
    root : str
        Of the site.
    parts : int
    """
    entries = "".join(
        f"<sitemap><loc>{escape(root)}/sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(1, parts + 1)
    )
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAPS}">\n{entries}</sitemapindex>\n'


def sitemap_part(root: str, pages: Sequence[Page], number: int, *, most: int = MOST) -> str:
    """Return one of the files.

    Parameters
    ----------
    root : str
        Of the site.
    pages : sequence of Page
        All of them.
    number : int
        From 1.
    most : int
        Addresses of a file.
    """
    each = most // len(LANGUAGES)
    held = pages[(number - 1) * each : number * each]
    entries = "".join(entry for page in held for entry in _entries(root, page))
    return (
        f'{_HEAD}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )


def _entries(root: str, page: Page) -> Iterator[str]:
    addresses = {language: escape(f"{root}/{language}{page.path}") for language in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{address}"/>'
        for language, address in addresses.items()
    )
    changed = f"<lastmod>{page.changed:%Y-%m-%d}</lastmod>" if page.changed else ""
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{changed}{others}</url>\n"
