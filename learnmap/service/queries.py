"""Parameters of the endpoints: names, limits, and what each stands for.

A problem quotes the description and the first example as the remedy for a wrong value.
"""

import datetime as dt
import math
from typing import Annotated, Final

from fastapi import Depends, Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from learnmap.model.crs import Box
from learnmap.model.records import Mode, Status
from learnmap.service.bodies import body_of

_CODE: Final = r"^[a-z][a-z0-9_]{0,63}$"
_LANGUAGE: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
_ID: Final = r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}$"

Code = Annotated[str, Field(pattern=_CODE)]
PointId = Annotated[
    str,
    Path(
        pattern=_ID,
        description="Id of a learning point, as the list gives it.",
        examples=["LP0100"],
    ),
]

RouteId = Annotated[
    str,
    Path(
        pattern=_ID,
        description="Id of a walking route, as the list gives it.",
        examples=["RT01"],
    ),
]


def _checked_box(text: str) -> str:
    parse_box(text)
    return text


def parse_box(text: str) -> Box:
    """Read ``west,south,east,north`` in degrees.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    parts = text.split(",")
    if len(parts) != 4:
        raise ValueError(f"has {len(parts)} numbers and not four")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise ValueError("holds something that is no number") from None
    if not all(math.isfinite(edge) for edge in (west, south, east, north)):
        raise ValueError("holds something that is no number")
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise ValueError("reaches over 180 degrees of longitude or 90 of latitude")
    if south > north:
        raise ValueError("has its south above its north")
    return west, south, east, north


class _Parameters(BaseModel):
    """A misspelt parameter is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class PointsParameters(_Parameters):
    """Filters of the list of learning points."""

    kind: Annotated[
        list[Code],
        Field(
            description="Kind of learning point; give it again for more than one.",
            examples=[["library", "museum"]],
        ),
    ] = []
    status: Annotated[
        list[Status],
        Field(
            description="Status: open, temporarily_closed, closed or planned; may be repeated.",
            examples=[["open"]],
        ),
    ] = []
    area: Annotated[
        str | None,
        Field(
            pattern=_ID,
            description="Code of a district, street-town or neighbourhood.",
            examples=["D01"],
        ),
    ] = None
    box: Annotated[
        str | None,
        AfterValidator(lambda text: text if text is None else _checked_box(text)),
        Field(
            description="Box of west,south,east,north in degrees; "
            "west over east crosses the 180th meridian.",
            examples=["121.3,31.1,121.6,31.4"],
        ),
    ] = None
    text: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Part of a name or of the address, in any language and case.",
            examples=["图书馆"],
        ),
    ] = None
    after: Annotated[
        str | None,
        Field(
            pattern=_ID,
            description="Id of the last point of the page before; the link `next` holds it.",
            examples=["LP0100"],
        ),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=1000, description="Points of a page, 1 to 1000.", examples=[100])
    ] = 100


_Profile = Annotated[
    Code | None,
    Field(description="Walk profile; the city's first when it is left out.", examples=["adult"]),
]


class CatchmentParameters(_Parameters):
    """Which bands of a catchment are wanted."""

    profile: _Profile = None
    minutes: Annotated[
        int | None,
        Field(
            ge=1,
            le=120,
            description="Only the band of this walking time; all bands when it is left out.",
            examples=[15],
        ),
    ] = None


_Longitude = Annotated[
    float,
    Field(
        ge=-180,
        le=180,
        allow_inf_nan=False,
        description="Longitude of the place in degrees (WGS 84), -180 to 180.",
        examples=[-8.6109],
    ),
]
_Latitude = Annotated[
    float,
    Field(
        ge=-90,
        le=90,
        allow_inf_nan=False,
        description="Latitude of the place in degrees (WGS 84), -90 to 90; "
        "a larger one is often the longitude.",
        examples=[41.1496],
    ),
]


def _near_our_time(at: dt.datetime | None) -> dt.datetime | None:
    if at is not None and not 2000 <= at.year <= 2099:
        raise ValueError("is not in the years 2000 to 2099")
    return at


