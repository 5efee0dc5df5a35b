"""All of a map sheet that is no text, as one SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.products.base_drawing import BaseDrawing
from learnmap.products.number_labels import Label
from learnmap.products.numbering import Numbered
from learnmap.products.paper import Frame, path_data
from learnmap.render.area_outlines import borders_of
from learnmap.render.edition_files import Catchment, FrozenEdition

_ROUTE_COLOURS: Final = (
    "#a3243b", "#1f4e9c", "#3b5f0b", "#8a2d6b", "#9a4a00", "#0f6e6e", "#5b3f9e", "#37474f",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """Points as they are laid out on a sheet.

    Attributes
    ----------
    frame : Frame
    numbered : sequence of Numbered
    markers_mm : (n, 2) float64
        Centres of their markers.
    labels : sequence of Label or None
        Of their numbers; None where there was no room.
    radius_mm : float
    """

    frame: Frame
    numbered: Sequence[Numbered]
    markers_mm: NDArray[np.float64]
    labels: Sequence[Label | None]
    radius_mm: float


def route_colour(number: int) -> str:
    """Return the colour of a route by its number from 0; they repeat after the last."""
    return _ROUTE_COLOURS[number % len(_ROUTE_COLOURS)]


def draw_sheet(
    edition: FrozenEdition, base: BaseDrawing, union: Catchment | None, laid: Laid
) -> bytes:
    """Draw all of a map that is no text, as SVG in millimetres."""
    frame = laid.frame
    colours = {kind.code: kind.colour for kind in edition.facts.kinds}
    area = "" if union is None else _area(union, frame)
    width, height = frame.width_mm, frame.height_mm
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" ',
        f'viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="#f8f6f1"/>',
        base.grounds,
        f'<path d="{area}" fill="#2463b8" fill-opacity="0.16" fill-rule="evenodd"/>',
        base.streets,
        *_borders(edition, frame),
        f'<path d="{area}" fill="none" stroke="#2463b8" stroke-width="0.22"/>',
        *_routes(edition, frame),
        *_leaders(laid),
    ]
    for one, (x, y) in zip(laid.numbered, laid.markers_mm.tolist(), strict=True):
        colour = colours[one.point.kind]
        ring = f'fill="{colour}" stroke="#ffffff" stroke-width="0.2"'
        if one.point.status != "open":
            ring = f'fill="#ffffff" stroke="{colour}" stroke-width="0.3" stroke-dasharray="0.5 0.3"'
        parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{laid.radius_mm}" {ring}/>')
    return ("".join(parts) + "</svg>").encode()


def _area(union: Catchment, frame: Frame) -> str:
    page = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    drawn = shapely.transform(union.geometry, frame.project).simplify(0.03)
    cut = shapely.make_valid(drawn).intersection(page)
    polygons = [part for part in shapely.get_parts(cut) if isinstance(part, shapely.Polygon)]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return path_data([shapely.get_coordinates(ring) for ring in rings], closed=True)


def _borders(edition: FrozenEdition, frame: Frame) -> list[str]:
    page = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    drawn = [
        shapely.transform(line, frame.project).simplify(0.03).intersection(page)
        for line in borders_of(edition.areas)
    ]
    parts = [part for each in drawn for part in shapely.get_parts(each) if part.length > 0]
    if not parts:
        return []
    data = path_data([shapely.get_coordinates(part) for part in parts], closed=False)
    style = 'fill="none" stroke="#4a5a6a" stroke-width="0.45" stroke-dasharray="3 1 0.5 1"'
    return [f'<path d="{data}" {style}/>']


def _routes(edition: FrozenEdition, frame: Frame) -> list[str]:
    paths = []
    for number, route in enumerate(edition.routes):
        drawn = shapely.transform(route.line, frame.project)
        lines = [shapely.get_coordinates(part) for part in shapely.get_parts(drawn)]
        colour = route_colour(number)
        shape = f'd="{path_data(lines, closed=False)}" fill="none" stroke-linejoin="round"'
        paths.append(f'<path {shape} stroke="#ffffff" stroke-width="1.1"/>')
        paths.append(f'<path {shape} stroke="{colour}" stroke-width="0.65"/>')
    return paths


def _leaders(laid: Laid) -> list[str]:
    lines = []
    for (x, y), label in zip(laid.markers_mm.tolist(), laid.labels, strict=True):
        if label is None or not label.leader:
            continue
        to_x = min(max(x, label.x_mm), label.x_mm + label.width_mm)
        to_y = min(max(y, label.y_mm), label.y_mm + label.height_mm)
        lines.append(
            f'<path d="M{x:.2f} {y:.2f}L{to_x:.2f} {to_y:.2f}" stroke="#333333" '
            'stroke-width="0.12"/>'
        )
    return lines
