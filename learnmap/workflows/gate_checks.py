"""The checks before an edition is published: what each looks at, and what it finds.

A check is a line of `CHECKS`: a code, whether it blocks, whether a reason may override it, a
remedy, and a function that says in a sentence each what it found.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from learnmap.model.errors import NotAllowedError
from learnmap.model.languages import LANGUAGES, Names
from learnmap.model.roles import check_second_person
from learnmap.render import PAGE_BYTES
from learnmap.store import EditionRow, importers, list_imports
from learnmap.workflows.certifying import above_limit, uncertified
from learnmap.workflows.city import City
from learnmap.workflows.freezing import Address, MapContent

_NAMED: Final = 5
_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes
    ----------
    city : City
    address : Address
    content : MapContent
    begun : EditionRow or None
        The draft, if one is begun.
    content_sha256 : str or None
        Of the content as it would be frozen; None while it cannot be.
    page_bytes : int
        About what its page takes; 0 while it cannot be made.
    today : datetime.date
        By the city's clock.
    """

    city: City
    address: Address
    content: MapContent
    begun: EditionRow | None
    content_sha256: str | None
    page_bytes: int
    today: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check.

    Attributes
    ----------
    code : str
    look : callable
        Yields what stands against publishing, or nothing.
    remedy : str
    blocks : bool
        Else it only warns.
    overridable : bool
        Whether a recorded reason lets the edition through.
    """

    code: str
    look: Callable[[Subject], Iterable[str]]
    remedy: str
    blocks: bool = False
    overridable: bool = False


def _approval(subject: Subject) -> Iterator[str]:
    told = (subject.address.approval_number, subject.address.approval_exemption)
    if not any(text and text.strip() for text in told):
        yield "neither a map approval number nor an exemption is given"


def _review(subject: Subject) -> Iterator[str]:
    begun = subject.begun
    if begun is None or begun.status != "in_review":
        if subject.content.plan.settings.review_required:
            yield "it was not submitted for review by a second person"
    elif begun.reviewed_by is None:
        yield f"{begun.submitted_by} submitted it, and no second person has approved it yet"
    elif subject.content_sha256 not in {None, begun.submitted_sha256}:
        yield f"its content has changed since {begun.reviewed_by} approved it"


def _second_person(subject: Subject) -> Iterator[str]:
    ids = [stored.point.id for stored in subject.content.points]
    with subject.city.store.begin() as tx:
        importing = importers(tx, subject.address.map_name, ids)
    try:
        check_second_person(subject.city.actor, importers=importing, reviewers=_reviewers(subject))
    except NotAllowedError as error:
        yield str(error)


def _reviewers(subject: Subject) -> list[str]:
    """Return who approved the content as it would be frozen now."""
    begun = subject.begun
    if begun is None or begun.reviewed_by is None:
        return []
    return [begun.reviewed_by] if subject.content_sha256 == begun.submitted_sha256 else []


def _quarantine(subject: Subject) -> Iterator[str]:
    with subject.city.store.begin() as tx:
        waiting = list_imports(tx, state="quarantined")
    yield from (f"import {one.id} of {one.facts.file_name} waits in quarantine" for one in waiting)


def _catchments(subject: Subject) -> Iterator[str]:
    if due := subject.content.plan.due:
        yield f"{len(due)} catchments are missing or out of date"


def _accuracy(subject: Subject) -> Iterator[str]:
    yield from above_limit(subject.content.certificate)


def _assured(subject: Subject) -> Iterator[str]:
    since = subject.today - dt.timedelta(days=_DAYS)
    days = {stored.point.id: stored.point.assured_date for stored in subject.content.points}
    yield from _some(
        [point for point, day in days.items() if day is None], "points were never assured"
    )
    yield from _some(
        [point for point, day in days.items() if day is not None and day < since],
        f"points were last assured before {since}",
    )
    yield from _some(
        [point for point, day in days.items() if day is not None and day > subject.today],
        f"points have an assured date after today, {subject.today}",
    )


def _translation(subject: Subject) -> Iterator[str]:
    content = subject.content
    used = {offering.category for offering in content.offerings}
    areas = {code: names for stored in content.points for _, code, names in stored.areas}
    named: tuple[tuple[str, list[tuple[str, Names]]], ...] = (
        ("cities have", [("the city itself", content.plan.settings.names)]),
        ("points have", [(s.point.id, s.point.names) for s in content.points]),
        ("areas have", list(areas.items())),
        ("offerings have", [(one.id, one.names) for one in content.offerings]),
        (
            "categories have",
            [(one.code, one.names) for one in content.categories.values() if one.code in used],
        ),
        ("routes have", [(route.id, route.names) for route in content.routes]),
        ("themes of routes have", [(r.id, r.theme) for r in content.routes if r.theme]),
    )
    for language in LANGUAGES:
        for what, things in named:
            lacking = [name for name, names in things if not names.get(language, "").strip()]
            yield from _some(lacking, f"{what} no name in {language}")


def _certificate(subject: Subject) -> Iterator[str]:
    content = subject.content
    if missing := uncertified(content.certificate, content.plan.settings):
        yield (
            f"the accuracy of the catchments of {', '.join(missing)} is not certified for this "
            "network and these settings"
        )


def _joined(subject: Subject) -> Iterator[str]:
    ids = {stored.point.id for stored in subject.content.points}
    lost = {one.point_id for one in subject.content.plan.stranded if one.point_id in ids}
    yield from _some(sorted(lost), "points lack a catchment, since they join no street")


def _opening_hours(subject: Subject) -> Iterator[str]:
    points = [stored.point for stored in subject.content.points if stored.point.status == "open"]
    lacking = [p.id for p in points if not (p.opening_hours or p.opening_hours_note)]
    yield from _some(lacking, "open points have no opening hours")


def _address(subject: Subject) -> Iterator[str]:
    lacking = [s.point.id for s in subject.content.points if not s.point.address]
    yield from _some(lacking, "points have no address")


def _fictional(subject: Subject) -> Iterator[str]:
    if not subject.content.plan.settings.fictional:
        made_up = [s.point.id for s in subject.content.points if s.point.fictional]
        yield from _some(made_up, "points are fictional, in a real city")


def _streets(subject: Subject) -> Iterator[str]:
    day = subject.content.plan.build.extract_date
    if day is not None and (subject.today - day).days > _DAYS:
        yield f"the streets are of {day}, more than a year ago"


def _page(subject: Subject) -> Iterator[str]:
    if subject.page_bytes > PAGE_BYTES:
        yield (
            f"the page takes about {subject.page_bytes / 1e6:.1f} MB, more than the "
            f"{PAGE_BYTES / 1e6:g} MB that old phones open with ease"
        )


def _some(ids: list[str], what: str) -> Iterator[str]:
    """Say of how many it is true, and name the first."""
    if ids:
        named = ", ".join(sorted(ids)[:_NAMED]) + (", ..." if len(ids) > _NAMED else "")
        yield f"{len(ids)} {what}: {named}"


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        code="approval",
        look=_approval,
        remedy="give --approval-number, or --approval-exemption with the grounds",
        blocks=True,
    ),
    Check(
        code="review",
        look=_review,
        remedy="run `learnmap edition submit`, and let another person run `edition review`",
        blocks=True,
    ),
    Check(
        code="second_person",
        look=_second_person,
        remedy="let another person publish it, or run `learnmap edition submit` and let another "
        "person run `edition review`",
        blocks=True,
        # Where a city requires review, `review` stands all the same, and that is not overridable.
        overridable=True,
    ),
    Check(
        code="quarantine",
        look=_quarantine,
        remedy="confirm its warnings and run `learnmap import apply`, or `import discard`",
        blocks=True,
        overridable=True,
    ),
    Check(
        code="catchments",
        look=_catchments,
        remedy="run `learnmap catchments compute` first",
        blocks=True,
    ),
    Check(
        code="accuracy",
        look=_accuracy,
        remedy="look at them with `learnmap catchments explain`, and certify again",
        blocks=True,
        overridable=True,
    ),
    Check(
        code="assured",
        look=_assured,
        remedy="verify the points, and import them with their assured_date",
        blocks=True,
        overridable=True,
    ),
    Check(
        code="translation",
        look=_translation,
        remedy="give the names that are missing",
        blocks=True,
        overridable=True,
    ),
    Check(code="certificate", look=_certificate, remedy="run `learnmap catchments certify`"),
    Check(code="joined", look=_joined, remedy="see `learnmap catchments explain POINT`"),
    Check(code="opening_hours", look=_opening_hours, remedy="import them with the points"),
    Check(code="address", look=_address, remedy="import them with the points"),
    Check(code="fictional", look=_fictional, remedy="take them out before the public sees them"),
    Check(code="streets", look=_streets, remedy="build the network from a newer extract"),
    Check(
        code="page",
        look=_page,
        remedy="build the network from an extract of the city alone: most of it is the base map",
    ),
)
"""In the order in which they are told."""
