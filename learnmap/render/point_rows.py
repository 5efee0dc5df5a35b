"""The list of learning points: one table row per point, the pop-up's content too.

The page's scripts build a pop-up by copying a row's cells, so both always say the same.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

from learnmap.render.bilingual import both, names, say
from learnmap.render.edition_facts import KindLabel, PointFacts
from learnmap.render.labels import words
from learnmap.render.offering_lines import offering_item
from learnmap.render.opening_hours_words import opening_hours_words
from learnmap.render.safe_links import phone_links, web_link

COLUMNS: Final = (
    "column_name",
    "column_kind",
    "column_place",
    "column_hours",
    "column_offerings",
    "column_access",
    "column_record",
)
"""Label keys of the table's columns; the first is the row's heading."""


def point_row(
    point: PointFacts,
    *,
    kinds: Mapping[str, KindLabel],
    reasons: Mapping[str, Markup],
) -> Markup:
    """Return a point's table row.

    Parameters
    ----------
    point : PointFacts
        The point.
    kinds : mapping of str to KindLabel
        Labels by kind code.
    reasons : mapping of str to Markup
        Why a point has no catchment, by point id.
    """
    heading = Markup('<th scope=row><a href="#p-{}">{}</a>').format(point.id, _title(point))
    cells = (
        _kind_lines(point, kinds[point.kind]),
        _place_lines(point),
        _hours_lines(point),
        _offering_lines(point),
        _access_lines(point, reasons),
        _record_lines(point),
    )
    # End tags of th, td and tr are optional in HTML; ten thousand rows feel it.
    body = Markup("").join(Markup("<td>{}").format(lines) for lines in cells)
    return Markup('<tr id="p-{}">{}{}').format(point.id, heading, body)


def _title(point: PointFacts) -> Markup:
    return names((point.name_zh, point.name_en)) or escape(point.id)


def _lines(parts: Iterable[Markup | None]) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts if part)


def _kind_lines(point: PointFacts, kind: KindLabel) -> Markup:
    designation = None
    if point.designation:
        designation = escape(point.designation)
        if point.designation_year:
            year = say("designated", year=point.designation_year)
            designation = Markup("{} ({})").format(point.designation, year)
    return _lines((both((kind.zh, kind.en)), designation))


def _place_lines(point: PointFacts) -> Markup:
    areas = both(
        (
            " ".join(one.name_zh or one.name_en or "" for one in point.areas).strip(),
            ", ".join(
                name for one in reversed(point.areas) if (name := one.name_en or one.name_zh)
            ),
        )
    )
    return _lines(
        (
            escape(point.address) if point.address else None,
            Markup("<small>{}</small>").format(areas) if areas else None,
            phone_links(point.phone) if point.phone else None,
            web_link(point.website) if point.website else None,
        )
    )


def _hours_lines(point: PointFacts) -> Markup:
    lines: list[Markup] = []
    if point.opening_hours:
        told = opening_hours_words(point.opening_hours)
        if told is None:
            lines += [escape(point.opening_hours)]
        else:
            rules = zip(told[0].split("；"), told[1].split("; "), strict=True)
            lines += [both(rule) for rule in rules]
    if point.opening_hours_note:
        lines.append(escape(point.opening_hours_note))
    return _lines(lines or [Markup("<small>{}</small>").format(say("hours_unknown"))])


def _offering_lines(point: PointFacts) -> Markup:
    if not point.offerings:
        return Markup("")
    items = Markup("").join(offering_item(one) for one in point.offerings)
    return Markup("<ul>{}</ul>").format(items)


def _access_lines(point: PointFacts, reasons: Mapping[str, Markup]) -> Markup:
    entrance = None
    if point.entrance is not None:
        entrance = say("entrance", place=_place_words(*point.entrance))
    return _lines((say(point.accessibility), entrance, reasons.get(point.id)))


def _record_lines(point: PointFacts) -> Markup:
    assured = words("assured", date=point.assured_date) if point.assured_date else None
    return _lines(
        (
            Markup("<strong>{}</strong>").format(say("fictional")) if point.fictional else None,
            Markup('<span class="s-{}">{}</span>').format(point.status, say(point.status)),
            both(assured or words("not_assured")),
            say("source", name=point.source) if point.source else None,
            Markup("<small>{}</small>").format(say("point_id", id=point.id)),
        )
    )


def _place_words(longitude: float, latitude: float) -> tuple[str, str]:
    north, east = latitude >= 0, longitude >= 0
    lat, lon = f"{abs(latitude):.5f}°", f"{abs(longitude):.5f}°"
    return (
        f"{'北纬' if north else '南纬'} {lat}，{'东经' if east else '西经'} {lon}",
        f"{lat} {'N' if north else 'S'}, {lon} {'E' if east else 'W'}",
    )
