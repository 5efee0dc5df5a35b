"""The parts of a city that gaps are told by: hexagons, or the areas of a level."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from learnmap.access import OUTSIDE
from learnmap.access.hexagons import Hexagons
from learnmap.model.languages import Names
from learnmap.workflows.planning.inputs import PlanningInputs

PartsBy = Literal["hexagons", "neighbourhood", "street_town", "district"]
PARTS: Final[tuple[PartsBy, ...]] = ("hexagons", "neighbourhood", "street_town", "district")
_OUTSIDE: Final[Names] = {"zh": "不在任何区域内", "en": "in no area"}


@dataclass(frozen=True, slots=True)
class GapParts:
    """Parts of a city, and which of them each resident lives in.

    Attributes
    ----------
    by : str
        One of `PARTS`.
    ids : tuple of str
        H3 ids, or codes of areas.
    names : tuple of Names
        Of areas; hexagons have none.
    shapes : (g,) shapely geometries
        EPSG:4326.
    of_place : (k,) int64
        Row for each place of residents; `learnmap.access.OUTSIDE` for none.
    in_several : float
        Residents within more than one area, since areas overlap; each counts in one alone.
    in_none : float
        Residents in no area, since areas leave holes or end before the city does.
    """

    by: PartsBy
    ids: tuple[str, ...]
    names: tuple[Names, ...]
    shapes: NDArray[np.object_]
    of_place: NDArray[np.int64]
    in_several: float = 0.0
    in_none: float = 0.0

    def named(self, row: int) -> tuple[str, Names]:
        """Return the id and names of a part; the id is empty for who lives in none."""
        return ("", _OUTSIDE) if row == OUTSIDE else (self.ids[row], self.names[row])


def gap_parts(inputs: PlanningInputs, by: PartsBy, *, resolution: int) -> GapParts:
    """Divide a city.

    Parameters
    ----------
    inputs : PlanningInputs
    by : str
        One of `PARTS`.
    resolution : int
        Of the hexagons.

    Raises
    ------
    NotReadyError
        When there are no areas of the level.
    InvalidInputError
        For another resolution than there is.
    """
    if by == "hexagons":
        return hexagon_parts(inputs.hexagons(resolution))
    return _areas(inputs, by)


def hexagon_parts(hexagons: Hexagons) -> GapParts:
    """Divide a city by hexagons that its residents were put in."""
    unnamed: tuple[Names, ...] = ({},) * len(hexagons.ids)
    return GapParts("hexagons", hexagons.ids, unnamed, hexagons.shapes, hexagons.of_place)


def _areas(
    inputs: PlanningInputs, by: Literal["neighbourhood", "street_town", "district"]
) -> GapParts:
    level = inputs.areas_of(by)
    areas = inputs.areas[inputs.areas["level"] == by]
    return GapParts(
        by,
        level.codes,
        level.names,
        areas.geometry.to_numpy(),
        level.of_place,
        level.in_several,
        level.in_none,
    )
