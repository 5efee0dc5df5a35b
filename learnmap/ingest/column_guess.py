"""Guesses from the names of a file's columns, and for names from the cells, which is which."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from learnmap.ingest.column_mapping import SURENESS, ColumnMapping, MappedColumn
from learnmap.ingest.column_synonyms import NAMES, OURS, WEAK, normalise, without_brackets
from learnmap.ingest.sheet import SheetRow
from learnmap.ingest.table import NAME_COLUMN, Row, Table

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_RUNNING_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)
_ROWS_LOOKED_AT: Final = 200
_HEADER_WITHIN: Final = 20


def guess_mapping(
    table: Table, *, known: Collection[str], words: Mapping[str, str] = OURS
) -> ColumnMapping:
    """Guess which of our columns each column of a table is.

    Parameters
    ----------
    table : Table
        With the file's own names.
    known : collection of str
        Our columns; ``name_XX`` need not be among them.
    words : mapping of str to str
        Our column by a normalised synonym; those of learning points by default.

    Returns
    -------
    ColumnMapping
        The surest candidate for each column of ours. Two that are equally sure are ambiguous,
        and a column that is like none of ours, or less sure than another, is ignored. So is a
        column of ids that only numbers the rows.
    """
    candidates: dict[str, list[MappedColumn]] = defaultdict(list)
    for title in dict.fromkeys(table.columns):
        found = _guess(title, known, table.rows, words)
        if found:
            candidates[found[0]].append(found[1])
    columns: dict[str, MappedColumn] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    for ours, few in candidates.items():
        best = min(SURENESS.index(one.sure) for one in few)
        surest = [one for one in few if SURENESS.index(one.sure) == best]
        if len(surest) == 1:
            columns[ours] = surest[0]
        else:
            ambiguous[ours] = tuple(one.column for one in surest)
    taken = {one.column for one in columns.values()}.union(*ambiguous.values())
    ignored = tuple(title for title in table.columns if title not in taken)
    return ColumnMapping(columns, {}, ignored, ambiguous)


def find_header(
    rows: Iterable[SheetRow], wanted: Collection[str] = (), *, words: Mapping[str, str] = OURS
) -> SheetRow:
    """Return the row that holds the most names of columns, among the first twenty.

    Titles and remarks may stand above it.

    Parameters
    ----------
    rows : iterable of SheetRow
        At least one.
    wanted : collection of str
        Names of the file's columns that a mapping uses.
    words : mapping of str to str
        As in `guess_mapping`.
    """
    first = [row for row, _ in zip(rows, range(_HEADER_WITHIN), strict=False)]
    return max(
        first, key=lambda row: (sum(c in wanted for c in row.cells), count_names(row, words=words))
    )


def count_names(row: SheetRow, *, words: Mapping[str, str] = OURS) -> int:
    """Count the names of columns, ours and known synonyms, that a row holds."""
    ours = {"name", *words.values()}  # What may be the X of a place is no column of a category.
    weak = {word for word, (column, _) in WEAK.items() if column in ours}
    return sum(_is_name(cell, (words, weak, NAMES)) for cell in set(row.cells))


def _is_name(cell: str, tables: Iterable[Collection[str]]) -> bool:
    if not cell or len(cell) > 40:
        return False
    plain, short = normalise(cell), without_brackets(cell)
    is_ours = bool(NAME_COLUMN.fullmatch(cell))
    return is_ours or any(word in table for table in tables for word in (plain, short))


def _guess(
    title: str, known: Collection[str], rows: list[Row], words: Mapping[str, str]
) -> tuple[str, MappedColumn] | None:
    if title in known or NAME_COLUMN.fullmatch(title):
        return title, MappedColumn(title, "exact", "it has our name")
    plain, short = normalise(title), without_brackets(title)
    for word in (plain, short):
        if word in words and not (words[word] == "id" and _runs(title, rows)):
            return words[word], MappedColumn(title, "likely", "it is a usual name for it")
        if word in NAMES:
            language, why = _language_of(title, rows)
            return f"name_{language}", MappedColumn(title, "likely", why)
        if word in WEAK:
            ours, why = WEAK[word]
            if ours == "name":
                ours = f"name_{_language_of(title, rows)[0]}"
            if ours in known or ours.startswith("name_"):
                return ours, MappedColumn(title, "unsure", why)
    return None


def _runs(title: str, rows: list[Row]) -> bool:
    """Tell whether a column numbers its rows: each district's begins with 1, so it is no id."""
    cells = [cell for row in rows if (cell := row.cells.get(title))]
    return bool(cells) and all(_RUNNING_NUMBER.fullmatch(cell) for cell in cells)


def _language_of(title: str, rows: list[Row]) -> tuple[str, str]:
    """Tell the language of names by most of their cells."""
    language = language_of([c for row in rows[:_ROWS_LOOKED_AT] if (c := row.cells.get(title))])
    return language, "its cells are Chinese" if language == "zh" else "its cells are not Chinese"


def language_of(names: Sequence[str]) -> str:
    """Tell ``zh`` or ``en`` by most of some names."""
    chinese = sum(bool(_CHINESE.search(name)) for name in names)
    return "zh" if 2 * chinese >= len(names) else "en"
