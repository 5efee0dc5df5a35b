"""A town that is served: one to be read by many tests, and one of a test's own."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from learnmap.service import IdentityProvider, create_app
from learnmap.store import EmbeddedCluster, Store
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition
from tests.service.towns import open_town


@contextlib.contextmanager
def served(
    city: City,
    *,
    staff: City | None = None,
    provider: IdentityProvider | None = None,
    public_url: str | None = None,
    requests_per_minute: int | None = None,
) -> Iterator[httpx.Client]:
    """Serve a city by the real server on a free port, and give a client of it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(
            city,
            staff=staff,
            provider=provider,
            public_url=public_url,
            requests_per_minute=requests_per_minute,
        )
        config = uvicorn.Config(app, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            port = listener.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def published_town(
    cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[City]:
    """Build the river town with its catchments and its learning map of 2026; only to be read."""
    with Store.open(cluster.ensure_database("served_town")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("town"))
        compute_city_catchments(city)
        publish_edition(
            city,
            "learning",
            2026,
            approval=Approval(exemption="a test"),
            overrides={"translation": "one point has a name in one language only"},
        )
        yield city


@pytest.fixture(scope="session")
def client(published_town: City) -> Iterator[httpx.Client]:
    """Ask the service of the town that is only to be read."""
    with served(published_town) as asking:
        yield asking


@pytest.fixture
def own_town(store: Store, tmp_path: Path) -> City:
    """Build a river town that the test may change; it has no catchments and no editions."""
    return open_town(store, tmp_path)


@pytest.fixture
def own_client(own_town: City) -> Iterator[httpx.Client]:
    """Ask the service of the test's own town."""
    with served(own_town) as asking:
        yield asking


class Asking:
    """Reads answers of the API."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def json(self, path: str, /, **parameters: Any) -> dict[str, Any]:
        """Return the body of a good answer."""
        answer = self._client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def problem(self, path: str, expected: int, /, **parameters: Any) -> dict[str, Any]:
        """Return the problem that is expected."""
        answer = self._client.get(path, params=parameters)
        found: dict[str, Any] = answer.json()
        assert (answer.status_code, found["status"]) == (expected, expected), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        return found


@pytest.fixture
def api(client: httpx.Client) -> Asking:
    """Read answers about the town that is only to be read."""
    return Asking(client)


@pytest.fixture
def own_api(own_client: httpx.Client) -> Asking:
    """Read answers about the test's own town."""
    return Asking(own_client)
