"""A city's residents and open points, joined to its streets for each profile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Workspace
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.walked import Walked

_MOST_KEPT: Final = 64
"""So many answers of a city are kept at most; each has a number for every place of residents."""


@dataclass(frozen=True, slots=True)
class WalkedCity:
    """All that a planner's figure is made of; never changed once it is made.

    Attributes
    ----------
    inputs : PlanningInputs
    index : EdgeIndex
        Of the streets.
    walks : mapping of str to Walked
        By the code of the profile.
    workspaces : queue of Workspace
        For the graph, each for one search at a time; one that is missing is made.
    """

    inputs: PlanningInputs
    index: EdgeIndex
    walks: Mapping[str, Walked]
    workspaces: SimpleQueue[Workspace]
    _times: dict[object, NDArray[np.float64]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, inputs: PlanningInputs, index: EdgeIndex, walkers: list[WalkProfile]
    ) -> "WalkedCity":
        """Join a city to its streets."""
        walks = {one.code: Walked.by(index, one, inputs) for one in walkers}
        return cls(inputs, index, walks, SimpleQueue())

    def nearest_s(
        self,
        profile: str,
        *,
        among: NDArray[np.bool_] | None = None,
        limit_s: float | None = None,
    ) -> NDArray[np.float64]:
        """Return the seconds from each resident's place to the nearest open point.

        Parameters
        ----------
        profile : str
            Its code.
        among : (p,) bool, optional
            The open points to look at; all by default.
        limit_s : float, optional
            The city's longest cutoff by default.

        Returns
        -------
        (k,) float64
            As `learnmap.access.seconds_to_nearest` gives it; not to be written to, since it is
            kept for the next who asks.
        """
        if among is None:
            among = np.ones(len(self.inputs.open_points), np.bool_)
        if limit_s is None:
            limit_s = self.inputs.settings.cutoffs_s[-1]
        key = profile, among.tobytes(), limit_s
        time_s = self._times.get(key)
        if time_s is None:
            with self.workspace() as workspace:
                time_s = self.walks[profile].nearest_s(among, workspace, limit_s=limit_s)
            time_s.flags.writeable = False
            if len(self._times) >= _MOST_KEPT:
                self._times.clear()
            self._times[key] = time_s
        return time_s

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Lend a workspace; another thread gets another one."""
        try:
            workspace = self.workspaces.get_nowait()
        except Empty:
            workspace = Workspace(self.index.graph)
        try:
            yield workspace
        finally:
            self.workspaces.put(workspace)
