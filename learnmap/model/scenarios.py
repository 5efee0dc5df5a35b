"""Scenarios: what a planner would change in a city, without changing it.

A scenario is a name and changes in their order. What each change says of itself is checked here,
and that no two contradict each other; whether they fit a city is asked when it is known
(`learnmap.workflows.planning.desk.fitting`).
"""

from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from learnmap.model.crs import check_lon_lat
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.model.records import Id, LearningPoint, Name, Record, Text

MOST_CHANGES: Final = 500
Place: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees, EPSG:4326."""


class AddPoint(Record):
    """A learning point that there is not; `id` is what the scenario calls it.

    ``capacity`` is how many learn there at a time, where places are counted.
    """

    change: Literal["add_point"] = "add_point"
    id: Id
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    names: Names
    longitude: float
    latitude: float
    opening_hours: Text | None = None
    capacity: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _check(self) -> "AddPoint":
        self.as_point(fictional=False)
        return self

    def as_point(self, *, fictional: bool) -> LearningPoint:
        """Return the point as if it stood there and were open."""
        return LearningPoint(
            id=self.id,
            kind=self.kind,
            names=self.names,
            longitude=self.longitude,
            latitude=self.latitude,
            opening_hours=self.opening_hours,
            source="scenario",
            fictional=fictional,
        )


class MovePoint(Record):
    """A point that stands elsewhere; walks lead to the new place and no more to its entrance."""

    change: Literal["move_point"] = "move_point"
    id: Id
    longitude: float
    latitude: float

    @model_validator(mode="after")
    def _check(self) -> "MovePoint":
        check_lon_lat(self.longitude, self.latitude, what="the new place")
        return self


class ClosePoint(Record):
    """An open point that is closed."""

    change: Literal["close_point"] = "close_point"
    id: Id


class ReopenPoint(Record):
    """A point that is closed, closed for a time or planned, and is open."""

    change: Literal["reopen_point"] = "reopen_point"
    id: Id


class SetHours(Record):
    """Other opening hours of a point, in OpenStreetMap's syntax."""

    change: Literal["set_hours"] = "set_hours"
    id: Id
    opening_hours: Annotated[Text, Field(min_length=1)]


class SetPace(Record):
    """Another walking speed of a profile on the flat, in m/s."""

    change: Literal["set_pace"] = "set_pace"
    profile: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    speed_m_per_s: Annotated[float, Field(ge=0.1, le=3)]


class OpenLink(Record):
    """A gate that is opened or a bridge that is built: a straight way between two streets.

    Each end joins the street nearest to its place. It is walked in both directions.
    """

    change: Literal["open_link"] = "open_link"
    begin: Place
    end: Place
    step_free: bool = True

    @model_validator(mode="after")
    def _check(self) -> "OpenLink":
        for what, place in (("begin", self.begin), ("end", self.end)):
            check_lon_lat(*place, what=what)
        if self.begin == self.end:
            raise ValueError(
                f"begin and end are both {self.begin}; put them on the two sides of what is opened"
            )
        return self


Change: TypeAlias = Annotated[
    AddPoint | MovePoint | ClosePoint | ReopenPoint | SetHours | SetPace | OpenLink,
    Field(discriminator="change"),
]


class Scenario(Record):
    """A named list of changes.

    Changes of one point, profile or place are not made twice; who closes a point does nothing
    else with it, and what is to be of an added point is said where it is added.
    """

    name: Annotated[Name, Field(min_length=1)]
    note: Text = ""
    changes: Annotated[tuple[Change, ...], Field(max_length=MOST_CHANGES)] = ()

    @model_validator(mode="after")
    def _check(self) -> "Scenario":
        if faults := list(_contradictions(self.changes)):
            raise ValueError("; ".join(faults))
        return self


def called(position: int, change: Change) -> str:
    """Name a change in messages, such as ``change 3 (close_point lib-9)``; the first is 1."""
    if isinstance(change, OpenLink):
        (from_lon, from_lat), (to_lon, to_lat) = change.begin, change.end
        what = f"{from_lon},{from_lat},{to_lon},{to_lat}"
    else:
        what = change.profile if isinstance(change, SetPace) else change.id
    return f"change {position} ({change.change} {what})"


def scenario_of(content: object) -> Scenario:
    """Read a scenario from what a file or a form holds.

    Raises
    ------
    InvalidInputError
        Naming each fault's place, value and what would be right.
    """
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise InvalidInputError("; ".join(map(_said, error.errors()))) from error


def _said(fault: ErrorDetails) -> str:
    at, *rest = fault["loc"] or ("",)
    where = ".".join(map(str, fault["loc"]))
    if at == "changes" and rest and isinstance(rest[0], int):
        # Behind the position stands the kind of change, then the field.
        where = " ".join([f"change {rest[0] + 1}", *map(str, rest[1:])])
    said = str(fault["msg"]).removeprefix("Value error, ")
    plain = isinstance(fault["input"], str | int | float)
    return (f"{where}: " if where else "") + said + (f", not {fault['input']!r}" if plain else "")


def _contradictions(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield what two changes cannot both say."""
    before: dict[object, list[tuple[int, Change]]] = {}
    for position, change in enumerate(changes, 1):
        same = before.setdefault(_subject(change), [])
        for other in same:
            if not _go_together(change, other[1]):
                first = called(*other)
                here = called(position, change)
                yield f"{here} contradicts or repeats {first}; leave one of the two out"
                break
        same.append((position, change))


def _subject(change: Change) -> object:
    """Return what a change is of; a link is the same from either end."""
    if isinstance(change, OpenLink):
        return frozenset((change.begin, change.end))
    return (SetPace, change.profile) if isinstance(change, SetPace) else change.id


def _go_together(one: Change, other: Change) -> bool:
    """Tell whether two changes of one subject may both be made."""
    both = (one, other)
    return type(one) is not type(other) and all(
        isinstance(each, MovePoint | ReopenPoint | SetHours) for each in both
    )
