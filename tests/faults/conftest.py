"""A server with the settings of a real one, to be killed."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnmap.store import EmbeddedCluster, Store

_TOLD = "told at the end"
_MOST_KILLS = 150
"""So many years are left for editions from 2000 on, and a test numbers its turns below 1000."""


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int | None:
    """Say how often to kill, where ``--kills`` says so."""
    given: int | None = request.config.getoption("--kills")
    if given is not None and not 1 <= given <= _MOST_KILLS:
        pytest.fail(f"--kills {given}: give 1 to {_MOST_KILLS}")
    return given


@pytest.fixture
def told_at_the_end(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Have a sentence printed below the results."""
    return lambda sentence: request.node.user_properties.append((_TOLD, sentence))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what takes minutes, unless it is asked for."""
    asked = config.getoption("--kills") is not None
    return True if collection_path.name == "test_workflows_killed.py" and not asked else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests have to tell."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == _TOLD and report.when == "call":
                terminalreporter.line(f"{report.nodeid}: {value}")


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
