"""Catchments small enough for a page: simplified, on a grid, delta-encoded as text.

A catchment is a run of differences between vertices in steps of 1e-5 degrees (about 1 m),
east before north, each a zigzag integer in base-64 digits of five bits; the sixth bit says
that another digit follows. This is the scheme of encoded polylines on an alphabet that needs
no escape in JSON. The first vertex is a difference from 0, 0; the closing vertex of a ring is
left out. ``.`` begins the next ring of a polygon, ``!`` the next polygon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.render.edition_files import Catchment

STEP_DEG: Final = 1e-5
BUDGET_BYTES: Final = 1_500_000
"""What all single catchments of a page may take together."""

UNION_BUDGET_BYTES: Final = 500_000
"""What the unions of a page may take together."""

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TOLERANCES_M: Final = (6.0, 10.0, 15.0)
"""Tolerances of the outlines that are tried, the finest first."""

_BITS: Final = 5
_MOST_DIGITS: Final = 7
_SAMPLE: Final = 200
_SAMPLE_FROM: Final = 4
_FIRST, _RING, _POLYGON = 0, 1, 2
_SEPARATORS: Final = np.frombuffer(b" .!", dtype=np.uint8)
_CODES: Final = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)

CatchmentKey = tuple[str, str, int]
"""Point id (empty for a union), profile code, cutoff in seconds."""


@dataclass(frozen=True, slots=True)
class EncodedCatchments:
    """What a page holds of the catchments.

    Attributes
    ----------
    texts : dict
        Encoded outlines by key.
    profiles, cutoffs_s : tuple
        What was kept; both empty when nothing fitted.
    tolerance_m : float
        Tolerance of the outlines.
    """

    texts: dict[CatchmentKey, str]
    profiles: tuple[str, ...]
    cutoffs_s: tuple[int, ...]
    tolerance_m: float

    @property
    def bytes_used(self) -> int:
        """Sum of the texts' lengths."""
        return sum(map(len, self.texts.values()))


def encode_catchments(
    catchments: Sequence[Catchment],
    *,
    profiles: Sequence[str],
    cutoffs_s: Sequence[int],
    budget_bytes: int = BUDGET_BYTES,
) -> EncodedCatchments:
    """Encode as many catchments, as finely, as fit a budget.

    Tried in this order, the first that fits is taken: all profiles and cutoffs with each of
    `TOLERANCES_M`; the widest cutoff of all profiles; the widest cutoff of the first profile;
    nothing.

    Parameters
    ----------
    catchments : sequence of Catchment
        EPSG:4326.
    profiles : sequence of str
        Profile codes, the most important first.
    cutoffs_s : sequence of int
        Walking-time limits in seconds.
    budget_bytes : int
        Largest sum of the texts' lengths.
    """
    cutoffs = tuple(sorted(cutoffs_s))
    choices = (
        (tuple(profiles), cutoffs),
        (tuple(profiles), cutoffs[-1:]),
        (tuple(profiles[:1]), cutoffs[-1:]),
    )
    for kept_profiles, kept_cutoffs in dict.fromkeys(choices):
        kept = [
            one
            for one in catchments
            if one.profile in kept_profiles and one.cutoff_s in kept_cutoffs
        ]
        for tolerance_m in TOLERANCES_M:
            if _is_hopeless(kept, tolerance_m, budget_bytes):
                continue
            texts = _encode(kept, tolerance_m, budget_bytes)
            if texts is not None:
                return EncodedCatchments(texts, kept_profiles, kept_cutoffs, tolerance_m)
    return EncodedCatchments({}, (), (), 0.0)


def _is_hopeless(kept: Sequence[Catchment], tolerance_m: float, budget_bytes: int) -> bool:
    """Tell from a sample, the same for the same files, that all would be far over the budget."""
    every = len(kept) // _SAMPLE
    if every < _SAMPLE_FROM:
        return False
    sample = kept[::every]
    texts = _encode(sample, tolerance_m, budget_bytes) or {}
    return sum(map(len, texts.values())) / len(sample) * len(kept) > 1.2 * budget_bytes


