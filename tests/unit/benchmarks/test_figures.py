"""Shares and ratios of the report, from numbers that are counted by hand."""

from pathlib import Path

import pytest

from benchmarks.accuracy import Accuracy
from benchmarks.cities import City
from benchmarks.demands import city_demands
from benchmarks.holding import Holding
from benchmarks.measuring import CityResult
from benchmarks.report import write_report
from benchmarks.running import Run
from learnmap.catchment.certificate import Verdict


def result(*runs: Run) -> CityResult:
    city = City("town", "a town", Path("town.osm.pbf"))
    holding = Holding(
        edges=500_000,
        opened_s=0.01,
        ready_s=0.1,
        arrays_mib=50.0,
        rss_mib=60.0,
        pss_of_two_mib=70.0,
    )
    return CityResult(city, 1000, 2000, list(runs), {}, holding)


def test_shares_of_places() -> None:
    # Of 100 places 40 belong: 32 of them are drawn, and 10 others.
    accuracy = Accuracy(Verdict(places=100, exact=40, wrongly_inside=10, wrongly_outside=8))
    assert accuracy.iou == pytest.approx(32 / 50)
    assert accuracy.precision == pytest.approx(32 / 42)
    assert accuracy.recall == pytest.approx(32 / 40)
    assert accuracy.wrongly_inside == pytest.approx(10 / 42)


def test_a_time_is_the_median_for_one_item() -> None:
    assert Run("ours", "reach", 1, [3.0, 1.0, 2.0], items=1000).milliseconds == 2.0


def test_a_ratio_is_theirs_over_ours() -> None:
    measured = {
        demand.what: demand
        for demand in city_demands(
            result(
                Run("ours", "reach", 1, [0.2]),
                Run("ours", "reach", 2, [0.1]),
                Run("scipy", "reach", 1, [2.5]),
                Run("networkx", "reach", 1, [3.9]),
            )
        )
    }
    assert measured["reach, against SciPy"].measured == "25.0x on both cores, 12.5x on one"
    assert measured["reach, against SciPy"].met
    assert not measured["reach, against NetworkX"].met
    # 50 MiB are 52.4 MB, for half a million edges.
    assert measured["memory per million edges, all profiles"].measured == "105 MB of arrays"


def test_an_engine_that_is_not_there_is_said_so() -> None:
    here = Run("ours", "reach", 1, [0.2], facts={"peak_mib": 1.0, "version": "learnmap"})
    gone = Run("pgrouting", "reach", 1, missing="it is not installed")
    report = write_report([result(here, gone)], [], {"memory": "1 GiB"}, "plot.png", "Once.")
    row = next(line for line in report.splitlines() if "it is not installed" in line)
    assert row.startswith("| pgRouting | 1 |")
    assert "against pgRouting" not in report
