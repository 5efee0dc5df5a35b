"""What staff have before them of an edition: its row, its history, and what waits."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from learnmap.model.errors import ConflictError, NotReadyError
from learnmap.store import (
    AuditEntry,
    AuditFilter,
    ContentAuthor,
    EditionFile,
    EditionRow,
    begun_edition,
    content_authors,
    count_unassured,
    count_waiting_reports,
    find_entries,
    list_editions,
    list_files,
    list_imports,
    note_approval,
    read_city,
    read_edition,
)
from learnmap.workflows.city import City
from learnmap.workflows.drafts import check_address

_STEPS_SHOWN: Final = 200
_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDesk:
    """All that is known of one revision.

    Attributes
    ----------
    edition : EditionRow
    history : tuple of AuditEntry
        The steps of its life, from old to new.
    others : tuple of EditionRow
        Revisions of the same map and year, the newest first.
    files : tuple of EditionFile
        Empty until it is published.
    authors : tuple of str
        Who brought in what a draft shows; none of them may approve it. Empty once published.
    review_required : bool
    """

    edition: EditionRow
    history: tuple[AuditEntry, ...]
    others: tuple[EditionRow, ...]
    files: tuple[EditionFile, ...]
    authors: tuple[str, ...]
    review_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for somebody.

    Attributes
    ----------
    imports : int
        In quarantine.
    unassured : int
        Points that nobody verified within a year.
    reports : int
        Of residents, that nobody handled.
    drafts : tuple of EditionRow
        Begun and not submitted.
    in_review : tuple of EditionRow
        Submitted and not approved.
    approved : tuple of EditionRow
        Approved and not published.
    """

    imports: int
    unassured: int
    reports: int
    drafts: tuple[EditionRow, ...]
    in_review: tuple[EditionRow, ...]
    approved: tuple[EditionRow, ...]


def edition_desk(city: City, map_name: str, year: int, revision: int) -> EditionDesk:
    """Read what is known of one revision.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    check_address(map_name, year)
    subject = f"{map_name}/{year}/{revision}"
    with city.store.begin(snapshot=True) as tx:
        edition = read_edition(tx, map_name, year, revision)
        found = find_entries(tx, AuditFilter(subject=subject), limit=_STEPS_SHOWN)
        begun = edition.status in {"draft", "in_review"}
        authors: list[ContentAuthor] = content_authors(tx, map_name) if begun else []
        try:
            required = read_city(tx).review_required
        except NotReadyError:
            required = True
        return EditionDesk(
            edition=edition,
            # The beginning of a subject is looked for, so revision 12 is found with revision 1.
            history=tuple(entry for entry in reversed(found) if entry.subject == subject),
            others=tuple(
                row
                for row in list_editions(tx, map_name=map_name, year=year)
                if row.revision != revision
            ),
            files=tuple(list_files(tx, edition.id)),
            authors=tuple(sorted({author.actor for author in authors})),
            review_required=required,
        )


def keep_approval(
    city: City, map_name: str, year: int, *, number: str | None, exemption: str | None
) -> EditionRow:
    """Note a map approval number or an exemption with the edition that is begun.

    Raises
    ------
    ConflictError
        When none is begun.
    """
    check_address(map_name, year)
    with city.store.begin() as tx:
        edition = begun_edition(tx, map_name, year)
        if edition is None:
            raise ConflictError(f"no {map_name} edition of {year} is begun; begin one first")
        return note_approval(
            tx,
            edition_id=edition.id,
            number=(number or "").strip() or None,
            exemption=(exemption or "").strip() or None,
            actor=city.actor,
        )


def what_waits(city: City) -> Waiting:
    """Count and list what waits for somebody."""
    since = dt.datetime.now(city.clock()).date() - dt.timedelta(days=_DAYS)
    with city.store.begin(snapshot=True) as tx:
        rows = list_editions(tx)
        return Waiting(
            imports=len(list_imports(tx, state="quarantined")),
            unassured=count_unassured(tx, since),
            reports=count_waiting_reports(tx),
            drafts=tuple(row for row in rows if row.status == "draft"),
            in_review=tuple(
                row for row in rows if row.status == "in_review" and row.reviewed_by is None
            ),
            approved=tuple(
                row for row in rows if row.status == "in_review" and row.reviewed_by is not None
            ),
        )
