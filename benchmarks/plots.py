"""The plot: times by engine, accuracy beside time, and growth, in one picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt

from benchmarks.measuring import SHAPES, CityResult, Growth
from benchmarks.running import LABELS, Run

OURS, OTHERS = "#1b6ca8", "#9aa5b1"


def draw_plot(path: Path, results: Sequence[CityResult], growth: Sequence[Growth]) -> None:
    """Write the picture as PNG.

    Parameters
    ----------
    path : Path
    results : sequence of CityResult
        The last one, the densest, is drawn.
    growth : sequence of Growth
    """
    figure, (reach, shape, grown) = plt.subplots(1, 3, figsize=(15, 4.5), layout="constrained")
    for result in results[-1:]:
        _bars(reach, result.of("reach"), f"Reach: ms an origin\n{result.city.about}")
        _scatter(shape, result)
    _growth(grown, growth)
    figure.savefig(path, dpi=110, metadata={"Software": ""})
    plt.close(figure)


def _bars(axes: Any, runs: Sequence[Run], title: str) -> None:
    answered = [run for run in reversed(runs) if run.seconds]
    names = [f"{LABELS[run.engine]}, {run.threads} thread(s)" for run in answered]
    bars = axes.barh(
        names,
        [run.milliseconds for run in answered],
        color=[OURS if run.engine == "ours" else OTHERS for run in answered],
    )
    axes.bar_label(bars, fmt="%.3g", padding=3)
    axes.set(xscale="log", title=title)
    axes.margins(x=0.2)


def _growth(axes: Any, growth: Sequence[Growth]) -> None:
    for series in dict.fromkeys(one.series for one in growth):
        sizes = [one for one in growth if one.series == series]
        times = [one.run.milliseconds for one in sizes]
        axes.plot([one.nodes for one in sizes], times, marker="o", label=series)
        axes.legend()
    axes.set(xscale="log", xlabel="junctions of the city", title="learnmap's reach: ms an origin")
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)


def _scatter(axes: Any, result: CityResult) -> None:
    for run in result.of(*SHAPES - {"polygons-default"}):  # it lies on its own other setting
        accuracy = result.accuracy.get((run.engine, run.task))
        if accuracy is None or not run.polygons or run.threads > 1:
            continue
        colour = OURS if run.engine == "ours" else OTHERS
        axes.scatter(run.milliseconds, accuracy.iou, color=colour, zorder=3)
        hull = "" if run.task == "polygons" else f", {run.task.replace('-', ' ')}"
        name = f"{LABELS[run.engine]}{hull}"
        axes.annotate(
            name,
            (run.milliseconds, accuracy.iou),
            textcoords="offset points",
            xytext=(0, -14) if run.engine == "pgrouting" else (0, 6),
            ha="center",
            fontsize=8,
        )
    axes.set(
        xscale="log",
        xlabel="ms a polygon, one thread",
        ylabel="IoU against exact places",
        title="15-minute polygons",
    )
    axes.margins(x=0.35, y=0.1)
    axes.grid(visible=True, alpha=0.3)
