"""Proposing: greedy first, then the best choice by HiGHS, then what each site is worth."""

import math
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from learnmap.model.errors import NotReadyError
from learnmap.siting.choices import Choices, choices, covered_row, limit_rows, quota_rows
from learnmap.siting.flows import Aim, Flows, flows_for
from learnmap.siting.gain_bound import most_added
from learnmap.siting.goal import Goal, Search
from learnmap.siting.greedy import greedy_choice
from learnmap.siting.highs import Ending, Solved, solve
from learnmap.siting.interchange import interchanged
from learnmap.siting.outcomes import outcome_with
from learnmap.siting.question import SitingQuestion
from learnmap.siting.quotas import Quotas, quotas_for
from learnmap.siting.ranking import lowest_twins, ranked
from learnmap.siting.shortfall import reachable_quotas, refuse_floor
from learnmap.siting.siting import ChosenSite, Outcome, Siting

_DIGITS: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Case:
    """A question made ready to be searched: its flows, and all choices within the limits."""

    question: SitingQuestion
    goal: Goal
    search: Search
    flows: Flows
    quotas: Quotas | None
    within_limits: Choices
    before: Outcome

    @property
    def enough(self) -> float:
        """Residents to be covered by new or full sites; infinite without a target."""
        if self.goal.target is None:
            return np.inf
        return self.goal.target - math.fsum(self.question.residents[self.question.standing])

    def outcome(self, sites: tuple[int, ...]) -> Outcome | None:
        """Return what sites give; None where they cannot keep the quotas."""
        return outcome_with(
            self.question,
            self.flows,
            sites,
            aim=self.goal.aim,
            penalty_s=self.goal.penalty_s,
            quotas=self.quotas,
        )

    def value(self, outcome: Outcome) -> float:
        """Return what the aim judges by; see `Siting.bound`."""
        if self.goal.aim is Aim.MOST_COVERED:
            return outcome.covered
        if outcome.mean_walk_s is not None and self.goal.aim is Aim.SHORTEST_WALKS:
            return outcome.mean_walk_s
        return math.fsum(self.goal.prices[list(outcome.sites)])

    def cost(self, outcome: Outcome) -> float:
        """Return the value so that less is better."""
        value = self.value(outcome)
        return -value if self.goal.aim is Aim.MOST_COVERED else value


def propose(question: SitingQuestion, goal: Goal, search: Search) -> Siting:
    """Look for the best choice of sites.

    Parameters
    ----------
    question : SitingQuestion
    goal : Goal
    search : Search

    Raises
    ------
    InvalidInputError
        No choice keeps what it has to; says what could be kept.
    NotReadyError
        None was found in time.
    """
    began = time.monotonic()
    case = _case(question, goal, search)
    easy = greedy_choice(
        case.flows,
        bounded=question.bounded,
        limits=goal.limits,
        quotas=case.quotas,
        enough=case.enough,
        by_cost=goal.limits.budget is not None or goal.by_cost,
    )
    greedy = case.outcome(easy.sites) if easy.keeps else None
    start = easy.sites if easy.keeps else None
    if easy.keeps and case.quotas is None and not question.bounded and goal.target is None:
        start = interchanged(case.flows, easy.sites, goal.limits)
    solved, bound = _searched(case, start)
    moved = case.outcome(start) if start and start != easy.sites else None
    proposed, chosen = _best(case, solved, [one for one in (greedy, moved) if one is not None])
    bound = _possible(case, bound, proposed)
    gap = _gap(case, bound, proposed)
    return Siting(
        goal.aim,
        case.before,
        proposed,
        chosen,
        greedy,
        bound,
        gap,
        proven=solved.ending is Ending.PROVEN or gap <= search.gap,
        time_limit_reached=solved.ending is Ending.TIME_LIMIT,
        penalty_s=goal.penalty_s,
        seconds=time.monotonic() - began,
    )


def _case(question: SitingQuestion, goal: Goal, search: Search) -> _Case:
    """Make a question ready, and refuse a floor that all candidates together cannot keep."""
    flows = flows_for(question, goal.aim, penalty_s=goal.penalty_s)
    covering = not question.bounded and goal.aim is not Aim.SHORTEST_WALKS
    allowed = choices(flows, covering=covering)
    quotas = quotas_for(question, search.floor)
    if quotas is not None:
        as_far = search.floor_as_far_as_reachable
        quotas = reachable_quotas(question, allowed, quotas, as_far_as_reachable=as_far)
    before = outcome_with(question, flows, (), aim=goal.aim, penalty_s=goal.penalty_s)
    allowed = allowed.with_rows(*limit_rows(allowed, goal.limits))
    return _Case(question, goal, search, flows, quotas, allowed, _there(before))


