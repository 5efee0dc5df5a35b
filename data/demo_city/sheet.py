"""The sheet that the city is drawn on: lines, polygons and marked places, in plan metres."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data.demo_city.ground import Floats
from data.demo_city.pieces import polygons_of

Tags = dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A way to be: its vertices, its tags, and its level (bridges 1, tunnels -1).

    Lines of level 0 share a node wherever they cross; others only where they end.
    """

    coords: Floats
    tags: Tags
    level: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon to be, with its tags; it shares no node with the streets."""

    polygon: Polygon
    tags: Tags


@dataclass(slots=True)
class Sheet:
    """What has been drawn so far."""

    lines: list[Line] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    marks: list[tuple[tuple[float, float], Tags]] = field(default_factory=list)
    labels: list[tuple[tuple[float, float], Tags]] = field(default_factory=list)

    def line(self, coords: Floats | LineString, tags: Mapping[str, str], *, level: int = 0) -> None:
        """Draw a line; one shorter than a metre is left out."""
        array = (
            shapely.get_coordinates(coords) if isinstance(coords, LineString) else np.array(coords)
        )
        if len(array) > 1 and np.hypot(*np.diff(array, axis=0).T).sum() >= 1.0:
            self.lines.append(Line(array, dict(tags), level))

    def shape(self, polygon: BaseGeometry, tags: Mapping[str, str]) -> None:
        """Draw a polygon, or each part of several."""
        for part in polygons_of(polygon):
            self.shapes.append(Shape(part, dict(tags)))

    def mark(self, place: tuple[float, float], tags: Mapping[str, str]) -> None:
        """Tag the node of a line at `place`."""
        self.marks.append((place, dict(tags)))

    def label(self, place: tuple[float, float], tags: Mapping[str, str]) -> None:
        """Put a node of its own at `place`."""
        self.labels.append((place, dict(tags)))
