"""What a scenario makes of a random town is that of a town which was drawn and read so."""

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from learnmap.model.records import LearningPoint
from learnmap.model.scenarios import (
    AddPoint,
    Change,
    ClosePoint,
    MovePoint,
    OpenLink,
    ReopenPoint,
    Scenario,
    SetPace,
)
from learnmap.network import Snaps, SnapStatus, Streets, WalkGraph, build_graph
from learnmap.network.flags import EdgeFlag, reversed_flags
from learnmap.network.links import find_joint
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.workflows.planning.desk.desk import Desk
from learnmap.workflows.planning.desk.opened_links import JOIN_LIMIT_M
from tests.property.planned_towns import a_point, at_paces, inputs_of, walked
from tests.property.street_plans import QUICK, Plan, Spot, places, plans, spots

PROFILES = ("adult", "older_adult", "step_free")
HOMES = st.lists(st.one_of(spots(), places()), min_size=1, max_size=12)
SITES = st.lists(st.tuples(spots(), st.booleans()), max_size=4)
FATES = st.lists(st.one_of(st.sampled_from(["stays", "turns"]), spots()), min_size=4, max_size=4)
PACES = st.dictionaries(st.sampled_from(PROFILES), st.sampled_from([0.4, 0.71, 2.0]), max_size=2)
Degrees = tuple[float, float]


def put(plan: Plan, chosen: list[Spot | Degrees]) -> list[Degrees]:
    return [one.on(plan) if isinstance(one, Spot) else one for one in chosen]


def seconds(desk: Desk, changes: list[Change]) -> dict[str, NDArray[np.float64]]:
    what_if = desk.what_if(Scenario(name="a try", changes=tuple(changes)))
    return {code: what_if.seconds(code) for code in PROFILES}


@settings(QUICK, max_examples=120)
@given(
    plan=plans(),
    homes=HOMES,
    sites=SITES,
    added=st.lists(spots(), max_size=2),
    fates=FATES,
    paces=PACES,
)
def test_changed_points_and_paces_are_those_of_a_town_read_so(
    plan: Plan,
    homes: list[Spot | Degrees],
    sites: list[tuple[Spot, bool]],
    added: list[Spot],
    fates: list[str | Spot],
    paces: dict[str, float],
) -> None:
    lived = put(plan, homes)
    before: list[LearningPoint] = []
    then: list[LearningPoint] = []
    changes: list[Change] = []
    for row, ((spot, is_open), fate) in enumerate(zip(sites, fates, strict=False)):
        name, place = f"p{row}", spot.on(plan)
        status = "open" if is_open else "temporarily_closed"
        before.append(a_point(name, place, status=status))
        if isinstance(fate, Spot):
            place = fate.on(plan)
            changes.append(MovePoint(id=name, longitude=place[0], latitude=place[1]))
        elif fate == "turns":
            changes.append(ClosePoint(id=name) if is_open else ReopenPoint(id=name))
            status = "closed" if is_open else "open"
        then.append(a_point(name, place, status=status))
    for row, spot in enumerate(added):
        lon, lat = spot.on(plan)
        new = AddPoint(
            id=f"new{row}", kind="library", names={"en": "New"}, longitude=lon, latitude=lat
        )
        changes.append(new)
        then.append(a_point(f"new{row}", (lon, lat)))
    changes += [SetPace(profile=code, speed_m_per_s=pace) for code, pace in paces.items()]
    desk = Desk("1", walked(plan.graph, inputs_of(plan.graph, lived, before)))
    was = {code: desk.base.nearest_s(code).copy() for code in PROFILES}

    found = seconds(desk, changes)

    read_so = walked(plan.graph, at_paces(inputs_of(plan.graph, lived, by_id(then)), paces))
    unchanged = seconds(desk, [])
    for code in PROFILES:
        np.testing.assert_allclose(found[code], read_so.nearest_s(code), rtol=0, atol=1e-9)
        # Nothing was done to the town itself.
        np.testing.assert_array_equal(desk.base.nearest_s(code), was[code])
        np.testing.assert_array_equal(unchanged[code], was[code])


def by_id(points: list[LearningPoint]) -> list[LearningPoint]:
    return sorted(points, key=lambda point: point.id)


