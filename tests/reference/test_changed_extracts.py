"""A changed extract: the same key is the same catchment, and far from the change all keys stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, compute_catchments
from learnmap.catchment.extent import extent_m
from learnmap.model.crs import ELLIPSOID
from learnmap.network import EdgeIndex, SnapStatus, WalkGraph, build_graph, read_streets, walk_costs
from learnmap.network.digests import cell_digests
from learnmap.workflows.catchment_keys import input_keys
from tests.reference.extracts import FILES, graph_of, streets_of
from tests.reference.rewriting import rewritten
from tests.unit.network.drawing import PROFILE

PLACES = 200
CELL_DIAGONAL_M = 320.0


@dataclass(frozen=True)
class Trial:
    """A city, where in it something changes, and what catchments it has.

    Helsinki's extract is 2 km wide: walks have to be short for anything to be far.
    """

    city: str
    near: tuple[float, float]
    shape: Shape


HELSINKI = Trial("helsinki", (24.9385, 60.1665), Shape((100, 200)))
PORTO = Trial("porto", (-8.6108, 41.1504), Shape())
TRIALS = [
    (HELSINKI, "without"),
    (HELSINKI, "tags"),
    (HELSINKI, "footway"),
    *([(PORTO, "without")] if "porto" in FILES else []),
]


@dataclass(frozen=True)
class Drawn:
    """Keys and polygons of the places that join a network, by their number."""

    keys: Mapping[int, str]
    bands: Mapping[int, list[bytes]]


def draw(trial: Trial, graph: WalkGraph, profile: str) -> Drawn:
    """Draw the catchments of places all over a city; they do not depend on the change."""
    costs, shape = walk_costs(graph, PROFILE[profile]), trial.shape
    lon, lat = places(trial.city)
    snaps = EdgeIndex(graph).snap(lon, lat, costs)
    joined = np.flatnonzero(snaps.status == SnapStatus.SNAPPED).tolist()
    access = [
        AccessPoint(str(i), int(snaps.edge[i]), float(snaps.along_m[i]), float(snaps.distance_m[i]))
        for i in joined
    ]
    at = snaps.lon[joined], snaps.lat[joined]
    keys = input_keys(costs, shape, cell_digests(graph), access, *at)
    bands = [shapely.to_wkb(b) for _, b in compute_catchments(graph, costs, access, shape)]
    return Drawn(
        dict(zip(joined, keys, strict=True)),
        {i: list(wkb) for i, wkb in zip(joined, bands, strict=True)},
    )


@cache
def before(trial: Trial, profile: str) -> Drawn:
    return draw(trial, graph_of(trial.city), profile)


@cache
def places(city: str) -> tuple[Any, Any]:
    graph = graph_of(city)
    drawn = np.random.default_rng(5).choice(graph.node_count, PLACES, replace=False)
    return graph.node_lon[drawn] + 1e-4, graph.node_lat[drawn]


def change(trial: Trial, what: str) -> tuple[dict[str, Any], list[int]]:
    """Return how to rewrite the extract, and the nodes where it will differ."""
    streets = streets_of(trial.city)

    def apart(node: int) -> float:
        return float(np.hypot(*np.subtract(streets.places[node], trial.near)))

    row = min(streets.pieces, key=lambda piece: apart(piece[0]))[3]
    way = streets.ways[row][0]
    nodes = [node for piece in streets.pieces if piece[3] == row for node in piece[:2]]
    if what == "footway":  # 228 m straight across the blocks
        other = sorted(streets.places.keys() - set(nodes), key=apart)[400]
        return {"footway": [nodes[0], other]}, [nodes[0], other]
    return {"without": way} if what == "without" else {"tags": (way, {"highway": "steps"})}, nodes


def far_from(trial: Trial, nodes: list[int], metres: float) -> set[int]:
    """Return the places that are farther from all nodes than that."""
    lon, lat = places(trial.city)
    least = np.full(PLACES, np.inf)
    for node in nodes:
        x, y = (np.full(PLACES, degrees) for degrees in streets_of(trial.city).places[node])
        least = np.minimum(least, ELLIPSOID.inv(lon, lat, x, y)[2])
    return set(np.flatnonzero(least > metres).tolist())


@pytest.mark.parametrize(("trial", "what"), TRIALS, ids=lambda case: getattr(case, "city", case))
def test_only_catchments_round_a_change_are_computed_again(
    trial: Trial, what: str, tmp_path: Path
) -> None:
    rewriting, nodes = change(trial, what)
    extract = rewritten(FILES[trial.city], tmp_path / "changed.osm.pbf", **rewriting)
    after = build_graph(read_streets(extract)[0])
    assert after.content_hash() != graph_of(trial.city).content_hash()
    differ = 0
    for profile, walker in PROFILE.items():
        old, new = before(trial, profile), draw(trial, after, profile)
        same = {i for i, key in new.keys.items() if old.keys.get(i) == key}
        # The proof: what is taken over from the old network is what the new one gives.
        assert all(new.bands[i] == old.bands[i] for i in same)
        reach_m = extent_m(
            walk_costs(after, walker),
            limit_s=trial.shape.cutoffs_s[-1],
            off_street_m=trial.shape.off_street_m,
        )
        # To the corner of the square around a place, the snap, and the cells that it cuts.
        far = far_from(trial, nodes, reach_m * 2**0.5 + 100.0 + CELL_DIAGONAL_M)
        assert len(far) > PLACES / 10
        assert far & new.keys.keys() <= same
        differ += sum(new.bands[i] != old.bands.get(i) for i in new.bands)
    assert differ > 0


def test_names_and_ids_change_no_key(tmp_path: Path) -> None:
    way = streets_of("helsinki").ways[0][0]
    extract = rewritten(
        FILES["helsinki"], tmp_path / "named.osm.pbf", tags=(way, {"name": "Another name"})
    )
    after = build_graph(read_streets(extract)[0])
    assert after.content_hash() != graph_of("helsinki").content_hash()
    assert draw(HELSINKI, after, "adult") == before(HELSINKI, "adult")
