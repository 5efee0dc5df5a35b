"""Flows: who could go where, and what it would be worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from learnmap.siting.question import SitingQuestion


class Aim(StrEnum):
    """What a choice of sites is judged by."""

    MOST_COVERED = "most_covered"
    FEWEST_SITES = "fewest_sites"
    SHORTEST_WALKS = "shortest_walks"


@dataclass(frozen=True, slots=True)
class Flows:
    """Residents of a place going to a site, each pair that is better than what they have.

    With w the residents of the place, t the seconds of the walk, s those to the nearest existing
    point with room for all, c the cutoff and q the penalty, all of them going is worth::

        covered    = w where s > c, else 0                              residents
        saved      = covered, or for `Aim.SHORTEST_WALKS`
                     w (min(s, q) - t)                                  resident-seconds

    Attributes
    ----------
    site : (m,) int64
        Row of the candidates, or c + row of the full existing points; sorted.
    place : (m,) int64
    people : (m,) float64
        w, never 0.
    covered, saved : (m,) float64
    capacity : (c + e,) float64
        Residents that each site can take, at most those who can reach it.
    candidates, places : int
    """

    site: NDArray[np.int64]
    place: NDArray[np.int64]
    people: NDArray[np.float64]
    covered: NDArray[np.float64]
    saved: NDArray[np.float64]
    capacity: NDArray[np.float64]
    candidates: int
    places: int

    @property
    def unit(self) -> float:
        """Residents that count as 1 in programs, so that their numbers are near it."""
        return float(self.people.mean()) if len(self.people) else 1.0

    @property
    def worth(self) -> float:
        """What counts as 1 of what is saved."""
        return (float(self.saved.mean()) if len(self.saved) else 0.0) or 1.0

    def to(self, sites: Sequence[int]) -> "Flows":
        """Return the flows to some candidates and to all full points."""
        return self._only(np.isin(self.site, sites) | (self.site >= self.candidates))

    def none(self) -> "Flows":
        """Return no flow at all, between the same places and sites."""
        return self._only(np.zeros(len(self.site), np.bool_))

    def _only(self, kept: NDArray[np.bool_]) -> "Flows":
        return replace(
            self,
            site=self.site[kept],
            place=self.place[kept],
            people=self.people[kept],
            covered=self.covered[kept],
            saved=self.saved[kept],
        )

    def of(self, site: int) -> slice:
        """Return where the flows to a site stand."""
        begin, end = np.searchsorted(self.site, (site, site + 1))
        return slice(int(begin), int(end))


def flows_for(question: SitingQuestion, aim: Aim, *, penalty_s: float) -> Flows:
    """List the flows that could serve an aim.

    Parameters
    ----------
    question : SitingQuestion
    aim : Aim
    penalty_s : float
        What a resident is charged whom no point reaches; at least the cutoff.
    """
    walks, full = question.walks, question.full
    site, place, time_s = walks.site, walks.place, walks.time_s
    capacity = np.full(walks.sites, np.inf) if question.capacity is None else question.capacity
    if full is not None and question.full_capacity is not None:
        site = np.concatenate([site, full.site + walks.sites])
        place = np.concatenate([place, full.place])
        time_s = np.concatenate([time_s, full.time_s])
        capacity = np.concatenate([capacity, question.full_capacity])
    people = question.residents[place]
    covered = np.where(question.standing[place], 0.0, people)
    saved = covered
    if aim is Aim.SHORTEST_WALKS:
        saved = people * (np.minimum(question.standing_s, penalty_s)[place] - time_s)
    useful = (people > 0) & ((saved > 0) | (covered > 0))
    site, place, people = site[useful], place[useful], people[useful]
    reach = np.bincount(site, people, len(capacity))
    return Flows(
        site,
        place,
        people,
        covered[useful],
        saved[useful],
        np.minimum(capacity, reach),
        walks.sites,
        walks.places,
    )
