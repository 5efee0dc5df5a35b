"""The zip archive of an xlsx workbook, looked through before anything in it is believed."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

from learnmap.ingest.faults import FaultyTableError, refuse

MOST_UNPACKED_BYTES: Final = 300_000_000
"""A workbook of 20,000 points with twenty columns unpacks to about 20 MB."""
MOST_RATIO: Final = 200
"""Worksheets pack to a tenth; only what was made to burst packs to less than a 200th."""
MOST_PARTS: Final = 5_000

_SMALL_BYTES: Final = 5_000_000
_CHUNK_BYTES: Final = 1 << 20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # A way of packing that zipfile does not know.
    RuntimeError,  # A part with a password.
)
_SAVE_AS_XLSX: Final = "open it in a spreadsheet and save it as .xlsx"
_OTHERS: Final = {
    "xl/workbook.bin": "an xlsb workbook",
    "content.xml": "an OpenDocument file",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint document",
    "doc.kml": "a KMZ archive",
}


def check_workbook(path: Path) -> None:
    """Refuse what is no xlsx workbook that can be opened without danger.

    Parameters
    ----------
    path : Path
        The file, whatever its name says.

    Raises
    ------
    FaultyTableError
        When the file is an old, an encrypted or another workbook, no workbook at all,
        truncated, a bomb of zip or XML, or refers to entities outside itself.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
            if head == _OLE:
                raise _refuse_ole(path, file.read(MOST_UNPACKED_BYTES))
    except OSError as error:
        raise refuse(
            path, f"{path} cannot be read ({error.strerror})", "check the path and its permissions"
        ) from error
    if not head:
        raise refuse(path, "the file is empty", "give a workbook with a header and rows")
    if not head.startswith(b"PK"):
        what = "a gzip archive" if head.startswith(b"\x1f\x8b") else "text or something else"
        raise refuse(
            path,
            f"the file is named {path.suffix or 'without an ending'} and is {what}, no workbook",
            _SAVE_AS_XLSX,
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive)
            _check_parts(path, archive)
    except _DAMAGES as error:
        raise refuse(
            path,
            f"the workbook is truncated or damaged ({error})",
            "copy or send the file again, or open it in a spreadsheet and save it anew",
        ) from error


def _refuse_ole(path: Path, rest: bytes) -> FaultyTableError:
    if _ENCRYPTED in rest:
        return refuse(
            path,
            "the workbook is encrypted with a password",
            "open it with the password, remove the password and save it again",
        )
    return refuse(path, "the file is an xls workbook (Excel 97 to 2003)", _SAVE_AS_XLSX)


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse by what the archive declares of itself; reading never passes those sizes."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(path.stat().st_size, 1)
    burst = unpacked > _SMALL_BYTES and unpacked > MOST_RATIO * packed
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or burst:
        raise refuse(
            path,
            f"the workbook unpacks from {packed:,} to {unpacked:,} bytes in {len(parts)} parts, "
            "which no list of points does",
            "copy the cells of the list into a new workbook",
        )
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        what = next((_OTHERS[name] for name in _OTHERS if name in names), "a zip archive")
        raise refuse(path, f"the file is {what}, no xlsx workbook", _SAVE_AS_XLSX)


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Read each part once: its checksum, its real size, and no document type in its XML."""
    for part in archive.infolist():
        tail = b""
        is_xml = part.filename.endswith((".xml", ".rels"))
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK_BYTES):
                if is_xml and any(mark in tail + chunk for mark in _DOCTYPES):
                    raise refuse(
                        path,
                        f"its part {part.filename} declares a document type, with which XML "
                        "can burst or read other files",
                        _SAVE_AS_XLSX,
                    )
                tail = chunk[-32:]
