"""kill -9 in the middle of a publication: the old state, or the whole new one."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from learnmap.store import (
    EmbeddedCluster,
    Store,
    create_draft,
    list_editions,
    read_entries,
    read_files,
)

REPOSITORY = Path(__file__).parents[2]
MOMENTS = 10
"""How often without ``--kills``."""
SEED = 20261123

FREEZE = """
import hashlib, json, random
def frozen(year):
    content = random.Random(year)
    files = {f"tiles/{n}.bin": content.randbytes(400_000) for n in range(12)}
    listing = {
        path: {"sha256": hashlib.sha256(data).hexdigest()} for path, data in files.items()
    }
    files["manifest.json"] = json.dumps({"files": listing}).encode()
    return files
"""

# Loads the packages once, then publishes in a child of its own for each line of its input.
PUBLISHER = (
    FREEZE
    + """
import os, sys
from learnmap.store import Store, publish
def run(url, edition_id, year):
    files = frozen(year)
    with Store.open(url) as store, store.begin() as tx:
        publish(
            tx, edition_id=edition_id, files=files,
            media_types=dict.fromkeys(files, "application/octet-stream"),
            manifest_sha256=hashlib.sha256(files["manifest.json"]).hexdigest(),
            approval_number=None, approval_exemption="test", actor="publisher",
        )
for line in sys.stdin:
    edition_id, year = map(int, line.split())
    child = os.fork()
    if not child:
        code = 1
        try:
            run(sys.argv[1], edition_id, year)
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
)


class Publisher:
    """A program that publishes editions, each in a process that may be killed."""

    def __init__(self, url: str, program: str = PUBLISHER) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=REPOSITORY,
        )

    def begin(self, edition_id: int, year: int) -> int:
        """Begin to publish, and return the process that does."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{edition_id} {year}\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> int:
        """Wait for it, and return its exit code."""
        return self._answer()

    def close(self) -> None:
        self._process.communicate()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@pytest.fixture
def publisher(city_url: str) -> Iterator[Publisher]:
    program = Publisher(city_url)
    yield program
    program.close()


def frozen(year: int) -> dict[str, bytes]:
    names: dict[str, object] = {}
    exec(FREEZE, names)  # noqa: S102 - the same lines as the client's
    files: dict[str, bytes] = names["frozen"](year)  # type: ignore[operator]
    return files


def draft(url: str, year: int) -> int:
    with Store.open(url) as store, store.begin() as tx:
        return create_draft(tx, map_name="learning", year=year, actor="editor").id


def wait_for_the_servers_side(url: str) -> None:
    """Wait until the server has ended what a killed client had already sent, a COMMIT perhaps."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(1000):
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND backend_type = 'client backend' "
                "AND pid <> pg_backend_pid()"
            ).fetchone()
            if row == (0,):
                return
            time.sleep(0.01)
    pytest.fail("the server still serves a client that is gone")


def check_whole_or_absent(url: str, edition_id: int, year: int) -> bool:
    """Return whether the edition was published; fail when it is anything between."""
    with Store.open(url) as store, store.begin() as tx:
        [edition] = list_editions(tx, map_name="learning", year=year)
        files = read_files(tx, edition_id)
        entries = [entry.action for entry in read_entries(tx, subject=f"learning/{year}/1")]
    if edition.status == "published":
        assert files == frozen(year)
        assert entries == ["editions.draft", "editions.publish"]
        return True
    assert edition.status == "draft"
    assert files == {}
    assert entries == ["editions.draft"]
    return False


@pytest.mark.parametrize("victim", ["client", "server"])
def test_a_publication_that_is_killed_is_whole_or_absent(
    durable_cluster: EmbeddedCluster,
    city_url: str,
    publisher: Publisher,
    victim: str,
    kills: int | None,
    told_at_the_end: Callable[[str], None],
) -> None:
    times = kills or MOMENTS
    moments = random.Random(SEED)  # noqa: S311 - moments, no secret
    whole_s = min(time_of_one_publication(city_url, publisher, year) for year in range(1990, 1993))
    outcomes: list[bool] = []

    def kill_after(wait_s: float) -> None:
        year = 2000 + len(outcomes)
        edition_id = draft(city_url, year)
        client = publisher.begin(edition_id, year)
        time.sleep(wait_s)
        pid = client if victim == "client" else durable_cluster.status().pid
        assert pid is not None
        # The client may be done, and gone, by then.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        publisher.end()
        durable_cluster.start()
        wait_for_the_servers_side(city_url)
        outcomes.append(check_whole_or_absent(city_url, edition_id, year))
        if not outcomes[-1]:
            publisher.begin(edition_id, year)
            assert publisher.end() == 0
            assert check_whole_or_absent(city_url, edition_id, year)

    for turn in range(times):
        # One at random within each of as many parts of the time that it takes, and a bit more.
        kill_after((turn + moments.random()) / times * 1.3 * whole_s)
    wait_s = 1.3 * whole_s
    while True not in outcomes and wait_s < 30:  # the machine is slower than it was
        wait_s *= 2
        kill_after(wait_s)
    told_at_the_end(
        f"{victim} killed {len(outcomes)} times: {outcomes.count(True)} published whole, "
        f"{outcomes.count(False)} not at all, none in part"
    )
    # Moments that all fell before or after the publication would have shown nothing.
    assert True in outcomes
    assert False in outcomes


def time_of_one_publication(url: str, publisher: Publisher, year: int) -> float:
    edition_id = draft(url, year)
    started = time.monotonic()
    publisher.begin(edition_id, year)
    assert publisher.end() == 0
    return time.monotonic() - started
