"""The A4 list of a map: points by district and town, with hours in words and QR codes."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from learnmap.products.addresses import Addresses, qr_svg
from learnmap.products.notice import Notice, Pair
from learnmap.products.numbering import Names, Numbered
from learnmap.products.typesetting import typeset
from learnmap.render.edition_facts import KindLabel, PointFacts
from learnmap.render.edition_files import FrozenEdition
from learnmap.render.labels import glyph, words
from learnmap.render.opening_hours_words import opening_hours_words

_OUTSIDE: Pair = ("未归入行政区", "In no district")


def point_list(
    edition: FrozenEdition, numbered: Sequence[Numbered], *, notice: Notice, addresses: Addresses
) -> bytes:
    """Set the list, with the numbers of the map sheet.

    Parameters
    ----------
    edition : FrozenEdition
    numbered : sequence of Numbered
    notice : Notice
    addresses : Addresses

    Returns
    -------
    bytes
        A PDF.
    """
    kinds = {kind.code: kind for kind in edition.facts.kinds}
    pictures: dict[str, bytes] = {}
    for one in numbered:
        if address := addresses.point(one.point.id):
            pictures[f"{one.number}.svg"] = qr_svg(address)
    districts = []
    for names, members in groupby(numbered, key=lambda one: one.district):
        inside = list(members)
        towns = [
            {**_names(town), "entries": [_entry(one, kinds, addresses) for one in group]}
            for town, group in groupby(inside, key=lambda one: one.town)
        ]
        title = _names(names) if any(names) else dict(zip(("zh", "en"), _OUTSIDE, strict=True))
        districts.append({**title, "count": len(inside), "towns": towns})
    data = {
        "title": notice.title,
        "author": notice.title[0],
        "edition": notice.edition,
        "approval": notice.approval,
        "sources": notice.sources,
        "frozen_on": notice.frozen_on,
        "fictional": notice.fictional,
        "generator": edition.facts.generator,
        "note": _note(edition, addresses),
        "districts": districts,
    }
    return typeset("point_list.typ", data, pictures)


def _note(edition: FrozenEdition, addresses: Addresses) -> Pair:
    chinese, english = words("list_note", count=len(edition.points))
    codes = (
        ("扫描二维码打开该学习点的页面。", "A QR code opens the point's page.")
        if addresses.page
        else ("未登记网址，故无二维码。", "No web address was given, so there are no QR codes.")
    )
    return (
        f"{chinese}编号与地图相同。{codes[0]}",
        f"{english} Numbers are those of the map sheet. {codes[1]}",
    )


def _entry(one: Numbered, kinds: dict[str, KindLabel], addresses: Addresses) -> dict[str, Any]:
    point, kind = one.point, kinds[one.point.kind]
    address = addresses.point(point.id)
    return {
        "number": one.number,
        "zh": point.name_zh or point.name_en or point.id,
        "en": (point.name_en or "") if point.name_zh != point.name_en else "",
        "tags": [" ".join(words(point.status))] if point.status != "open" else [],
        "glyph": glyph(kind.code, kind.zh),
        "colour": kind.colour,
        "kind": (kind.zh, kind.en),
        "lines": [line for line in _lines(point) if line[0]],
        "qr": f"{one.number}.svg" if address else None,
        "address": address or "",
    }


def _lines(point: PointFacts) -> list[Pair]:
    lines = [(point.address or "", ""), (point.phone or "", ""), _hours(point)]
    if point.opening_hours_note:
        lines.append((point.opening_hours_note, ""))
    if point.offerings:
        count = len(point.offerings)
        english = "1 course or activity" if count == 1 else f"{count} courses and activities"
        lines.append((f"{count} 项课程与活动", english))
    return lines


def _hours(point: PointFacts) -> Pair:
    if not point.opening_hours:
        return ("", "") if point.opening_hours_note else words("hours_unknown")
    told = opening_hours_words(point.opening_hours)
    if told is None:
        return f"{point.opening_hours}{words('hours_raw')[0]}", words("hours_raw")[1]
    return told


def _names(names: Names) -> dict[str, str]:
    chinese, english = names
    first = chinese or english or ""
    return {"zh": first, "en": english if english and english != first else ""}
