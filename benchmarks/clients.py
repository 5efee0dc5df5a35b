"""Clients that ask a service over connections that they keep, and what they had to wait for.

A program of its own: `python -m benchmarks.clients QUESTIONS.json`, where the file says how.
"""

import argparse
import asyncio
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np
import uvloop


@dataclass(frozen=True, slots=True)
class Crowd:
    """How clients ask.

    Attributes
    ----------
    port : int
    path : str
    bodies : list of str
        JSON, one after the other, each client from another place in the list.
    clients : int
    seconds : float
    warm_up_s : float
        Answers in the first seconds do not count.
    rate : float
        Questions a second of all together, each client at its own random moments; 0: each asks
        again as soon as it has its answer.
    gzip : bool
        Whether answers may be compressed, as browsers want them.
    """

    port: int
    path: str
    bodies: list[str]
    clients: int
    seconds: float
    warm_up_s: float = 3.0
    rate: float = 0.0
    gzip: bool = True


@dataclass(frozen=True, slots=True)
class Waited:
    """What came of it.

    Attributes
    ----------
    asked : int
        In all the time.
    answers : int
        Good ones, in the time that counts.
    failures : int
        Other statuses and broken connections.
    per_s : float
    p50_ms, p99_ms, worst_ms : float
        From asking to the whole answer; where there is a rate, from the moment when it was due.
    mean_bytes : float
    """

    asked: int
    answers: int
    failures: int
    per_s: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    mean_bytes: float


class _Client(asyncio.Protocol):
    """One connection; reads answers by their length."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._answer: asyncio.Future[tuple[int, int]] | None = None
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self, request: bytes) -> "asyncio.Future[tuple[int, int]]":
        """Send a request; the answer's status and bytes come later."""
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is not None:
            self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._held += data
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._held[:end]).lower()
        at = head.index(b"content-length:") + 15
        whole = end + 4 + int(head[at:].split(b"\r\n", 1)[0])
        if len(self._held) >= whole and self._answer is not None:
            self._held.clear()
            self._answer.set_result((int(head[9:12]), whole))

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((0, 0))


def main() -> None:
    """Ask, and print what came of it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("crowd", type=Path)
    crowd = Crowd(**json.loads(parser.parse_args().crowd.read_text("utf-8")))
    print(json.dumps(asdict(uvloop.run(_waited(crowd)))))


async def _waited(crowd: Crowd) -> Waited:
    requests = [_request(crowd, body) for body in crowd.bodies]
    began = time.perf_counter()
    each = await asyncio.gather(
        *(_ask_on(crowd, requests, number, began) for number in range(crowd.clients))
    )
    told = np.array([one for several in each for one in several])
    counting = told[told[:, 0] >= crowd.warm_up_s]
    good = counting[counting[:, 2] == 200]
    p50, p99, worst = 1000 * np.quantile(good[:, 1], [0.5, 0.99, 1.0])
    return Waited(
        asked=len(told),
        answers=len(good),
        failures=int((told[:, 2] != 200).sum()),
        per_s=round(len(good) / (crowd.seconds - crowd.warm_up_s), 1),
        p50_ms=round(float(p50), 1),
        p99_ms=round(float(p99), 1),
        worst_ms=round(float(worst), 1),
        mean_bytes=round(float(good[:, 3].mean())),
    )


async def _ask_on(
    crowd: Crowd, requests: list[bytes], number: int, began: float
) -> list[tuple[float, float, int, int]]:
    """Ask for all the time; return when each answer came, seconds waited, status and bytes."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(_Client, "127.0.0.1", crowd.port)
    rng = np.random.default_rng(number)
    told: list[tuple[float, float, int, int]] = []
    at = number * len(requests) // crowd.clients
    due = began
    while True:
        if crowd.rate:
            due += float(rng.exponential(crowd.clients / crowd.rate))
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        else:
            due = time.perf_counter()
        if due >= began + crowd.seconds:
            return told
        status, size = await client.ask(requests[at % len(requests)])
        now = time.perf_counter()
        told.append((now - began, now - due, status, size))
        if not status:
            _, client = await loop.create_connection(_Client, "127.0.0.1", crowd.port)
        at += 1


def _request(crowd: Crowd, body: str) -> bytes:
    accepted = "Accept-Encoding: gzip\r\n" if crowd.gzip else ""
    return (
        f"POST {crowd.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accepted}"
        f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    ).encode()


if __name__ == "__main__":
    main()
