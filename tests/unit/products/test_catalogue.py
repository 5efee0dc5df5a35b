"""The same frozen content gives the same products, and nothing else passes for them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import segno

from learnmap.edition import sha256
from learnmap.model.errors import IntegrityError, InvalidInputError, NotReadyError
from learnmap.products import PRODUCTS, make_products, split_products, typesetting, verify_products
from learnmap.products.makers import makers
from tests.unit.products.editions import edition_files

ROOT = Path(__file__).parents[3]
URL = "https://maps.example.org"
PRINT_HASHES = """
import hashlib
from learnmap.products import make_products
from tests.unit.products.editions import edition_files
made = make_products(edition_files(6), public_url="https://maps.example.org")
for path, content in sorted(made.items()):
    print(path, hashlib.sha256(content).hexdigest())
"""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return edition_files()


@pytest.fixture(scope="module")
def products(files: dict[str, bytes]) -> dict[str, bytes]:
    return make_products(files, public_url=URL)


def test_zone_locale_and_hash_seed_change_no_byte() -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_HASHES],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for zone, locale, seed in (("Asia/Shanghai", "C.UTF-8", "1"), ("Pacific/Apia", "C", "77"))
    ]
    one, other = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert one == other
    assert len(one.splitlines()) == 9 + 6 + 1 + 1


def test_products_verify_and_can_be_told_from_the_edition(
    files: dict[str, bytes], products: dict[str, bytes]
) -> None:
    assert split_products({**files, **products}) == (files, products)
    found = verify_products(files, products)
    assert (found.files, found.differing) == (9 + 25 + 1, ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"products/points.csv": b"x"}, r"products/points\.csv has SHA-256"),
        ({"products/extra.pdf": b"x"}, r"products/extra\.pdf is not in"),
        ({"products/edition.gpkg": None}, r"products/edition\.gpkg is missing"),
        ({PRODUCTS: b"{}"}, "it was changed"),
        ({PRODUCTS: None}, r"no products/products\.json"),
    ],
)
def test_a_changed_product_is_found(
    files: dict[str, bytes],
    products: dict[str, bytes],
    change: dict[str, bytes | None],
    message: str,
) -> None:
    changed = {**products, **change}
    left = {path: content for path, content in changed.items() if content is not None}
    with pytest.raises(IntegrityError, match=message):
        verify_products(files, left)


def relisted(products: dict[str, bytes], path: str, content: bytes) -> bytes:
    """Return a list that was forged to fit a forged product."""
    listed = json.loads(products[PRODUCTS])
    listed["files"][path]["sha256"] = sha256(content)
    return json.dumps(listed).encode()


def test_a_forged_list_does_not_help_where_products_are_made_again(
    files: dict[str, bytes], products: dict[str, bytes]
) -> None:
    forged = {**products, "products/points.csv": b"x"}
    forged[PRODUCTS] = relisted(products, "products/points.csv", b"x")
    with pytest.raises(IntegrityError, match=r"points\.csv is not what the frozen content makes"):
        verify_products(files, forged)


def test_what_other_programs_made_is_compared_with_its_list_alone(
    files: dict[str, bytes], products: dict[str, bytes]
) -> None:
    listed = json.loads(products[PRODUCTS])
    listed["made_with"]["typst"] = "0.1"
    found = verify_products(files, {**products, PRODUCTS: json.dumps(listed).encode()})
    assert found.differing == ("typst",)


def test_products_of_another_edition_are_refused(products: dict[str, bytes]) -> None:
    with pytest.raises(IntegrityError, match="made of the edition whose manifest has SHA-256"):
        verify_products(edition_files(24), products)


def test_codes_lead_to_the_points_and_routes_of_the_page(products: dict[str, bytes]) -> None:
    wanted = {
        "products/qr/points/p00007.svg": f"{URL}/2026/learning/#p-p00007",
        "products/qr/routes/r1.svg": f"{URL}/2026/learning/#route-0",
    }
    for path, address in wanted.items():
        root = ET.fromstring(products[path])  # noqa: S314 -- our own file
        side = segno.make_qr(address, error="m", boost_error=False).symbol_size(border=4)[0]
        assert root.attrib["viewBox"] == f"0 0 {side} {side}"
    assert len({products[path] for path in products if "/qr/" in path}) == 26


def test_without_an_address_there_are_no_codes(files: dict[str, bytes]) -> None:
    assert [path for path in make_products(files) if "/qr/" in path] == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "maps", "https://a.example/?q=1"])
def test_what_is_no_address_is_refused(files: dict[str, bytes], url: str) -> None:
    with pytest.raises(InvalidInputError, match="is no web address"):
        make_products(files, public_url=url)


def test_without_the_fonts_the_package_is_named(
    files: dict[str, bytes],
    products: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(typesetting, "_FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    typesetting._fonts.cache_clear()
    makers.cache_clear()
    try:
        with pytest.raises(NotReadyError, match="install the package fonts-noto-cjk"):
            make_products(files)
        assert verify_products(files, products).differing == ("fonts",)
    finally:
        typesetting._fonts.cache_clear()
        makers.cache_clear()
