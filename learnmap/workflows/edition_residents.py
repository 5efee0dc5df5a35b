"""What editions keep of residents and do not publish."""

from pathlib import Path

from learnmap.edition import RESIDENTS, sha256, withheld_sha256
from learnmap.model.errors import ConflictError, IntegrityError, NotFoundError
from learnmap.store import EditionRow, read_edition, read_frozen_residents
from learnmap.workflows.city import City
from learnmap.workflows.drafts import check_address


def frozen_residents(city: City, edition: EditionRow) -> bytes | None:
    """Read what an edition keeps of residents; None for one that was frozen without."""
    with city.store.begin() as tx:
        return read_frozen_residents(tx, edition.id)


def check_residents(city: City, edition: EditionRow, manifest: bytes) -> None:
    """Hold what an edition keeps of residents against its manifest.

    Raises
    ------
    IntegrityError
        When it is not what the manifest vouches for.
    """
    kept = frozen_residents(city, edition)
    if (kept and sha256(kept)) != withheld_sha256(manifest, RESIDENTS):
        raise IntegrityError(
            f"{edition.title}: {RESIDENTS}, which is not published, is not what its manifest "
            "vouches for; restore the database from a copy"
        )


def export_residents(
    city: City, map_name: str, year: int, path: Path, *, revision: int | None = None
) -> EditionRow:
    """Write what an edition keeps of residents into a new file, for whoever may have it.

    Raises
    ------
    ConflictError
        When there is such a file already.
    NotFoundError
        When there is no such edition, or no residents were on record when it was frozen.
    """
    check_address(map_name, year)
    with city.store.begin() as tx:
        edition = read_edition(tx, map_name, year, revision)
        kept = read_frozen_residents(tx, edition.id)
    if kept is None:
        raise NotFoundError(f"{edition.title}, was frozen without residents; there is no table")
    try:
        with path.open("xb") as file:
            file.write(kept)
    except FileExistsError as error:
        raise ConflictError(f"{path} is there already; name a new file") from error
    return edition
