"""Records of the learning-point tables: what a row must hold before it is stored.

These are the one gate for input. Readers build them, the store trusts them, and the database
checks again. Coordinates are EPSG:4326 degrees, longitude first.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

import shapely
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

from learnmap.model.crs import check_lon_lat
from learnmap.model.languages import Names

Status = Literal["open", "temporarily_closed", "closed", "planned"]
Accessibility = Literal["step_free", "partly", "steps", "unknown"]
Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Mode = Literal["in_person", "online", "mobile"]
Level = Literal["province", "city", "district", "street_town", "neighbourhood"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _clean(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("holds a control character; remove it")
    return value.strip()


def _from_hex(value: object) -> object:
    return shapely.from_wkb(value) if isinstance(value, str) else value


def _to_hex(value: object) -> object:
    return shapely.to_wkb(value, hex=True) if isinstance(value, shapely.Geometry) else value


Text = Annotated[str, AfterValidator(_clean), Field(max_length=2000)]
Name = Annotated[str, AfterValidator(_clean), Field(max_length=200)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}$")]

_AsHex = PlainSerializer(_to_hex, when_used="json")
"""In JSON a shape is hexadecimal WKB: no digit of a coordinate is lost."""
Line = Annotated[LineString | MultiLineString, BeforeValidator(_from_hex), _AsHex]
Outline = Annotated[Polygon | MultiPolygon, BeforeValidator(_from_hex), _AsHex]


class Record(BaseModel):
    """A row: immutable, with no column that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @property
    def key(self) -> str:
        """What the row is called by in its table: its id, or its code."""
        return str(getattr(self, "id", None) or self.code)  # type: ignore[attr-defined]


class LearningPoint(Record):
    """A place where residents learn: a site with an address and an entrance.

    ``entrance_longitude`` and ``entrance_latitude`` are where a walker enters; snapping uses
    them where they are known and the site otherwise.
    """

    id: Id
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    names: Names
    longitude: float
    latitude: float
    entrance_longitude: float | None = None
    entrance_latitude: float | None = None
    designation: Name | None = None
    designation_year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    address: Text | None = None
    phone: Annotated[str, AfterValidator(_clean), Field(max_length=60)] | None = None
    website: Annotated[str, AfterValidator(_clean), Field(max_length=500)] | None = None
    opening_hours: Text | None = None
    """In OpenStreetMap's opening_hours syntax; free text goes to `opening_hours_note`."""
    opening_hours_note: Text | None = None
    accessibility: Accessibility = "unknown"
    status: Status = "open"
    assured_date: dt.date | None = None
    source: Text
    source_datum: Datum = "wgs84"
    fictional: bool = False

    @model_validator(mode="after")
    def _check(self) -> "LearningPoint":
        _check_names(self.names)
        check_lon_lat(self.longitude, self.latitude, what="site")
        if (self.entrance_longitude is None) != (self.entrance_latitude is None):
            raise ValueError("entrance has only one of longitude and latitude; give both or none")
        if self.entrance_longitude is not None and self.entrance_latitude is not None:
            check_lon_lat(self.entrance_longitude, self.entrance_latitude, what="entrance")
        return self

    @property
    def walk_to(self) -> tuple[float, float]:
        """Longitude and latitude that a walker heads for: the entrance, else the site."""
        if self.entrance_longitude is not None and self.entrance_latitude is not None:
            return self.entrance_longitude, self.entrance_latitude
        return self.longitude, self.latitude


class Session(Record):
    """A dated meeting of an offering; `point_id` says where a mobile offering is that day."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    point_id: Id | None = None

    @model_validator(mode="after")
    def _check(self) -> "Session":
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("session times need a time zone, such as 2026-03-01T09:00+08:00")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"session ends at {self.ends_at}, not after its start")
        return self


class Offering(Record):
    """What is taught: at a point (`in_person`), `online`, or `mobile` on dates at points."""

    id: Id
    names: Names
    category: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    mode: Mode = "in_person"
    point_id: Id | None = None
    provider: Name | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    fee: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)] | None = None
    fee_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    age_from: Annotated[int, Field(ge=0, le=130)] | None = None
    age_to: Annotated[int, Field(ge=0, le=130)] | None = None
    capacity: Annotated[int, Field(ge=1)] | None = None
    schedule: Text | None = None
    sessions: tuple[Session, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Offering":
        _check_names(self.names)
        if self.mode == "in_person" and self.point_id is None:
            raise ValueError("an in_person offering needs a point_id")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError(f"age_from {self.age_from} is over age_to {self.age_to}")
        return self


class OfferingCategory(Record):
    """A category of offerings; each city fills its own list."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    names: Names


class RouteStop(Record):
    """One learning point on a route, in its order."""

    point_id: Id
    position: Annotated[int, Field(ge=1)]
    dwell_min: Annotated[int, Field(ge=0, le=600)] = 10


class WalkingRoute(Record):
    """A themed walk through ordered stops; `line` is its way where the source has one."""

    id: Id
    names: Names
    theme: Names = Field(default_factory=dict)
    stops: tuple[RouteStop, ...] = ()
    line: Line | None = None
    source: Text
    fictional: bool = False

    @model_validator(mode="after")
    def _check(self) -> "WalkingRoute":
        _check_names(self.names)
        positions = [stop.position for stop in self.stops]
        if len(set(positions)) != len(positions):
            raise ValueError(f"two stops share a position in {positions}")
        if not self.stops and self.line is None:
            raise ValueError("a route needs stops or a line")
        return self


class Area(Record):
    """An administrative area; its parent is one level up."""

    code: Id
    level: Level
    names: Names
    parent_code: Id | None = None
    geometry: Outline
    valid_from: dt.date = dt.date(1900, 1, 1)
    source: Text = ""


class AgeCount(Record):
    """Residents from `age_from` to `age_to` years, both included; ``None`` is open above."""

    age_from: Annotated[int, Field(ge=0, le=130)]
    age_to: Annotated[int, Field(ge=0, le=130)] | None = None
    residents: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class DemandPoint(Record):
    """Where people live, with counts by age band."""

    id: Id
    longitude: float
    latitude: float
    counts: tuple[AgeCount, ...]
    source: Text = ""
    fictional: bool = False

    @model_validator(mode="after")
    def _check(self) -> "DemandPoint":
        check_lon_lat(self.longitude, self.latitude, what="demand point")
        return self


def _check_names(names: Names) -> None:
    if not any(value.strip() for value in names.values()):
        raise ValueError("has no name in any language; give name_zh or name_en")
    for language, value in names.items():
        if len(value) > 200:
            raise ValueError(f"name_{language} has {len(value)} characters; at most 200 fit")
        _clean(value)