def _searched(case: _Case, known: tuple[int, ...] | None) -> tuple[Solved, float]:
    """Solve, and return what came of it with the bound in terms of the value."""
    allowed, goal, search = case.within_limits, case.goal, case.search
    program = allowed
    if case.quotas is not None:
        program = program.with_rows(quota_rows(program, case.quotas))
    if goal.aim is Aim.FEWEST_SITES:
        program = program.with_rows(covered_row(program, case.enough))
        unit = float(goal.prices.mean()) or 1.0
        cost, stands = program.on_sites(goal.prices / unit), 0.0
    elif goal.aim is Aim.MOST_COVERED:
        unit = program.unit
        cost = program.on_left(program.left / unit)
        stands = _stands(case) - math.fsum(program.left)
    else:
        unit = program.flows.worth
        cost, stands = program.on_flows(-program.flows.saved / unit), _stands(case)
    start = np.zeros(allowed.candidates)
    start[list(known or ())] = 1.0
    solved = solve(
        program.program(cost, offset=stands / unit),
        gap=search.gap,
        time_limit_s=search.time_limit_s,
        start=None if known is None else start,
    )
    if solved.ending is Ending.INFEASIBLE and case.quotas is not None:
        refuse_floor(case.question, allowed, case.quotas, goal.limits)
    added = -solved.bound * unit
    if solved.ending is Ending.TIME_LIMIT and goal.aim is not Aim.FEWEST_SITES:
        bounded = case.question.bounded
        by_gains = most_added(case.flows, known or (), goal.limits, bounded=bounded)
        added = min(added, by_gains * (1 + _DIGITS))
    if goal.aim is Aim.MOST_COVERED:
        return solved, case.before.covered + added
    if goal.aim is Aim.SHORTEST_WALKS:
        return solved, _walk(case.before) - added / math.fsum(case.question.residents)
    # So many sites are a whole number; a hundredth of one is room for the digits of a bound.
    return solved, -added if goal.by_cost else float(np.ceil(-added - 0.01))


def _stands(case: _Case) -> float:
    """Return what full points are worth without a new site, so that gaps are of what is added."""
    if case.goal.aim is Aim.MOST_COVERED:
        standing = case.question.residents[case.question.standing]
        return case.before.covered - math.fsum(standing)
    alone = np.minimum(case.question.standing_s, case.goal.penalty_s)
    total = math.fsum(case.question.residents)
    return math.fsum(case.question.residents * alone) - total * _walk(case.before)


def _best(
    case: _Case, solved: Solved, found: list[Outcome]
) -> tuple[Outcome, tuple[ChosenSite, ...]]:
    """Take the best of what was found, and leave out what adds nothing."""
    if solved.values is not None:
        built = np.flatnonzero(solved.values[: case.flows.candidates] > 0.5)
        outcome = case.outcome(tuple(built.tolist()))
        found = [*found, outcome] if outcome is not None else found
    if not found:
        raise NotReadyError(
            f"No choice that keeps all conditions was found in {case.search.time_limit_s:g} s; "
            "allow more time, or ask for less."
        )
    # Of equals the last: what was known before only where it is truly better.
    best = min(reversed(found), key=lambda one: float(f"{case.cost(one):.9e}"))
    sites = lowest_twins(case.flows, best.sites, case.question.costs.tolist())
    walks = case.goal.aim is Aim.SHORTEST_WALKS
    unit = math.fsum(case.question.residents) if walks else 1.0
    order = ranked(case.flows, sites, bounded=case.question.bounded, unit=unit)
    few = tuple(one for one in order if one.gain > 0)
    shorter = case.outcome(tuple(one.candidate for one in few))
    if shorter is not None:
        return shorter, few
    return _there(case.outcome(sites)), order


def _possible(case: _Case, bound: float, proposed: Outcome) -> float:
    """Return a bound no better than what nobody can do, nor worse than what was done."""
    value = case.value(proposed)
    if case.goal.aim is Aim.MOST_COVERED:
        return max(min(bound, math.fsum(case.question.residents)), value)
    return min(max(bound, 0.0), value)


def _gap(case: _Case, bound: float, proposed: Outcome) -> float:
    """Return the distance from a bound, as a share of what was chosen."""
    apart = abs(bound - case.value(proposed))
    chosen = case.value(proposed)
    if case.goal.aim is not Aim.FEWEST_SITES:
        chosen = abs(chosen - case.value(case.before))
    if chosen == 0:
        return 0.0 if apart <= _DIGITS * case.value(proposed) else math.inf
    return apart / chosen


def _walk(outcome: Outcome) -> float:
    return outcome.mean_walk_s if outcome.mean_walk_s is not None else math.nan


def _there(outcome: Outcome | None) -> Outcome:
    """Return an outcome that nothing can forbid."""
    if outcome is None:
        raise NotReadyError("HiGHS could not share out residents among sites with capacities.")
    return outcome
