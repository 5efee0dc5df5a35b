"""The A3 sheet of a map: base map, catchments, routes, numbered points, legend, list."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
import shapely

from learnmap.products.addresses import Addresses, qr_svg
from learnmap.products.base_drawing import Place, draw_basemap
from learnmap.products.notice import Notice
from learnmap.products.number_labels import Occupied, part_markers, place_labels
from learnmap.products.numbering import Numbered
from learnmap.products.paper import Frame, bar_metres, fit_frame
from learnmap.products.sheet_drawing import Laid, draw_sheet, route_colour
from learnmap.products.typesetting import typeset
from learnmap.render.area_outlines import name_place
from learnmap.render.edition_files import Catchment, FrozenEdition
from learnmap.render.labels import glyph, words

_PAPERS: Final = ((420.0, 297.0, 6), (297.0, 420.0, 4))
"""A3 both ways: width and height in millimetres, columns of the list."""
_MARGIN_MM: Final = 10.0
_TITLE_MM: Final = 20.0
_SIDE_MM: Final = 66.0
_FOOT_MM: Final = 14.0
_GLYPHS_UP_TO: Final = 1500
"""Above so many points markers are dots: a sheet has no room for a sign in each."""
_MARKER_MM: Final = 1.25
_DOT_MM: Final = 0.6
"""Radius of a marker with a sign in it, and of one without."""
_LABEL_MM: Final = 1.95
_LABEL_PT: Final = 5.4
_DIGIT_MM: Final = 1.12
_BAR_MM: Final = 40.0
_WALKERS: Final = {"elderly": "older_adult"}
"""Whose catchments a map shows on paper, where it is not the first profile."""
_AREA: Final = "borough"
"""As what of the base map's places the name of an area is set."""
_PLACE_PT: Final = {"city": 13.0, "town": 11.0, "borough": 11.0, "suburb": 9.0, "village": 8.0}


def map_sheet(
    edition: FrozenEdition, numbered: Sequence[Numbered], *, notice: Notice, addresses: Addresses
) -> bytes:
    """Set the sheet: the map in front, the list of its numbers on the pages behind.

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
    width, height, columns, frame = _fit(edition)
    base = draw_basemap(edition.basemap, frame)
    lon_lat = np.array([[one.point.longitude, one.point.latitude] for one in numbered])
    places_mm = frame.project(lon_lat)
    with_glyphs = len(numbered) <= _GLYPHS_UP_TO
    radius = _MARKER_MM if with_glyphs else _DOT_MM
    markers = part_markers(places_mm, radius_mm=radius) if with_glyphs else places_mm
    moved_mm = float(np.hypot(*(markers - places_mm).T).max())
    occupied = Occupied(frame.width_mm, frame.height_mm)
    for x, y in markers.tolist():
        occupied.take(x - radius, y - radius, 2 * radius, 2 * radius)
    places = _places([*base.places, *_area_names(edition, frame)], occupied)
    labels = place_labels(
        markers,
        [_DIGIT_MM * len(str(one.number)) + 0.5 for one in numbered],
        height_mm=_LABEL_MM,
        radius_mm=radius,
        occupied=occupied,
    )
    union = _union(edition)
    laid = Laid(frame, numbered, markers, labels, radius)
    bar = bar_metres(frame, most_mm=_BAR_MM)
    data = {
        "title": notice.title,
        "author": notice.title[0],
        "edition": notice.edition,
        "approval": notice.approval,
        "sources": notice.sources,
        "frozen_on": notice.frozen_on,
        "fictional": notice.fictional,
        "generator": edition.facts.generator,
        "page": {"width": width, "height": height, "columns": columns},
        "map": {"width": frame.width_mm, "height": frame.height_mm},
        "places": places,
        "glyphs": _glyphs(edition, numbered, markers.tolist(), shown=with_glyphs),
        "labels": [
            {"number": one.number, "x": at.x_mm, "y": at.y_mm, "width": at.width_mm,
             "height": at.height_mm}
            for one, at in zip(numbered, labels, strict=True)
            if at is not None
        ],
        "label_pt": _LABEL_PT,
        "legend": _legend(edition, union, unplaced=labels.count(None),
                          moved_m=moved_mm * frame.metres_per_mm),
        "scale": f"1 : {round(frame.scale, -2):,.0f}".replace(",", " "),
        "bar": {
            "mm": bar / frame.metres_per_mm,
            "label": f"{bar / 1000:g} km" if bar >= 1000 else f"{bar} m",
        },
        "qr": addresses.page is not None,
        "page_address": addresses.page or "",
        "list": _list(edition, numbered),
    }  # fmt: skip
    pictures = {"map.svg": draw_sheet(edition, base, union, laid)}
    if addresses.page:
        pictures["page.svg"] = qr_svg(addresses.page)
    return typeset("map_sheet.typ", data, pictures)


def _fit(edition: FrozenEdition) -> tuple[float, float, int, Frame]:
    """Take the paper, upright or across, on which the map is larger."""
    sheets = []
    for width, height, columns in _PAPERS:
        frame = fit_frame(
            edition.facts.bounds,
            width_mm=width - 2 * _MARGIN_MM - _SIDE_MM,
            height_mm=height - 2 * _MARGIN_MM - _TITLE_MM - _FOOT_MM,
        )
        sheets.append((width, height, columns, frame))
    return max(sheets, key=lambda sheet: sheet[3].mm_per_unit)


def _union(edition: FrozenEdition) -> Catchment | None:
    """Return the widest union of the walker that the map is for."""
    codes = [profile.code for profile in edition.facts.profiles]
    wanted = _WALKERS.get(edition.facts.map, "")
    code = wanted if wanted in codes else next(iter(codes), "")
    mine = [union for union in edition.unions if union.profile == code]
    return max(mine, key=lambda union: union.cutoff_s, default=None)


def _area_names(edition: FrozenEdition, frame: Frame) -> list[Place]:
    """Return the names of the areas that the sheet shows, where they stand on it."""
    page = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    return [
        Place(area.name_zh or area.name_en or area.code, _AREA, *at)
        for area in edition.areas
        if (at := name_place(shapely.transform(area.geometry, frame.project), page)) is not None
    ]


def _places(places: Sequence[Place], occupied: Occupied) -> list[dict[str, Any]]:
    """Put the base map's names where no marker is, the larger places first."""
    shown = []
    for place in sorted(places, key=lambda one: (-_PLACE_PT.get(one.kind, 0), one.name)):
        size = _PLACE_PT.get(place.kind)
        if size is None:
            continue
        wide = sum(1.0 if ord(sign) > 0x2E80 else 0.6 for sign in place.name)
        width, height = wide * size * 0.3528 * 1.12 + 0.6, size * 0.3528 * 1.3
        left, top = place.x_mm - width / 2, place.y_mm - height / 2
        if occupied.is_free(left, top, width, height):
            occupied.take(left, top, width, height)
            shown.append(
                {"name": place.name, "x": left, "y": top, "width": width, "height": height,
                 "size": size}
            )  # fmt: skip
    return shown


