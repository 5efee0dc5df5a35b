"""Demands: what learnmap's engine has to reach, and whether it did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measuring import CityResult, Growth
from benchmarks.running import LABELS, Run

REACH_RATIOS = {"scipy": 20, "pandana": 30, "networkx": 40, "pgrouting": 140}
GROWS_FROM = 40_000
"""Junctions of the smallest city that the cost of an origin is compared with."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One line: what is asked, what was measured, and whether that is enough."""

    what: str
    asked: str
    measured: str
    met: bool


def city_demands(result: CityResult) -> Iterator[Demand]:
    """Yield the demands that one city can show."""
    yield from _reach(result)
    yield from _polygons(result)
    if ours := result.accuracy.get(("ours", "polygons")):
        yield Demand("IoU against exact places", ">= 0.985", f"{ours.iou:.4f}", ours.iou >= 0.985)
        wrong = ours.wrongly_inside
        yield Demand("wrongly inside", "< 1 %", f"{100 * wrong:.2f} %", wrong < 0.01)
    yield from _nearby(result)
    yield from holding_demands(result)


def holding_demands(result: CityResult) -> Iterator[Demand]:
    """Yield the demands on memory and on loading."""
    holding = result.holding
    mb = holding.per_million_edges(holding.arrays_mib)
    yield Demand(
        "memory per million edges, all profiles", "< 150 MB", f"{mb:.0f} MB of arrays", mb < 150
    )
    yield Demand(
        "load of a ready graph", "< 0.2 s", f"{holding.ready_s:.3f} s", holding.ready_s < 0.2
    )


def growth_demands(growth: Sequence[Growth]) -> Iterator[Demand]:
    """Yield the demand on the cost of an origin as the city grows."""
    from_there = [one for one in growth if one.nodes >= GROWS_FROM]
    if len(from_there) < 2:
        return
    first, last = from_there[0], from_there[-1]
    times = last.run.milliseconds / first.run.milliseconds
    sizes = f"from {first.nodes:,} to {last.nodes:,} nodes"
    yield Demand(f"cost per origin {sizes}", "< 1.5x", f"{times:.2f}x", times < 1.5)


def _reach(result: CityResult) -> Iterator[Demand]:
    one, two = (result.run("ours", "reach", threads) for threads in (1, 2))
    for engine, times in REACH_RATIOS.items():
        theirs = result.run(engine, "reach")
        if one and two and theirs:
            on_one, on_two = (theirs.milliseconds / ours.milliseconds for ours in (one, two))
            measured = f"{on_two:.1f}x on both cores, {on_one:.1f}x on one"
            yield Demand(
                f"reach, against {LABELS[engine]}", f">= {times}x", measured, on_two >= times
            )


def _polygons(result: CityResult) -> Iterator[Demand]:
    valhalla = [result.run("valhalla", "polygons", threads) for threads in (1, 2)]
    simple = result.run("valhalla", "polygons-default")
    ours = [result.run("ours", "polygons", threads) for threads in (1, 2)]
    if ours[0] and valhalla[0] and simple:
        quicker = min(valhalla[0].milliseconds, simple.milliseconds)
        yield _at_least("polygon, against Valhalla, one thread", quicker, ours[0], 8)
    if ours[1] and valhalla[1]:
        theirs = valhalla[1].milliseconds
        yield _at_least("polygon, against Valhalla, two", theirs, ours[1], 8)
    hulls = [result.run("pgrouting", hull) for hull in ("concave-hull", "convex-hull")]
    if ours[0] and hulls[0]:
        quicker = min(hull.milliseconds for hull in hulls if hull)
        yield _at_least("polygon, against pgRouting with a hull", quicker, ours[0], 15)


def _nearby(result: CityResult) -> Iterator[Demand]:
    ours = result.run("ours", "nearby")
    if ours is None:
        return
    took = ours.milliseconds
    yield Demand("nearby in the process, median", "< 2 ms", f"{took:.2f} ms", took < 2)
    if theirs := result.run("valhalla", "nearby"):
        yield _at_least("nearby, against Valhalla's matrix", theirs.milliseconds, ours, 25)


def _at_least(what: str, theirs_ms: float, ours: Run, times: float) -> Demand:
    ratio = theirs_ms / ours.milliseconds
    return Demand(what, f">= {times}x", f"{ratio:.1f}x", ratio >= times)
