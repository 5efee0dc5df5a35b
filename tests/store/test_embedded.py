"""The embedded cluster: started, killed, raced, moved and kept from others."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from learnmap.model.errors import InvalidInputError, StoreError
from learnmap.store import EmbeddedCluster
from learnmap.store._server_programs import find_programs

ROOT = os.geteuid() == 0
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a short folder that any user may enter."""
    made = Path(tempfile.mkdtemp(prefix="lm-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def made(folder: Path) -> Iterator[Callable[..., EmbeddedCluster]]:
    """Make clusters that are stopped at the end."""
    clusters: list[EmbeddedCluster] = []

    def make(*parts: str, durable: bool = False) -> EmbeddedCluster:
        clusters.append(EmbeddedCluster(folder.joinpath(*parts or ("db",)), durable=durable))
        return clusters[-1]

    yield make
    for cluster in clusters:
        cluster.stop()


def ask(url: str, question: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def kill_server(cluster: EmbeddedCluster) -> int:
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_it_starts_from_nothing_and_is_durable(made: Callable[..., EmbeddedCluster]) -> None:
    cluster = made(durable=True)
    before = cluster.status()
    assert (before.created, before.running, before.pid, before.version) == (
        False,
        False,
        None,
        None,
    )
    cluster.start()
    running = cluster.status()
    assert running.created
    assert running.running
    assert running.answering
    assert running.version is not None
    assert running.version >= 15
    url = cluster.url("postgres")
    for setting, value in {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "lc_collate": "C.UTF-8",
        "lc_ctype": "C.UTF-8",
        "TimeZone": "UTC",
    }.items():
        assert ask(url, f"SHOW {setting}") == value, setting
    cluster.start()
    assert cluster.status().pid == running.pid
    cluster.stop()
    assert not cluster.status().running
    cluster.stop()


def test_a_database_is_made_once(made: Callable[..., EmbeddedCluster]) -> None:
    cluster = made()
    cluster.start()
    url = cluster.ensure_database("city")
    assert url == cluster.ensure_database("city") == cluster.url("city")
    assert url.startswith("postgresql://learnmap@/city?host=")
    assert ask(url, "SELECT current_database()") == "city"
    for bad in ("", "City", "a-b", "1a", 'a"b', "x" * 64):
        with pytest.raises(InvalidInputError, match="no database name"):
            cluster.ensure_database(bad)
    cluster.stop()
    with pytest.raises(StoreError, match=r"does not answer.*`learnmap db start`"):
        cluster.ensure_database("city")


def test_it_starts_again_after_kill_9_with_what_was_committed(
    made: Callable[..., EmbeddedCluster],
) -> None:
    cluster = made(durable=True)
    cluster.start()
    url = cluster.ensure_database("city")
    for turn in range(3):
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (turn integer)")
            connection.execute("INSERT INTO kept VALUES (%s)", [turn])
        old = kill_server(cluster)
        cluster.start()
        assert cluster.status().pid != old
        assert ask(url, "SELECT count(*) FROM kept") == turn + 1


def test_a_busy_backend_of_a_killed_server_does_not_block_the_start(
    made: Callable[..., EmbeddedCluster],
) -> None:
    """It holds the shared memory, and notices only between rows of its result."""
    cluster = made()
    cluster.start()
    url = cluster.ensure_database("city")
    code = (
        "import psycopg, sys\n"
        "connection = psycopg.connect(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "connection.execute('SELECT sum(sqrt(n)) FROM generate_series(1, 1e12::bigint) AS n')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, url],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        time.sleep(0.3)
        kill_server(cluster)
        started = time.monotonic()
        cluster.start()
        assert time.monotonic() - started < 30
        assert client.wait(timeout=30) != 0
    assert ask(url, "SELECT 1") == 1


def test_a_stale_pid_file_may_name_another_program(made: Callable[..., EmbeddedCluster]) -> None:
    cluster = made()
    cluster.start()
    pid_file = cluster.status().data_folder / "postmaster.pid"
    stale = pid_file.read_text(encoding="utf-8").split("\n")
    kill_server(cluster)
    pid_file.write_text("\n".join([str(os.getppid()), *stale[1:]]), encoding="utf-8")
    lock_file = cluster.status().socket_folder / ".s.PGSQL.5432.lock"
    lock_file.write_text("\n".join([str(os.getppid()), *stale[1:]]), encoding="utf-8")
    assert not cluster.status().running
    cluster.stop()
    cluster.start()
    assert cluster.status().answering


def start_elsewhere(folder: Path) -> subprocess.Popen[str]:
    code = (
        "import sys; from pathlib import Path; from learnmap.store import EmbeddedCluster\n"
        "cluster = EmbeddedCluster(Path(sys.argv[1]), durable=False)\n"
        "cluster.start(); print(cluster.status().pid)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def test_starts_at_the_same_time_make_one_server(
    folder: Path, made: Callable[..., EmbeddedCluster]
) -> None:
    cluster = made()
    starters = [start_elsewhere(folder / "db") for _ in range(3)]
    answers = [starter.communicate(timeout=120) for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0], answers
    assert {out.strip() for out, _ in answers} == {str(cluster.status().pid)}


def test_a_start_that_is_killed_leaves_nothing_half_made(
    folder: Path, made: Callable[..., EmbeddedCluster]
) -> None:
    cluster = made()
    for delay_s in (0.5, 0.9, 1.2, 1.5, 2.0):
        starter = start_elsewhere(folder / "db")
        time.sleep(delay_s)
        starter.kill()
        starter.communicate()
        assert cluster.status().created == (folder / "db" / "data" / "PG_VERSION").exists()
    cluster.start()
    assert cluster.status().answering
    assert list((folder / "db").glob("data.new-*")) == []


def test_a_long_or_odd_path_gets_its_socket_elsewhere(
    made: Callable[..., EmbeddedCluster],
) -> None:
    for parts in (("x" * 50, "y" * 50), ("a,b 'c' \"d\" $(touch x) 城市", "db")):
        cluster = made(*parts)
        cluster.start()
        sockets = cluster.status().socket_folder
        assert len(str(sockets / ".s.PGSQL.5432")) <= 107
        assert sockets.parent == Path("/tmp")  # noqa: S108 - what is tested
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert ask(cluster.ensure_database("city"), "SELECT 1") == 1
        cluster.stop()
        shutil.rmtree(sockets)


def test_a_socket_folder_that_others_may_enter_is_refused(
    made: Callable[..., EmbeddedCluster],
) -> None:
    cluster = made("x" * 50, "y" * 50)
    sockets = cluster.status().socket_folder
    sockets.mkdir(mode=0o755)
    try:
        with pytest.raises(StoreError, match="is not private to user"):
            cluster.start()
        sockets.rmdir()
        sockets.symlink_to("/var")
        with pytest.raises(StoreError, match="is no folder"):
            cluster.start()
    finally:
        sockets.unlink()


def test_a_folder_that_was_moved_starts_again(
    folder: Path, made: Callable[..., EmbeddedCluster]
) -> None:
    cluster = made("old")
    cluster.start()
    cluster.ensure_database("city")
    cluster.stop()
    (folder / "old").rename(folder / "new")
    moved = made("new")
    moved.start()
    assert ask(moved.url("city"), "SELECT current_database()") == "city"


def test_a_missing_postgresql_is_told_with_the_line_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"`apt install postgresql-15-postgis-3`.*LEARNMAP_DATABA"):
        find_programs(programs=tmp_path, extensions=tmp_path)
    for major in (13, 16):
        (tmp_path / str(major) / "bin").mkdir(parents=True)
        (tmp_path / str(major) / "bin" / "initdb").touch()
    with pytest.raises(StoreError, match="apt install"):
        find_programs(programs=tmp_path, extensions=tmp_path)
    for major in (9, 13, 16):
        (tmp_path / str(major) / "extension").mkdir(parents=True)
        (tmp_path / str(major) / "extension" / "postgis.control").touch()
    assert find_programs(programs=tmp_path, extensions=tmp_path).major == 16
    assert find_programs(major=13, programs=tmp_path, extensions=tmp_path).major == 13
    with pytest.raises(StoreError, match=r"made by PostgreSQL 14.*postgresql-14-postgis-3"):
        find_programs(major=14, programs=tmp_path, extensions=tmp_path)


def test_a_folder_that_the_server_cannot_enter_is_named(folder: Path) -> None:
    """Root's server runs as postgres; anybody else's as themselves, who may enter."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = EmbeddedCluster(closed / "inside" / "db", durable=False)
    if ROOT:
        with pytest.raises(StoreError, match=f"user postgres cannot enter {closed}, which leads"):
            cluster.start()
    else:
        cluster.start()
        cluster.stop()


def test_a_server_that_does_not_start_shows_its_log(made: Callable[..., EmbeddedCluster]) -> None:
    cluster = made()
    cluster.start()
    cluster.stop()
    with (cluster.status().data_folder / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(StoreError, match=r'did not start(.|\n)*"no_such_setting"'):
        cluster.start()


AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
import psycopg
from learnmap.model.errors import StoreError
from learnmap.store import EmbeddedCluster, Store
mine, others, others_url, uid, gid = sys.argv[1:]
try:  # brings in what psycopg loads late, while our packages can still be read
    psycopg.connect("postgresql:///x?host=/nowhere")
except psycopg.OperationalError:
    pass
os.setgroups([]); os.setgid(int(gid)); os.setuid(int(uid))
cluster = EmbeddedCluster(Path(mine), durable=False)
cluster.start()
with psycopg.connect(cluster.ensure_database("city")) as connection:
    print(connection.execute("SELECT 6 * 7").fetchone()[0])
print(os.stat(cluster.status().data_folder).st_uid)
cluster.stop()
print(cluster.status().running)
try:
    psycopg.connect(others_url)
except psycopg.OperationalError as error:
    print("refused:", "Permission denied" in str(error))
try:
    EmbeddedCluster(Path(others)).start()
except StoreError as error:
    print(error)
"""


def test_an_ordinary_user_runs_a_cluster_and_cannot_enter_anothers(
    folder: Path, cluster: EmbeddedCluster
) -> None:
    """Root becomes ``nobody`` for it; an ordinary user has done the same in all tests above."""
    if not ROOT:
        assert cluster.status().data_folder.stat().st_uid == os.geteuid()
        return
    nobody = pwd.getpwnam("nobody")
    own = folder / "own"
    own.mkdir()
    os.chown(own, nobody.pw_uid, nobody.pw_gid)
    done = subprocess.run(
        [
            sys.executable,
            *("-c", AS_ANOTHER_USER, str(own / "db"), str(cluster.folder)),
            *(cluster.url("postgres"), str(nobody.pw_uid), str(nobody.pw_gid)),
        ],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert lines[:4] == ["42", str(nobody.pw_uid), "False", "refused: True"], done.stderr
    assert "belongs to user postgres" in lines[4]