class NearbyParameters(_Parameters):
    """A place, and what is looked for around it."""

    lon: _Longitude
    lat: _Latitude
    minutes: Annotated[
        float | None,
        Field(
            gt=0,
            le=240,
            allow_inf_nan=False,
            description="Walking time, up to twice the city's largest band; "
            "that band when it is left out.",
            examples=[15],
        ),
    ] = None
    profile: _Profile = None
    kind: Annotated[
        list[Code],
        Field(
            description="Kind of learning point; give it again for more than one.",
            examples=[["library"]],
        ),
    ] = []
    status: Annotated[
        list[Status],
        Field(
            min_length=1,
            description="Status of the points: open, temporarily_closed, closed or planned; "
            "may be repeated.",
            examples=[["open"]],
        ),
    ] = ["open"]
    designation: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(
            description="Designation, as the city's points have it; may be repeated.",
            examples=[["示范"]],
        ),
    ] = []
    step_free: Annotated[
        bool,
        Field(
            description="Whether the points must be known to be free of steps.", examples=[False]
        ),
    ] = False
    open_on_arrival: Annotated[
        bool,
        Field(
            description="Whether the points must be known to be open when one gets there.",
            examples=[False],
        ),
    ] = False
    category: Annotated[
        list[Code],
        Field(
            description="Category of an offering that is there; may be repeated.",
            examples=[["calligraphy"]],
        ),
    ] = []
    mode: Annotated[
        list[Mode],
        Field(
            description="Mode of an offering that is there: in_person, online or mobile; "
            "may be repeated.",
            examples=[["in_person"]],
        ),
    ] = []
    language: Annotated[
        list[Annotated[str, Field(pattern=_LANGUAGE)]],
        Field(
            description="Language (BCP 47) of an offering that is there; `zh` takes in `zh-yue`; "
            "may be repeated.",
            examples=[["zh"]],
        ),
    ] = []
    free: Annotated[
        bool,
        Field(
            description="Whether an offering must be there that is known to cost nothing.",
            examples=[False],
        ),
    ] = False
    at: Annotated[
        AwareDatetime | None,
        AfterValidator(_near_our_time),
        Field(
            description="When somebody sets out, with the offset from UTC, in the years 2000 to "
            "2099; now when it is left out.",
            examples=["2026-03-01T09:00:00+08:00"],
        ),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=100, description="At most so many points, 1 to 100.", examples=[20])
    ] = 20
    nearest: Annotated[
        int,
        Field(
            ge=0,
            le=20,
            description="So many of the nearest points, 0 to 20, where there is none within the "
            "minutes.",
            examples=[3],
        ),
    ] = 3
    lines: Annotated[
        bool, Field(description="Whether to give each way as a line.", examples=[True])
    ] = True


class WalkParameters(_Parameters):
    """Where a walk begins, and who walks."""

    lon: _Longitude
    lat: _Latitude
    profile: _Profile = None


class ReachParameters(_Parameters):
    """Where walks begin, and who walks."""

    lon: _Longitude
    lat: _Latitude
    profile: _Profile = None


class PlacesParameters(_Parameters):
    """A name, as typed."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="What was typed of a name or an address: in Chinese, in pinyin, by "
            "initials or in another language, in part and with slips.",
            examples=["tushuguan"],
        ),
    ]
    limit: Annotated[
        int, Field(ge=1, le=50, description="At most so many places, 1 to 50.", examples=[8])
    ] = 8


class RoutesParameters(_Parameters):
    """Which page of the routes is wanted."""

    after: Annotated[
        str | None,
        Field(
            pattern=_ID,
            description="Id of the last route of the page before; the link `next` holds it.",
            examples=["RT01"],
        ),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=1000, description="Routes of a page, 1 to 1000.", examples=[100])
    ] = 100


class OfferingsParameters(_Parameters):
    """Filters of the list of offerings."""

    category: Annotated[
        list[Code],
        Field(
            description="A category; give it again for more than one.",
            examples=[["calligraphy"]],
        ),
    ] = []
    mode: Annotated[
        list[Mode],
        Field(
            description="Way of teaching: in_person, online or mobile; may be repeated.",
            examples=[["in_person"]],
        ),
    ] = []
    free: Annotated[
        bool | None,
        Field(
            description="true: free of charge; false: with a fee. Where no fee is known, neither.",
            examples=[True],
        ),
    ] = None
    language: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
            max_length=35,
            description="Language it is taught in (BCP 47); zh stands for zh-Hans, too.",
            examples=["zh"],
        ),
    ] = None
    point: Annotated[
        str | None,
        Field(
            pattern=_ID,
            description="Id of a learning point where it is, also for a single date.",
            examples=["LP0100"],
        ),
    ] = None
    after: Annotated[
        str | None,
        Field(
            pattern=_ID,
            description="Id of the last offering of the page before; the link `next` holds it.",
            examples=["OF0100"],
        ),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=1000, description="Offerings of a page, 1 to 1000.", examples=[100])
    ] = 100


PointsQuery = Annotated[PointsParameters, Query()]
CatchmentQuery = Annotated[CatchmentParameters, Query()]
NearbyQuery = Annotated[NearbyParameters, Query()]
NearbyBody = Annotated[NearbyParameters, Depends(body_of(NearbyParameters))]
WalkQuery = Annotated[WalkParameters, Query()]
WalkBody = Annotated[WalkParameters, Depends(body_of(WalkParameters))]
ReachQuery = Annotated[ReachParameters, Query()]
ReachBody = Annotated[ReachParameters, Depends(body_of(ReachParameters))]
PlacesQuery = Annotated[PlacesParameters, Query()]
PlacesBody = Annotated[PlacesParameters, Depends(body_of(PlacesParameters))]
RoutesQuery = Annotated[RoutesParameters, Query()]
OfferingsQuery = Annotated[OfferingsParameters, Query()]
