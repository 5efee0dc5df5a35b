"""pgRouting's `pgr_drivingDistance` (C++) and its hulls, on a private PostgreSQL.

Every call reads the streets by an SQL text of its own: all of them, or those in a box around
the origin, found by an index. The reach is asked both ways; the quicker one counts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psycopg
from psycopg.rows import TupleRow

from benchmarks.answering import (
    Answer,
    Question,
    Task,
    answer,
    parts,
    peak_mib,
    questions_of,
    timed,
)
from learnmap.model.crs import metres_per_degree
from learnmap.store import EmbeddedCluster

BATCH = 10
SPEED_M_PER_S = 1.25
ALL = "SELECT id, source, target, cost, reverse_cost FROM edges"
BOX = ALL + " WHERE geom && ST_MakeEnvelope({}, {}, {}, {}, 4326)"
REACH = """
    SELECT from_v, count(*), sum(agg_cost)
    FROM pgr_drivingDistance(%s, %s::bigint[], %s, true) GROUP BY from_v
"""
HULL = """
    SELECT ST_AsGeoJSON({hull}) FROM pgr_drivingDistance(%s,
      (SELECT id FROM nodes ORDER BY geom <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT 1),
      %s, true) AS reached JOIN nodes ON nodes.id = reached.node
"""
HULLS = {
    "concave-hull": "ST_ConcaveHull(ST_Collect(nodes.geom), 0.1)",
    "convex-hull": "ST_ConvexHull(ST_Collect(nodes.geom))",
}
Connection = psycopg.Connection[TupleRow]


@contextmanager
def connected(city: Path) -> Iterator[Connection]:
    """Start the city's own server, filled at its first use, and stop it at the end."""
    cluster = EmbeddedCluster(city / "postgres", durable=False)
    cluster.start()
    try:
        with psycopg.connect(cluster.ensure_database("streets"), autocommit=True) as connection:
            found = connection.execute("SELECT to_regclass('edges')").fetchone()
            if found is None or found[0] is None:
                with connection.transaction():
                    _fill(connection, city)
                connection.execute("VACUUM ANALYZE")
            yield connection
    finally:
        cluster.stop()


def _fill(connection: Connection, city: Path) -> None:
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    connection.execute("CREATE EXTENSION IF NOT EXISTS pgrouting")
    connection.execute("CREATE TABLE nodes (id bigint, geom geometry(Point, 4326))")
    connection.execute(
        "CREATE TABLE edges (id bigint, source bigint, target bigint, cost float8,"
        " reverse_cost float8, geom geometry(LineString, 4326))"
    )
    arrays = questions_of(city)
    lon, lat = arrays["node_lon"], arrays["node_lat"]
    columns = [arrays[name] for name in ("edge_u", "edge_v", "edge_s", "edge_back_s")]
    with connection.cursor().copy("COPY nodes FROM STDIN") as copy:
        for node, place in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
            copy.write_row((node, "SRID=4326;POINT({} {})".format(*place)))
    with connection.cursor().copy("COPY edges FROM STDIN") as copy:
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for edge, (u, v, there_s, back_s) in enumerate(rows):
            line = f"SRID=4326;LINESTRING({lon[u]} {lat[u]}, {lon[v]} {lat[v]})"
            copy.write_row((edge, u, v, there_s, back_s, line))
    connection.execute("ALTER TABLE nodes ADD PRIMARY KEY (id)")
    connection.execute("ALTER TABLE edges ADD PRIMARY KEY (id)")
    connection.execute("CREATE INDEX ON edges (source)")
    connection.execute("CREATE INDEX ON edges (target)")
    connection.execute("CREATE INDEX ON edges USING gist (geom)")
    connection.execute("CREATE INDEX ON nodes USING gist (geom)")


def _box(lon: float, lat: float, limit_s: float) -> str:
    """Return the SQL of the streets that a walk from a place can reach."""
    metres = metres_per_degree(lat)
    dx, dy = (limit_s * SPEED_M_PER_S / scale for scale in metres)
    return BOX.format(lon - dx, lat - dy, lon + dx, lat + dy)


def _reach(question: Question, connection: Connection) -> Answer:
    """Time the walks from nodes, several in a call on all streets, and one by one in a box."""
    arrays = question.arrays
    limit_s = float(arrays["limit_s"])
    nodes = arrays["reach_node"][: question.origins].tolist()

    def together() -> list[TupleRow]:
        batches = [nodes[part] for part in parts(len(nodes), BATCH)]
        return [
            row
            for batch in batches
            for row in connection.execute(REACH, [ALL, batch, limit_s]).fetchall()
        ]

    def in_boxes() -> list[TupleRow]:
        return [
            row
            for node in nodes
            for row in connection.execute(
                REACH,
                [
                    _box(arrays["node_lon"][node], arrays["node_lat"][node], limit_s),
                    [node],
                    limit_s,
                ],
            ).fetchall()
        ]

    found = {node: (count, total_s) for node, count, total_s in in_boxes()}
    ways = {"ten a call, all streets": together, "one a call, in a box": in_boxes}
    took = {name: timed(work, question.repeats) for name, work in ways.items()}
    best = min(took, key=lambda name: median(took[name]))
    facts = {name: 1000 * median(seconds) / len(nodes) for name, seconds in took.items()}
    compared = {
        "count": np.array([found[node][0] for node in nodes]),
        "sum_s": np.array([found[node][1] for node in nodes]),
    }
    return Answer(
        took[best], len(nodes), compared, facts=_facts(connection) | facts | {"way": best}
    )


def _polygons(question: Question, connection: Connection, *, hull: str) -> Answer:
    """Time the node nearest to a place, what is reached from it, and a hull, in one statement."""
    arrays = question.arrays
    limit_s = float(arrays["limit_s"])
    count = question.origins
    places = list(
        zip(arrays["place_lon"][:count].tolist(), arrays["place_lat"][:count].tolist(), strict=True)
    )
    statement = HULL.format(hull=hull)

    def draw() -> list[str]:
        rows = (
            connection.execute(statement, [_box(*place, limit_s), *place, limit_s]).fetchone()
            for place in places
        )
        return [row[0] for row in rows if row is not None]

    drawn = draw()
    seconds = timed(draw, question.repeats)
    return Answer(seconds, len(places), polygons=drawn, facts=_facts(connection))


def _facts(connection: Connection) -> dict[str, Any]:
    """Return the versions, and the peak memory of the server's process in place of our own."""
    row = connection.execute(
        "SELECT pgr_version(), current_setting('server_version'), pg_backend_pid()"
    ).fetchone()
    if row is None:
        raise SystemExit("PostgreSQL does not say its version")
    return {
        "version": f"pgRouting {row[0]} on PostgreSQL {str(row[1]).split()[0]}",
        "peak_mib": peak_mib(row[2]),
    }


def _task(work: Callable[[Question, Connection], Answer]) -> Task:
    def task(question: Question) -> Answer:
        with connected(question.city) as connection:
            return work(question, connection)

    return task


if __name__ == "__main__":
    hulls = {name: _task(partial(_polygons, hull=hull)) for name, hull in HULLS.items()}
    answer({"reach": _task(_reach), **hulls})
