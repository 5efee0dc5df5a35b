"""The streets with the gates and bridges that a scenario opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import ELLIPSOID
from learnmap.model.scenarios import OpenLink, called
from learnmap.network import WalkGraph
from learnmap.network.links import Joint, find_joint, with_link

JOIN_LIMIT_M: Final = 30.0
"""How far an end of a link may lie from the street that it joins."""
LONGEST_LINK_M: Final = 2000.0


@dataclass(frozen=True, slots=True)
class OpenedLinks:
    """Streets with links.

    Attributes
    ----------
    graph : WalkGraph
        That without them, where none could be opened.
    edges : (k,) int64
        The links, and the parts of the streets that they join, rising.
    misfits : tuple of str
        Links that join no streets, each with the value and the remedy.
    """

    graph: WalkGraph
    edges: NDArray[np.int64]
    misfits: tuple[str, ...]


def opened(graph: WalkGraph, links: Sequence[tuple[int, OpenLink]]) -> OpenedLinks:
    """Open links in their order; a later one may join an earlier one.

    Parameters
    ----------
    graph : WalkGraph
        It stays as it is.
    links : sequence of (int, OpenLink)
        With their positions in the scenario.
    """
    edges, misfits = np.empty(0, np.int64), []
    for position, link in links:
        joints = [find_joint(graph, *end, limit_m=JOIN_LIMIT_M) for end in (link.begin, link.end)]
        begin, end = joints
        refused = _refusal(link, joints)
        if refused is None and begin is not None and end is not None:
            linked = with_link(graph, begin, end, step_free=link.step_free)
            graph, edges = linked.graph, np.union1d(edges, linked.edges)
        else:
            misfits.append(f"{called(position, link)}: {refused}")
    return OpenedLinks(graph, edges, tuple(misfits))


def _refusal(link: OpenLink, joints: Sequence[Joint | None]) -> str | None:
    for what, (lon, lat), joint in zip(
        ("begin", "end"), (link.begin, link.end), joints, strict=True
    ):
        if joint is None:
            return (
                f"its {what} ({lon}, {lat}) has no street within {JOIN_LIMIT_M:g} m; "
                "put it on the street that it joins"
            )
    begin, end = ((joint.x, joint.y) for joint in joints if joint is not None)
    if begin == end:
        return (
            "both ends join the streets at one place; put them on the streets on the two sides of "
            "what is opened"
        )
    (from_lon, from_lat), (to_lon, to_lat) = link.begin, link.end
    length_m = float(ELLIPSOID.inv(from_lon, from_lat, to_lon, to_lat)[2])
    if length_m > LONGEST_LINK_M:
        return (
            f"it is {length_m:,.0f} m long, and at most {LONGEST_LINK_M:,.0f} m are taken for a "
            "bridge; see whether its ends are where they should be"
        )
    return None
