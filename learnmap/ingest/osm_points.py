"""Fills a first list of learning points and walking routes from OpenStreetMap."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from learnmap.ingest.osm_duplicates import group_duplicates
from learnmap.ingest.osm_kinds import read_kind_table
from learnmap.ingest.osm_records import make_point, read_osm_names
from learnmap.ingest.osm_routes import make_routes
from learnmap.ingest.osm_things import Thing, find_things
from learnmap.model.records import LearningPoint, WalkingRoute


@dataclass(frozen=True, slots=True)
class OsmPoints:
    """What an extract gave.

    Attributes
    ----------
    points : list of LearningPoint
        In the order nodes, ways, relations, each by id.
    routes : list of WalkingRoute
        By id; their stops are among the points.
    notes : list of str
        How many of what were found, merged and left out, and why.
    """

    points: list[LearningPoint]
    routes: list[WalkingRoute]
    notes: list[str]


def read_osm_points(extract: Path, *, table: Path | None = None) -> OsmPoints:
    """Read learning points and walking routes from an extract.

    Parameters
    ----------
    extract : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file; it may be clipped.
    table : Path, optional
        A city's own table of tags to kinds, with the columns of ``osm_kinds.csv``, the table
        that serves when this is left out.

    Returns
    -------
    OsmPoints
        Points with ids such as ``osm-w123``, routes, and notes.

    Raises
    ------
    ExtractError
        When the extract cannot be read.
    FaultyTableError
        When the table has faults.
    """
    found = find_things(extract, read_kind_table(table))
    placed = [thing for thing in found.things if not thing.geometry.is_empty]
    named = [thing for thing in placed if read_osm_names(thing.tags)]
    groups = group_duplicates(named)
    points = [make_point(one, filled_from=[twin.tags for twin in twins]) for one, twins in groups]
    same = {
        twin.ref: point.id
        for point, (one, twins) in zip(points, groups, strict=True)
        for twin in (one, *twins)
    }
    routes, route_notes = make_routes(found.routes, points, same)
    notes = [
        *_count_kinds(points),
        *_say(len(named) - len(points), "mapped twice: merged with the same thing"),
        *_say(len(placed) - len(named), "left out for want of a name", _kinds(placed, named)),
        *_say(len(found.things) - len(placed), "left out because the extract cuts them off"),
        *_say(found.disused, "left out as disused or abandoned"),
        *_say(
            sum(point.opening_hours_note is not None for point in points),
            "with opening hours that cannot be read: kept as a note",
        ),
        *route_notes,
    ]
    return OsmPoints(points, routes, notes)


def _count_kinds(points: list[LearningPoint]) -> list[str]:
    if not points:
        return ["no learning points: the extract has none of the tags of the table with a name"]
    counts = Counter(point.kind for point in points)
    listed = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    return [f"{len(points)} learning points: {listed}"]


def _kinds(placed: list[Thing], named: list[Thing]) -> str:
    left = Counter(thing.kind for thing in placed) - Counter(thing.kind for thing in named)
    return ", ".join(f"{kind} {count}" for kind, count in sorted(left.items()))


def _say(count: int, what: str, detail: str = "") -> list[str]:
    return [f"{count} {what}" + (f" ({detail})" if detail else "")] if count else []
