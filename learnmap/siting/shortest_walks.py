"""Shortest walks: so many sites, or so much money, for the shortest walk on average."""

from learnmap.model.errors import InvalidInputError
from learnmap.siting.flows import Aim
from learnmap.siting.goal import Goal, Search
from learnmap.siting.limits import limits_for
from learnmap.siting.proposing import propose
from learnmap.siting.question import SitingQuestion
from learnmap.siting.siting import Siting


def shortest_walks(
    question: SitingQuestion,
    *,
    sites: int | None = None,
    budget: float | None = None,
    penalty_s: float | None = None,
    search: Search | None = None,
) -> Siting:
    """Choose the sites that make the mean walk of all residents shortest.

    The p-median problem, with t_ij the seconds from place i to site j, q the penalty, W all
    residents, p sites and budget B::

        minimise    sum_i w_i (sum_j t_ij z_ij + q u_i) / W
        where       sum_j z_ij + u_i = 1,  sum_j x_j <= p,  sum_j c_j x_j <= B

    u_i is the part of place i that no point reaches within the cutoff. To leave these residents
    out of the mean would make it better the fewer are reached, so they are charged q seconds. By
    default q is the cutoff: all that is known of their walk is that it is longer, so that the
    mean is a lower bound of the true one, each walk counted up to the cutoff (a restricted
    mean), and no number is made up. A larger q says that a resident whom nothing reaches counts
    for more than the walk to the rim; a smaller one would reward leaving people out. Who
    has an existing point between the cutoff and q is charged the walk to it.

    Source: S. L. Hakimi, "Optimum locations of switching centers and the absolute centers and
    medians of a graph", Operations Research 12 (1964); C. S. ReVelle and R. W. Swain, "Central
    facilities location", Geographical Analysis 2 (1970).

    Parameters
    ----------
    question : SitingQuestion
    sites : int, optional
        At most so many new ones.
    budget : float, optional
        They cost at most so much together. One of the two has to be given, or both.
    penalty_s : float, optional
        q, at least the cutoff.
    search : Search, optional

    Raises
    ------
    InvalidInputError
        Nothing can be built within the limits, the penalty is below the cutoff, a floor cannot be
        kept, or a floor is asked for with capacities: then residents would be sent past the
        nearest point for the floor's sake, and the mean would no longer be one of walks.
    NotReadyError
        No choice that keeps the floor was found in time.
    """
    limits = limits_for(question, sites, budget)
    search = search or Search()
    cutoff_s = question.walks.cutoff_s
    penalty_s = cutoff_s if penalty_s is None else penalty_s
    if not cutoff_s <= penalty_s < float("inf"):
        raise InvalidInputError(
            f"The penalty is {penalty_s} s, and walks count up to {cutoff_s:g} s; give at least "
            "that, or leaving people out would be rewarded."
        )
    if search.floor > 0 and question.bounded:
        raise InvalidInputError(
            f"A floor of {search.floor} with capacities is not defined for the shortest walks; "
            "leave one out, or ask for the most covered."
        )
    return propose(question, Goal(Aim.SHORTEST_WALKS, limits, penalty_s), search)
