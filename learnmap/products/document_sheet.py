"""A document set in type as A4 sheets."""

from learnmap.products.typesetting import typeset
from learnmap.render.document import Document


def document_sheet(document: Document) -> bytes:
    """Set a document.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        A PDF with its fonts embedded; the same for the same document.

    Raises
    ------
    NotReadyError
        When this machine lacks the fonts.
    """
    pictures: dict[str, bytes] = {}
    sections = []
    for part, section in enumerate(document.sections, start=1):
        figures = []
        for number, figure in enumerate(section.figures, start=1):
            name = f"figure-{part}-{number}.svg"
            pictures[name] = figure.svg.encode("utf-8")
            figures.append({"file": name, "caption": figure.caption})
        tables = [
            {
                "caption": table.caption,
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
                "numbers": table.numbers,
            }
            for table in section.tables
        ]
        sections.append(
            {
                "heading": section.heading,
                "text": list(section.text),
                "figures": figures,
                "tables": tables,
                "notes": list(section.notes),
            }
        )
    data = {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "made_on": document.made_on,
        "fictional": document.fictional,
        "key_figures": [[one.value, one.meaning] for one in document.key_figures],
        "sections": sections,
        "foot": document.foot,
    }
    return typeset("document.typ", data, pictures)
