"""All products of an edition, and the list of their hashes, ``products.json``.

Products are derived: whoever has the frozen files and the same programs makes the same bytes. So
they are no part of what is published, and the list ties them to it by the manifest's hash.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from learnmap.edition import MANIFEST, sha256
from learnmap.model.errors import IntegrityError, NotReadyError
from learnmap.products.addresses import addresses_of, qr_files
from learnmap.products.geopackage import geopackage
from learnmap.products.geoparquet import geoparquet
from learnmap.products.layers import (
    catchment_layer,
    offering_layer,
    point_layer,
    route_layer,
    union_layer,
)
from learnmap.products.makers import makers
from learnmap.products.map_sheet import map_sheet
from learnmap.products.notice import notice_of
from learnmap.products.numbering import number_points
from learnmap.products.point_list import point_list
from learnmap.products.spreadsheet import spreadsheet
from learnmap.products.typesetting import font_files
from learnmap.render.edition_files import read_edition

FOLDER: Final = "products/"
"""Where the products of an edition lie, beside its frozen files."""
PRODUCTS: Final = "products/products.json"


@dataclass(frozen=True, slots=True)
class ProductsVerification:
    """What a verification of products found right.

    Attributes
    ----------
    files : int
        How many were compared with ``products.json``.
    differing : tuple of str
        Programs of other versions than those that made them, so that they could not be made
        again here; empty when they were made again and are the same.
    """

    files: int
    differing: tuple[str, ...]


def make_products(files: Mapping[str, bytes], *, public_url: str | None = None) -> dict[str, bytes]:
    """Make all products of an edition from its frozen files alone.

    Parameters
    ----------
    files : mapping of str to bytes
        Of the edition, the manifest among them.
    public_url : str or None
        See `learnmap.products.addresses.addresses_of`; without it there are no QR codes.

    Returns
    -------
    dict of str to bytes
        By path below the edition's folder, all in ``products/``: GeoPackage, GeoParquet, CSV,
        two PDFs, QR codes, and ``products.json``.

    Raises
    ------
    NotReadyError
        When there is no manifest, or the fonts of the PDFs are not on this machine.
    InvalidInputError
        When a frozen file cannot be read, or `public_url` is no address.
    """
    if MANIFEST not in files:
        raise NotReadyError(f"products are made of a whole edition; {MANIFEST} is missing")
    font_files()
    edition = read_edition(files)
    addresses = addresses_of(edition, public_url)
    fictional = any(point.fictional for point in edition.points)
    notice = notice_of(edition.facts, some_fictional=fictional)
    about = notice.columns()
    layers = {
        "points": point_layer(edition),
        "offerings": offering_layer(edition),
        "routes": route_layer(edition),
        "catchments": catchment_layer(edition),
        "unions": union_layer(edition),
    }
    numbered = number_points(edition.points)
    made = {
        "edition.gpkg": geopackage(layers, about=about, day=notice.frozen_on),
        **{
            f"{name}.parquet": geoparquet(layers[name], about=about)
            for name in ("points", "routes", "catchments")
        },
        **{
            f"{name}.csv": spreadsheet(layers[name], about=about)
            for name in ("points", "offerings", "routes")
        },
        "map-sheet-a3.pdf": map_sheet(edition, numbered, notice=notice, addresses=addresses),
        "point-list-a4.pdf": point_list(edition, numbered, notice=notice, addresses=addresses),
        **qr_files(edition, addresses),
    }
    products = {FOLDER + path: content for path, content in sorted(made.items())}
    products[PRODUCTS] = _list(products, files[MANIFEST], public_url)
    return products


def split_products(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Part the files of a folder: those of the edition, and its products."""
    products = {path: content for path, content in files.items() if path.startswith(FOLDER)}
    return {path: files[path] for path in files if path not in products}, products


def verify_products(
    files: Mapping[str, bytes], products: Mapping[str, bytes]
) -> ProductsVerification:
    """Compare products with their list, and make them again where the same programs are here.

    Parameters
    ----------
    files : mapping of str to bytes
        Of the edition; verify them first.
    products : mapping of str to bytes

    Returns
    -------
    ProductsVerification

    Raises
    ------
    IntegrityError
        Naming every product that is missing, was added, has changed, or is not what the frozen
        content makes.
    """
    listed = _read_list(products)
    faults = _faults(listed, files, products)
    if not faults and not (differing := _differing(listed["made_with"])):
        again = make_products(files, public_url=listed["public_url"])
        faults = [
            f"{path} is not what the frozen content makes"
            for path in sorted(again.keys() | products.keys())
            if again.get(path) != products.get(path)
        ]
    if faults:
        raise IntegrityError(
            "the products are not those of this edition: " + "; ".join(faults) + ". Export the "
            "edition again, or take it from the city"
        )
    return ProductsVerification(len(listed["files"]), tuple(differing))


def _list(products: Mapping[str, bytes], manifest: bytes, public_url: str | None) -> bytes:
    entries = {
        path: {"bytes": len(content), "sha256": sha256(content)}
        for path, content in products.items()
    }
    facts = {
        "manifest_sha256": sha256(manifest),
        "public_url": public_url,
        "made_with": makers(),
        "files": entries,
    }
    return (json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _read_list(products: Mapping[str, bytes]) -> dict[str, Any]:
    if PRODUCTS not in products:
        raise IntegrityError(f"there are products, but no {PRODUCTS}; export the edition again")
    try:
        listed = json.loads(products[PRODUCTS])
        "".join(entry["sha256"] for entry in listed["files"].values())
        listed["made_with"].items()
        "".join((listed["manifest_sha256"], listed["public_url"] or ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntegrityError(f"{PRODUCTS} cannot be read ({error}); it was changed") from error
    return dict(listed)


def _faults(
    listed: Mapping[str, Any], files: Mapping[str, bytes], products: Mapping[str, bytes]
) -> list[str]:
    entries, manifest = listed["files"], sha256(files[MANIFEST])
    there = products.keys() - {PRODUCTS}
    faults = [f"{path} is missing" for path in sorted(entries.keys() - there)]
    faults += [f"{path} is not in {PRODUCTS}" for path in sorted(there - entries.keys())]
    if listed["manifest_sha256"] != manifest:
        faults.append(
            f"they were made of the edition whose manifest has SHA-256 "
            f"{listed['manifest_sha256']}, not {manifest}"
        )
    for path in sorted(entries.keys() & there):
        found = sha256(products[path])
        if found != entries[path]["sha256"]:
            faults.append(f"{path} has SHA-256 {found}, not {entries[path]['sha256']}")
    return faults


def _differing(made_with: Mapping[str, Any]) -> list[str]:
    """Name the programs that are not here as they were."""
    here = makers()
    return sorted(
        name for name in here.keys() | made_with.keys() if here.get(name) != made_with.get(name)
    )
