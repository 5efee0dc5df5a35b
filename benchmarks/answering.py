"""Answering: how the process of an engine takes a question, is timed, and writes its answer.

Needs nothing but the standard library and numpy, as an engine may run in another environment.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Question:
    """What an engine is asked.

    Attributes
    ----------
    city : Path
        Folder of a prepared city.
    repeats : int
    threads : int
    origins : int
        Of those drawn, so many are answered.
    arrays : mapping of str to array
        What was drawn for the city (`benchmarks.questions`).
    """

    city: Path
    repeats: int
    threads: int
    origins: int
    arrays: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found, and how long it took.

    Attributes
    ----------
    seconds : list of float
        Of each repeat.
    items : int
        Origins, or other things, in each repeat.
    arrays : dict of str to array
        To compare with the other engines' answers.
    polygons : list of str
        GeoJSON geometries, in the order of the origins.
    facts : dict
        Versions, and figures other than times.
    """

    seconds: list[float]
    items: int
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    polygons: list[str] = field(default_factory=list)
    facts: dict[str, str | float] = field(default_factory=dict)


Task = Callable[[Question], Answer]
Item = TypeVar("Item")


def answer(tasks: Mapping[str, Task]) -> None:
    """Answer the questions that the command line gives, and write the answers.

    Parameters
    ----------
    tasks : mapping of str to callable
        What this engine can be asked.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("city", type=Path)
    parser.add_argument("into", help="the answers' path, without the task and a suffix")
    parser.add_argument("tasks", nargs="+", choices=sorted(tasks))
    parser.add_argument("--repeats", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--origins", type=int, required=True)
    given = parser.parse_args()
    question = Question(
        given.city, given.repeats, given.threads, given.origins, questions_of(given.city)
    )
    for task in given.tasks:
        _write(tasks[task](question), f"{given.into}-{task}")


def questions_of(city: Path) -> dict[str, NDArray[Any]]:
    """Return what was drawn for a city (`benchmarks.questions`)."""
    with np.load(city / "questions.npz") as file:
        return dict(file)


def _write(found: Answer, into: str) -> None:
    np.savez(f"{into}.npz", **found.arrays)  # type: ignore[arg-type]
    Path(f"{into}.polygons").write_text("\n".join(found.polygons), encoding="utf-8")
    facts = {"peak_mib": peak_mib(), **found.facts}
    said = {"seconds": found.seconds, "items": found.items, "facts": facts}
    Path(f"{into}.json").write_text(json.dumps(said), encoding="utf-8")


def peak_mib(process: int | str = "self") -> float:
    """Return the most memory that a process held since its program began, in MiB.

    The kernel's figure for `getrusage` would begin with what the parent held.
    """
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kib) / 1024


def timed(work: Callable[[], object], repeats: int) -> list[float]:
    """Return the seconds that each of several runs takes, garbage collected before."""
    seconds = []
    for _ in range(repeats):
        gc.collect()
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def timed_each(work: Callable[[Item], object], items: Iterable[Item], repeats: int) -> list[float]:
    """Return the seconds that each item takes, as often as there are repeats."""
    gc.collect()
    seconds = []
    for item in list(items) * repeats:
        began = time.perf_counter()
        work(item)
        seconds.append(time.perf_counter() - began)
    return seconds


def parts(count: int, size: int) -> list[slice]:
    """Return slices of at most `size` that make up `count`."""
    return [slice(at, min(at + size, count)) for at in range(0, count, size)]


def summed(times: Sequence[NDArray[np.floating]]) -> dict[str, NDArray[Any]]:
    """Return how many nodes each origin reaches and the sum of their seconds, to compare."""
    return {
        "count": np.array([len(one) for one in times]),
        "sum_s": np.array([one.sum(dtype=np.float64) for one in times]),
    }
