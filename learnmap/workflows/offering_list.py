"""Read the city's offerings a page at a time."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import name_in
from learnmap.model.records import Offering, OfferingCategory
from learnmap.store import (
    OfferingFilters,
    count_offerings,
    list_offerings,
    read_categories,
    read_city,
)
from learnmap.workflows.city import City


@dataclass(frozen=True, slots=True)
class OfferingPage:
    """Offerings in the order of their ids.

    Attributes
    ----------
    offerings : list of dict
        Their facts, sessions on the city's clock with where they are.
    matched : int
        How many the filters let through on all pages together.
    next_after : str or None
        Where the next page begins; None on the last.
    """

    offerings: list[dict[str, Any]]
    matched: int
    next_after: str | None


def read_offering_page(
    city: City, filters: OfferingFilters, *, after: str | None = None, limit: int = 100
) -> OfferingPage:
    """Read one page of offerings.

    Raises
    ------
    InvalidInputError
        When a category is unknown.
    """
    with city.store.begin(snapshot=True) as tx:
        categories = {category.code: category for category in read_categories(tx)}
        for code in filters.categories or ():
            if code not in categories:
                known = ", ".join(categories) or "none yet"
                raise InvalidInputError(
                    f"category: there is no {code!r}; the city's categories are {known}"
                )
        clock = ZoneInfo(read_city(tx).timezone)
        found = list_offerings(tx, filters, after=after, limit=limit + 1)
        matched = count_offerings(tx, filters)
    page = found[:limit]
    return OfferingPage(
        [_facts(offering, categories, clock) for offering in page],
        matched,
        page[-1].id if len(found) > limit else None,
    )


def _facts(
    offering: Offering, categories: dict[str, OfferingCategory], clock: ZoneInfo
) -> dict[str, Any]:
    category = categories.get(offering.category)
    return {
        "id": offering.id,
        **{f"name_{code}": name_in(offering.names, code) or None for code in ("zh", "en")},
        "category": offering.category,
        **{
            f"category_{code}": (name_in(category.names, code) if category else "") or None
            for code in ("zh", "en")
        },
        "mode": offering.mode,
        "point_id": offering.point_id,
        "provider": offering.provider,
        "language": offering.language,
        "fee": None if offering.fee is None else float(offering.fee),
        "fee_currency": offering.fee_currency,
        "age_from": offering.age_from,
        "age_to": offering.age_to,
        "capacity": offering.capacity,
        "schedule": offering.schedule,
        "sessions": [
            {
                "starts_at": session.starts_at.astimezone(clock).isoformat(),
                "ends_at": session.ends_at.astimezone(clock).isoformat(),
                "point_id": session.point_id or offering.point_id,
            }
            for session in offering.sessions
        ],
    }
