"""A server with the settings of a real one, to be killed."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnmap.store import EmbeddedCluster, Store


@pytest.fixture
def city_url(durable_cluster: EmbeddedCluster) -> str:
    url = durable_cluster.ensure_database("city")
    with Store.open(url) as store:
        store.upgrade()
    return url


@pytest.fixture
def durable_cluster() -> Iterator[EmbeddedCluster]:
    """Run a cluster with the settings of a real one, fsync and all."""
    folder = Path(tempfile.mkdtemp(prefix="lm-"))
    folder.chmod(0o755)
    cluster = EmbeddedCluster(folder / "db")
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)
