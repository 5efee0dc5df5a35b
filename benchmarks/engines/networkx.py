"""NetworkX: `single_source_dijkstra_path_length` with a cutoff (Python); OSMnx's isochrones."""

from importlib.metadata import version

import networkx as nx
import numpy as np

from benchmarks.answering import Answer, Question, answer, summed, timed


def reach(question: Question) -> Answer:
    """Time the walks from nodes to all nodes within the limit."""
    arrays = question.arrays
    graph = nx.DiGraph()
    ends = zip(arrays["arc_start"].tolist(), arrays["arc_end"].tolist(), strict=True)
    graph.add_weighted_edges_from(
        ((*pair, time_s) for pair, time_s in zip(ends, arrays["arc_s"].tolist(), strict=True)),
        weight="time_s",
    )
    nodes = arrays["reach_node"][: question.origins].tolist()
    limit_s = float(arrays["limit_s"])

    def search(node: int) -> dict[int, float]:
        found: dict[int, float] = nx.single_source_dijkstra_path_length(
            graph, node, cutoff=limit_s, weight="time_s"
        )
        return found

    times = [np.array(list(search(node).values())) for node in nodes]
    seconds = timed(lambda: [search(node) for node in nodes], question.repeats)
    facts: dict[str, str | float] = {"version": f"NetworkX {version('networkx')}"}
    return Answer(seconds, len(nodes), summed(times), facts=facts)


if __name__ == "__main__":
    answer({"reach": reach})
