"""An edition's frozen files become the page that people open."""

from learnmap.render.comparison_page import CountedWith, render_comparison
from learnmap.render.downloads_page import downloads, render_downloads
from learnmap.render.edition_page import PAGE_BYTES, least_page_bytes, render_edition
from learnmap.render.fingerprint import renderer_fingerprint
from learnmap.render.index_page import EditionLink, render_index

__all__ = [
    "PAGE_BYTES",
    "CountedWith",
    "EditionLink",
    "downloads",
    "least_page_bytes",
    "render_comparison",
    "render_downloads",
    "render_edition",
    "render_index",
    "renderer_fingerprint",
]
