"""Archives that are no workbook, or one that must not be opened."""

import struct
import zipfile
from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError, RowFault, read_points
from tests.unit.ingest.workbooks import HEADER, ROW, new_workbook, save

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refusal(path: Path) -> RowFault:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path)
    (fault,) = caught.value.faults
    return fault


def _archive(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "points.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _parts(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(save(new_workbook([HEADER, ROW])[0], folder)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("content", "message", "remedy"),
    [
        (b"", "is empty", "header"),
        (OLE + b"Workbook".ljust(600, b"\0"), "xls workbook", "save it as .xlsx"),
        (OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"), "encrypted", "remove the"),
        (b"\x1f\x8b\x08\0", "gzip", "save it as .xlsx"),
        (b"PK\x03\x04 and no more", "truncated or damaged", "send the file again"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, message: str, remedy: str) -> None:
    path = tmp_path / "points.xlsx"
    path.write_bytes(content)
    fault = _refusal(path)
    assert message in fault.message
    assert remedy in fault.remedy


def test_a_truncated_workbook(tmp_path: Path) -> None:
    path = save(new_workbook([HEADER, ROW])[0], tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    assert "truncated or damaged" in _refusal(path).message


def test_a_workbook_with_a_flipped_byte(tmp_path: Path) -> None:
    path = save(new_workbook([HEADER, ROW])[0], tmp_path)
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    raw = bytearray(path.read_bytes())
    raw[start + 200] ^= 0xFF
    path.write_bytes(raw)
    assert "truncated or damaged" in _refusal(path).message


@pytest.mark.parametrize(
    ("name", "what"),
    [("content.xml", "OpenDocument"), ("word/document.xml", "Word"), ("a.txt", "a zip archive")],
)
def test_other_archives_are_named(tmp_path: Path, name: str, what: str) -> None:
    assert what in _refusal(_archive(tmp_path, {name: b"x"})).message


def test_an_xlsx_named_xls_is_to_be_renamed(tmp_path: Path) -> None:
    path = save(new_workbook([HEADER, ROW])[0], tmp_path, "points.xls")
    assert _refusal(path).remedy == "name it .xlsx"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    parts = {**_parts(tmp_path), "xl/media/image1.png": b"\0" * 50_000_000}
    assert "which no list of points does" in _refusal(_archive(tmp_path, parts)).message


def test_a_zip_bomb_that_lies_about_its_size_is_found(tmp_path: Path) -> None:
    path = _archive(tmp_path, {**_parts(tmp_path), "xl/media/a.png": b"\0" * 50_000_000})
    raw = path.read_bytes()
    # The sizes in the local header and in the directory say 100 bytes.
    lied = raw.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 100))
    assert lied != raw
    path.write_bytes(lied)
    assert "truncated or damaged" in _refusal(path).message


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "' + "x" * 100 + '"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_xml_bombs_and_external_entities_are_refused(
    tmp_path: Path, declaration: str, encoding: str
) -> None:
    parts = _parts(tmp_path)
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        own = parts[name].decode().removeprefix('<?xml version="1.0"?>')
        changed = {**parts, name: (declaration + own).encode(encoding)}
        fault = _refusal(_archive(tmp_path, changed))
        assert f"its part {name} declares a document type" in fault.message
