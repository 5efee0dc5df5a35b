"""Fewest sites: how many it takes for a share of the residents, and where."""

import math

from learnmap.model.errors import InvalidInputError
from learnmap.siting.flows import Aim, flows_for
from learnmap.siting.goal import Goal, Search
from learnmap.siting.limits import Limits
from learnmap.siting.outcomes import outcome_with
from learnmap.siting.proposing import propose
from learnmap.siting.question import SitingQuestion
from learnmap.siting.siting import Siting


def fewest_sites(
    question: SitingQuestion,
    *,
    target_share: float,
    by_cost: bool = False,
    search: Search | None = None,
) -> Siting:
    """Choose as few sites as reach a share of the residents, or as cheap ones.

    The location set covering problem, where a part of the residents may be left out; with the
    target share s and W the residents of all places::

        minimise    sum_j x_j                       or sum_j c_j x_j
        where       sum_i w_i y_i >= s W

    Source: C. Toregas, R. Swain, C. ReVelle and L. Bergman, "The location of emergency service
    facilities", Operations Research 19 (1971).

    Parameters
    ----------
    question : SitingQuestion
    target_share : float
        More than 0, at most 1, of all residents, those who join no street included. It is held to
        within a hundred-thousandth of those who live at one place, on average.
    by_cost : bool
        Choose the least cost; how many sites there are does not matter then.
    search : Search, optional

    Raises
    ------
    InvalidInputError
        The target is no share or out of reach, and the error names the largest one in reach; or a
        floor cannot be kept.
    NotReadyError
        No choice was found in time.
    """
    if not 0 < target_share <= 1:
        raise InvalidInputError(
            f"The target is {target_share}; give a share of the residents, more than 0 and at "
            "most 1."
        )
    cutoff_s = question.walks.cutoff_s
    total = math.fsum(question.residents)
    flows = flows_for(question, Aim.FEWEST_SITES, penalty_s=cutoff_s)
    everywhere = tuple(range(question.walks.sites))
    most = outcome_with(question, flows, everywhere, aim=Aim.FEWEST_SITES, penalty_s=cutoff_s)
    if most is not None and most.covered < target_share * total * (1 - 1e-9):
        # Cut, not rounded: the share that is named here can be asked for.
        share = math.floor(1e4 * most.share + 1e-9) / 1e4
        raise InvalidInputError(
            f"A share of {target_share:g} is out of reach: all {len(everywhere)} candidates "
            f"together with the existing points reach {share:g}. Ask for that at most, or add "
            "candidates."
        )
    goal = Goal(
        Aim.FEWEST_SITES, Limits(question.costs), cutoff_s, target_share * total, by_cost=by_cost
    )
    return propose(question, goal, search or Search())
