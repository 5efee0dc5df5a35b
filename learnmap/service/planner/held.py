"""The city that planners' pages answer from, or why there is none yet."""

from typing import Annotated

from fastapi import Depends

from learnmap.model.errors import NotReadyError
from learnmap.service.context import Here
from learnmap.service.staff.visit import Allowed, StaffRefusal, Visit
from learnmap.workflows.planning.held_city import HeldCity

Planner = Annotated[Visit, Depends(Allowed("coverage.read"))]
"""Somebody who may read the coverage."""


class NotPlannableYet(Exception):  # noqa: N818 -- not a fault of ours
    """The city lacks something that planners' figures stand on.

    Attributes
    ----------
    visit : Visit
    why : str
        What is missing, and the command that brings it.
    """

    def __init__(self, visit: Visit, why: str) -> None:
        super().__init__(why)
        self.visit = visit
        self.why = why


def held_city(visit: Planner, here: Here) -> HeldCity:
    """Return the city as it is now.

    Raises
    ------
    StaffRefusal
        Where this service is for the public only.
    NotPlannableYet
        When there are no streets, residents or open points yet.
    """
    if here.planning is None:
        raise StaffRefusal(404, "refused_missing")
    try:
        return here.planning.current()
    except NotReadyError as error:
        raise NotPlannableYet(visit, str(error)) from error


Held = Annotated[HeldCity, Depends(held_city)]
"""The city in memory, as a parameter of an endpoint."""
