"""Turns the bytes of a text file into text: UTF-8, or GB18030 where nothing else fits."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest.faults import FaultyTableError, refuse

MOST_BYTES: Final = 200_000_000
"""A list of every learning point of a province is far smaller."""
SAVE_AS: Final = "save it as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)"

_MAGIC: Final = {
    b"PK\x03\x04": "an xlsx workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an xls workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a GeoPackage or SQLite database",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
_CHINESE_IN_UTF8: Final = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and the encoding that it was in (``UTF-8`` or ``GB18030``)."""

    text: str
    encoding: str


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    Raises
    ------
    FaultyTableError
        When it is absent, cannot be read, or is over `MOST_BYTES`.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refuse(
                path,
                f"the file has {size // 1_000_000} MB, over {MOST_BYTES // 1_000_000} MB",
                "give the list of points alone, or split it by district",
            )
        return path.read_bytes()
    except OSError as error:
        raise refuse(
            path, f"{path} cannot be read ({error.strerror})", "check the path and its permissions"
        ) from error


def read_text(path: Path) -> FileText:
    """Read a text file whose encoding nobody declared.

    UTF-8 with or without a byte order mark is taken first: text in another encoding is hardly
    ever valid UTF-8. GB18030, which is what a Chinese spreadsheet saves as CSV, comes next.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    FileText

    Raises
    ------
    FaultyTableError
        When the file is absent, binary, UTF-16, in no encoding of these, or in two of them.
    """
    raw = read_bytes(path)
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise refuse(path, f"the file is {what}, not CSV", SAVE_AS)
    if b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        raise refuse(path, "the file holds NUL bytes, so it is not CSV", SAVE_AS, line=line)
    try:
        return FileText(raw.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError as error:
        mixed = _find_mixed(path, raw)
        if mixed:
            raise mixed from None
        try:
            return FileText(raw.decode("gb18030"), "GB18030")
        except UnicodeDecodeError as other:
            start = max(error.start, other.start)
            raise refuse(
                path,
                f"the file is neither UTF-8 nor GB18030: byte 0x{raw[start]:02x} "
                "does not belong there",
                SAVE_AS,
                line=raw.count(b"\n", 0, start) + 1,
            ) from None


def _find_mixed(path: Path, raw: bytes) -> FaultyTableError | None:
    """Find the line where a file that is not UTF-8 as a whole changes its encoding."""
    first: tuple[int, str] | None = None
    for line, content in enumerate(raw.split(b"\n"), start=1):
        encoding = _encoding_of(content)
        if encoding is None:
            continue
        if first is None:
            first = line, encoding
        elif encoding != first[1]:
            return refuse(
                path,
                f"this line is {encoding} and line {first[0]} is {first[1]}",
                "copy both parts into one spreadsheet, mend what is garbled, and "
                "save it as CSV UTF-8",
                line=line,
            )
    return None


def _encoding_of(line: bytes) -> str | None:
    """Tell the encoding of a line, None where it could be either."""
    if line.isascii():
        return None
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030" if _is_gb18030(line) else None
    # One Chinese character in UTF-8 is three bytes; GB18030 hardly ever looks like that.
    return "UTF-8" if _CHINESE_IN_UTF8.search(line) else None


def _is_gb18030(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
