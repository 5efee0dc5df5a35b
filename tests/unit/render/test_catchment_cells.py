from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.render.catchment_cells import FIRST_CONTEXTS, NEXT_CONTEXTS, Cells, cell_maps

CELLS = Cells(0.001, 0.001)


@dataclass
class Reader:
    """Reads a page's bytes, written from the format's description and not from the encoder."""

    content: bytes
    points: int
    profiles: int
    cutoffs: int
    radius: int

    def __post_init__(self) -> None:
        maps = range(self.profiles * self.cutoffs)
        self.tables = [
            self.numbers(FIRST_CONTEXTS if at < self.cutoffs else NEXT_CONTEXTS) for at in maps
        ]
        ends = np.cumsum(self.numbers(self.points))
        self.streams = [
            self.content[a:b] for a, b in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)
        ]
        assert ends[-1] == len(self.content)

    def numbers(self, length: int) -> list[int]:
        planes = np.frombuffer(self.content[: 4 * length], np.uint8).reshape(4, length)
        self.content = self.content[4 * length :]
        return [int.from_bytes(bytes(one), "little") for one in planes.T]

    def maps(self, point: int) -> list[set[tuple[int, int]]]:
        """Return the set cells of each map, as steps east and north from the point's own."""
        number = int.from_bytes(self.streams[point].ljust(8000, b"\0"), "big")
        left, low, high = 8000 * 8, 0, 2**32 - 1
        told: list[set[tuple[int, int]]] = []
        for at, table in enumerate(self.tables):
            told.append(set())
            for y in range(-self.radius, self.radius + 1):
                for x in range(-self.radius, self.radius + 1):
                    if at % self.cutoffs and (x, y) not in told[at - 1]:
                        continue
                    middle = low + (high - low) // 4096 * table[self.context(told, at, x, y)]
                    if number >> (left - 32) & 0xFFFFFFFF <= middle:
                        told[at].add((x, y))
                        high = middle
                    else:
                        low = middle + 1
                    while low >> 24 == high >> 24:
                        left -= 8
                        low, high = low << 8 & 0xFFFFFFFF, (high << 8 & 0xFFFFFFFF) + 255
        return told

    def context(self, told: list[set[tuple[int, int]]], at: int, x: int, y: int) -> int:
        def around(cells: set[tuple[int, int]]) -> int:
            return sum((x + dx, y + dy) in cells for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)))

        def known(cells: set[tuple[int, int]]) -> int:
            return ((x, y) in cells) * 5 + around(cells)

        wider = around(told[at - 1]) if at % self.cutoffs else 4
        steps = ((-1, 0), (0, -1), (-1, -1), (1, -1), (-2, 0), (0, -2))
        six = [((x + dx, y + dy) in told[at]) << bit for bit, (dx, dy) in enumerate(steps)]
        if at < self.cutoffs:
            near = min(15, int((x * x + y * y) ** 0.5 * 16 / (self.radius + 1)))
            return (sum(six) * 16 + near) * 5 + wider
        last = at % self.cutoffs == self.cutoffs - 1
        closer = 0 if last else known(told[at - self.cutoffs + 1])
        return ((sum(six[:4]) * 10 + known(told[at - self.cutoffs])) * 10 + closer) * 5 + wider


def star(place: NDArray[np.float64], reach: float, seed: int) -> BaseGeometry:
    """Return a shape with arms, a hole and a part of its own."""
    rng = np.random.default_rng(seed)
    turns = np.linspace(0, 2 * np.pi, 23, endpoint=False)
    away = reach * rng.uniform(0.4, 1.0, len(turns))
    rim = place + np.stack((away * np.cos(turns), away * np.sin(turns)), axis=1)
    hole = shapely.Point(*(place + 0.1 * reach)).buffer(0.15 * reach)
    part = shapely.Point(*(place + 0.9 * reach)).buffer(0.1 * reach)
    return shapely.union_all([shapely.Polygon(rim).difference(hole), part])


def middles_inside(shape: BaseGeometry, place: NDArray[np.float64]) -> set[tuple[int, int]]:
    home = np.floor(place / 0.001)
    steps = np.arange(-40, 41)
    x, y = np.meshgrid(steps, steps)
    inside = shapely.contains_xy(shape, (home[0] + x + 0.5) * 0.001, (home[1] + y + 0.5) * 0.001)
    return set(zip(x[inside].tolist(), y[inside].tolist(), strict=True))


def test_maps_come_back_as_the_cells_whose_middle_is_inside() -> None:
    places = np.array([[118.0501, 32.9007], [118.09, 32.95], [-70.5, -33.4]])
    shapes: list[BaseGeometry | None] = []
    for number, place in enumerate(places):
        for share in (1.0, 0.6):
            # Bands of one point have the same arms, so that they nest as catchments do.
            shapes += [star(place, share * reach, number) for reach in (0.0212, 0.0109, 0.0051)]
    for missing in (3, 4, 5):
        shapes[missing] = None
    for widest in (0, 6, 9, 12, 15):
        inner, outer = shapes[widest + 1], shapes[widest]
        shapes[widest] = shapely.union(outer, inner)
        shapes[widest + 2] = shapely.intersection(shapes[widest + 2], inner)
    maps = cell_maps(shapes, places, CELLS, cutoffs=3)
    content = maps.encode()
    reader = Reader(content, points=3, profiles=2, cutoffs=3, radius=maps.radius)
    for number, place in enumerate(places):
        expected = [
            middles_inside(one, place) if one is not None else set()
            for one in shapes[6 * number : 6 * number + 6]
        ]
        assert reader.maps(number) == expected
    # The estimate decides whether a page tries to write them at all.
    told = sum(map(len, reader.streams))
    assert abs(maps.stream_bytes - told) <= 3 + 0.02 * told


def test_cells_are_square_in_the_middle_of_the_map() -> None:
    # At 60 degrees north a degree of longitude is half as long as at the equator: 55,800 m.
    cells = Cells.of_size(60.0, (24.0, 59.5, 26.0, 60.5))
    assert abs(cells.east_deg * 55_800 - 60) < 0.05
    assert abs(cells.north_deg * 111_412 - 60) < 0.05
