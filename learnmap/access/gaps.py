"""Gaps: where residents live and no learning point is within reach, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.access.areas import OUTSIDE
from learnmap.access.reasons import COVERED, HomeWalks
from learnmap.access.shares import Coverage
from learnmap.access.soonest import soonest_by_part
from learnmap.model.gap_reasons import GapReason

STATES: Final = max(GapReason) + 1
"""Covered, and each reason."""


@dataclass(frozen=True, slots=True)
class PartResidents:
    """Residents by the part of the city that they live in, put in order once for many tables.

    Attributes
    ----------
    rows : (g,) int64
        Of the hexagons or areas that have a home, rising; `learnmap.access.OUTSIDE` for none.
    order : (k,) int64
        Homes by part, and those of a part by residents, so that sums do not depend on the order
        in which homes come.
    part : (k,) int64
        Index into `rows` of each home, in this order.
    older, everyone : (k,) float64
        Residents from the age on that gaps are ranked by, and of all ages, in this order.
    """

    rows: NDArray[np.int64]
    order: NDArray[np.int64]
    part: NDArray[np.int64]
    older: NDArray[np.float64]
    everyone: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        part: NDArray[np.int64],
        *,
        older: NDArray[np.float64],
        everyone: NDArray[np.float64],
    ) -> "PartResidents":
        """Put (k,) homes in order, by the row of the part that each lies in, or `OUTSIDE`."""
        rows, of_home = np.unique(part, return_inverse=True)
        order = np.lexsort((older, everyone, of_home))
        return cls(rows, order, of_home[order], older[order], everyone[order])


@dataclass(frozen=True, slots=True)
class Gap:
    """The residents of one part of the city that no point covers, and why.

    Attributes
    ----------
    part : int
        Row of the hexagon or area; `learnmap.access.OUTSIDE` for who lives in none.
    older, everyone : Coverage
        Residents from the age on that gaps are ranked by, and of all ages.
    older_by_reason, everyone_by_reason : mapping of GapReason to float
        Residents who are not covered, for each reason that anybody has; they add up to
        ``uncovered + unplaced``.
    reason : GapReason or None
        As in `GapTable`; None where nobody is left out.
    nearest_s : float or None
        The shortest walk of an uncovered home to a point; None beyond the time that was searched.
    nearest_point : int or None
        Row of the point at the end of that walk.
    median_s : float or None
        Half of the uncovered residents walk no longer; None beyond the time that was searched.
    """

    part: int
    older: Coverage
    everyone: Coverage
    older_by_reason: Mapping[GapReason, float]
    everyone_by_reason: Mapping[GapReason, float]
    reason: GapReason | None
    nearest_s: float | None
    nearest_point: int | None
    median_s: float | None


@dataclass(frozen=True, slots=True)
class GapTable:
    """The parts of a city by rank: where most are left out first.

    Attributes
    ----------
    cutoff_s : int
    part : (g,) int64
        As in `PartResidents.rows`; the most older uncovered residents first, then the most of all
        ages, the most older unplaced, the most unplaced, and the row.
    older, everyone : (g, `STATES`) float64
        Residents who are covered, and those who are not for each `GapReason`.
    reason : (g,) uint8
        `GapReason` of most of the older residents who are left out or, where there are none of
        them, of most of all; of equals the first. 0 where nobody is left out.
    nearest_s, median_s : (g,) float64
        As in `Gap`; infinite for None.
    nearest_point : (g,) int64
        As in `Gap`; -1 for None.
    """

    cutoff_s: int
    part: NDArray[np.int64]
    older: NDArray[np.float64]
    everyone: NDArray[np.float64]
    reason: NDArray[np.uint8]
    nearest_s: NDArray[np.float64]
    nearest_point: NDArray[np.int64]
    median_s: NDArray[np.float64]

    def gaps(self) -> Iterator[Gap]:
        """Yield the rows by rank; those where nobody is left out are the last."""
        older, everyone = self.older.tolist(), self.everyone.tolist()
        for k, part in enumerate(self.part.tolist()):
            yield Gap(
                part,
                _coverage(part, self.cutoff_s, older[k]),
                _coverage(part, self.cutoff_s, everyone[k]),
                _by_reason(older[k]),
                _by_reason(everyone[k]),
                GapReason(self.reason[k]) if self.reason[k] else None,
                _known(self.nearest_s[k]),
                int(self.nearest_point[k]) if self.nearest_point[k] >= 0 else None,
                _known(self.median_s[k]),
            )


def gaps_by_part(
    walks: HomeWalks, reason: NDArray[np.uint8], residents: PartResidents, *, cutoff_s: int
) -> GapTable:
    """Add up who is left out, part by part, and rank the parts.

    With R the residents of the homes of a part: covered, uncovered and unplaced are the sums of R
    where the reason is none, another one, and that the home joins no street. They make the total.

    Parameters
    ----------
    walks : HomeWalks
        Of (k,) homes.
    reason : (k,) uint8
        As `reasons_of` gives it with the same cutoff.
    residents : PartResidents
        Of the homes.
    cutoff_s : int

    Returns
    -------
    GapTable
        Each part that has a home.
    """
    parts, of_home = len(residents.rows), residents.part
    state = reason[residents.order]
    older, everyone = (
        _by_state(people, of_home, state, parts) for people in (residents.older, residents.everyone)
    )
    uncovered = np.where(state > GapReason.NO_STREET, residents.everyone, 0.0)
    nearest_s, nearest_point, median_s = soonest_by_part(
        walks.time_s[residents.order], walks.point[residents.order], uncovered, of_home, parts=parts
    )
    rank = _rank(residents.rows, older, everyone)
    older, everyone = older[rank], everyone[rank]
    return GapTable(
        cutoff_s,
        residents.rows[rank],
        older,
        everyone,
        _main_reason(older, everyone),
        nearest_s[rank],
        nearest_point[rank],
        median_s[rank],
    )


def _by_state(
    people: NDArray[np.float64], part: NDArray[np.int64], state: NDArray[np.uint8], parts: int
) -> NDArray[np.float64]:
    """Return the (parts, `STATES`) sums of residents."""
    sums = np.bincount(part * STATES + state, people, parts * STATES)
    return sums.astype(np.float64).reshape(parts, STATES)


def _rank(
    rows: NDArray[np.int64], older: NDArray[np.float64], everyone: NDArray[np.float64]
) -> NDArray[np.int64]:
    first = GapReason.NO_STREET + 1
    uncovered = older[:, first:].sum(axis=1), everyone[:, first:].sum(axis=1)
    unplaced = older[:, GapReason.NO_STREET], everyone[:, GapReason.NO_STREET]
    last = np.where(rows == OUTSIDE, np.iinfo(np.int64).max, rows)
    return np.lexsort((last, -unplaced[1], -unplaced[0], -uncovered[1], -uncovered[0]))


def _main_reason(older: NDArray[np.float64], everyone: NDArray[np.float64]) -> NDArray[np.uint8]:
    left = older[:, COVERED + 1 :]
    some = np.any(left, axis=1, keepdims=True)
    whose = np.where(some, left, everyone[:, COVERED + 1 :])
    # Of equals argmax takes the first, and reasons stand in their order.
    return np.where(whose.any(axis=1), whose.argmax(axis=1) + 1, COVERED).astype(np.uint8)


def _coverage(part: int, cutoff_s: int, state: list[float]) -> Coverage:
    uncovered = sum(state[GapReason.NO_STREET + 1 :])
    return Coverage(
        part, cutoff_s, state[COVERED], uncovered, state[GapReason.NO_STREET], sum(state)
    )


def _by_reason(state: list[float]) -> dict[GapReason, float]:
    return {why: state[why] for why in GapReason if state[why] > 0}


def _known(seconds: float) -> float | None:
    return float(seconds) if np.isfinite(seconds) else None
