"""Shortfall: which districts a floor cannot be kept for, when no choice keeps it."""

import math
from dataclasses import replace
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from learnmap.model.errors import InvalidInputError
from learnmap.siting.choices import Choices, quota_rows
from learnmap.siting.highs import Program, solve
from learnmap.siting.limits import Limits
from learnmap.siting.question import SitingQuestion
from learnmap.siting.quotas import Quotas

_SEARCH_S: Final = 30.0
"""Seconds; an error need not name the fewest residents."""
_MOST_NAMED: Final = 12


def least_shortfall(
    allowed: Choices, quotas: Quotas, *, built: bool = False
) -> NDArray[np.float64] | None:
    """Return how many residents each district lacks at least, all districts together.

    Parameters
    ----------
    allowed : Choices
        Without the quotas.
    quotas : Quotas
    built : bool
        Take all candidates as built, whatever that costs.

    Returns
    -------
    (d,) float64 or None
        None where time was too short to tell.
    """
    districts = np.flatnonzero(quotas.need > 0)
    kept, lower, upper = quota_rows(allowed, quotas)
    columns = allowed.columns
    plain = allowed.program(np.zeros(columns), whole=not built)
    lacking = sparse.hstack([kept, -sparse.eye_array(len(districts))], format="csr")
    wide = sparse.hstack([plain.rows, sparse.csr_array((plain.rows.shape[0], len(districts)))])
    program = Program(
        np.r_[np.zeros(columns), np.ones(len(districts))],
        np.r_[plain.most, quotas.need[districts] / allowed.unit],
        sparse.csr_array(sparse.vstack([wide, lacking], format="csr")),
        np.r_[plain.lower, lower],
        np.r_[plain.upper, upper],
        plain.whole,
    )
    solved = solve(program, time_limit_s=_SEARCH_S)
    if solved.values is None:
        return None
    short = np.zeros(len(quotas.need))
    short[districts] = solved.values[columns:] * allowed.unit
    return np.where(short > 1e-6 * quotas.need, short, 0.0)


def _lowered(quotas: Quotas, short: NDArray[np.float64]) -> Quotas:
    """Return quotas without what cannot be reached."""
    need = np.maximum(quotas.need - short, 0.0)
    # What is reached exactly has to stay within reach of a solver's last digits.
    return replace(quotas, need=np.where(short > 0, need * (1 - 1e-9), need))


def reachable_quotas(
    question: SitingQuestion, allowed: Choices, quotas: Quotas, *, as_far_as_reachable: bool
) -> Quotas:
    """Return quotas that all candidates together can keep.

    Parameters
    ----------
    question : SitingQuestion
    allowed : Choices
        Without limits.
    quotas : Quotas
    as_far_as_reachable : bool
        Lower the need of a district to what they reach there, instead of refusing it.

    Raises
    ------
    InvalidInputError
        Names the districts that they cannot keep, and how far they come there.
    """
    short = least_shortfall(allowed, quotas, built=True)
    if short is None or not short.any():
        return quotas
    if as_far_as_reachable:
        return _lowered(quotas, short)
    raise InvalidInputError(
        "All candidates together cannot keep the floor; they come nearest with "
        f"{_named(question, quotas, short)}. Lower the floor, add candidates there, or take it as "
        "far as it is reachable."
    )


def refuse_floor(
    question: SitingQuestion, allowed: Choices, quotas: Quotas, limits: Limits
) -> NoReturn:
    """Say in which districts a floor cannot be kept within limits.

    Raises
    ------
    InvalidInputError
    """
    short = least_shortfall(allowed, quotas)
    where = "every district" if short is None else _named(question, quotas, short)
    raise InvalidInputError(
        f"With {limits} the floor cannot be kept; nearest come choices with {where}. Allow more, "
        "or lower the floor."
    )


def _named(question: SitingQuestion, quotas: Quotas, short: NDArray[np.float64]) -> str:
    """Name districts, and the share that is covered of each where least is lacking in all."""
    named = []
    for row in np.flatnonzero(short):
        here = question.district == row
        lives = question.residents[here].sum()
        standing = question.residents[here & question.standing].sum()
        share = (standing + quotas.need[row] - short[row]) / lives
        # Cut, not rounded: a floor of what is named here can be kept.
        named.append(f"{quotas.names[row]} ({math.floor(1000 * share + 1e-6) / 10} %)")
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED]) + more
