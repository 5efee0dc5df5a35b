"""A real PostGIS for the tests: one cluster a session, one fresh database a test."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from learnmap.store import EmbeddedCluster, Store

_TEMPLATE = "learnmap_template"
_LABORATORY = "learnmap_laboratory"
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests that kill programs do so more often than there is time for each day."""
    parser.addoption(
        "--kills",
        type=int,
        metavar="N",
        help="how often tests/faults kills each program; a few times by default",
    )


@pytest.fixture(scope="session")
def reachable_folder() -> Iterator[Path]:
    """Give a short folder that also the user may enter who runs PostgreSQL for root.

    pytest's own temporary folders are closed to others, and too deep for a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="learnmap-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster(reachable_folder: Path) -> Iterator[EmbeddedCluster]:
    """Run an embedded cluster; a missing PostgreSQL fails here, with the line that installs it."""
    running = EmbeddedCluster(reachable_folder / "shared", durable=False)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def template(cluster: EmbeddedCluster) -> str:
    """Name of a database with all tables, to be copied."""
    with Store.open(cluster.ensure_database(_TEMPLATE)) as fresh:
        fresh.upgrade()
    return _TEMPLATE


@pytest.fixture
def database_url(cluster: EmbeddedCluster, template: str) -> Iterator[str]:
    """Address of a database of the test's own, with all tables and no rows but the kinds."""
    name = f"test_{next(_numbers)}"
    _copy_database(cluster, template, name)
    yield cluster.url(name)
    _drop_database(cluster, name)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open the test's own database."""
    with Store.open(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def laboratory_url(cluster: EmbeddedCluster, template: str) -> str:
    """Address of a database whose users roll back what they do."""
    _copy_database(cluster, template, _LABORATORY)
    return cluster.url(_LABORATORY)


@pytest.fixture
def raw(laboratory_url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Open a bare connection, to try the database without our Python; undone at the end."""
    connection = psycopg.connect(laboratory_url, options="-c search_path=learnmap,public")
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def _copy_database(cluster: EmbeddedCluster, template: str, name: str) -> None:
    _administer(
        cluster,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        ),
    )


def _drop_database(cluster: EmbeddedCluster, name: str) -> None:
    _administer(cluster, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(cluster: EmbeddedCluster, statement: sql.Composed) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
