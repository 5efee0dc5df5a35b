"""The life of an edition: draft, publish, verify, export."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.edition import (
    MANIFEST,
    Verification,
    make_manifest,
    renderer_of,
    sha256,
    verify_files,
    write_folder,
)
from learnmap.model.errors import ConflictError, IntegrityError, InvalidInputError
from learnmap.model.kinds import MAPS
from learnmap.render import render_edition, renderer_fingerprint
from learnmap.store import (
    EditionRow,
    Transaction,
    create_draft,
    list_editions,
    publish,
    read_city,
    read_edition,
    read_files,
    withdraw,
)
from learnmap.workflows.city import City
from learnmap.workflows.freezing import Address, freeze

PAGE: Final = "index.html"
_MEDIA_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".pmtiles": "application/vnd.pmtiles",
}
_YEARS: Final = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Approval:
    """What a public map in China must show: a number, or why none is needed.

    Attributes
    ----------
    number, exemption : str or None
    """

    number: str | None = None
    exemption: str | None = None


def draft_edition(city: City, map_name: str, year: int) -> EditionRow:
    """Begin the next revision of a map of a year, or return the one that is begun.

    Raises
    ------
    InvalidInputError
        For an unknown map or a year that is none.
    """
    _check_address(map_name, year)
    with city.store.begin() as tx:
        return _open_draft(tx, map_name, year) or create_draft(
            tx, map_name=map_name, year=year, actor=city.actor
        )


def preview_edition(
    city: City, map_name: str, year: int, *, approval: Approval
) -> dict[str, bytes]:
    """Return the files that publishing now would publish, without publishing them."""
    draft = draft_edition(city, map_name, year)
    return _files(city, map_name, year, draft.revision, approval)


def publish_edition(
    city: City, map_name: str, year: int, *, approval: Approval, supersede: bool = False
) -> EditionRow:
    """Freeze a map and publish it: all of it or nothing, and never changed afterwards.

    Parameters
    ----------
    city : City
    map_name : str
    year : int
    approval : Approval
    supersede : bool
        Publish a new revision in place of the one that is published.

    Returns
    -------
    EditionRow

    Raises
    ------
    ConflictError
        When the map of that year is published already and `supersede` is False.
    NotReadyError
        When catchments are missing or out of date, or the map would be empty.
    """
    _check_address(map_name, year)
    with city.store.begin() as tx:
        if not supersede:
            _refuse_second(tx, map_name, year)
        begun = _open_draft(tx, map_name, year)
        revision = begun.revision if begun else _next_revision(tx, map_name, year)
    files = _files(city, map_name, year, revision, approval)
    with city.store.begin() as tx:
        draft = _open_draft(tx, map_name, year) or create_draft(
            tx, map_name=map_name, year=year, actor=city.actor
        )
        if draft.revision != revision:
            raise ConflictError(
                f"somebody else published {map_name} {year} meanwhile; look at "
                "`learnmap edition list` and publish again if there is still a reason to"
            )
        return publish(
            tx,
            edition_id=draft.id,
            files=files,
            media_types={path: _MEDIA_TYPES[Path(path).suffix] for path in files},
            manifest_sha256=sha256(files[MANIFEST]),
            approval_number=approval.number,
            approval_exemption=approval.exemption,
            actor=city.actor,
            supersede=supersede,
        )


def verify_published(
    city: City, map_name: str, year: int, revision: int | None = None
) -> Verification:
    """Verify a stored edition: its files, its manifest, and the recorded hash of that.

    Raises
    ------
    IntegrityError
        Naming what is not as it was published.
    """
    edition, files = stored_edition(city, map_name, year, revision)
    verification = verify_edition(files)
    if verification.manifest_sha256 != edition.manifest_sha256:
        raise IntegrityError(
            f"{edition.title}: {MANIFEST} has SHA-256 {verification.manifest_sha256}, but "
            f"{edition.manifest_sha256} was recorded when it was published"
        )
    return verification


def verify_edition(files: Mapping[str, bytes]) -> Verification:
    """Compare files with their manifest, and the page with one made again from the content.

    The page is compared only when the very same renderer made it: another may draw the same
    content in another way.

    Raises
    ------
    IntegrityError
        Naming what differs.
    """
    verification = verify_files(files)
    if _made_by_us(files) and render_edition(_content(files)) != files[PAGE]:
        raise IntegrityError(
            f"{PAGE} is not what its frozen content makes; the page and the manifest were changed"
        )
    return verification


def export_edition(
    city: City, map_name: str, year: int, folder: Path, *, revision: int | None = None
) -> EditionRow:
    """Write a published edition's files into a new folder, byte for byte as published."""
    edition, files = stored_edition(city, map_name, year, revision)
    write_folder(files, folder)
    return edition


def stored_edition(
    city: City, map_name: str, year: int, revision: int | None = None
) -> tuple[EditionRow, dict[str, bytes]]:
    """Read an edition and its files; without a revision the published one."""
    _check_address(map_name, year)
    with city.store.begin() as tx:
        edition = read_edition(tx, map_name, year, revision)
        return edition, read_files(tx, edition.id)


def withdraw_edition(city: City, map_name: str, year: int, *, reason: str) -> EditionRow:
    """Take the published edition of a year back, with the reason that people are shown."""
    _check_address(map_name, year)
    with city.store.begin() as tx:
        edition = read_edition(tx, map_name, year)
        return withdraw(tx, edition_id=edition.id, reason=reason, actor=city.actor)


def all_editions(city: City) -> list[EditionRow]:
    """List the editions, newest year first."""
    with city.store.begin() as tx:
        return list_editions(tx)


def _files(
    city: City, map_name: str, year: int, revision: int, approval: Approval
) -> dict[str, bytes]:
    address = Address(
        map_name=map_name,
        year=year,
        revision=revision,
        approval_number=approval.number,
        approval_exemption=approval.exemption,
    )
    files = freeze(city, address)
    files[PAGE] = render_edition(files)
    files[MANIFEST] = make_manifest(files, map_name=map_name, year=year, revision=revision)
    return files


def _content(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path not in {PAGE, MANIFEST}}


def _made_by_us(files: Mapping[str, bytes]) -> bool:
    return PAGE in files and renderer_of(files["edition.json"]) == renderer_fingerprint()


def _check_address(map_name: str, year: int) -> None:
    if map_name not in MAPS:
        raise InvalidInputError(f"{map_name!r} is no map; the maps are {', '.join(MAPS)}")
    if year not in _YEARS:
        raise InvalidInputError(f"{year} is no year of an edition; give four digits")


def _open_draft(tx: Transaction, map_name: str, year: int) -> EditionRow | None:
    editions = list_editions(tx, map_name=map_name, year=year)
    begun = [edition for edition in editions if edition.status in {"draft", "in_review"}]
    return begun[0] if begun else None


def _next_revision(tx: Transaction, map_name: str, year: int) -> int:
    editions = list_editions(tx, map_name=map_name, year=year)
    return max((edition.revision for edition in editions), default=0) + 1


def _refuse_second(tx: Transaction, map_name: str, year: int) -> None:
    for edition in list_editions(tx, map_name=map_name, year=year):
        if edition.status == "published":
            raise ConflictError(
                f"{edition.title}, was published on {_day(tx, edition)} and does not change; "
                "to publish a correction as a new revision, give --supersede"
            )


def _day(tx: Transaction, edition: EditionRow) -> str:
    """Return the day of publication by the city's clock."""
    clock = ZoneInfo(read_city(tx).timezone)
    return f"{edition.published_at.astimezone(clock):%Y-%m-%d}" if edition.published_at else ""
