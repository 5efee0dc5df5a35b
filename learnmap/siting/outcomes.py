"""Outcomes: what a set of sites gives everybody, worked out again from the walks themselves."""

import math
from typing import Final

import numpy as np

from learnmap.siting.choices import choices, quota_rows
from learnmap.siting.flows import Aim, Flows
from learnmap.siting.highs import solve
from learnmap.siting.question import SitingQuestion
from learnmap.siting.quotas import Quotas
from learnmap.siting.siting import Outcome, outcome_of

_MISSED: Final = 3e-6
"""By how much a quota may be missed: what HiGHS lets pass, and some digits."""


def outcome_with(
    question: SitingQuestion,
    flows: Flows,
    sites: tuple[int, ...],
    *,
    aim: Aim,
    penalty_s: float,
    quotas: Quotas | None = None,
) -> Outcome | None:
    """Return what some new sites give.

    Parameters
    ----------
    question : SitingQuestion
    flows : Flows
        Of the question and the aim.
    sites : tuple of int
        Candidates that are built.
    aim : Aim
    penalty_s : float
    quotas : Quotas, optional
        To be kept where capacities leave it open who is taken.

    Returns
    -------
    Outcome or None
        None where the sites cannot keep the quotas.
    """
    if question.bounded:
        return _shared_out(question, flows, sites, aim=aim, penalty_s=penalty_s, quotas=quotas)
    walks = question.walks
    built = np.isin(walks.site, sites)
    time_s = question.standing_s
    np.minimum.at(time_s, walks.place[built], walks.time_s[built])
    reached = (time_s <= walks.cutoff_s).astype(np.float64)
    walked = math.fsum(question.residents * np.minimum(time_s, penalty_s))
    found = outcome_of(question, sites, reached, walked)
    if quotas is None:
        return found
    covered = question.residents * (reached - question.standing)
    here = quotas.district >= 0
    given = np.bincount(quotas.district[here], covered[here], len(quotas.need))
    return found if np.all(given >= quotas.need - _MISSED * flows.unit) else None


def _shared_out(
    question: SitingQuestion,
    flows: Flows,
    sites: tuple[int, ...],
    *,
    aim: Aim,
    penalty_s: float,
    quotas: Quotas | None,
) -> Outcome | None:
    """Send residents where all of them together have most, within the capacities."""
    few = flows.to(sites)
    allowed = choices(few, covering=False)
    if quotas is not None:
        allowed = allowed.with_rows(quota_rows(allowed, quotas, slack=_MISSED))
    solved = solve(allowed.program(allowed.on_flows(-few.saved / few.worth), whole=False))
    if solved.values is None:
        return None
    parts = np.clip(solved.values[allowed.flowing], 0.0, 1.0)
    counted = np.bincount(few.place, parts * (few.covered > 0), few.places)
    reached = np.where(question.standing, 1.0, np.minimum(counted, 1.0))
    walked = None
    if aim is Aim.SHORTEST_WALKS:
        stay = question.residents * np.minimum(question.standing_s, penalty_s)
        walked = math.fsum(stay) - math.fsum(parts * few.saved)
    return outcome_of(question, sites, reached, walked)
