"""Blocks: what each piece of land between the streets becomes."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.demo_city import compounds
from data.demo_city.compounds import CAMPUS, HOUSING, WORKS, Compound, build_compound
from data.demo_city.ground import NEW_TOWN, OLD_TOWN, density
from data.demo_city.lanes import build_alleys, build_fields, build_open_streets
from data.demo_city.parks import build_park
from data.demo_city.pieces import polygons_of
from data.demo_city.plazas import build_plaza
from data.demo_city.site import Site

SEALED: Final = (60, 150, 240)
"""Numbers of compounds built after which the next large one has no mapped gate."""
SEALED_LEAST_M2: Final = 110_000.0


@dataclass(slots=True)
class Built:
    """What the blocks became.

    Attributes
    ----------
    compounds, sealed : list of Compound
        With gates, and without.
    parks, plazas, old, fields : list of Polygon
        Land of parks, plazas, the old town's blocks and open country.
    top : Point
        The hilltop.
    """

    compounds: list[Compound] = field(default_factory=list)
    sealed: list[Compound] = field(default_factory=list)
    parks: list[Polygon] = field(default_factory=list)
    plazas: list[Polygon] = field(default_factory=list)
    old: list[Polygon] = field(default_factory=list)
    fields: list[Polygon] = field(default_factory=list)
    top: Point = field(default_factory=Point)


def build_blocks(cells: list[Polygon], taken: BaseGeometry, site: Site) -> Built:
    """Give every block a use by its place, and build it.

    Parameters
    ----------
    cells : list of Polygon
        Land between the streets.
    taken : BaseGeometry
        Water, railway and motorway land, which is cut out of the blocks.
    site : Site
        Drawn on.
    """
    built = Built()
    shapely.prepare(taken)
    buildings = 0
    for cell in cells:
        land = cell.difference(taken) if taken.intersects(cell) else cell
        for block in polygons_of(land, least_m2=3_000.0):
            buildings += _build(block, built, site, few=buildings < 1_000)
    return built


def _build(block: Polygon, built: Built, site: Site, *, few: bool) -> int:
    """Build one block; return how many buildings were drawn."""
    rng = site.rng
    middle = shapely.get_coordinates(block.representative_point())
    dense = float(density(middle)[0])
    old = float(np.hypot(*(middle[0] - OLD_TOWN)))
    new = float(np.hypot(*(middle[0] - NEW_TOWN)))
    draw, houses = rng.random(), rng.random() < (0.16 if few else 0.0)
    central = min(old, new) < 1_700
    if draw < (0.05 if dense > 0.3 else 0.02) and block.area > 20_000:
        build_park(block, site)
        built.parks.append(block)
    elif central and 0.05 <= draw < 0.12 and 15_000 < block.area < 160_000:
        plaza = build_plaza(block, site)
        if plaza is not None:
            built.plazas.append(plaza)
    elif old < 1_450:
        plots = build_alleys(block, site)
        built.old.append(block)
        return compounds.draw_buildings(tuple(plots), (11.0, 8.0), site) if houses else 0
    elif dense < 0.2 or (dense < 0.4 and draw > 0.72):
        build_fields(block, site)
        built.fields.append(block)
    else:
        return _build_town(block, built, site, dense=dense, houses=houses)
    return 0


def _build_town(block: Polygon, built: Built, site: Site, *, dense: float, houses: bool) -> int:
    draw = site.rng.random()
    use = HOUSING if draw < 0.66 else CAMPUS if draw < 0.7 else None
    if dense < 0.55 and draw > 0.82:
        use = WORKS
    if use is not None:
        sealed = use is HOUSING and _leave_sealed(block, built)
        made = build_compound(block, use, site, sealed=sealed)
        if made is not None:
            (built.sealed if sealed else built.compounds).append(made)
            return compounds.draw_buildings(made.plots, (38.0, 13.0), site) if houses else 0
    plots = build_open_streets(block, site)
    return compounds.draw_buildings(tuple(plots), (24.0, 12.0), site) if houses else 0


def _leave_sealed(block: Polygon, built: Built) -> bool:
    """Tell whether the next compound's gates are to be left out: a large one, now and then."""
    done = len(built.sealed)
    return (
        done < len(SEALED)
        and block.area > SEALED_LEAST_M2
        and len(built.compounds) + done >= SEALED[done]
    )
