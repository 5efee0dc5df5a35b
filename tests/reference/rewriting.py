"""Extracts with one thing changed, as tomorrow's download might be."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm import mutable

NEW_WAY = 9_000_000_000


def rewritten(
    source: Path,
    target: Path,
    *,
    without: int | None = None,
    tags: tuple[int, Mapping[str, str]] | None = None,
    footway: Sequence[int] = (),
) -> Path:
    """Copy an extract.

    Parameters
    ----------
    without : int, optional
        A way to leave out.
    tags : tuple of int and mapping, optional
        A way, and tags to set on it.
    footway : sequence of int
        Nodes to join by a new footway.
    """
    changed, values = tags or (None, {})
    target.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(target)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            if not isinstance(thing, osmium.osm.Way):
                writer.add(thing)
            elif thing.id == changed:
                writer.add(thing.replace(tags={**dict(thing.tags), **values}))
            elif thing.id != without:
                writer.add(thing)
        if footway:
            new = mutable.Way(
                id=NEW_WAY, version=1, nodes=list(footway), tags={"highway": "footway"}
            )
            writer.add_way(new)
    return target