@settings(QUICK, max_examples=150)
@given(
    plan=plans(),
    homes=HOMES,
    sites=st.lists(spots(), min_size=1, max_size=4),
    ends=st.tuples(spots(), spots()),
    step_free=st.booleans(),
)
def test_an_opened_link_is_that_of_a_town_where_it_is_drawn(
    plan: Plan,
    homes: list[Spot | Degrees],
    sites: list[Spot],
    ends: tuple[Spot, Spot],
    step_free: bool,  # noqa: FBT001 -- hypothesis names its arguments
) -> None:
    graph, lived = plan.graph, put(plan, homes)
    # Of a street that runs back over itself nobody can say which of its two parts is joined.
    lines = [shapely.LineString(graph.line(edge)) for edge in range(graph.edge_count)]
    assume(all(line.is_simple for line in lines))
    points = [a_point(f"p{row}", spot.on(plan)) for row, spot in enumerate(sites)]
    begin, end = (spot.on(plan) for spot in ends)
    assume(begin != end)
    link = OpenLink(begin=begin, end=end, step_free=step_free)
    desk = Desk("1", walked(graph, inputs_of(graph, lived, points)))
    arrays = {name: array.copy() for name, array in graph.arrays()}

    what_if = desk.what_if(Scenario(name="a gate", changes=(link,)))

    assume(what_if.after.index.graph is not graph)
    drawn = walked(with_way(graph, link), inputs_of(graph, lived, points))
    for code in PROFILES:
        ours, theirs = what_if.after.walks[code], drawn.walks[code]
        homes_ours, homes_drawn = ours.residents, theirs.residents
        np.testing.assert_array_equal(homes_ours.status, homes_drawn.status)
        snapped = homes_ours.status == SnapStatus.SNAPPED
        np.testing.assert_allclose(
            homes_ours.distance_m[snapped], homes_drawn.distance_m[snapped], atol=1e-6
        )
        # Who is as near to two streets joins the first, and streets are numbered otherwise.
        assume(joined(ours.index.graph, ours.points) == joined(theirs.index.graph, theirs.points))
        same = np.array(
            [
                one == other
                for one, other in zip(
                    joined(ours.index.graph, homes_ours),
                    joined(theirs.index.graph, homes_drawn),
                    strict=True,
                )
            ]
        )
        found, wanted = what_if.seconds(code), drawn.nearest_s(code)
        # A time at the limit to the last digit may fall on either side of it.
        same &= ~(np.abs(np.minimum(found, wanted) - 400) < 1e-6)
        np.testing.assert_allclose(found[same], wanted[same], rtol=0, atol=1e-6)
    for name, array in graph.arrays():
        np.testing.assert_array_equal(array, arrays[name])


def joined(graph: WalkGraph, snaps: Snaps) -> list[object]:
    """Return where places join streets, told without the numbers of edges and nodes."""
    found: list[object] = []
    for edge, status in zip(snaps.edge.tolist(), snaps.status.tolist(), strict=True):
        if status != SnapStatus.SNAPPED:
            found.append(status)
            continue
        line, flags = np.rint(graph.line(edge) / DEGREE_STEP), graph.edge_flags[[edge]]
        ways = [(line, flags), (line[::-1], reversed_flags(flags))]
        found.append(sorted((way.tolist(), bits.tolist()) for way, bits in ways))
    return found


def with_way(graph: WalkGraph, link: OpenLink) -> WalkGraph:
    """Draw all streets anew, each vertex a place, with a way between two of their places."""
    joints = [find_joint(graph, *end, limit_m=JOIN_LIMIT_M) for end in (link.begin, link.end)]
    streets = Streets(ways=[(way, "", "") for way in range(graph.edge_count + 1)])
    at = np.column_stack([graph.node_x, graph.node_y]).tolist()
    streets.places.update({n: (x * DEGREE_STEP, y * DEGREE_STEP) for n, (x, y) in enumerate(at)})
    numbers = [-1, -1]
    for edge in range(graph.edge_count):
        part = slice(graph.vertex_offset[edge], graph.vertex_offset[edge + 1])
        line = np.column_stack([graph.vertex_x[part], graph.vertex_y[part]]).tolist()
        for joint in joints:
            if joint is not None and joint.edge == edge and [joint.x, joint.y] not in line:
                pieces = [shapely.LineString(piece) for piece in pairwise(line)]
                apart = shapely.distance(pieces, shapely.Point(joint.x, joint.y))
                line.insert(int(apart.argmin()) + 1, [joint.x, joint.y])
        first = len(streets.places)
        nodes = [int(graph.edge_u[edge]), *range(first, first + len(line) - 2)]
        nodes.append(int(graph.edge_v[edge]))
        for node, (x, y) in zip(nodes, line, strict=True):
            streets.places[node] = x * DEGREE_STEP, y * DEGREE_STEP
        streets.pieces += [(a, b, int(graph.edge_flags[edge]), edge) for a, b in pairwise(nodes)]
        for which, joint in enumerate(joints):
            if joint is not None and joint.edge == edge:
                numbers[which] = nodes[line.index([joint.x, joint.y])]
    flags = EdgeFlag.NONE if link.step_free else EdgeFlag.NOT_STEP_FREE
    streets.pieces.append((numbers[0], numbers[1], int(flags), graph.edge_count))
    return build_graph(streets)
