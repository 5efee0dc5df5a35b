"""The folder that a city puts on a web host: an edition and its products, and their check."""

from pathlib import Path

from learnmap.edition import Verification, read_folder, write_folder
from learnmap.products import (
    ProductsVerification,
    make_products,
    split_products,
    verify_products,
)
from learnmap.store import EditionRow
from learnmap.workflows.city import City
from learnmap.workflows.editions import stored_edition, verify_edition


def export_with_products(
    city: City,
    map_name: str,
    year: int,
    folder: Path,
    *,
    revision: int | None = None,
    public_url: str | None = None,
) -> EditionRow:
    """Write an edition byte for byte as published, and its products beside it.

    Parameters
    ----------
    city : City
    map_name : str
    year : int
    folder : Path
        New, or holding this very export.
    revision : int or None
        Another than the published one.
    public_url : str or None
        Where the folders ``YEAR/MAP/`` will be on the web; without it there are no QR codes.
    """
    edition, files = stored_edition(city, map_name, year, revision)
    write_folder({**files, **make_products(files, public_url=public_url)}, folder)
    return edition


def verify_export(folder: Path) -> tuple[Verification, ProductsVerification | None]:
    """Verify an edition in a folder, and its products where it has some, without a database.

    Raises
    ------
    IntegrityError
        Naming what is not as it was published, or not made of it.
    """
    files, products = split_products(read_folder(folder))
    verification = verify_edition(files)
    return verification, verify_products(files, products) if products else None
