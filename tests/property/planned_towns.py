"""Towns with residents and points, as planners' figures read them, without a database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np

from learnmap.model.city import CitySettings
from learnmap.model.kinds import KINDS
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import LearningPoint
from learnmap.network import EdgeIndex, WalkGraph
from learnmap.store import NetworkBuild, StoredPoint
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.walked_city import WalkedCity

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CUTOFFS_S = (100, 200, 400)
Degrees = tuple[float, float]


def a_point(name: str, place: Degrees, **changes: object) -> LearningPoint:
    """Return a library of a name, open unless something else is said."""
    values: dict[str, object] = {
        "id": name,
        "kind": "library",
        "names": {"en": name},
        "longitude": place[0],
        "latitude": place[1],
        "source": "drawn for a test",
    }
    return LearningPoint.model_validate(values | changes)


def inputs_of(
    graph: WalkGraph,
    homes: Sequence[Degrees],
    points: Sequence[LearningPoint],
    *,
    island_below_m: float = 60,
) -> PlanningInputs:
    """Put residents into a town: one, two, three, ... at each home, half of them over 60."""
    west, south, east, north = graph.box
    build = NetworkBuild(
        content_hash="0" * 64,
        folder="none",
        extract_name="drawn.osm",
        extract_sha256="0" * 64,
        extract_date=None,
        # A drawn town is small, and so a place beside its streets is outside of them soon.
        box=(west - 0.01, south - 0.01, east + 0.01, north + 0.01),
        nodes=graph.node_count,
        edges=graph.edge_count,
        length_km=graph.length_km,
        attribution="nobody",
        licence="none",
    )
    people = np.arange(1.0, len(homes) + 1)
    lon, lat = np.array(homes, np.float64).reshape(-1, 2).T
    residents = gpd.GeoDataFrame(
        {
            "id": [str(row) for row in range(len(homes))],
            "source": "drawn",
            "fictional": True,
            "residents": people,
            "residents_0_59": people / 2,
            "residents_60_up": people / 2,
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )
    areas = gpd.GeoDataFrame({"level": [], "code": [], "names": []}, geometry=[], crs="EPSG:4326")
    return PlanningInputs(
        settings=CitySettings(
            names={"en": "Drawn"}, island_below_m=island_below_m, cutoffs_s=CUTOFFS_S
        ),
        build=build,
        points=tuple(StoredPoint(one, 1, (), LONG_AGO) for one in points),
        residents=residents,
        areas=areas,
        kinds=KINDS,
        imports=(),
        read_on=LONG_AGO.date(),
    )


def walked(graph: WalkGraph, inputs: PlanningInputs) -> WalkedCity:
    """Walk a town from nothing."""
    return WalkedCity.of(inputs, EdgeIndex(graph), list(inputs.settings.profiles))


def at_paces(inputs: PlanningInputs, paces: dict[str, float]) -> PlanningInputs:
    """Return a town whose people walk at other speeds."""

    def walker(profile: WalkProfile) -> WalkProfile:
        return replace(profile, speed_m_per_s=paces.get(profile.code, profile.speed_m_per_s))

    profiles = tuple(walker(one) for one in inputs.settings.profiles)
    return replace(inputs, settings=inputs.settings.model_copy(update={"profiles": profiles}))
