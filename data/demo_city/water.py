"""Water: a meandering river, a brook, canals and a lake with an islet."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from shapely.geometry import LineString, MultiPolygon, Polygon

from data.demo_city import names
from data.demo_city.ground import EXTENT, WIDTH_M, Floats
from data.demo_city.pieces import line_of, polygon_of, polygons_of, union
from data.demo_city.sheet import Sheet

BANK_M: Final = 48.0
"""From the water's edge to the middle of the riverside street."""
CANAL_WIDTH_M: Final = 24.0
BROOK_WIDTH_M: Final = 38.0
LAKE_MIDDLE: Final = (12_300.0, 8_800.0)


@dataclass(frozen=True, slots=True)
class Water:
    """Where the water is, in plan metres.

    Attributes
    ----------
    course : LineString
        Middle of the river, from west to east.
    river, lake, canals : Polygon or MultiPolygon
        Water surfaces; `canals` holds the brook too.
    banks : tuple of LineString
        Middle lines of the riverside streets, south and north.
    corridor : Polygon
        The river with its banks, up to the riverside streets.
    lakeside : Polygon
        The lake with its shore, up to the lakeside street.
    canal_courses, brook : LineString
        Middle lines.
    islet : Polygon
        Land in the lake.
    """

    course: LineString
    river: Polygon
    banks: tuple[LineString, LineString]
    corridor: Polygon
    lake: Polygon
    islet: Polygon
    lakeside: Polygon
    canals: MultiPolygon
    canal_courses: tuple[LineString, ...]
    brook: LineString

    @classmethod
    def lay(cls, rng: np.random.Generator) -> "Water":
        """Lay out the water; `rng` decides its bends."""
        course = _course(rng)
        x = course[:, 0]
        half = 85 + 22 * np.sin(2 * np.pi * x / 5_100 + rng.uniform(0, 6)) + 10 * np.sin(x / 460)
        river = _ribbon(course, half)
        corridor = _ribbon(course, half + BANK_M)
        south = line_of(LineString(_beside(course, -(half + BANK_M))).intersection(EXTENT))
        north = line_of(LineString(_beside(course, half + BANK_M)).intersection(EXTENT))
        lake = _blob(LAKE_MIDDLE, 620.0, rng)
        islet = _blob((LAKE_MIDDLE[0] + 130, LAKE_MIDDLE[1] - 60), 105.0, rng)
        courses = _canal_courses(course)
        brook = _brook(course, rng)
        surfaces = [line.buffer(CANAL_WIDTH_M / 2, cap_style="flat") for line in courses]
        surfaces.append(brook.buffer(BROOK_WIDTH_M / 2, cap_style="flat"))
        wet = union(surfaces).intersection(EXTENT).difference(river)
        return cls(
            line_of(LineString(course).intersection(EXTENT)),
            river,
            (south, north),
            corridor,
            polygon_of(lake.difference(islet)),
            islet,
            lake.buffer(45.0),
            MultiPolygon(polygons_of(wet, least_m2=200.0)),
            courses,
            brook,
        )

    def draw(self, sheet: Sheet) -> None:
        """Draw the surfaces and the middle lines."""
        sheet.shape(self.river, {"natural": "water", "water": "river", **_named(names.RIVER)})
        sheet.shape(self.lake, {"natural": "water", "water": "lake", **_named(names.LAKE)})
        sheet.shape(self.islet, {"natural": "wood"})
        sheet.shape(self.canals, {"natural": "water", "water": "canal"})
        sheet.line(self.course, {"waterway": "river", **_named(names.RIVER)}, level=-9)
        sheet.line(self.brook, {"waterway": "river", **_named(names.BROOK)}, level=-9)
        for course in self.canal_courses:
            sheet.line(course, {"waterway": "canal"}, level=-9)


def _named(pair: tuple[str, str]) -> dict[str, str]:
    return names.Name(*pair).tags()


def _course(rng: np.random.Generator) -> Floats:
    x = np.arange(-400.0, WIDTH_M + 401.0, 50.0)
    phase = rng.uniform(-0.4, 0.4, 3)
    y = (
        5_750
        + 1_050 * np.sin(2 * np.pi * x / 9_400 + 2.9 + phase[0])
        + 330 * np.sin(2 * np.pi * x / 4_300 + phase[1])
        + 90 * np.sin(2 * np.pi * x / 2_100 + phase[2])
    )
    return np.column_stack([x, y])


def _beside(course: Floats, offset: Floats) -> Floats:
    along = np.gradient(course, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    result: Floats = course + normal * offset[:, None]
    return result


def _ribbon(course: Floats, half: Floats) -> Polygon:
    ring = np.concatenate([_beside(course, half), _beside(course, -half)[::-1]])
    return polygon_of(Polygon(ring).intersection(EXTENT))


def _blob(middle: tuple[float, float], radius: float, rng: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    reach = np.ones_like(angle)
    for wave in (2, 3, 4, 5):
        reach += rng.uniform(0.04, 0.28) / wave * np.sin(wave * angle + rng.uniform(0, 6.3))
    x = middle[0] + 1.25 * radius * reach * np.cos(angle)
    return Polygon(np.column_stack([x, middle[1] + 0.85 * radius * reach * np.sin(angle)]))


def _canal_courses(course: Floats) -> tuple[LineString, ...]:
    def river_at(x: float) -> float:
        return float(np.interp(x, course[:, 0], course[:, 1]))

    moat_x = (5_480.0, 7_520.0)
    moat = [
        (moat_x[0], river_at(moat_x[0])),
        (5_440, 7_900), (5_350, 8_950), (6_500, 9_080), (7_500, 8_950), (7_640, 8_300),
        (moat_x[1], river_at(moat_x[1])),
    ]  # fmt: skip
    grand = [(2_350, river_at(2_350)), (2_500, 3_500), (2_280, 2_200), (2_450, 0)]
    drain = [(7_560, 8_760), (9_900, 8_850), (11_500, 8_800)]
    return tuple(_bent(np.asarray(line)) for line in (moat, grand, drain))


def _brook(course: Floats, rng: np.random.Generator) -> LineString:
    y = np.arange(12_500.0, 5_000.0, -60.0)
    x = 14_300 + 260 * np.sin(y / 640 + rng.uniform(0, 6)) + 110 * np.sin(y / 270)
    stop = np.interp(x, course[:, 0], course[:, 1])
    return LineString(np.column_stack([x, y])[y > stop])


def _bent(corners: Floats) -> LineString:
    """Round the corners of a line by Chaikin's cutting, three times."""
    line = corners.astype(np.float64)
    for _ in range(3):
        a, b = line[:-1], line[1:]
        cut = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, 2)
        line = np.concatenate([line[:1], cut, line[-1:]])
    return LineString(line)