def _glyphs(
    edition: FrozenEdition,
    numbered: Sequence[Numbered],
    markers: list[list[float]],
    *,
    shown: bool,
) -> list[dict[str, Any]]:
    if not shown:
        return []
    kinds = {kind.code: kind for kind in edition.facts.kinds}
    signs = []
    for one, (x, y) in zip(numbered, markers, strict=True):
        kind = kinds[one.point.kind]
        ink = "#ffffff" if one.point.status == "open" else kind.colour
        signs.append({"x": x, "y": y, "size": 4.4, "ink": ink, "glyph": glyph(kind.code, kind.zh)})
    return signs


def _legend(
    edition: FrozenEdition, union: Catchment | None, *, unplaced: int, moved_m: float
) -> dict[str, Any]:
    counts = Counter(point.kind for point in edition.points)
    statuses = sorted({point.status for point in edition.points} - {"open"})
    names = {profile.code: (profile.zh, profile.en) for profile in edition.facts.profiles}
    return {
        "kinds": [
            {"glyph": glyph(kind.code, kind.zh), "colour": kind.colour, "zh": kind.zh,
             "en": kind.en, "count": counts[kind.code]}
            for kind in edition.facts.kinds
            if counts[kind.code]
        ],
        "statuses": [words(status) for status in statuses],
        "areas": bool(edition.areas),
        "union": None if union is None else _union_words(union, names[union.profile]),
        "routes": [
            {"colour": route_colour(number),
             "zh": route.facts.name_zh or "", "en": route.facts.name_en or ""}
            for number, route in enumerate(edition.routes)
        ],
        "numbers": _number_words(unplaced, moved_m),
    }  # fmt: skip


def _number_words(unplaced: int, moved_m: float) -> tuple[str, str]:
    """Say what the numbers are, and what the sheet had to do to show them."""
    chinese, english = "编号见背面列表。", "Numbers are explained in the list on the pages behind."
    if moved_m >= 1:
        chinese += f"密集处符号有移位，最多 {moved_m:.0f} 米。"
        english += f" Where they are dense, markers are moved by up to {moved_m:.0f} m."
    if unplaced:
        chinese += f"因地点密集，{unplaced} 个编号未标注。"
        english += f" Points are so dense that {unplaced} numbers are not shown."
    return chinese, english


def _union_words(union: Catchment, walker: tuple[str, str]) -> tuple[str, str]:
    minutes = union.cutoff_s // 60
    return (
        f"{walker[0]}步行 {minutes} 分钟内可到达至少一个学习点",
        f"{walker[1]}: within {minutes} minutes on foot of at least one point",
    )


def _list(edition: FrozenEdition, numbered: Sequence[Numbered]) -> list[dict[str, Any]]:
    kinds = {kind.code: kind for kind in edition.facts.kinds}
    groups = []
    for names, members in groupby(numbered, key=lambda one: (one.district, one.town)):
        zh = " ".join(name for name, _ in names if name)
        en = ", ".join(name for _, name in reversed(names) if name and name != zh)
        entries = [
            {
                "number": one.number,
                "glyph": glyph(one.point.kind, kinds[one.point.kind].zh),
                "colour": kinds[one.point.kind].colour,
                "zh": one.point.name_zh or one.point.name_en or one.point.id,
                "en": (one.point.name_en or "") if one.point.name_zh != one.point.name_en else "",
            }
            for one in members
        ]
        groups.append({"zh": zh, "en": en, "entries": entries})
    return groups
