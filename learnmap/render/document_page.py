"""A document as one HTML file that loads nothing and runs nothing."""

from markupsafe import Markup

from learnmap.render.content_policy import with_content_policy
from learnmap.render.document import Document, Figure
from learnmap.render.page_environment import page_environment


def render_document(document: Document) -> bytes:
    """Make the page.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        UTF-8 HTML; the same for the same document.
    """
    page = (
        page_environment()
        .get_template("document.html.j2")
        .render(
            document=document,
            language={"zh": "zh-CN", "en": "en"}[document.language],
            contents={"zh": "目录", "en": "Contents"}[document.language],
            drawing=_drawing,
        )
    )
    return with_content_policy(page).encode("utf-8")


def _drawing(figure: Figure) -> Markup:
    """Return a figure's SVG; our own modules drew it and escaped what stands in it."""
    return Markup(figure.svg)  # noqa: S704 -- see above
