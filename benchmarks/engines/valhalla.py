"""Valhalla through pyvalhalla: isochrones and matrices (C++), in an environment of its own.

Every penalty is off and the speed is the profile's, so that its minutes are learnmap's.
"""

import gc
import json
import multiprocessing
import time
from functools import partial
from typing import Any

import numpy as np
import valhalla
from numpy.typing import NDArray

from benchmarks.answering import Answer, Question, answer, peak_mib, timed, timed_each

COSTING = {
    "costing": "pedestrian",
    "costing_options": {
        "pedestrian": {
            "walking_speed": 4.5,
            "walkway_factor": 1,
            "sidewalk_factor": 1,
            "alley_factor": 1,
            "driveway_factor": 1,
            "service_factor": 1,
            "step_penalty": 0,
            "gate_penalty": 0,
            "service_penalty": 0,
            "destination_only_penalty": 0,
            "maneuver_penalty": 0,
        }
    },
}
FACTS: dict[str, str | float] = {"version": f"Valhalla {valhalla.__version__}"}
_AGREE = 20
"""Origins whose times are compared with learnmap's."""


def _actor(question: Question) -> valhalla.Actor:
    return valhalla.Actor(str(question.city / "valhalla" / "valhalla.json"))


def _isochrone(arrays: dict[str, NDArray[Any]], row: int, generalize: float | None) -> str:
    place = {"lon": float(arrays["place_lon"][row]), "lat": float(arrays["place_lat"][row])}
    request = {
        "locations": [place],
        "contours": [{"time": float(arrays["limit_s"]) / 60}],
        "polygons": True,
        **COSTING,
    }
    return json.dumps(request if generalize is None else request | {"generalize": generalize})


def _draw(question: Question, requests: list[str]) -> list[str]:
    actor = _actor(question)
    actor.isochrone(requests[0])
    return [actor.isochrone(request) for request in requests]


def _work(question: Question, requests: list[str], ready: Any, done: Any, peaks: Any) -> None:
    """Answer all requests once the others are ready, too."""
    actor = _actor(question)
    actor.isochrone(requests[0])
    for _ in range(question.repeats):
        gc.collect()
        ready.wait()
        for request in requests:
            actor.isochrone(request)
        done.wait()
    peaks.put(peak_mib())


def _beside(question: Question, requests: list[str]) -> Answer:
    """Answer by as many processes as there are threads."""
    context = multiprocessing.get_context("spawn")
    peaks = context.SimpleQueue()
    ready, done = (context.Barrier(question.threads + 1) for _ in range(2))
    workers = [
        context.Process(
            target=_work, args=(question, requests[at :: question.threads], ready, done, peaks)
        )
        for at in range(question.threads)
    ]
    for worker in workers:
        worker.start()
    seconds = []
    for _ in range(question.repeats):
        ready.wait()
        began = time.perf_counter()
        done.wait()
        seconds.append(time.perf_counter() - began)
    held_mib = sum(peaks.get() for _ in workers)
    for worker in workers:
        worker.join()
    return Answer(seconds, len(requests), facts=FACTS | {"peak_mib": held_mib})


def polygons(question: Question, *, generalize: float | None) -> Answer:
    """Time isochrones of one contour, in as many processes as there are threads."""
    arrays = dict(question.arrays)
    requests = [_isochrone(arrays, row, generalize) for row in range(question.origins)]
    if question.threads > 1:
        return _beside(question, requests)
    drawn = [json.loads(text)["features"][0]["geometry"] for text in _draw(question, requests)]
    actor = _actor(question)
    actor.isochrone(requests[0])
    seconds = timed(lambda: [actor.isochrone(request) for request in requests], question.repeats)
    shapes = [json.dumps(shape) for shape in drawn]
    return Answer(seconds, question.origins, polygons=shapes, facts=FACTS)


def nearby(question: Question) -> Answer:
    """Time one place to its targets, for each place."""
    arrays, actor = question.arrays, _actor(question)
    requests = []
    for row in range(min(question.origins, len(arrays["nearby_lon"]))):
        lon, lat = arrays["nearby_lon"][row], arrays["nearby_lat"][row]
        targets = zip(arrays["target_lon"][row], arrays["target_lat"][row], strict=True)
        request = {
            "sources": [{"lon": float(lon), "lat": float(lat)}],
            "targets": [{"lon": float(x), "lat": float(y)} for x, y in targets],
            **COSTING,
        }
        requests.append(json.dumps(request))
    found = []
    for asked in requests[:_AGREE]:
        row = json.loads(actor.matrix(asked))["sources_to_targets"][0]
        found.append([np.nan if one["time"] is None else one["time"] for one in row])
    seconds = timed_each(actor.matrix, requests, question.repeats)
    return Answer(seconds, 1, {"time_s": np.array(found)}, facts=FACTS)


if __name__ == "__main__":
    answer(
        {
            "polygons": partial(polygons, generalize=0.0),
            "polygons-default": partial(polygons, generalize=None),
            "nearby": nearby,
        }
    )
