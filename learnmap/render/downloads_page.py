"""The page that offers what was made of a published edition, to be downloaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from learnmap.render.bilingual import Pair
from learnmap.render.content_policy import with_content_policy
from learnmap.render.page_environment import page_environment

FILE_WORDS: Final[dict[str, Pair]] = {
    "products/map-sheet-a3.pdf": ("A3 地图，可打印", "Map sheet (A3), to print"),
    "products/point-list-a4.pdf": ("A4 学习点名录，可打印", "List of points (A4), to print"),
    "products/points.csv": ("学习点表格", "Learning points as a table"),
    "products/offerings.csv": ("课程和活动表格", "Offerings as a table"),
    "products/routes.csv": ("行走线路表格", "Walking routes as a table"),
    "products/edition.gpkg": ("全部图层，供 QGIS 等使用", "All layers, for QGIS and others"),
    "products/points.parquet": ("学习点", "Learning points"),
    "products/catchments.parquet": ("步行可达范围", "Catchments"),
    "products/routes.parquet": ("行走线路", "Walking routes"),
    "points.geojson": ("学习点", "Learning points"),
    "catchments.geojson": ("步行可达范围", "Catchments"),
    "routes.geojson": ("行走线路", "Walking routes"),
    "areas.geojson": ("行政区划界线", "Outlines of areas"),
    "index.html": (
        "整张地图，一个网页文件，不上网也能看",
        "The whole map as one page, also offline",
    ),
    "manifest.json": ("年度版清单，含每个文件的 SHA-256", "Manifest: SHA-256 of each frozen file"),
    "products/products.json": ("下载文件清单，含 SHA-256", "SHA-256 of each file made of it"),
}
"""What can be downloaded, in the order of the page; QR codes are one for each point and route."""

_FORMATS: Final = {
    "csv": "CSV",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "html": "HTML",
    "json": "JSON",
    "parquet": "GeoParquet",
    "pdf": "PDF",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be downloaded.

    Attributes
    ----------
    href : str
    words : tuple of str
        What it is, in Chinese and English.
    format : str
    size : str
        Such as ``1.2 MB``; empty while it is not known.
    """

    href: str
    words: Pair
    format: str
    size: str


def downloads(sizes: Mapping[str, int], address: str) -> list[Download]:
    """Return what people download, in the order of `FILE_WORDS`.

    Parameters
    ----------
    sizes : mapping of str to int
        Bytes of each file, by its path below the edition's address. What is made of an edition
        is offered without one, too, for it may not be made yet.
    address : str
        Of the edition, with a slash at its end.
    """
    return [
        Download(
            address + path,
            pair,
            _FORMATS[path.rpartition(".")[2]],
            shown_size(sizes[path]) if path in sizes else "",
        )
        for path, pair in FILE_WORDS.items()
        if path in sizes or path.startswith("products/")
    ]


def shown_size(size: int) -> str:
    """Return a number of bytes as people read it."""
    for unit, least in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= least:
            return (
                f"{size / least:.1f} {unit}" if size < 10 * least else f"{size / least:.0f} {unit}"
            )
    return f"{size} B"


def render_downloads(facts: Mapping[str, Any], files: Iterable[Download]) -> bytes:
    """Make the page.

    Parameters
    ----------
    facts : mapping
        Of the edition's ``edition.json``.
    files : iterable of Download

    Returns
    -------
    bytes
        UTF-8 HTML that loads nothing.
    """
    page = (
        page_environment().get_template("downloads.html.j2").render(facts=facts, files=list(files))
    )
    return with_content_policy(page).encode("utf-8")