@dataclass(frozen=True, slots=True)
class _Vertices:
    """Vertices of all catchments on the grid, closing and repeated ones left out."""

    grid: NDArray[np.int64]
    owner: NDArray[np.intp]
    separator: NDArray[np.uint8]
    """What goes before the vertex: 255 nothing, else `_FIRST`, `_RING` or `_POLYGON`."""


def _encode(
    catchments: Sequence[Catchment], tolerance_m: float, budget_bytes: int
) -> dict[CatchmentKey, str] | None:
    if not catchments:
        return {}
    vertices = _vertices(catchments, tolerance_m)
    starts = vertices.separator == _FIRST
    steps = np.diff(vertices.grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    steps[starts] = vertices.grid[starts]
    zigzag = np.where(steps >= 0, steps * 2, -steps * 2 - 1)
    digits = np.ones_like(zigzag)
    for more in range(1, _MOST_DIGITS):
        digits += zigzag >> (_BITS * more) > 0
    separated = (vertices.separator == _RING) | (vertices.separator == _POLYGON)
    widths = digits.sum(axis=1) + separated
    if int(widths.sum()) > budget_bytes:
        return None
    ends = np.cumsum(widths)
    text = _write(zigzag, digits, ends, separated, vertices.separator)
    firsts = np.flatnonzero(starts)
    begin = (ends - widths)[firsts]
    end = np.append(begin[1:], ends[-1:])
    keys = [(one.point_id, one.profile, one.cutoff_s) for one in catchments]
    owners = vertices.owner[firsts]
    return {
        keys[owner]: text[a:b]
        for owner, a, b in zip(owners.tolist(), begin.tolist(), end.tolist(), strict=True)
    }


def _vertices(catchments: Sequence[Catchment], tolerance_m: float) -> _Vertices:
    geometries = np.array([one.geometry for one in catchments], dtype=object)
    bounds = shapely.bounds(geometries)
    # The longer degree (north) decides, so that the tolerance holds in every direction.
    middle = (bounds[:, 1] + bounds[:, 3]) / 2
    per_degree = np.array([max(metres_per_degree(latitude)) for latitude in middle.tolist()])
    simple = shapely.simplify(geometries, tolerance_m / per_degree, preserve_topology=False)
    parts, part_owner = shapely.get_parts(simple, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.rint(coordinates / STEP_DEG).astype(np.int64)
    closing = _begins(ring[::-1])[::-1]
    grid, ring = grid[~closing], ring[~closing]
    repeated = np.zeros(len(ring), dtype=bool)
    repeated[1:] = np.all(grid[1:] == grid[:-1], axis=1) & (ring[1:] == ring[:-1])
    grid, ring = grid[~repeated], ring[~repeated]
    enough = np.bincount(ring, minlength=len(rings)) >= 3
    grid, ring = grid[enough[ring]], ring[enough[ring]]
    part = ring_part[ring]
    owner = part_owner[part]
    separator = np.full(len(ring), 255, dtype=np.uint8)
    for code, group in ((_RING, ring), (_POLYGON, part), (_FIRST, owner)):
        separator[_begins(group)] = code
    return _Vertices(grid, owner, separator)


def _begins(group: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell where a run of equal numbers begins."""
    begins = np.ones(len(group), dtype=bool)
    begins[1:] = group[1:] != group[:-1]
    return begins


def _write(
    zigzag: NDArray[np.int64],
    digits: NDArray[np.int64],
    ends: NDArray[np.int64],
    separated: NDArray[np.bool_],
    separator: NDArray[np.uint8],
) -> str:
    buffer = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    north = ends - digits[:, 1]
    east = north - digits[:, 0]
    buffer[(east - 1)[separated]] = _SEPARATORS[separator[separated]]
    for axis, at in ((0, east), (1, north)):
        for digit in range(int(digits[:, axis].max(initial=0))):
            has = digits[:, axis] > digit
            value = (zigzag[has, axis] >> (_BITS * digit)) & 31
            more = (digits[has, axis] > digit + 1).astype(np.int64) << _BITS
            buffer[at[has] + digit] = _CODES[value | more]
    return buffer.tobytes().decode("ascii")
