"""Areas: districts, street-towns and neighbourhoods, put together from land between streets."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from data.demo_city.frame import Frame
from data.demo_city.ground import EXTENT, Ground, density
from data.demo_city.growth import Land
from data.demo_city.names import DISTRICTS, Name, Stems
from data.demo_city.noding import Ints, node_lines, split_at_junctions
from data.demo_city.water import Water

TOWNS: Final = 7
"""Street-towns in a district."""
NEIGHBOURHOODS: Final = 8
"""Neighbourhoods in a street-town, give or take two."""
CODE_PREFIX: Final = "9901"
"""No province of China has a code that begins with 99."""
RURAL: Final = 0.3
"""Below this density a street-town is a town, and most of its neighbourhoods are villages."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area of the demo city.

    Attributes
    ----------
    code, level, name, parent_code
        As in `learnmap.model.records.Area`; a district's `parent_code` is empty.
    geometry : Polygon or MultiPolygon
        Degrees, EPSG:4326, exterior rings counter-clockwise.
    middle : tuple of float
        A place inside it, in plan metres.
    """

    code: str
    level: str
    name: Name
    parent_code: str
    geometry: Polygon | MultiPolygon
    middle: tuple[float, float]


@dataclass(slots=True)
class _Survey:
    land: Land
    bent: list[Polygon]
    stems: Stems
    rng: np.random.Generator
    rows: list[AreaRow] = field(default_factory=list)

    def add(self, code: str, level: str, name: Name, parent: str, members: Ints) -> None:
        merged = shapely.normalize(shapely.coverage_union_all([self.bent[i] for i in members]))
        parts = [orient(part) for part in shapely.get_parts(merged).tolist()]
        geometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
        x, y = self.land.middle[members[np.argmax(self.land.weight[members])]].tolist()
        self.rows.append(AreaRow(code, level, name, parent, geometry, (x, y)))


def lay_areas(frame: Frame, water: Water, ground: Ground, seed: int) -> list[AreaRow]:
    """Share the city among areas whose borders run along streets and the river.

    Parameters
    ----------
    frame, water : Frame, Water
        Whose lines are the borders.
    ground : Ground
        Bends them.
    seed : int
        Of the city.

    Returns
    -------
    list of AreaRow
        Districts, then street-towns, then neighbourhoods, each level in order of code.
    """
    faces = _faces(frame, water)
    survey = _Survey(
        Land.of(faces),
        [Polygon(ground.to_degrees(shapely.get_coordinates(face))) for face in faces],
        Stems(np.random.default_rng([seed, 21])),
        np.random.default_rng([seed, 20]),
    )
    districts = survey.land.share(np.arange(len(faces)), len(DISTRICTS), survey.rng)
    for number, members in enumerate(districts):
        stem = f"{CODE_PREFIX}{number + 1:02d}"
        name = Name(*DISTRICTS[number]).with_suffix("区", "District")
        survey.add(f"{stem}000000", "district", name, "", members)
        for index, town in enumerate(survey.land.share(members, TOWNS, survey.rng)):
            _add_town(survey, f"{stem}{index + 1:03d}", f"{stem}000000", town)
    order_of = {"district": 0, "street_town": 1, "neighbourhood": 2}
    return sorted(survey.rows, key=lambda row: (order_of[row.level], row.code))


def _add_town(survey: _Survey, stem: str, parent: str, members: Ints) -> None:
    """Add a street-town and its neighbourhoods."""
    rng = survey.rng
    rural = float(density(survey.land.middle[members]).mean()) < RURAL
    suffix = ("镇", "Town") if rural else ("街道", "Subdistrict")
    code = f"{stem}000"
    survey.add(code, "street_town", survey.stems.next().with_suffix(*suffix), parent, members)
    wanted = min(len(members), NEIGHBOURHOODS + int(rng.integers(-2, 3)))
    for order, quarter in enumerate(survey.land.share(members, wanted, rng)):
        village = rural and rng.random() < 0.6
        suffix = ("村", "Village") if village else ("社区", "Neighbourhood")
        name = survey.stems.next().with_suffix(*suffix)
        survey.add(f"{stem}{order + 1:03d}", "neighbourhood", name, code, quarter)


def _faces(frame: Frame, water: Water) -> list[Polygon]:
    """Return the land between streets and the river's middle line: a tiling of the plan."""
    rim = shapely.get_coordinates(EXTENT.exterior)
    lines = [line.coords for line in frame.lines]
    lines += [shapely.get_coordinates(water.course), rim]
    pieces, _ = split_at_junctions(node_lines(lines, [0] * len(lines)))
    # Two pieces that share both ends and have no vertex between are the same edge.
    edges = {(*sorted(map(tuple, piece[[0, -1]].tolist())), len(piece)): piece for piece in pieces}
    faces = shapely.get_parts(shapely.polygonize([LineString(piece) for piece in edges.values()]))
    order = np.lexsort(shapely.get_coordinates(shapely.centroid(faces)).T)
    return [faces[i] for i in order]
