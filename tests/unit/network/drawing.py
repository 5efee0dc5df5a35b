"""Street plans drawn by hand, written as OpenStreetMap XML and read back like any extract."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np

from learnmap.model.crs import ELLIPSOID
from learnmap.model.profiles import PROFILES
from learnmap.network import (
    EdgeIndex,
    Extract,
    Snaps,
    Streets,
    Targets,
    Walk,
    WalkCosts,
    WalkGraph,
    Workspace,
    build_graph,
    read_streets,
    walk_costs,
    walks_from,
)

PROFILE: Final = {profile.code: profile for profile in PROFILES}
Degrees = tuple[float, float]


def _tags(tags: str) -> str:
    pairs = (tag.partition("=") for tag in tags.split())
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, _, value in pairs)


@dataclass
class Drawing:
    """Nodes by metres east and north of a corner, and ways between them.

    Tags are written as ``"highway=footway foot=yes"``. Places are rounded to 1e-7 degrees, as
    OpenStreetMap does, so that a drawn length is true to about 0.01 m; `metres` is exact.
    """

    lon: float = 121.4
    lat: float = 31.2
    places: dict[int, Degrees] = field(default_factory=dict)
    _nodes: list[str] = field(default_factory=list)
    _ways: list[str] = field(default_factory=list)
    _relations: list[str] = field(default_factory=list)

    def at(self, east_m: float, north_m: float) -> Degrees:
        """Return the place so far north of the corner and then east, on geodesics."""
        lon, lat, _ = ELLIPSOID.fwd(self.lon, self.lat, 0.0, north_m)
        lon, lat, _ = ELLIPSOID.fwd(lon, lat, 90.0, east_m)
        return round(float(lon), 7), round(float(lat), 7)

    def node(self, number: int, east_m: float, north_m: float, tags: str = "") -> int:
        self.places[number] = lon, lat = self.at(east_m, north_m)
        self._nodes.append(
            f'<node id="{number}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">{_tags(tags)}</node>'
        )
        return number

    def way(self, nodes: list[int], tags: str = "highway=footway") -> int:
        number = 1000 + len(self._ways)
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self._ways.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')
        return number

    def relation(self, members: list[tuple[int, str]], tags: str) -> int:
        number = 5000 + len(self._relations)
        listed = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members)
        self._relations.append(
            f'<relation id="{number}" version="1">{listed}{_tags(tags)}</relation>'
        )
        return number

    def metres(self, *nodes: int) -> float:
        """Return the geodesic length of the line through the nodes."""
        lon, lat = zip(*(self.places[node] for node in nodes), strict=True)
        return float(ELLIPSOID.line_length(lon, lat))

    def xml(self) -> str:
        parts = "\n".join([*self._nodes, *self._ways, *self._relations])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{parts}\n</osm>\n'

    def write(self, path: Path) -> Path:
        path.write_text(self.xml(), encoding="utf-8")
        return path

    def town(self, folder: Path, *, island_below_m: float = 0.0) -> "Town":
        """Read the drawing as an extract; without a limit no part of it is an island."""
        streets, extract = read_streets(self.write(folder / "drawn.osm"))
        return Town(self, streets, extract, build_graph(streets), island_below_m)


class Town:
    """A drawing as learnmap sees it."""

    def __init__(
        self,
        drawing: Drawing,
        streets: Streets,
        extract: Extract,
        graph: WalkGraph,
        island_below_m: float,
    ) -> None:
        self.drawing, self.streets, self.extract, self.graph = drawing, streets, extract, graph
        self.index = EdgeIndex(graph)
        self.workspace = Workspace(graph)
        self._island_below_m = island_below_m
        self._costs: dict[str, WalkCosts] = {}

    def costs(self, profile: str = "adult") -> WalkCosts:
        if profile not in self._costs:
            self._costs[profile] = walk_costs(
                self.graph, PROFILE[profile], island_below_m=self._island_below_m
            )
        return self._costs[profile]

    def snap(self, place: Degrees, profile: str = "adult", limit_m: float = 100.0) -> Snaps:
        lon, lat = np.array([place[0]]), np.array([place[1]])
        return self.index.snap(lon, lat, self.costs(profile), limit_m=limit_m)

    def walk_between(
        self, start: Degrees, end: Degrees, profile: str = "adult", limit_s: float = 1e6
    ) -> Walk | None:
        snaps = self.snap(end, profile)
        targets = Targets(
            snaps.edge,
            snaps.along_m,
            snaps.distance_m,
            np.array([end[0]]),
            np.array([end[1]]),
        )
        walks = walks_from(
            self.index,
            self.costs(profile),
            start,
            targets,
            limit_s=limit_s,
            snap_limit_m=100.0,
            workspace=self.workspace,
        )
        return walks[0] if walks else None

    def walk(self, start: int, end: int, profile: str = "adult") -> Walk | None:
        """Walk from node to node."""
        return self.walk_between(self.drawing.places[start], self.drawing.places[end], profile)

    def metres(self, start: int, end: int, profile: str = "adult") -> float:
        """Return the metres of the shortest walk, infinite where there is none."""
        walk = self.walk(start, end, profile)
        return walk.length_m if walk else float("inf")

    def seconds(self, start: int, end: int, profile: str = "adult") -> float:
        """Return the seconds of the shortest walk, infinite where there is none."""
        walk = self.walk(start, end, profile)
        return walk.time_s if walk else float("inf")
