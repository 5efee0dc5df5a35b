"""How unequally something is shared out among residents: Gini coefficient and Palma ratio."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LOWEST: Final = 0.4
_HIGHEST: Final = 0.1


@dataclass(frozen=True, slots=True)
class Inequality:
    """How unequally something is shared out.

    Attributes
    ----------
    gini : float
        From 0, where everybody has the same, towards 1, where one has all.
    palma : float
        What the tenth of residents with most has, in what the four tenths with least have; 0.25
        where everybody has the same, infinite where the four tenths have nothing.
    """

    gini: float
    palma: float


def inequality(values: NDArray[np.float64], residents: NDArray[np.float64]) -> Inequality | None:
    """Measure how unequally something is shared out among groups of residents.

    With x_i what each resident of group i has, p_i the residents of the group, P their sum, and m
    the mean of x over all residents::

        gini   = (sum over i and j of p_i p_j |x_i - x_j|) / (2 P^2 m)
        palma  = (1 - L(0.9)) / L(0.4)

    L(q) is the Lorenz curve: the share of all that is held by the share q of residents with least.
    Within a group everybody has the same, so that the curve is straight there and a group is cut
    where a tenth ends. The sum of differences is taken from the area under the curve, which is the
    same and needs no pairs.

    Sources: Gini (1912), *Variabilita e mutabilita*; Palma (2011), "Homogeneous middles vs.
    heterogeneous tails, and the end of the 'inverted-U'", Development and Change 42(1), 87-153;
    Cobham & Sumner (2013), "Is it all about the tails? The Palma measure of income inequality",
    Center for Global Development, Working Paper 343.

    Parameters
    ----------
    values : (n,) float64
        x, of each group; not negative.
    residents : (n,) float64
        p; groups of nobody do not count.

    Returns
    -------
    Inequality or None
        None where there is nobody, or nothing to share out.
    """
    order = np.argsort(values, kind="stable")
    order = order[residents[order] > 0]
    people, held = residents[order], values[order] * residents[order]
    everybody, everything = math.fsum(people), math.fsum(held)
    if not (everybody and everything):
        return None
    of_people = np.concatenate(([0.0], np.cumsum(people) / everybody))
    of_all = np.concatenate(([0.0], np.cumsum(held) / everything))
    below = math.fsum((of_all[1:] + of_all[:-1]) * np.diff(of_people)) / 2
    least, most = np.interp((_LOWEST, 1 - _HIGHEST), of_people, of_all)
    return Inequality(
        gini=max(0.0, 1 - 2 * below),
        palma=float((1 - most) / least) if least > 0 else math.inf,
    )
