"""pandana: `nodes_in_range` and `nearest_pois` on contraction hierarchies (C++)."""

import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandana
import pandas as pd
from numpy.typing import NDArray

from benchmarks.answering import Answer, Question, answer, questions_of, summed, timed


@cache
def network_of(city: Path) -> tuple[pandana.Network, float]:
    """Return the network, built once for all tasks, and the seconds that this took."""
    arrays = questions_of(city)
    began = time.perf_counter()
    network = pandana.Network(
        pd.Series(arrays["node_lon"]),
        pd.Series(arrays["node_lat"]),
        pd.Series(arrays["arc_start"]),
        pd.Series(arrays["arc_end"]),
        pd.DataFrame({"time_s": arrays["arc_s"]}),
        twoway=False,
    )
    return network, time.perf_counter() - began


def _facts(build_s: float) -> dict[str, str | float]:
    return {
        "version": f"pandana {version('pandana')}",
        "before": f"its network takes {build_s:.0f} s to build",
    }


def reach(question: Question) -> Answer:
    """Time the walks from nodes to all nodes within the limit, in one call."""
    network, build_s = network_of(question.city)
    nodes = question.arrays["reach_node"][: question.origins]
    limit_s = float(question.arrays["limit_s"])

    def search() -> pd.DataFrame:
        reached: pd.DataFrame = network.nodes_in_range(nodes, limit_s)
        return reached

    # It asks for different nodes; what stands twice among the origins is found once.
    by_source = search().groupby("source")["time_s"]
    found = dict(iter(by_source))
    times: list[NDArray[np.float64]] = [found[node].to_numpy() for node in nodes]
    seconds = timed(search, question.repeats)
    return Answer(seconds, len(nodes), summed(times), facts=_facts(build_s))


def nearest(question: Question) -> Answer:
    """Time one pass that gives every node its nearest point."""
    network, build_s = network_of(question.city)
    arrays = question.arrays
    points = arrays["point_node"]
    lon, lat = pd.Series(arrays["node_lon"][points]), pd.Series(arrays["node_lat"][points])
    longest_s = float(arrays["longest_s"])

    def search() -> NDArray[np.float64]:
        network.set_pois("points", longest_s, 1, lon, lat)
        return np.asarray(network.nearest_pois(longest_s, "points", num_pois=1)[1])

    found = search()
    seconds = timed(search, question.repeats)
    return Answer(seconds, 1, {"time_s": found}, facts=_facts(build_s))


if __name__ == "__main__":
    answer({"reach": reach, "nearest": nearest})
