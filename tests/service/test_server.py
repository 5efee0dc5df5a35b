"""The real server, as the command line starts it: its logs hold no place, and it ends cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from learnmap.model.errors import ConflictError
from learnmap.service import serve
from learnmap.service.server import _listening
from learnmap.workflows.city import City

ROOT: Final = Path(__file__).resolve().parents[2]
CANARY: Final = "121.4567891"
LAT: Final = "31.2345678"

_PROGRAM: Final = """
import sys
from pathlib import Path
from learnmap.service import serve
from learnmap.store import Store
from learnmap.workflows.city import City
from learnmap.workflows.nearby import NearbyIndex

found = NearbyIndex.find

def find(self, place, **rest):
    if rest["minutes"] == 13:
        raise ZeroDivisionError(f"nothing near {place}")
    return found(self, place, **rest)

NearbyIndex.find = find
with Store.open(sys.argv[1]) as store:
    serve(
        City(store, Path(sys.argv[2]), "tester"),
        host="127.0.0.1",
        port=0,
        on_ready=lambda address: print(address, flush=True),
    )
print("closed", flush=True)
"""


def place_of(**more: Any) -> dict[str, Any]:
    return {"lon": float(CANARY), "lat": float(LAT), **more}


@contextmanager
def running(url: str, folder: Path, log: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, url, str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_no_log_line_holds_a_place_and_the_end_is_clean(
    own_town: City, database_url: str, tmp_path: Path, ending: signal.Signals
) -> None:
    log = tmp_path / "log"
    with running(database_url, own_town.folder, log) as (process, address):
        place: dict[str, str | int] = {"lon": CANARY, "lat": LAT}
        nothing: dict[str, str | int] = {}
        with httpx.Client(base_url=address) as client:
            statuses = [
                client.get(path, params=parameters).status_code
                for path, parameters in (
                    ("/api/v1/nearby", place),
                    ("/api/v1/nearby", {**place, "minutes": 13}),
                    ("/api/v1/nearby", {**place, "lat": f"{LAT}x"}),
                    ("/api/v1/nearby", {**place, "profile": CANARY}),
                    ("/api/v1/points", {"box": f"{CANARY},1,122,2"}),
                    ("/api/v1/points", {"text": CANARY}),
                    (f"/api/v1/points/{CANARY}", nothing),
                    (f"/{CANARY}", nothing),
                    (f"/editions/{CANARY}/{LAT}", nothing),
                )
            ]
            asked = [
                client.post(path, json=body, headers=headers).status_code
                for path, body, headers in (
                    ("/api/v1/nearby", place_of(), {}),
                    ("/api/v1/nearby", place_of(minutes=13), {}),
                    ("/api/v1/nearby", {"lon": CANARY, "lat": LAT}, {}),
                    ("/api/v1/nearby", place_of(**{CANARY: LAT}), {}),
                    ("/api/v1/nearby", place_of(profile=f"p{CANARY}"), {}),
                    ("/api/v1/nearby", CANARY, {}),
                    ("/api/v1/nearby", place_of(kind=[CANARY] * 2000), {}),
                    ("/api/v1/nearby", place_of(), {"Content-Type": f"text/{CANARY}"}),
                    ("/api/v1/reach", place_of(), {}),
                    ("/api/v1/places", {"text": f"{CANARY} {LAT}"}, {}),
                    (f"/api/v1/points/p{CANARY}/walk", place_of(), {}),
                    ("/api/v1/points/garden/walk", place_of(), {}),
                )
            ]
            assert "server" not in client.get("/healthz").headers
        _send_broken_request(address)
        process.send_signal(ending)
        assert process.wait(timeout=30) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "closed\n"
    assert statuses == [422, 500, 422, 422, 200, 200, 404, 404, 404]
    assert asked == [422, 500, 422, 422, 422, 422, 413, 415, 422, 200, 404, 422]
    text = log.read_text()
    for part in (CANARY, LAT, CANARY[:8], LAT[:7], "lon=", "?"):
        assert part not in text, part
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in requests[:9]] == statuses
    assert {line["route"] for line in requests} >= {
        "/api/v1/nearby",
        "/api/v1/points/{point_id}",
        "none",
    }
    # What went wrong can still be found: its class and its line.
    failures = [line for line in lines if line["event"] == "request failed"]
    assert len(failures) == 2
    for failure, endpoint in zip(failures, ("find_nearby", "ask_nearby"), strict=True):
        assert failure["exception"].startswith("ZeroDivisionError (")
        assert endpoint in failure["exception"]


def test_a_port_in_use_is_named(published_town: City) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConflictError, match=rf"127\.0\.0\.1 port {port}.*--port"):
            serve(published_town, host="127.0.0.1", port=port)


def _send_broken_request(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET /api?lon={CANARY} HTTP/9.9\r\nBroken {CANARY}\r\n\r\n".encode())
        connection.recv(1000)


def test_small_answers_do_not_wait_for_a_receipt() -> None:
    """Nagle's algorithm holds a body back until the client has said that it got the headers."""
    with (
        _listening("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
