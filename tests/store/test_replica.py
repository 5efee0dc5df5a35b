"""A read replica: a server in recovery, as PostgreSQL's own replication leaves it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnmap.model.errors import LearnmapError, StoreError
from learnmap.store import EmbeddedCluster, Store, list_editions, migrate, read_points
from learnmap.store.migrate import newest_revision


@pytest.fixture(scope="module")
def replica(reachable_folder: Path) -> Iterator[EmbeddedCluster]:
    """Copy a stopped server's files, and start the copy as a standby that waits for more."""
    primary = EmbeddedCluster(reachable_folder / "primary", durable=False)
    primary.start()
    for name in ("city", "empty"):
        with Store.open(primary.ensure_database(name)) as store:
            if name == "city":
                store.upgrade()
    primary.stop()
    copy = reachable_folder / "replica"
    subprocess.run(["cp", "-a", str(reachable_folder / "primary"), str(copy)], check=True)
    data = copy / "data"
    shutil.copy2(data / "PG_VERSION", data / "standby.signal")
    owner = data.stat()
    shutil.chown(data / "standby.signal", owner.st_uid, owner.st_gid)
    standby = EmbeddedCluster(copy, durable=False)
    standby.start()
    yield standby
    standby.stop()


def test_a_replica_is_opened_and_read_but_not_written(replica: EmbeddedCluster) -> None:
    with Store.open(replica.url("city")) as store:
        store.upgrade()
        with store.begin(snapshot=True) as tx:
            assert migrate.is_replica(tx)
            assert (read_points(tx), list_editions(tx)) == ([], [])
        with pytest.raises(LearnmapError, match="read-only"), store.begin() as tx:
            migrate.upgrade(tx)


def test_a_replica_without_the_tables_of_this_version_says_so(replica: EmbeddedCluster) -> None:
    with (
        Store.open(replica.url("empty")) as store,
        pytest.raises(StoreError, match=f"at revision none.* needs {newest_revision()}"),
    ):
        store.upgrade()
