"""kill -9 anywhere between a file and its published map: each step is whole, or was not taken.

Each kill takes seconds, so that these are only tried with ``--kills``.
"""

import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from learnmap.model.city import CitySettings
from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store import (
    EmbeddedCluster,
    Store,
    list_editions,
    list_imports,
    read_points,
    replace_demand_points,
)
from learnmap.workflows.audit import verify_audit
from learnmap.workflows.city import City
from learnmap.workflows.editions import verify_published
from learnmap.workflows.networks import build_network
from tests.faults.test_publish_killed import Publisher, wait_for_the_servers_side
from tests.unit.network.drawing import Drawing

SEED = 20261125
ROWS = 60
DAY = "2026-01-31"

# Loads the packages once, then goes the whole way in a child of its own for each line.
CLERK = """
import os, sys
from pathlib import Path
from learnmap.store import Store
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition
from learnmap.workflows.import_runs import run_import
url, _, folder = sys.argv[1].partition(" ")
def run(year):
    with Store.open(url) as store:
        city = City(store, Path(folder), "clerk")
        run_import(city, Path(folder) / f"{year}.csv")
        compute_city_catchments(city)
        second = City(store, Path(folder), "second")
        publish_edition(second, "learning", year, approval=Approval(exemption="a test"),
            overrides={"translation": "a test", "assured": "a test"})
for line in sys.stdin:
    year = int(line.split()[1])
    child = os.fork()
    if not child:
        code = 1
        try:
            run(year)
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Town:
    """A town, where it is stored, and a clerk who brings in a file each year and publishes."""

    url: str
    folder: Path
    clerk: Publisher

    @contextlib.contextmanager
    def opened(self) -> Iterator[City]:
        with Store.open(self.url) as store:
            yield City(store, self.folder, "tester")


@pytest.fixture
def town(city_url: str, tmp_path: Path) -> Iterator[Town]:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 6000, 0)])
    with Store.open(city_url) as store:
        city = City(store, tmp_path, "tester")
        city.set(CitySettings(names={"zh": "镇", "en": "Town"}, review_required=False))
        build_network(city, drawing.write(tmp_path / "town.osm"))
        with store.begin() as tx:
            lon, lat = drawing.places[1]
            home = DemandPoint(
                id="d", longitude=lon, latitude=lat, counts=(AgeCount(age_from=60, residents=9),)
            )
            replace_demand_points(tx, [home], source="a test", actor="tester")
    program = Publisher(f"{city_url} {tmp_path}", CLERK)
    yield Town(city_url, tmp_path, program)
    program.close()
    shutil.rmtree(tmp_path)


def next_file(town: Town, drawing: Drawing, year: int) -> None:
    """Write a file that gives each point another telephone number."""
    names = random.Random(SEED)  # noqa: S311 - names, no secret
    lines = ["id,kind,name_en,longitude,latitude,source,assured_date,phone"]
    for row in range(ROWS):
        lon, lat = drawing.at(row * 100, 0)
        name = f"{names.randbytes(6).hex()} {names.randbytes(6).hex()}"
        lines.append(f"p{row},library,{name},{lon},{lat},a test,{DAY},{year}")
    (town.folder / f"{year}.csv").write_text("\n".join(lines), "utf-8")


def steps_taken(town: Town, year: int) -> tuple[bool, bool]:
    """Return whether the file was applied and the map published; fail for anything between."""
    with town.opened() as city:
        with city.store.begin() as tx:
            phones = {found.point.phone for found in read_points(tx)}
            states = [found.state for found in list_imports(tx)]
            editions = [row.status for row in list_editions(tx, year=year)]
        applied = phones == {str(year)}
        assert applied or str(year) not in phones
        assert set(states) <= {"applied"}
        if editions:
            assert (applied, editions) == (True, ["published"])
            assert verify_published(city, "learning", year).files == 7
        verify_audit(city)
    return applied, bool(editions)


@pytest.mark.parametrize("victim", ["client", "server"])
def test_a_step_that_is_killed_was_taken_whole_or_not_at_all(
    durable_cluster: EmbeddedCluster,
    town: Town,
    victim: str,
    kills: int,
    told_at_the_end: Callable[[str], None],
) -> None:
    moments = random.Random(SEED)  # noqa: S311 - moments, no secret
    drawing = Drawing()
    next_file(town, drawing, 1990)
    town.clerk.begin(0, 1990)
    assert town.clerk.end() == 0
    next_file(town, drawing, 1991)
    started = time.monotonic()
    town.clerk.begin(0, 1991)
    assert town.clerk.end() == 0
    whole_s = time.monotonic() - started
    outcomes = []
    for turn in range(kills):
        year = 2000 + turn
        next_file(town, drawing, year)
        client = town.clerk.begin(0, year)
        time.sleep((turn + moments.random()) / kills * 1.1 * whole_s)
        pid = client if victim == "client" else durable_cluster.status().pid
        assert pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        town.clerk.end()
        durable_cluster.start()
        wait_for_the_servers_side(town.url)
        outcomes.append(steps_taken(town, year))
        if outcomes[-1] != (True, True):
            town.clerk.begin(0, year)
            assert town.clerk.end() == 0
            assert steps_taken(town, year) == (True, True)
    told_at_the_end(
        f"{victim} killed {kills} times: {outcomes.count((False, False))} before the import, "
        f"{outcomes.count((True, False))} between import and publication, "
        f"{outcomes.count((True, True))} after it, none within"
    )
    # Moments that were all alike would have shown nothing.
    assert len(set(outcomes)) > 1
