"""Shapes of the answers that list walking routes and offerings."""

from typing import Annotated, Literal

from pydantic import Field

from learnmap.service.models import LineGeometry, Link, Model, OfferingFacts, Position, Session


class PlacedSession(Session):
    """A date of an offering, and where it is."""

    point_id: str | None = Field(examples=["LP0100"])


class ListedOffering(OfferingFacts):
    """What is taught, where and when."""

    point_id: str | None = Field(description="Null for one that is online or on the move.")
    sessions: list[PlacedSession]


class OfferingCollection(Model):
    """A page of offerings."""

    offerings: list[ListedOffering]
    number_matched: int = Field(description="Offerings that the filters let through, on all pages.")
    number_returned: int
    links: list[Link]


class LinesGeometry(Model):
    """A way in parts, one from stop to stop."""

    type: Literal["MultiLineString"]
    coordinates: list[Annotated[list[Position], Field(min_length=2)]]


class RouteStopFacts(Model):
    """A stop of a route, in its order."""

    position: int
    point_id: str = Field(examples=["LP0100"])
    name_zh: str | None
    name_en: str | None
    dwell_min: int = Field(description="Minutes that one stays.")
    lon: float
    lat: float


class RouteProperties(Model):
    """The facts of a walking route."""

    name_zh: str | None = Field(examples=["古巷寻踪线"])
    name_en: str | None
    theme_zh: str | None
    theme_en: str | None
    length_m: int | None = Field(description="Null where it cannot be walked.")
    minutes: dict[str, int | None] = Field(
        description="Walking time by profile, without the stops; null where it is not known."
    )
    dwell_min: int = Field(description="Minutes at all stops together.")
    steps_m: int = Field(description="Metres of steps along the streets from stop to stop.")
    source: str
    fictional: bool
    stops: list[RouteStopFacts]
    version: int
    updated_at: str


class RouteFeature(Model):
    """A walking route."""

    type: Literal["Feature"]
    id: str = Field(examples=["RT01"])
    geometry: LineGeometry | LinesGeometry | None
    properties: RouteProperties


class RouteCollection(Model):
    """A page of walking routes."""

    type: Literal["FeatureCollection"]
    features: list[RouteFeature]
    number_matched: int
    number_returned: int
    links: list[Link]
