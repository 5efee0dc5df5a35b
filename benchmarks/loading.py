"""Ask the service what is near from many clients at once, and Valhalla the same.

    python -m benchmarks.loading PORTO.osm.pbf --points 50000 --clients 64

Server and clients share the machine. Both servers hold the same streets and stand ready; in each
round one is asked after the other. Valhalla is given the 50 points that are nearest by the
straight line and answers with times alone; the service searches all points, and answers with 20 of
them, their facts, hours and next sessions, and where it says so with the ways there. Figures are
medians of the rounds; a ratio is that of the rounds in pairs.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.clients import Crowd, Waited
from benchmarks.crowded_city import fill_city, street_places
from benchmarks.folders import ROOT
from benchmarks.machine import describe_machine
from benchmarks.valhalla_environment import ValhallaMissingError, build_tiles, valhalla_python
from learnmap.model.crs import metres_per_degree
from learnmap.store import EmbeddedCluster, read_points
from learnmap.workflows.city import open_city

PLACES: Final = 2000
CANDIDATES: Final = 50
_CITY: Final = "crowded"
_COSTING: Final = {
    "costing": "pedestrian",
    "costing_options": {"pedestrian": {"walking_speed": 4.5}},
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that stands ready, and what it is asked.

    Attributes
    ----------
    name : str
    process : int
    crowd : Crowd
    """

    name: str
    process: int
    crowd: Crowd


@dataclass(frozen=True, slots=True)
class Round:
    """What came of asking one server for a while; `cpu_ms` are the server's own, an answer."""

    waited: Waited
    cpu_ms: float


def main() -> None:
    """Measure, and print a table."""
    given = _arguments()
    given.work.mkdir(parents=True, exist_ok=True)
    home = given.work / f"{_CITY}-{given.points}"
    machine = describe_machine()
    places, points = _prepared(home, given)
    with contextlib.ExitStack() as running:
        running.callback(EmbeddedCluster(home / "postgres").stop)
        servers = [
            *running.enter_context(_learnmap(home, places, given)),
            *running.enter_context(_valhalla(home, places, points, given)),
        ]
        told: dict[str, list[Round]] = {server.name: [] for server in servers}
        for _ in range(given.rounds):
            for server in servers:
                told[server.name].append(_asked(server))
    for what, value in machine.items():
        print(f"{what}: {value}")
    print(f"load at the end: {' '.join(f'{one:.1f}' for one in os.getloadavg())}\n")
    print("\n".join(_table(told)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=300.0, help="questions a second, paced")
    parser.add_argument("--clock", default="Europe/Lisbon", help="time zone of the city")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "lm-loading")
    return parser.parse_args()


