"""Editions as their pages show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.model.errors import LearnmapError
from learnmap.render.downloads_page import Download, downloads
from learnmap.service.context import Context
from learnmap.service.staff.menu import MENU
from learnmap.service.staff.words.findings import finding_words
from learnmap.store import EditionRow
from learnmap.workflows.edition_desk import EditionDesk
from learnmap.workflows.gate import OVERRIDABLE, GateReport

_SEEN_LIVE: Final = frozenset({"approval", "review"})
"""Checks whose answer is in the edition's row, which may be newer than a report."""
_MENDED_AT: Final = {
    "address": "/staff/points",
    "assured": "/staff/points?due=1",
    "fictional": "/staff/points",
    "joined": "/staff/points?lacks=street",
    "opening_hours": "/staff/points",
    "quarantine": "/staff/imports",
    "translation": "/staff/points",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checks found of a draft.

    Attributes
    ----------
    at : datetime.datetime
    actor : str
        For whom they were run.
    report : GateReport
    """

    at: dt.datetime
    actor: str
    report: GateReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding as a page shows it.

    Attributes
    ----------
    check : str
    says, language : str
        What was found, and the language of that.
    blocks, overridable : bool
    mended_at : str or None
        Address of the page where it is mended; None where there is none yet.
    """

    check: str
    says: str
    language: str
    blocks: bool
    overridable: bool
    mended_at: str | None


def shown_status(edition: EditionRow) -> str:
    """Return the key of what its state is called."""
    approved = edition.status == "in_review" and edition.reviewed_by is not None
    return f"edition_status_{'approved' if approved else edition.status}"


def page_of(edition: EditionRow) -> str:
    """Return the address of its page for staff."""
    return f"/staff/editions/{edition.year}/{edition.map_name}/r{edition.revision}"


def about(edition: EditionRow) -> str:
    """Return what its long steps are about: one for each map and year."""
    return f"{edition.map_name}/{edition.year}"


def public_address(edition: EditionRow) -> str:
    """Return where the public finds it, without the host."""
    return f"/editions/{edition.year}/{edition.map_name}/"


def shown_time(at: dt.datetime | None, clock: ZoneInfo) -> str:
    """Return a time by the city's clock."""
    return "" if at is None else f"{at.astimezone(clock):%Y-%m-%d %H:%M}"


def shown_findings(checked: Checked, language: str, *, reader: str) -> list[ShownFinding]:
    """Return what was found, what blocks first."""
    found = []
    for one in checked.report.findings:
        if one.check in _SEEN_LIVE or (one.check == "second_person" and checked.actor != reader):
            continue
        says, said_in = finding_words(one.says, language)
        found.append(
            ShownFinding(
                check=one.check,
                says=says,
                language=said_in,
                blocks=one.blocks,
                overridable=one.blocks and one.check in OVERRIDABLE,
                mended_at=_mended_at(one.check),
            )
        )
    return sorted(found, key=lambda one: not one.blocks)


def lacks_approval(edition: EditionRow) -> bool:
    """Tell whether neither a map approval number nor an exemption is noted."""
    return not (edition.approval_number or edition.approval_exemption)


def lacks_review(desk: EditionDesk) -> bool:
    """Tell whether somebody else has to approve it before it is published."""
    edition = desk.edition
    if edition.status == "draft":
        return desk.review_required
    return edition.status == "in_review" and edition.reviewed_by is None


def why_not_reviewer(desk: EditionDesk, name: str) -> str | None:
    """Return the key of why somebody may not review it; None when nothing stands against it."""
    if desk.edition.created_by == name:
        return "edition_not_yours_created"
    if desk.edition.submitted_by == name:
        return "edition_not_yours_submitted"
    return "edition_not_yours_content" if name in desk.authors else None


def shown_downloads(here: Context, desk: EditionDesk) -> tuple[list[Download], str | None]:
    """Return what can be downloaded, and why what is made of it is not; None while it is made."""
    making = here.products.wanted(desk.edition)
    try:
        listing = making.result(timeout=0.2)
    except TimeoutError:
        return [], None
    except LearnmapError as error:
        return [], str(error)
    sizes = {file.path: file.bytes for file in (*desk.files, *listing.values())}
    edition = desk.edition
    return downloads(sizes, f"{public_address(edition)}r{edition.revision}/"), None


def _mended_at(check: str) -> str | None:
    address = _MENDED_AT.get(check)
    there = {entry.path for entry in MENU}
    return address if address is not None and address.partition("?")[0] in there else None
