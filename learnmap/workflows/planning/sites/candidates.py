"""Where the next points could stand: a list, public buildings, or street corners."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.ingest import (
    read_candidates,
    read_public_buildings,
)
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import Names
from learnmap.network import extract_sha256
from learnmap.network.street_corners import street_corners
from learnmap.workflows.planning.held_city import HeldCity

SPACING_M: Final = 250.0
"""Corners are no nearer to each other than this, unless another spacing is asked for."""
_SPACINGS_M: Final = (50.0, 5000.0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places where a point could be built.

    Attributes
    ----------
    source : str
        Where they come from, in words.
    ids : tuple of str
    names : tuple of Names
    lon, lat : (c,) float64
        EPSG:4326.
    cost : (c,) float64 or None
    capacity : (c,) float64 or None
        Residents that each can take; infinite where all who come.
    """

    source: str
    ids: tuple[str, ...]
    names: tuple[Names, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    cost: NDArray[np.float64] | None = None
    capacity: NDArray[np.float64] | None = None

    def where(self, kept: NDArray[np.bool_]) -> "Candidates":
        """Return those of (c,) rows."""
        rows = np.flatnonzero(kept)
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows),
            names=tuple(self.names[row] for row in rows),
            lon=self.lon[rows],
            lat=self.lat[rows],
            cost=None if self.cost is None else self.cost[rows],
            capacity=None if self.capacity is None else self.capacity[rows],
        )


def listed_candidates(held: HeldCity, file: Path) -> Candidates:
    """Read candidates from a file, as `learnmap.ingest.read_candidates` takes it.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file.
    """
    rows = read_candidates(file, city_box=held.inputs.build.box)
    cost = [one.cost for one in rows if one.cost is not None]
    capacity = [np.inf if one.capacity is None else one.capacity for one in rows]
    return Candidates(
        file.name,
        tuple(one.id for one in rows),
        tuple({"und": one.name} if one.name else {} for one in rows),
        np.array([one.longitude for one in rows]),
        np.array([one.latitude for one in rows]),
        np.array(cost) if cost else None,
        np.array(capacity) if np.isfinite(capacity).any() else None,
    )


def building_candidates(held: HeldCity, extract: Path) -> Candidates:
    """Take the public buildings of the extract that the city's streets were built from.

    Parameters
    ----------
    held : HeldCity
    extract : Path
        A city keeps its streets and not the extract itself, so that the file has to be given.

    Raises
    ------
    ExtractError
        When the file cannot be read.
    InvalidInputError
        When it is another one than that of the streets, or has no public building.
    """
    build = held.inputs.build
    sha256 = extract_sha256(extract)
    if sha256 != build.extract_sha256:
        raise InvalidInputError(
            f"{extract.name} has the SHA-256 {sha256[:16]}…, and the city's streets were built "
            f"from {build.extract_name} with {build.extract_sha256[:16]}…; give that file, or "
            "build the network from this one"
        )
    found = read_public_buildings(extract)
    if not found:
        raise InvalidInputError(
            f"{extract.name} has no public building; take a list of candidates, or corners"
        )
    return Candidates(
        f"public buildings of {build.extract_name}",
        tuple(f"osm-{one.ref}" for one in found),
        tuple(one.names or {"en": one.kind.replace("_", " ")} for one in found),
        np.array([one.longitude for one in found]),
        np.array([one.latitude for one in found]),
    )


def corner_candidates(held: HeldCity, profile: str, spacing_m: float = SPACING_M) -> Candidates:
    """Take street corners that a profile can walk to, no two nearer than a spacing.

    They are those of `learnmap.network.street_corners`: the same for the same streets.

    Parameters
    ----------
    held : HeldCity
    profile : str
        Where three of the streets meet that those of the profile may walk and that are no island.
    spacing_m : float
        As the crow flies; from 50 to 5000.

    Raises
    ------
    InvalidInputError
        For a profile or a spacing that there is not.
    NotReadyError
        When no streets meet anywhere.
    """
    low, high = _SPACINGS_M
    if not low <= spacing_m <= high:
        raise InvalidInputError(
            f"a spacing of {spacing_m:g} m: give {low:g} to {high:g} m between corners"
        )
    found = street_corners(held.walked(profile).costs, spacing_m=spacing_m)
    if not len(found.lon):
        raise NotReadyError(
            "no three streets meet anywhere, so that there are no corners; give a list of "
            "candidates"
        )
    numbers = range(1, len(found.lon) + 1)
    return Candidates(
        f"street corners, {spacing_m:g} m apart",
        tuple(f"corner-{number}" for number in numbers),
        tuple({"zh": f"路口 {number}", "en": f"Corner {number}"} for number in numbers),
        found.lon,
        found.lat,
    )
