"""Catchments by a cluster: the same as without one, whatever happens to its workers."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dask
import geopandas as gpd
import numpy as np
import pytest

from learnmap.catchment.tile_work import TileBand, TileWork, compute_tile
from learnmap.model.errors import ClusterError, InvalidInputError
from learnmap.store import current_build, drop_catchments, read_catchments, upsert_points
from learnmap.workflows import catchment_tiles, tile_runs
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.clusters import Cluster, joined_cluster, local_cluster
from tests.workflows.conftest import a_point

POINTS = 24
PAIRS = 3 * POINTS


@pytest.fixture(scope="module")
def crew() -> Iterator[Cluster]:
    with local_cluster(2) as started:
        yield started


@pytest.fixture
def town(city: City, monkeypatch: pytest.MonkeyPatch) -> City:
    """Open Helsinki with points all over it, in tiles of few points, so that there are some."""
    monkeypatch.setattr(catchment_tiles, "MOST_POINTS", 3)
    rng = np.random.default_rng(11)
    places = zip(
        rng.uniform(24.939, 24.951, POINTS), rng.uniform(60.1660, 60.1765, POINTS), strict=True
    )
    points = [a_point(f"p{i:02}", round(x, 6), round(y, 6)) for i, (x, y) in enumerate(places)]
    with city.store.begin() as tx:
        upsert_points(tx, points, actor="tester")
    return city


@pytest.fixture
def expected(town: City) -> gpd.GeoDataFrame:
    """Compute the catchments without a cluster, and forget them."""
    assert compute_city_catchments(town).computed == PAIRS
    bands = stored(town)
    with town.store.begin() as tx:
        build = current_build(tx).content_hash
        drop_catchments(tx, build, zip(bands["point_id"], bands["profile"], strict=True))
    return bands


def stored(city: City) -> gpd.GeoDataFrame:
    with city.store.begin() as tx:
        return read_catchments(tx, build_hash=current_build(tx).content_hash)


def check_same(bands: gpd.GeoDataFrame, expected: gpd.GeoDataFrame) -> None:
    """Compare keys, areas and polygons bit by bit."""
    assert len(bands) == len(expected) > 0
    values = [table.drop(columns="geometry") for table in (bands, expected)]
    assert values[0].equals(values[1])
    assert (bands.geometry.to_wkb() == expected.geometry.to_wkb()).all()


def test_a_cluster_gives_what_one_process_gives_and_then_nothing_more(
    town: City, expected: gpd.GeoDataFrame, crew: Cluster
) -> None:
    told: list[tuple[str, int, int]] = []
    report = compute_city_catchments(town, cluster=crew, progress=lambda *step: told.append(step))
    assert (report.computed, report.unchanged, report.stranded) == (PAIRS, 0, ())
    check_same(stored(town), expected)
    done = [done for step, done, total in told if step == "catchments" and total == PAIRS]
    assert len(done) >= POINTS / 3
    assert done == sorted(done)
    assert done[-1] == PAIRS
    again = compute_city_catchments(town, cluster=crew)
    assert (again.computed, again.unchanged, again.dropped) == (0, PAIRS, 0)
    check_same(stored(town), expected)


def test_a_worker_killed_half_way_changes_nothing(
    town: City, expected: gpd.GeoDataFrame, crew: Cluster
) -> None:
    killed: list[int] = []

    def kill_half_way(step: str, done: int, total: int) -> None:
        if step == "catchments" and not killed and total / 2 <= done < total:
            killed.append(next(iter(crew._client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    report = compute_city_catchments(town, cluster=crew, progress=kill_half_way)
    assert report.computed == PAIRS
    check_same(stored(town), expected)
    crew._client.wait_for_workers(2, timeout=30)
    assert killed[0] not in crew._client.run(os.getpid).values()


def test_a_run_that_is_broken_off_goes_on_where_it_was(
    town: City, expected: gpd.GeoDataFrame, crew: Cluster
) -> None:
    def break_off(step: str, done: int, total: int) -> None:
        if step == "catchments" and done >= total / 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_city_catchments(town, cluster=crew, progress=break_off)
    before = len(stored(town)) // 3
    assert PAIRS / 3 <= before < PAIRS
    report = compute_city_catchments(town, cluster=crew)
    assert (report.computed, report.unchanged) == (PAIRS - before, before)
    check_same(stored(town), expected)


def fatal_for_p07(packed: bytes) -> list[TileBand]:
    work: TileWork = pickle.loads(packed)  # noqa: S301
    if any(at.point_id == "p07" for walkers in work.walkers for at in walkers.access):
        os.kill(os.getpid(), signal.SIGKILL)
    return compute_tile(packed)


def faulty_for_p07(packed: bytes) -> list[TileBand]:
    if b"p07" in packed:
        raise ArithmeticError("p07 has no plane")
    return compute_tile(packed)


def always_faulty(packed: bytes) -> list[TileBand]:
    raise ArithmeticError(str(len(packed)))


def test_a_point_that_kills_workers_is_named_and_all_others_are_stored(
    town: City, expected: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_runs, "compute_tile", fatal_for_p07)
    monkeypatch.setattr(catchment_tiles, "MOST_POINTS", 1)  # halves are tried below, at less cost
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        local_cluster(1) as fragile,
        pytest.raises(ClusterError, match=r"of 1 points .*'p07' \(1 processes died of it") as said,
    ):
        compute_city_catchments(town, cluster=fragile)
    assert "all others are stored" in str(said.value)
    check_same(stored(town), expected[expected["point_id"] != "p07"].reset_index(drop=True))


def test_a_point_that_raises_is_named_with_what_it_raised(
    town: City, crew: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_runs, "compute_tile", faulty_for_p07)
    with pytest.raises(ClusterError, match=r"'p07' \(ArithmeticError: p07 has no plane\)"):
        compute_city_catchments(town, cluster=crew)
    assert set(stored(town)["point_id"]) == {f"p{i:02}" for i in range(POINTS)} - {"p07"}


def test_when_everything_fails_the_run_ends_soon(
    town: City, crew: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_runs, "compute_tile", always_faulty)
    monkeypatch.setattr(tile_runs, "_MOST_FAILURES", 3)
    with pytest.raises(ClusterError, match="3 tiles failed, the last because ArithmeticError"):
        compute_city_catchments(town, cluster=crew)


def test_workers_of_another_version_get_no_work(
    town: City, crew: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = crew._ours | {"GEOS": "2.0.0"}
    monkeypatch.setattr(crew, "_ours", others)
    with pytest.raises(ClusterError, match=r"the scheduler runs GEOS .* instead of 2.0.0"):
        crew.check()
    with pytest.raises(ClusterError, match=r"joined late runs GEOS .* instead of 2.0.0"):
        compute_city_catchments(town, cluster=crew)
    assert stored(town).empty


class Machine:
    """A scheduler and its workers, started as on another machine."""

    def __init__(self, folder: Path) -> None:
        self._facts = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--port", "0", "--no-dashboard")
        self.workers: list[subprocess.Popen[bytes]] = []
        while not self._facts.exists():
            time.sleep(0.05)
        self.address = self._address()

    def start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", program, "--scheduler-file", self._facts, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def join(self) -> None:
        self.workers.append(self.start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"))

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _address(self) -> str:
        while True:
            try:
                return str(json.loads(self._facts.read_text())["address"])
            except ValueError:
                time.sleep(0.05)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    started = Machine(tmp_path)
    yield started
    started.close()


def test_a_cluster_that_runs_elsewhere_is_used_by_its_address(
    town: City, expected: gpd.GeoDataFrame, machine: Machine
) -> None:
    with (
        pytest.raises(ClusterError, match=r"has had no worker for 0.5 s; start some"),
        joined_cluster(machine.address, patience_s=0.5),
    ):
        pass
    machine.join()

    def lose_the_worker(step: str, done: int, total: int) -> None:
        if step == "catchments" and done >= total / 3 and len(machine.workers) == 1:
            machine.workers[0].kill()
            machine.join()

    with joined_cluster(machine.address) as elsewhere:
        compute_city_catchments(town, cluster=elsewhere, progress=lose_the_worker)
    check_same(stored(town), expected)


def test_a_scheduler_that_is_lost_ends_the_run_and_what_was_done_stays(
    town: City, machine: Machine
) -> None:
    machine.join()

    def lose_the_scheduler(step: str, done: int, total: int) -> None:
        if step == "catchments" and done >= total / 3:
            machine.scheduler.kill()

    with (
        pytest.raises(ClusterError, match="was lost on the way; what was done is stored"),
        joined_cluster(machine.address, patience_s=15) as elsewhere,
    ):
        compute_city_catchments(town, cluster=elsewhere, progress=lose_the_scheduler)
    assert PAIRS / 3 <= len(stored(town)) / 3 < PAIRS


@pytest.mark.parametrize(
    ("address", "error", "message"),
    [
        ("10.0.0.5:8786", InvalidInputError, "give one such as tcp://10.0.0.5:8786"),
        ("http://host:8786", InvalidInputError, "is no address of a scheduler"),
        ("tcp://127.0.0.1:1", ClusterError, "no scheduler answers at tcp://127.0.0.1:1"),
        ("tls://127.0.0.1:1", ClusterError, "name the certificates in Dask's configuration"),
    ],
)
def test_an_address_where_no_scheduler_is_says_so(
    address: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message), joined_cluster(address, patience_s=0.5):
        pass
