"""Engines that the benchmarks compare give the same answers on a real city."""

import numpy as np
import pytest

from benchmarks.answering import Question, questions_of
from benchmarks.cities import City, prepare
from benchmarks.engines import networkx, ours, scipy
from tests.reference.extracts import helsinki_file

ORIGINS = 30


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    city = City("helsinki", "central Helsinki", helsinki_file())
    folder = prepare(city, tmp_path_factory.mktemp("cities"), origins=ORIGINS)
    return Question(folder, 1, 1, ORIGINS, questions_of(folder))


@pytest.mark.parametrize("peer", [scipy.reach, networkx.reach])
def test_the_same_nodes_are_reached_in_the_same_time(question: Question, peer: object) -> None:
    mine = ours.reach(question).arrays
    assert callable(peer)
    theirs = peer(question).arrays
    assert mine["count"].tolist() == theirs["count"].tolist()
    assert mine["count"].min() > 100
    assert mine["sum_s"] == pytest.approx(theirs["sum_s"], rel=1e-9)


def test_every_node_has_the_same_nearest_point(question: Question) -> None:
    mine, theirs = ours.nearest(question).arrays["time_s"], scipy.nearest(question).arrays["time_s"]
    assert np.isfinite(mine).sum() > 3000
    assert mine == pytest.approx(theirs, abs=1e-6)


def test_all_drawn_targets_are_in_reach(question: Question) -> None:
    time_s = ours.nearby(question).arrays["time_s"][:ORIGINS]
    assert time_s.shape == (ORIGINS, 50)
    assert (time_s <= question.arrays["limit_s"]).all()


def test_a_city_is_prepared_once(question: Question) -> None:
    mark = question.city / "made-from"
    before = mark.stat().st_mtime_ns
    city = City("helsinki", "central Helsinki", helsinki_file())
    assert prepare(city, question.city.parent, origins=ORIGINS) == question.city
    assert mark.stat().st_mtime_ns == before
