"""Railway and motorway: long lines that the streets cross in few places."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data.demo_city.ground import EXTENT, WIDTH_M, Floats
from data.demo_city.names import Name
from data.demo_city.pieces import beside, union
from data.demo_city.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Transit:
    """Long lines in plan metres.

    Attributes
    ----------
    railway : LineString
        Middle of the railway.
    rail_corridor : Polygon
        Its land; a street gets through by an underpass or a level crossing only.
    motorway : LineString
        Middle of the elevated motorway.
    motorway_corridor : Polygon
        Its land, where no block is laid out; streets pass beneath.
    """

    railway: LineString
    rail_corridor: Polygon
    motorway: LineString
    motorway_corridor: Polygon

    @classmethod
    def lay(cls) -> "Transit":
        """Lay out the lines."""
        x = np.linspace(0.0, WIDTH_M, 200)
        rail = LineString(
            np.column_stack([x, 10_930 + 190 * np.sin(x / 2_600 + 1.1) + 60 * np.sin(x / 1_100)])
        )
        motorway = LineString(
            np.column_stack([x, 1_620 + 330 * np.sin(x / 2_300 + 0.6) + 0.035 * x])
        )
        return cls(
            rail,
            _corridor(rail, 22.0),
            motorway,
            _corridor(motorway, 34.0),
        )

    def draw(self, sheet: Sheet) -> None:
        """Draw the tracks and the carriageways."""
        name = Name("泊云环线铁路", "Boyun Loop Railway").tags()
        sheet.line(self.railway, {"railway": "rail", "electrified": "contact_line", **name})
        sheet.line(
            beside(self.railway, 4.5),
            {"railway": "rail", "electrified": "contact_line", **name},
        )
        name = Name("泊云高架快速路", "Boyun Elevated Expressway").tags()
        for offset in (9.0, -9.0):
            coords = shapely.get_coordinates(beside(self.motorway, offset))
            sheet.line(
                coords if offset < 0 else coords[::-1],
                {"highway": "motorway", "oneway": "yes", "bridge": "yes", "layer": "1", **name},
                level=1,
            )

    def draw_links(self, sheet: Sheet, crossings: list[Floats]) -> BaseGeometry:
        """Draw slip roads between the motorway and places on streets that pass beneath.

        Parameters
        ----------
        sheet : Sheet
            Drawn on.
        crossings : list of ndarray of shape (2,)
            Vertices of streets, some 120 to 200 m from the motorway.

        Returns
        -------
        BaseGeometry
            Land of the slip roads.
        """
        land: list[BaseGeometry] = []
        for place in crossings:
            point = shapely.Point(place)
            at = self.motorway.project(point)
            for shift, offset in ((-260.0, -9.0), (260.0, 9.0)):
                side = beside(self.motorway, offset)
                target = side.interpolate(min(max(at + shift, 0.0), side.length))
                bow = shapely.get_coordinates(self.motorway.interpolate(at + shift * 0.55))[0]
                middle = 0.5 * bow + 0.5 * np.asarray(place)
                slip = LineString([(target.x, target.y), middle, place])
                sheet.line(
                    slip,
                    {"highway": "motorway_link", "oneway": "yes", "bridge": "yes", "layer": "1"},
                    level=1,
                )
                land.append(slip.buffer(12.0))
        return union(land)


def _corridor(line: LineString, half_m: float) -> Polygon:
    corridor = line.buffer(half_m, cap_style="flat").intersection(EXTENT)
    if not isinstance(corridor, Polygon):
        raise TypeError("a corridor leaves the plan and comes back; straighten its line")
    return corridor
