"""Review of an edition: one person submits it, another approves it or sends it back."""

from dataclasses import dataclass

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.store import (
    ContentAuthor,
    EditionRow,
    approve,
    begun_edition,
    content_authors,
    create_draft,
    send_back,
    submit,
)
from learnmap.workflows.city import City
from learnmap.workflows.drafts import Prepared, check_address, prepare
from learnmap.workflows.gate import GateReport


@dataclass(frozen=True, slots=True)
class Review:
    """An edition in review, and what a reviewer has to know of it.

    Attributes
    ----------
    edition : EditionRow
    report : GateReport
        What the checks before publishing found of it.
    authors : tuple of ContentAuthor
        Who brought in what it shows; none of them may approve it.
    """

    edition: EditionRow
    report: GateReport
    authors: tuple[ContentAuthor, ...]


def submit_edition(city: City, map_name: str, year: int) -> Review:
    """Give a map as it is now to be reviewed by a second person; a draft is begun if need be.

    Submitting again what is in review takes its approval away.

    Raises
    ------
    ConflictError
        When the very same content is in review already.
    NotReadyError
        When catchments are missing or out of date, or the map would be empty.
    """
    with city.store.begin() as tx:
        check_address(map_name, year)
        begun = begun_edition(tx, map_name, year) or create_draft(
            tx, map_name=map_name, year=year, actor=city.actor
        )
    prepared = prepare(city, map_name, year)
    digest = _digest(prepared)
    if begun.status == "in_review" and begun.submitted_sha256 == digest:
        raise ConflictError(
            f"{begun.title}, is in review already, as {begun.submitted_by} submitted it"
        )
    with city.store.begin() as tx:
        edition = submit(tx, edition_id=begun.id, content_sha256=digest, actor=city.actor)
        authors = content_authors(tx, map_name)
    return Review(edition, prepared.report, tuple(authors))


def review_of(city: City, map_name: str, year: int) -> Review:
    """Return what is in review, with what its reviewer has to know.

    Raises
    ------
    NotFoundError
        When nothing is.
    """
    edition = _in_review(city, map_name, year)
    report = prepare(city, map_name, year).report
    with city.store.begin() as tx:
        return Review(edition, report, tuple(content_authors(tx, map_name)))


def approve_edition(city: City, map_name: str, year: int, *, note: str | None = None) -> EditionRow:
    """Approve, as a second person, what was submitted.

    Raises
    ------
    ConflictError
        When the actor drafted or submitted it or brought its content in, or the content is not
        what was submitted.
    NotFoundError
        When nothing is in review.
    """
    edition = _in_review(city, map_name, year)
    digest = _digest(prepare(city, map_name, year))
    with city.store.begin() as tx:
        return approve(
            tx, edition_id=edition.id, content_sha256=digest, note=note, actor=city.actor
        )


def return_edition(city: City, map_name: str, year: int, *, note: str) -> EditionRow:
    """Make what is in review a draft again, saying what is to be mended.

    Raises
    ------
    InvalidInputError
        When the note says nothing.
    NotFoundError
        When nothing is in review.
    """
    if not note.strip():
        raise InvalidInputError(f"{map_name} {year}: say in a note what is to be mended")
    edition = _in_review(city, map_name, year)
    with city.store.begin() as tx:
        return send_back(tx, edition_id=edition.id, note=note.strip(), actor=city.actor)


def _in_review(city: City, map_name: str, year: int) -> EditionRow:
    check_address(map_name, year)
    with city.store.begin() as tx:
        edition = begun_edition(tx, map_name, year)
    if edition is None or edition.status != "in_review":
        raise NotFoundError(
            f"no {map_name} edition of {year} is in review; `learnmap edition submit` gives one "
            "to be reviewed"
        )
    return edition


def _digest(prepared: Prepared) -> str:
    """Return the hash of the content; refuse what cannot be frozen."""
    if prepared.content_sha256 is None:
        due = [one for one in prepared.report.findings if one.check == "catchments"]
        GateReport(prepared.report.title, tuple(due), reviewed=False).refuse()
    return prepared.content_sha256 or ""