def _prepared(
    home: Path, given: argparse.Namespace
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the places to ask from and those of the points; the city is made at its first use."""
    home.mkdir(exist_ok=True)
    home.chmod(0o755)  # the database server is another user
    mark = home / "made"
    with open_city(database_url=None, name=_CITY, home=home, actor="benchmark") as city:
        if not mark.is_file():
            fill_city(city, given.extract, points=given.points, clock=given.clock)
            mark.touch()
        with city.store.begin() as tx:
            points = np.array([stored.point.walk_to for stored in read_points(tx)])
        places = street_places(city.graph(city.build()), PLACES, np.random.default_rng(1))
    tiles = home / "tiles"
    tiles.mkdir(exist_ok=True)
    extract = tiles / "streets.osm.pbf"
    if not extract.exists():
        extract.symlink_to(given.extract.resolve())
    return places, points


@contextlib.contextmanager
def _learnmap(
    home: Path, places: NDArray[np.float64], given: argparse.Namespace
) -> Iterator[list[Server]]:
    command = [sys.executable, "-m", "learnmap", "serve", "--port", "0"]
    environment = os.environ | {"LEARNMAP_HOME": str(home), "LEARNMAP_CITY": _CITY}
    with (
        (home / "log").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            address = process.stdout.readline() if process.stdout else ""
            port = int(address.strip().rpartition(":")[2])
            both = [
                {"lon": round(lon, 6), "lat": round(lat, 6), "lines": lines}
                for lines in (True, False)
                for lon, lat in places.tolist()
            ]
            bodies = [json.dumps(body) for body in both]
            crowd = Crowd(port, "/api/v1/nearby", bodies[:PLACES], given.clients, given.seconds)
            without = {**asdict(crowd), "bodies": bodies[PLACES:]}
            paced = {**asdict(crowd), "rate": given.rate}
            yield [
                Server("learnmap, with ways", process.pid, crowd),
                Server("learnmap, without ways", process.pid, Crowd(**without)),
                Server(f"learnmap, with ways, {given.rate:g}/s", process.pid, Crowd(**paced)),
            ]
        finally:
            process.terminate()


@contextlib.contextmanager
def _valhalla(
    home: Path,
    places: NDArray[np.float64],
    points: NDArray[np.float64],
    given: argparse.Namespace,
) -> Iterator[list[Server]]:
    try:
        python = valhalla_python(given.work)
        build_tiles(home / "tiles", python)
    except ValhallaMissingError as error:
        print(f"without Valhalla: {error}")
        yield []
        return
    port = 8902
    config = json.loads((home / "tiles" / "valhalla" / "valhalla.json").read_text("utf-8"))
    config["httpd"]["service"] |= {
        "listen": f"tcp://127.0.0.1:{port}",
        "loopback": f"ipc://{home}/loopback",
        "interrupt": f"ipc://{home}/interrupt",
    }
    for name in ("loki", "thor", "odin"):
        config[name]["service"]["proxy"] = f"ipc://{home}/{name}"
    config["loki"]["logging"] = config["thor"]["logging"] = {"type": ""}
    config["logging"] = {"type": ""}
    path = home / "valhalla-service.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    crowd = Crowd(
        port,
        "/sources_to_targets",
        _matrices(places, points),
        given.clients,
        given.seconds,
        gzip=False,
    )
    # The program itself; what lies on the path is a Python that starts it.
    (program,) = python.parents[1].glob("lib/python*/site-packages/valhalla/bin/valhalla_service")
    command = [str(program), str(path), str(os.cpu_count() or 1)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(crowd)
            yield [Server("Valhalla", process.pid, crowd)]
        finally:
            process.kill()


def _matrices(places: NDArray[np.float64], points: NDArray[np.float64]) -> list[str]:
    scale = np.array(metres_per_degree(float(points[:, 1].mean())))
    _, rows = cKDTree(points * scale).query(places * scale, k=CANDIDATES)
    return [
        json.dumps(
            {
                "sources": [{"lon": round(lon, 6), "lat": round(lat, 6)}],
                "targets": [
                    {"lon": round(x, 6), "lat": round(y, 6)} for x, y in points[near].tolist()
                ],
                **_COSTING,
            }
        )
        for (lon, lat), near in zip(places.tolist(), np.asarray(rows), strict=True)
    ]


def _await(crowd: Crowd) -> None:
    """Wait until a server answers its first question."""
    url, body = f"http://127.0.0.1:{crowd.port}{crowd.path}", crowd.bodies[0].encode()
    for _ in range(120):
        with contextlib.suppress(URLError, ConnectionError), urlopen(Request(url, body)):
            return
        time.sleep(0.5)
    raise ValhallaMissingError("its service does not answer")


def _asked(server: Server) -> Round:
    """Ask a server for a while, by a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(asdict(server.crowd), file)
        file.flush()
        before = _cpu_s(server.process)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.clients", file.name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        spent_s = _cpu_s(server.process) - before
    waited = Waited(**json.loads(done.stdout))
    return Round(waited, 1000 * spent_s / waited.asked)


def _cpu_s(process: int) -> float:
    """Return the seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _table(told: dict[str, list[Round]]) -> Iterator[str]:
    yield "| asked | answers/s | p50 ms | p99 ms | failures | CPU ms an answer | bytes |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, rounds in told.items():
        waited = [one.waited for one in rounds]
        figures: tuple[Any, ...] = (
            f"{median(one.per_s for one in waited):.0f}",
            f"{median(one.p50_ms for one in waited):.0f}",
            f"{median(one.p99_ms for one in waited):.0f}",
            sum(one.failures for one in waited),
            f"{median(one.cpu_ms for one in rounds):.2f}",
            f"{median(one.mean_bytes for one in waited):.0f}",
        )
        yield f"| {name} | {' | '.join(map(str, figures))} |"
    for name, rounds in told.items():
        if "Valhalla" in told and name != "Valhalla" and "/s" not in name:
            pairs = list(zip(rounds, told["Valhalla"], strict=True))
            answers = median(ours.waited.per_s / theirs.waited.per_s for ours, theirs in pairs)
            cpu = median(theirs.cpu_ms / ours.cpu_ms for ours, theirs in pairs)
            yield f"\n{name}: {answers:.2f} times Valhalla's answers, CPU 1 to {cpu:.2f}"


if __name__ == "__main__":
    main()
