"""The certificate: how far drawn catchments agree with exact places.

Places are drawn by a fixed seed, each place's exact time is computed without the code that draws
(`learnmap.catchment.exact_times`), and the places that a polygon holds are compared with those
that are truly within the cutoff.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import betaincinv
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.exact_times import ExactTimes

if TYPE_CHECKING:
    from learnmap.catchment.computing import AccessPoint
    from learnmap.network import WalkCosts, WalkGraph

CONFIDENCE: Final = 0.95

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Places counted: where a drawn shape holds them, and where they truly belong.

    The shares have one denominator, the places that truly belong, so that both are parts of the
    true area, and a shape that is drawn too large gains nothing by being large.

    Attributes
    ----------
    places : int
        Drawn uniformly from the box around all that is reached and drawn.
    exact : int
        Within the cutoff by the definition.
    wrongly_inside : int
        Inside the shape, but not within the cutoff.
    wrongly_outside : int
        Within the cutoff, but outside the shape.
    """

    places: int
    exact: int
    wrongly_inside: int
    wrongly_outside: int

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.places + other.places,
            self.exact + other.exact,
            self.wrongly_inside + other.wrongly_inside,
            self.wrongly_outside + other.wrongly_outside,
        )

    @property
    def inside_share(self) -> float | None:
        """Wrongly inside, over the exact places; None without any."""
        return self.wrongly_inside / self.exact if self.exact else None

    @property
    def outside_share(self) -> float | None:
        """Wrongly outside, over the exact places; None without any."""
        return self.wrongly_outside / self.exact if self.exact else None

    @property
    def iou(self) -> float | None:
        """Places that are exact and drawn, over those that are exact or drawn."""
        either = self.exact + self.wrongly_inside
        return (self.exact - self.wrongly_outside) / either if either else None

    @property
    def inside_interval(self) -> Interval | None:
        """The share wrongly inside, between its limits of 95 % confidence.

        Wrong and exact places exclude each other: their number together given, the wrong ones
        are binomial with ``q``, and the share is ``q / (1 - q)``.
        """
        if not self.exact:
            return None
        low, high = binomial_interval(self.wrongly_inside, self.exact + self.wrongly_inside)
        return low / (1 - low), high / (1 - high)

    @property
    def outside_interval(self) -> Interval | None:
        """The share wrongly outside, between its limits of 95 % confidence."""
        return binomial_interval(self.wrongly_outside, self.exact) if self.exact else None

    @property
    def iou_interval(self) -> Interval | None:
        """The IoU between its limits of 95 % confidence."""
        either = self.exact + self.wrongly_inside
        return binomial_interval(self.exact - self.wrongly_outside, either) if either else None


def judge(
    graph: "WalkGraph",
    costs: "WalkCosts",
    access: "AccessPoint",
    polygon: BaseGeometry,
    *,
    cutoff_s: float,
    off_street_m: float,
    places: int = 4000,
    seed: int | list[int] = 0,
) -> Verdict:
    """Judge one polygon, whoever drew it, against the definition of a catchment.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    access : AccessPoint
        The origin.
    polygon : BaseGeometry
        In EPSG:4326.
    cutoff_s, off_street_m : float
        Of the catchment that the polygon stands for.
    places : int
        How many are drawn from the box around what is reached and the polygon.
    seed : int or list of int
        The same seed gives the same places.

    Returns
    -------
    Verdict
    """
    exact = ExactTimes(graph, costs, access, limit_s=cutoff_s, off_street_m=off_street_m)
    (verdict,) = judge_bands(exact, [(cutoff_s, polygon)], places=places, seed=seed)
    return verdict


def judge_bands(
    exact: ExactTimes,
    bands: Iterable[tuple[float, BaseGeometry]],
    *,
    places: int = 4000,
    seed: int | list[int] = 0,
) -> list[Verdict]:
    """Judge the bands of one point against the same places.

    Parameters
    ----------
    exact : ExactTimes
        Of the point, up to the largest cutoff.
    bands : iterable of (float, BaseGeometry)
        Cutoffs in seconds and polygons in EPSG:4326; a band may be empty.
    places : int
        How many are drawn from the box around what is reached and the bands.
    seed : int or list of int

    Returns
    -------
    list of Verdict
        In the order of the bands.
    """
    bands = list(bands)
    drawn = exact.draw(places, seed, [polygon for _, polygon in bands])
    time_s = exact.time_s(drawn)
    return [compare(polygon, drawn, time_s <= cutoff_s) for cutoff_s, polygon in bands]


def compare(
    polygon: BaseGeometry, places: NDArray[np.float64], exact: NDArray[np.bool_]
) -> Verdict:
    """Count (k, 2) places in degrees by whether a polygon holds them and whether it should."""
    shapely.prepare(polygon)
    drawn = shapely.contains_xy(polygon, places[:, 0], places[:, 1])
    return Verdict(
        len(places), int(exact.sum()), int((drawn & ~exact).sum()), int((exact & ~drawn).sum())
    )


def binomial_interval(hits: int, trials: int) -> Interval:
    """Return the interval of a share that holds the true one with 95 % confidence at least.

    Clopper and Pearson 1934, The use of confidence or fiducial limits illustrated in the case
    of the binomial, Biometrika 26(4).
    """
    tail = (1 - CONFIDENCE) / 2
    low = betaincinv(hits, trials - hits + 1, tail) if hits else 0.0
    high = betaincinv(hits + 1, trials - hits, 1 - tail) if hits < trials else 1.0
    return float(low), float(high)
