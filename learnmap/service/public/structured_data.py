"""A point for search engines: a schema.org Place with its courses, as JSON-LD."""

from collections.abc import Iterator
from typing import Any, Final

from learnmap.model.languages import name_in
from learnmap.render.safe_links import is_web_address
from learnmap.render.weekly_hours import DAYS, HOLIDAY, weekly_hours
from learnmap.service.public.pages import in_language
from learnmap.service.public.point_offerings import upcoming
from learnmap.service.public.reader import TAGS
from learnmap.workflows.shown_point import ShownPoint

_TYPES: Final = {
    "library": "Library",
    "museum": "Museum",
    "community_college": "EducationalOrganization",
    "community_school": "EducationalOrganization",
    "senior_university": "EducationalOrganization",
    "adult_school": "EducationalOrganization",
    "cultural_centre": "CivicStructure",
    "arts_centre": "CivicStructure",
}
"""Types that are places by schema.org; what is not here is a Place."""
_DAY_NAMES: Final = {
    **dict(
        zip(
            DAYS,
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            strict=True,
        )
    ),
    HOLIDAY: "PublicHolidays",
}
_SCHEMA: Final = "https://schema.org/"
_CLOSED: Final = ("00:00", "00:00")
"""How a day without an opening is written."""
_MODES: Final = {"in_person": "Onsite", "mobile": "Onsite", "online": "Online"}


def structured_point(shown: ShownPoint, url: str, language: str) -> dict[str, Any]:
    """Return a point and its offerings as one graph of JSON-LD.

    Parameters
    ----------
    shown : ShownPoint
    url : str
        Address of the point's page in this language.
    language : str
    """
    courses = [
        _course(shown, offering, url, language)
        for offering in shown.feature.properties["offerings"]
    ]
    return {"@context": _SCHEMA, "@graph": [_place(shown, url, language), *courses]}


def _place(shown: ShownPoint, url: str, language: str) -> dict[str, Any]:
    facts = shown.feature.properties
    names = [facts[f"name_{code}"] for code in (language, "zh", "en")]
    known = list(dict.fromkeys(name for name in names if name))
    place: dict[str, Any] = {
        "@type": _TYPES.get(facts["kind"], "Place"),
        "@id": f"{url}#place",
        "url": url,
        "name": known[0],
        "address": _address(shown, language),
    }
    if shown.feature.geometry is not None:
        longitude, latitude = shown.feature.geometry.coords[0][:2]
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": round(latitude, 6),
            "longitude": round(longitude, 6),
        }
    if len(known) > 1:
        place["alternateName"] = known[1]
    if facts["phone"]:
        place["telephone"] = facts["phone"]
    if facts["website"] and is_web_address(facts["website"]):
        place["sameAs"] = facts["website"]
    if facts["status"] == "open" and (hours := list(_hours(facts["opening_hours"] or ""))):
        place["openingHoursSpecification"] = hours
    return place


def _address(shown: ShownPoint, language: str) -> dict[str, Any]:
    facts = shown.feature.properties
    address = {
        "@type": "PostalAddress",
        "addressLocality": name_in(shown.settings.names, language),
    }
    if facts["areas"] and facts["areas"][0][f"name_{language}"]:
        address["addressRegion"] = facts["areas"][0][f"name_{language}"]
    if facts["address"]:
        address["streetAddress"] = in_language(facts["address"], language)
    return address


def _hours(text: str) -> Iterator[dict[str, Any]]:
    """Yield when it is open, only where hours are the same every week."""
    days_of: dict[tuple[str, str], list[str]] = {}
    for day, spans in (weekly_hours(text) or {}).items():
        for span in spans or (_CLOSED,):
            days_of.setdefault(span, []).append(f"{_SCHEMA}{_DAY_NAMES[day]}")
    for (opens, closes), days in days_of.items():
        yield {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": days,
            "opens": opens,
            "closes": closes,
        }


def _course(shown: ShownPoint, offering: dict[str, Any], url: str, language: str) -> dict[str, Any]:
    name = offering[f"name_{language}"] or offering["id"]
    words = (offering[f"category_{language}"], in_language(offering["schedule"], language))
    place = shown.feature.properties[f"name_{language}"] or shown.feature.id
    course: dict[str, Any] = {
        "@type": "Course",
        "name": name,
        "description": " · ".join(word for word in (name, *words, place) if word),
        "provider": {
            "@type": "Organization",
            "name": in_language(offering["provider"], language) or place,
        },
    }
    if offering["language"]:
        course["inLanguage"] = offering["language"]
    if ages := _ages(offering):
        course["typicalAgeRange"] = ages
    if offering["fee"] is not None:
        course["offers"] = {
            "@type": "Offer",
            "category": "Free" if offering["fee"] == 0 else "Paid",
            "price": offering["fee"],
            "priceCurrency": offering["fee_currency"],
        }
    instances = [
        {
            "@type": "CourseInstance",
            "name": name,
            "courseMode": _MODES[offering["mode"]],
            "startDate": starts.isoformat(),
            "endDate": ends.isoformat(),
            "inLanguage": offering["language"] or TAGS[language],
            "location": {"@type": "VirtualLocation", "url": url}
            if offering["mode"] == "online"
            else {"@id": f"{url}#place"},
        }
        for starts, ends in upcoming(offering, shown.now)
    ]
    return course | ({"hasCourseInstance": instances} if instances else {})


def _ages(offering: dict[str, Any]) -> str:
    first, last = offering["age_from"], offering["age_to"]
    if first is None and last is None:
        return ""
    return f"{0 if first is None else first}-{'' if last is None else last}"
