"""The report: Markdown of all that was measured."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.agreement import reach_agreement, times_agreement
from benchmarks.demands import Demand, city_demands, growth_demands
from benchmarks.measuring import SHAPES, CityResult, Growth
from benchmarks.running import LABELS, Run

INTRODUCTION = """\
Written by `./run bench`. Every engine answers the same questions about the same streets in a
process of its own: the walk graph of each city, of which Valhalla gets a copy written as an
extract of footways. Times are medians, of each origin on average; peak memory is the whole
process's (of pgRouting, the server process's). 15 minutes at 1.25 m/s, the profile `adult`.
Ratios are to learnmap on one thread.
"""
NOTES = {
    "scipy": "`dijkstra(limit=)`, ten origins a call",
    "pandana": "`nodes_in_range`, all origins in one call",
    "networkx": "`single_source_dijkstra_path_length(cutoff=)`; isochrones of OSMnx are its",
    "pgrouting": "`pgr_drivingDistance`",
    "ours": "`search_many`",
}
HOW = {
    ("ours", "polygons"): "snap, search and shape",
    ("valhalla", "polygons"): "isochrone, `generalize` 0",
    ("valhalla", "polygons-default"): "isochrone, default `generalize`",
    ("pgrouting", "concave-hull"): "`pgr_drivingDistance`, `ST_ConcaveHull` 0.1",
    ("pgrouting", "convex-hull"): "`pgr_drivingDistance`, `ST_ConvexHull`",
    ("scipy", "concave-hull"): "`dijkstra(limit=)`, shapely's concave hull 0.1",
    ("scipy", "convex-hull"): "`dijkstra(limit=)`, shapely's convex hull",
}
Agreement = Callable[[Run, Run], str]


def write_report(
    results: Sequence[CityResult],
    growth: Sequence[Growth],
    machine: dict[str, str],
    plot: str,
    asked: str,
) -> str:
    """Return the whole report.

    Parameters
    ----------
    results : sequence of CityResult
    growth : sequence of Growth
        In rising size.
    machine : dict of str to str
    plot : str
        File name of the picture beside the report.
    asked : str
        Numbers of origins and repeats, in words.
    """
    lines = ["# The catchment engine beside others", "", INTRODUCTION, f"{asked}", ""]
    versions = sorted(
        {str(run.facts["version"]) for one in results for run in one.runs if run.facts}
        - {"learnmap"}
    )
    facts = machine | ({"engines": ", ".join(versions)} if versions else {})
    lines += _table(["", ""], [[name, text] for name, text in facts.items()])
    lines += ["", f"![Times by engine, accuracy, and growth]({plot})", ""]
    for result in results:
        lines += _city(result)
    for series in dict.fromkeys(one.series for one in growth):
        lines += _growth([one for one in growth if one.series == series])
    return "\n".join(lines) + "\n"


def _city(result: CityResult) -> Iterator[str]:
    city = result.city
    yield f"## {city.about[0].upper()}{city.about[1:]}"
    yield ""
    yield f"{result.nodes:,} junctions, {result.edges:,} edges."
    yield ""
    yield from _demands(city_demands(result))
    yield from ["", "### Reach: times to all junctions within 15 minutes", ""]
    yield from _runs_table(result.of("reach"), reach_agreement, lambda run: NOTES[run.engine])
    yield from ["", "### 15-minute polygons, from a place to a geometry", ""]
    yield from _polygons(result)
    yield from ["", "### Nearby: 50 places in reach, and the ways to the 20 nearest", ""]
    yield from _runs_table(
        result.of("nearby"),
        times_agreement,
        lambda run: "times and ways" if run.engine == "ours" else "`sources_to_targets`, no ways",
    )
    yield from ["", "### The nearest of 1,000 points, from every junction", ""]
    yield from _runs_table(
        result.of("nearest"),
        times_agreement,
        lambda run: {
            "ours": "`nearest_points`, of every edge, too",
            "scipy": "`dijkstra(min_only=True)`",
            "pandana": "`nearest_pois`",
        }[run.engine],
    )
    yield from ["", "### A loaded graph with three profiles", ""]
    yield from _holding(result)
    yield ""


def _demands(demands: Iterator[Demand]) -> list[str]:
    rows = [[one.what, one.asked, one.measured, "yes" if one.met else "no"] for one in demands]
    return _table(["what must be shown", "at least", "measured", "met"], rows)


def _runs_table(
    runs: Sequence[Run], agreement: Agreement, note: Callable[[Run], str]
) -> Iterator[str]:
    head = ["engine", "threads", "ms", "ratio", "peak MiB", "how", "same answers"]
    base = next((run for run in runs if run.engine == "ours" and run.threads == 1), None)
    rows = []
    for run in runs:
        if run.missing or base is None:
            rows.append([LABELS[run.engine], str(run.threads), *"--", "-", run.missing, ""])
            continue
        same = agreement(base, run) if run.arrays and run.engine != "ours" else ""
        rows.append([*_times(run, base), _more(run, note(run)), same])
    yield from _table(head, rows)


def _times(run: Run, base: Run) -> list[str]:
    ratio = run.milliseconds / base.milliseconds
    return [
        LABELS[run.engine],
        str(run.threads),
        f"{run.milliseconds:.3g}",
        f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}",
        f"{run.peak_mib:,.0f}",
    ]


def _more(run: Run, note: str) -> str:
    """Return how an engine was asked, with what it says of itself."""
    if "before" in run.facts:
        return f"{note}; {run.facts['before']}"
    if "way" in run.facts:
        ways = {name: took for name, took in run.facts.items() if name.startswith(("ten", "one"))}
        return f"{note}: " + "; ".join(f"{name}, {took:.1f} ms" for name, took in ways.items())
    return note


def _polygons(result: CityResult) -> Iterator[str]:
    head = ["engine", "threads", "ms", "ratio", "peak MiB", "how"]
    head += ["IoU", "precision", "recall", "wrongly inside"]
    base = result.run("ours", "polygons")
    rows = []
    for run in result.of(*SHAPES):
        if run.missing or base is None:
            rows.append([LABELS[run.engine], str(run.threads), *"---", run.missing, *"----"])
            continue
        found = result.accuracy.get((run.engine, run.task)) if run.polygons else None
        shares = [found.iou, found.precision, found.recall] if found else []
        accuracy = [f"{share:.3f}" for share in shares]
        accuracy += [f"{100 * found.wrongly_inside:.2f} %"] if found else [""] * 4
        how = HOW[run.engine, run.task]
        if run.engine == "valhalla" and run.threads > 1:
            how += f", {run.threads} processes"
        rows.append([*_times(run, base), how, *accuracy])
    yield from _table(head, rows)


def _holding(result: CityResult) -> list[str]:
    one = result.holding
    sizes = {
        "bytes of all arrays": one.arrays_mib,
        "growth of a process that has read them": one.rss_mib,
        "growth of two such processes together": one.pss_of_two_mib,
    }
    rows = [
        [what, f"{mib:,.1f} MiB", f"{one.per_million_edges(mib):,.0f} MB"]
        for what, mib in sizes.items()
    ]
    rows.append(["opened, in a new process, files in the page cache", f"{one.opened_s:.4f} s", ""])
    rows.append(["ready: with the costs of all profiles", f"{one.ready_s:.4f} s", ""])
    return _table(["", "", "for a million edges"], rows)


def _growth(growth: Sequence[Growth]) -> Iterator[str]:
    series = growth[0].series
    yield from [f"## {series[0].upper()}{series[1:]}, growing", ""]
    yield "learnmap's reach on one thread, from the same places of copies drawn at random; copies"
    yield "are joined along their rims."
    yield ""
    yield from _demands(growth_demands(growth))
    yield ""
    head = ["city", "junctions", "edges", "ms an origin", "junctions reached", "ns a junction"]
    head += ["ready in s", "MB for a million edges"]
    rows = [
        [
            one.about,
            f"{one.nodes:,}",
            f"{one.edges:,}",
            f"{one.run.milliseconds:.3f}",
            f"{one.settled:,.0f}",
            f"{1e6 * one.run.milliseconds / one.settled:.0f}",
            f"{one.holding.ready_s:.3f}",
            f"{one.holding.per_million_edges(one.holding.arrays_mib):.0f}",
        ]
        for one in growth
    ]
    yield from [*_table(head, rows), ""]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]
