"""The life of an edition: draft, publish, verify, export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.edition import (
    MANIFEST,
    RESIDENTS,
    Verification,
    make_manifest,
    renderer_of,
    sha256,
    verify_files,
    write_folder,
)
from learnmap.model.errors import ConflictError, IntegrityError, InvalidInputError
from learnmap.render import render_edition, renderer_fingerprint
from learnmap.store import (
    EditionRow,
    Transaction,
    begun_edition,
    create_draft,
    list_editions,
    publish,
    read_city,
    read_edition,
    read_files,
    withdraw,
)
from learnmap.workflows.city import City
from learnmap.workflows.drafts import NO_OVERRIDES, Prepared, check_address, prepare
from learnmap.workflows.edition_residents import check_residents
from learnmap.workflows.gate import GateReport

PAGE: Final = "index.html"
_MEDIA_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".pmtiles": "application/vnd.pmtiles",
}


@dataclass(frozen=True, slots=True)
class Approval:
    """What a public map in China must show: a number, or why none is needed.

    Attributes
    ----------
    number, exemption : str or None
    """

    number: str | None = None
    exemption: str | None = None


def _tell_nobody(_: GateReport) -> None:
    """Let the report go."""


def draft_edition(city: City, map_name: str, year: int) -> EditionRow:
    """Begin the next revision of a map of a year, or return the one that is begun.

    Raises
    ------
    InvalidInputError
        For an unknown map or a year that is none.
    """
    check_address(map_name, year)
    with city.store.begin() as tx:
        return begun_edition(tx, map_name, year) or create_draft(
            tx, map_name=map_name, year=year, actor=city.actor
        )


def revise_edition(city: City, map_name: str, year: int, *, reason: str) -> EditionRow:
    """Begin a revision that corrects the published edition and is to take its place.

    The published one stays as it is until the revision is published, and at its own address
    after that.

    Raises
    ------
    ConflictError
        When a revision is begun already.
    InvalidInputError
        When no reason is given.
    NotFoundError
        When none is published.
    """
    check_address(map_name, year)
    if not reason.strip():
        raise InvalidInputError(f"{map_name} {year}: give a reason why it is revised")
    with city.store.begin() as tx:
        read_edition(tx, map_name, year)
        if begun := begun_edition(tx, map_name, year):
            raise ConflictError(
                f"{begun.title}, is begun already; publish it with --supersede in place of the "
                "one that is published"
            )
        return create_draft(
            tx, map_name=map_name, year=year, actor=city.actor, revises_reason=reason.strip()
        )


def preview_edition(
    city: City,
    map_name: str,
    year: int,
    *,
    approval: Approval,
    overrides: Mapping[str, str] = NO_OVERRIDES,
) -> dict[str, bytes]:
    """Return the files that publishing now would publish, without publishing them.

    Raises
    ------
    NotReadyError
        When catchments are missing or out of date, or the map would be empty.
    """
    draft_edition(city, map_name, year)
    prepared = _prepare(city, map_name, year, approval, overrides)
    if not prepared.files:
        prepared.report.refuse()
    return _whole(prepared, map_name, year)


def check_edition(
    city: City,
    map_name: str,
    year: int,
    *,
    approval: Approval,
    overrides: Mapping[str, str] = NO_OVERRIDES,
) -> GateReport:
    """Run the checks before publishing, and change nothing.

    Raises
    ------
    NotReadyError
        When there are no streets or points yet, or the map would be empty.
    """
    return _prepare(city, map_name, year, approval, overrides).report


def publish_edition(
    city: City,
    map_name: str,
    year: int,
    *,
    approval: Approval,
    supersede: bool = False,
    overrides: Mapping[str, str] = NO_OVERRIDES,
    checked: Callable[[GateReport], None] = _tell_nobody,
) -> EditionRow:
    """Freeze a map and publish it: all of it or nothing, and never changed afterwards.

    Parameters
    ----------
    city : City
    map_name : str
    year : int
    approval : Approval
    supersede : bool
        Publish a new revision in place of the one that is published; one that was begun as its
        revision does so anyway.
    overrides : mapping of str to str
        Reasons to publish against what checks found, by the code of the check. They are
        recorded in the audit log, and told by the edition.
    checked : callable
        Told what the checks found, once they let the edition pass.

    Returns
    -------
    EditionRow

    Raises
    ------
    ConflictError
        When the map of that year is published already and is not superseded.
    GateError
        When checks stand against it, such as catchments that are out of date.
    NotReadyError
        When the map would be empty.
    """
    check_address(map_name, year)
    with city.store.begin() as tx:
        _refuse_second(tx, map_name, year, supersede=supersede)
    prepared = _prepare(city, map_name, year, approval, overrides)
    prepared.report.refuse()
    checked(prepared.report)
    files = _whole(prepared, map_name, year)
    with city.store.begin() as tx:
        draft = begun_edition(tx, map_name, year) or create_draft(
            tx, map_name=map_name, year=year, actor=city.actor
        )
        _refuse_changed(draft, prepared)
        return publish(
            tx,
            edition_id=draft.id,
            files=files,
            media_types={path: _MEDIA_TYPES[Path(path).suffix] for path in files},
            manifest_sha256=sha256(files[MANIFEST]),
            approval_number=_told(approval.number),
            approval_exemption=_told(approval.exemption),
            actor=city.actor,
            supersede=supersede or draft.revises_reason is not None,
            details=prepared.report.record,
            residents=prepared.residents,
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
    check_residents(city, edition, files[MANIFEST])
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
    check_address(map_name, year)
    with city.store.begin() as tx:
        edition = read_edition(tx, map_name, year, revision)
        return edition, read_files(tx, edition.id)


def withdraw_edition(city: City, map_name: str, year: int, *, reason: str) -> EditionRow:
    """Take the published edition of a year back, with the reason that people are shown."""
    check_address(map_name, year)
    with city.store.begin() as tx:
        edition = read_edition(tx, map_name, year)
        return withdraw(tx, edition_id=edition.id, reason=reason, actor=city.actor)


def all_editions(city: City) -> list[EditionRow]:
    """List the editions, newest year first."""
    with city.store.begin() as tx:
        return list_editions(tx)


def find_edition(city: City, map_name: str, year: int, revision: int | None = None) -> EditionRow:
    """Read what is known of an edition; without a revision of the published one."""
    check_address(map_name, year)
    with city.store.begin() as tx:
        return read_edition(tx, map_name, year, revision)


def _prepare(
    city: City, map_name: str, year: int, approval: Approval, overrides: Mapping[str, str]
) -> Prepared:
    return prepare(
        city,
        map_name,
        year,
        approval_number=_told(approval.number),
        approval_exemption=_told(approval.exemption),
        overrides=overrides,
    )


def _told(text: str | None) -> str | None:
    """Return a text without the space around it; a blank one is none."""
    return (text or "").strip() or None


def _whole(prepared: Prepared, map_name: str, year: int) -> dict[str, bytes]:
    """Add page and manifest to frozen content."""
    files = {**prepared.files, PAGE: render_edition(prepared.files)}
    files[MANIFEST] = make_manifest(
        files,
        map_name=map_name,
        year=year,
        revision=prepared.revision,
        withheld={} if prepared.residents is None else {RESIDENTS: prepared.residents},
    )
    return files


def _content(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path not in {PAGE, MANIFEST}}


def _made_by_us(files: Mapping[str, bytes]) -> bool:
    return PAGE in files and renderer_of(files["edition.json"]) == renderer_fingerprint()


def _refuse_second(tx: Transaction, map_name: str, year: int, *, supersede: bool) -> None:
    begun = begun_edition(tx, map_name, year)
    if supersede or (begun is not None and begun.revises_reason is not None):
        return
    for edition in list_editions(tx, map_name=map_name, year=year):
        if edition.status == "published":
            raise ConflictError(
                f"{edition.title}, was published on {_day(tx, edition)} and does not change; "
                "to correct it begin a new revision with `learnmap edition revise`, or publish "
                "one at once with --supersede"
            )


def _refuse_changed(draft: EditionRow, prepared: Prepared) -> None:
    """Refuse what was drafted, published or reviewed otherwise while the files were made."""
    if draft.revision != prepared.revision:
        raise ConflictError(
            f"somebody else published {draft.map_name} {draft.year} meanwhile; look at "
            "`learnmap edition list` and publish again if there is still a reason to"
        )
    before = prepared.begun
    if before is not None and (before.submitted_sha256, before.reviewed_by) != (
        draft.submitted_sha256,
        draft.reviewed_by,
    ):
        raise ConflictError(
            f"the review of {draft.title}, changed meanwhile; look at `learnmap edition list`"
        )


def _day(tx: Transaction, edition: EditionRow) -> str:
    """Return the day of publication by the city's clock."""
    clock = ZoneInfo(read_city(tx).timezone)
    return f"{edition.published_at.astimezone(clock):%Y-%m-%d}" if edition.published_at else ""
