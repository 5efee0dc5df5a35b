"""Excluded ways: streets of the extract that feet may not use, and the tag that said so."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.network.obstacles import Degrees


@dataclass(frozen=True, slots=True)
class ExcludedWays:
    """Ways with a ``highway`` tag that are not in the walk graph.

    Attributes
    ----------
    offset : (w + 1,) int32
        Where each way's vertices begin.
    x, y : (k,) int32
        Longitude and latitude in units of 1e-7 degrees.
    way : (w,) int64
        OSM id.
    reason : (w,) int32
        Index into `reasons`.
    reason_text : (b,) uint8
        UTF-8 of a JSON list of tags, such as ``access=private``.
    """

    offset: NDArray[np.int32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    way: NDArray[np.int64]
    reason: NDArray[np.int32]
    reason_text: NDArray[np.uint8]

    def reasons(self) -> list[str]:
        """Return the tags that kept ways out, in the order of `reason`."""
        return [str(reason) for reason in json.loads(self.reason_text.tobytes())]


def pack_excluded(ways: Iterable[tuple[int, str, Sequence[Degrees]]]) -> ExcludedWays:
    """Make arrays of excluded ways, the same whatever order they come in.

    Parameters
    ----------
    ways : iterable of (int, str, sequence of (float, float))
        OSM id, the tag that decided, and longitudes and latitudes of at least two vertices.
    """
    rows = sorted(
        (osm_id, reason, [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in line])
        for osm_id, reason, line in ways
    )
    reasons = sorted({reason for _, reason, _ in rows})
    rank = {reason: i for i, reason in enumerate(reasons)}
    offset = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(line) for _, _, line in rows], out=offset[1:])
    vertices = np.array([place for _, _, line in rows for place in line], np.int32).reshape(-1, 2)
    return ExcludedWays(
        offset,
        vertices[:, 0].copy(),
        vertices[:, 1].copy(),
        np.array([osm_id for osm_id, _, _ in rows], np.int64),
        np.array([rank[reason] for _, reason, _ in rows], np.int32),
        np.frombuffer(json.dumps(reasons, ensure_ascii=False).encode(), np.uint8),
    )
