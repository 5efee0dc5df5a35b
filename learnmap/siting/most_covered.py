"""Most covered: so many sites, or so much money, for as many residents as possible."""

from learnmap.siting.flows import Aim
from learnmap.siting.goal import Goal, Search
from learnmap.siting.limits import limits_for
from learnmap.siting.proposing import propose
from learnmap.siting.question import SitingQuestion
from learnmap.siting.siting import Siting


def most_covered(
    question: SitingQuestion,
    *,
    sites: int | None = None,
    budget: float | None = None,
    search: Search | None = None,
) -> Siting:
    """Choose the sites within whose cutoff most residents come to live.

    The maximal covering location problem, with p sites, costs c_j and budget B::

        maximise    sum_i w_i y_i
        where       sum_j x_j <= p,  sum_j c_j x_j <= B

    y_i is the part of place i that an existing point or a chosen site takes; see
    `learnmap.siting.choices` for who can go where. Fewer sites than asked for are proposed where
    further ones would add nobody.

    Source: R. Church and C. ReVelle, "The maximal covering location problem", Papers of the
    Regional Science Association 32 (1974). With capacities: J. R. Current and J. E. Storbeck,
    "Capacitated covering models", Environment and Planning B 15 (1988).

    Parameters
    ----------
    question : SitingQuestion
    sites : int, optional
        At most so many new ones.
    budget : float, optional
        They cost at most so much together. One of the two has to be given, or both.
    search : Search, optional

    Raises
    ------
    InvalidInputError
        Nothing can be built within the limits, or a floor cannot be kept.
    NotReadyError
        No choice that keeps the floor was found in time.
    """
    limits = limits_for(question, sites, budget)
    goal = Goal(Aim.MOST_COVERED, limits, question.walks.cutoff_s)
    return propose(question, goal, search or Search())
