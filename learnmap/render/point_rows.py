"""The list of learning points: one table row per point, the pop-up's content too.

The page's scripts build a pop-up by copying a row's cells, so both always say the same. End
tags that HTML lets out are left out: ten thousand rows feel it. A long list has lean rows, and the
cells of the full ones are packed beside it; a script puts them in when a row is shown.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

from learnmap.render.bilingual import both, free, names, say
from learnmap.render.edition_facts import KindLabel, PointFacts
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

LEAN_COLUMNS: Final = ("column_name", "column_place", "column_hours")
"""Those of a lean row; the kind is the heading of a group of rows."""

LEAN_FROM_POINTS: Final = 2000
"""From how many points on the page has lean rows in plain HTML, and full cells packed."""


class PointRows:
    """Writes the rows of one page.

    Parameters
    ----------
    kinds : mapping of str to KindLabel
        Labels by kind code.
    reasons : mapping of str to pairs
        Why a point has no catchment, in Chinese and English, by point id.
    """

    def __init__(
        self,
        *,
        kinds: Mapping[str, KindLabel],
        reasons: Mapping[str, Iterable[tuple[str, str]]],
    ) -> None:
        self._kinds = kinds
        self._reasons = reasons

    def full(self, point: PointFacts) -> Markup:
        """Return a point's table row with all that is published of it."""
        tags, *cells = self._cells(point, _lines((free(point.address),)))
        return _row(point, Markup("{}{}").format(_title(point), tags), cells)

    def packed(self, point: PointFacts) -> tuple[Markup, ...]:
        """Return what a full row has besides a lean one: tags of the heading, then each cell.

        Names and address are the lean row's; the script that joins both puts the address first.
        """
        return self._cells(point, Markup(""))

    def _cells(self, point: PointFacts, address: Markup) -> tuple[Markup, ...]:
        return (
            _tags(point),
            self._kind(point),
            address + _place(point),
            _hours(point),
            _offerings(point),
            self._access(point),
            _record(point),
        )

    def lean(self, point: PointFacts) -> Markup:
        """Return a row for readers without scripts where full rows would make a huge page.

        Names are in both languages, Chinese as the language of the page without scripts; address,
        telephone and hours as their source says them.
        """
        hours = _told_hours(point)
        cells = (
            free(point.address) + _lines((escape(point.phone or ""),)),
            escape("；".join(zh for zh, _ in hours) if hours else point.opening_hours or ""),
        )
        chinese = escape(point.name_zh or ("" if point.name_en else point.id))
        english = Markup("<p lang=en>{}").format(point.name_en) if point.name_en else Markup("")
        status = "" if point.status == "open" else Markup(" <em>{}</em>").format(say(point.status))
        return _row(point, Markup("{}{}{}").format(chinese, english, status), cells)

    def kind_label(self, code: str) -> Markup:
        """Return what a kind is called."""
        kind = self._kinds[code]
        return both((kind.zh, kind.en))

    def _kind(self, point: PointFacts) -> Markup:
        designation = free(point.designation)
        if point.designation and point.designation_year:
            year = say("designated", year=point.designation_year)
            designation = Markup("{} ({})").format(designation, year)
        return _lines((self.kind_label(point.kind), designation))

    def _access(self, point: PointFacts) -> Markup:
        lines = [say(point.accessibility)]
        if point.entrance is not None:
            longitude, latitude = point.entrance
            lines.append(_labelled("entrance", f"{latitude:.5f}, {longitude:.5f}"))
        lines += [both(reason) for reason in self._reasons.get(point.id, ())]
        return _lines(lines)


def _row(point: PointFacts, heading: Markup, cells: Iterable[Markup]) -> Markup:
    return Markup("<tr id=p-{}><th>{}{}").format(
        point.id, heading, Markup("").join(Markup("<td>") + cell for cell in cells)
    )


def _title(point: PointFacts) -> Markup:
    return names((point.name_zh, point.name_en)) or Markup("<b>{}</b>").format(point.id)


def _tags(point: PointFacts) -> Markup:
    keys = ["fictional"] if point.fictional else []
    if point.status != "open":
        keys.append(point.status)
    return Markup("").join(Markup(" <em>{}</em>").format(say(key)) for key in keys)


def _place(point: PointFacts) -> Markup:
    areas = (
        " ".join(one.name_zh or one.name_en or "" for one in point.areas).strip(),
        ", ".join(name for one in reversed(point.areas) if (name := one.name_en or one.name_zh)),
    )
    return _lines(
        (
            both(areas),
            phone_links(point.phone or ""),
            web_link(point.website or ""),
        )
    )


def _told_hours(point: PointFacts) -> list[tuple[str, str]]:
    told = opening_hours_words(point.opening_hours or "")
    if told is None:
        return []
    return list(zip(told[0].split("；"), told[1].split("; "), strict=True))


def _hours(point: PointFacts) -> Markup:
    lines = [both(rule) for rule in _told_hours(point)]
    if point.opening_hours and not lines:
        lines.append(Markup("{} {}").format(point.opening_hours, say("hours_raw")))
    if point.opening_hours_note:
        lines.append(free(point.opening_hours_note))
    return _lines(lines or [say("hours_unknown")])


def _offerings(point: PointFacts) -> Markup:
    if not point.offerings:
        return Markup("")
    own = (point.name_zh, point.name_en)
    items = Markup("").join(offering_item(one, point_names=own) for one in point.offerings)
    return Markup("<ul>{}</ul>").format(items)


def _record(point: PointFacts) -> Markup:
    assured = point.assured_date
    return _lines(
        (
            say(point.status),
            _labelled("assured", assured) if assured else say("not_assured"),
            _labelled("source", free(point.source)) if point.source else Markup(""),
            _labelled("point_id", point.id),
        )
    )


def _labelled(key: str, value: str) -> Markup:
    return Markup("{} {}").format(say(key), value)


def _lines(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(Markup("<p>") + part for part in parts if part)
