"""kill -9 in the middle of applying an import: none of its rows, or all with their record."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from learnmap.store import (
    EmbeddedCluster,
    ImportFacts,
    ImportRecord,
    Store,
    read_entries,
    read_import,
    read_import_records,
    read_points,
    record_import,
)
from tests.faults.test_publish_killed import Publisher, wait_for_the_servers_side
from tests.store.samples import a_point

MOMENTS = 5
"""How often without ``--kills``."""
SEED = 20261124
ROWS = 1500

# Loads the packages once, then applies in a child of its own for each line of its input.
APPLIER = """
import os, sys
from learnmap.store import Store, apply_import
for line in sys.stdin:
    import_id = int(line.split()[0])
    child = os.fork()
    if not child:
        code = 1
        try:
            with Store.open(sys.argv[1]) as store, store.begin() as tx:
                apply_import(tx, import_id, actor="clerk")
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def applier(city_url: str) -> Iterator[Publisher]:
    program = Publisher(city_url, APPLIER)
    yield program
    program.close()


def waiting(url: str, turn: int) -> int:
    """Put a file into quarantine that changes every point there is."""
    with Store.open(url) as store, store.begin() as tx:
        seen = {found.point.id: found.version for found in read_points(tx)}
        records = [
            ImportRecord(line, a_point(f"p{line}", phone=str(turn)), seen.get(f"p{line}"))
            for line in range(2, ROWS + 2)
        ]
        facts = ImportFacts(source="test", file_name="p.csv", file_sha256=f"{turn:064x}")
        return record_import(tx, facts, records, [], actor="clerk")


def check_whole_or_absent(url: str, import_id: int, turn: int) -> bool:
    """Return whether the import was applied; fail when it is anything between."""
    with Store.open(url) as store, store.begin() as tx:
        state = read_import(tx, import_id).state
        phones = {found.point.phone for found in read_points(tx)}
        outcomes = {record.outcome for record in read_import_records(tx, import_id)}
        actions = [entry.action for entry in read_entries(tx, subject=f"imports/{import_id}")]
    if state == "applied":
        assert (phones, len(outcomes), None in outcomes) == ({str(turn)}, 1, False)
        assert actions == ["imports.check", "imports.apply"]
        return True
    assert state == "quarantined"
    assert str(turn) not in phones
    assert (outcomes, actions) == ({None}, ["imports.check"])
    return False


@pytest.mark.parametrize("victim", ["client", "server"])
def test_an_import_that_is_killed_is_applied_whole_or_not_at_all(
    durable_cluster: EmbeddedCluster,
    city_url: str,
    applier: Publisher,
    victim: str,
    kills: int | None,
    told_at_the_end: Callable[[str], None],
) -> None:
    times = kills or MOMENTS
    moments = random.Random(SEED)  # noqa: S311 - moments, no secret
    whole_s = min(time_of_one(city_url, applier, turn) for turn in range(1000, 1002))
    outcomes = []
    for turn in range(times):
        import_id = waiting(city_url, turn)
        client = applier.begin(import_id, 0)
        # One at random within each of as many parts of the time that it takes, and a bit more.
        time.sleep((turn + moments.random()) / times * 1.5 * whole_s)
        pid = client if victim == "client" else durable_cluster.status().pid
        assert pid is not None
        # The client may be done, and gone, by then.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        applier.end()
        durable_cluster.start()
        wait_for_the_servers_side(city_url)
        outcomes.append(check_whole_or_absent(city_url, import_id, turn))
        if not outcomes[-1]:
            applier.begin(import_id, 0)
            assert applier.end() == 0
            assert check_whole_or_absent(city_url, import_id, turn)
    told_at_the_end(
        f"{victim} killed {times} times: {outcomes.count(True)} applied whole, "
        f"{outcomes.count(False)} not at all, none in part"
    )
    # Moments that all fell after it would have shown nothing.
    assert False in outcomes


def time_of_one(url: str, applier: Publisher, turn: int) -> float:
    import_id = waiting(url, turn)
    started = time.monotonic()
    applier.begin(import_id, 0)
    assert applier.end() == 0
    return time.monotonic() - started
