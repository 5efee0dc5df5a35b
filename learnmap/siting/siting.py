"""A siting: the sites proposed, what they are worth, and how far from the best that may be."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.siting.flows import Aim
from learnmap.siting.question import SitingQuestion


@dataclass(frozen=True, slots=True)
class Outcome:
    """What residents have with some new sites beside what stands.

    With w_i the residents of place i, W their sum, t_i the seconds to the nearest point, infinite
    beyond the cutoff, and q the penalty::

        covered     = sum_i w_i r_i         r_i the part of place i that some point takes
        share       = covered / W
        mean_walk_s = sum_i w_i min(t_i, q) / W

    Attributes
    ----------
    sites : tuple of int
        Rows of the candidates, ascending.
    cost : float
        Of all of them; their number where no costs were given.
    covered, share : float
    mean_walk_s : float or None
        None where capacities bind and the aim is coverage: who goes where is open then.
    reached : (k,) float64
        r_i, from 0 to 1.
    district_shares : tuple of (float or None)
        Share of each district; None where nobody lives.
    """

    sites: tuple[int, ...]
    cost: float
    covered: float
    share: float
    mean_walk_s: float | None
    reached: NDArray[np.float64]
    district_shares: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChosenSite:
    """One of the sites proposed.

    Attributes
    ----------
    candidate : int
        Its row.
    gain : float
        What it adds to the sites before it: residents covered, or seconds by which the mean walk
        gets shorter. The gains of all add up to what they are worth together.
    loss : float
        What would be lost if it alone were left out.
    """

    candidate: int
    gain: float
    loss: float


@dataclass(frozen=True, slots=True)
class Siting:
    """Where the next sites should be.

    Attributes
    ----------
    aim : Aim
    before, proposed : Outcome
        Without new sites, and with those proposed.
    chosen : tuple of ChosenSite
        Those of `proposed`, whichever adds most to those before it first.
    greedy : Outcome or None
        What the greedy way finds under the same conditions; None where it finds no choice that
        keeps them.
    bound : float
        The best that any choice could reach, as far as proven: residents covered at most, sites
        (or their cost) at least, or seconds of the mean walk at least.
    gap : float
        How far `proposed` may be from `bound`, as a share of what its sites add to `before`, or
        of their number or cost for the fewest.
    proven : bool
        Whether the gap is within the one asked for.
    time_limit_reached : bool
        The search was stopped; what is proposed is the best found by then.
    penalty_s : float
        What was charged for residents whom no point reaches.
    seconds : float
        That the answer took.
    """

    aim: Aim
    before: Outcome
    proposed: Outcome
    chosen: tuple[ChosenSite, ...]
    greedy: Outcome | None
    bound: float
    gap: float
    proven: bool
    time_limit_reached: bool
    penalty_s: float
    seconds: float


def outcome_of(
    question: SitingQuestion,
    sites: tuple[int, ...],
    reached: NDArray[np.float64],
    walked: float | None,
) -> Outcome:
    """Add up an outcome.

    Parameters
    ----------
    question : SitingQuestion
    sites : tuple of int
    reached : (k,) float64
    walked : float or None
        Resident-seconds of all walks and penalties.
    """
    covered_each = question.residents * reached
    covered, total = math.fsum(covered_each), math.fsum(question.residents)
    shares: list[float | None] = []
    for row in range(len(question.district_names) if question.district is not None else 0):
        here = question.district == row
        lives = math.fsum(question.residents[here])
        shares.append(math.fsum(covered_each[here]) / lives if lives else None)
    return Outcome(
        tuple(sorted(sites)),
        math.fsum(question.costs[list(sites)]),
        covered,
        covered / total,
        None if walked is None else walked / total,
        reached,
        tuple(shares),
    )
