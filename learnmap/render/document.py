"""A document in one language: headings, text, figures and tables, the same on page and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption.

    Attributes
    ----------
    svg : str
        One ``svg`` element that says in its title what it shows.
    caption : str
    """

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; its first column names the row.

    Attributes
    ----------
    caption : str
    columns : sequence of str
    rows : sequence of sequence of str
        As many cells as there are columns.
    numbers : int
        So many columns at the right hold numbers.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    Attributes
    ----------
    heading : str
    text : sequence of str
        Paragraphs.
    figures : sequence of Figure
    tables : sequence of Table
    notes : sequence of str
        What has to be known of the figures, below them.
    """

    heading: str
    text: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that stands large at the head of a document.

    Attributes
    ----------
    value : str
    meaning : str
    """

    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    Attributes
    ----------
    language : str
    title : str
    subtitle : str
    made_on : str
        ``2026-11-30``.
    fictional : str
        What is said of invented data; empty for real ones.
    key_figures : sequence of KeyFigure
    sections : sequence of Section
    foot : str
        At the foot of each page: sources and licences.
    """

    language: Language
    title: str
    subtitle: str
    made_on: str
    fictional: str
    key_figures: Sequence[KeyFigure]
    sections: Sequence[Section]
    foot: str
