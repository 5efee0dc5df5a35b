"""Shapes of the API's answers, as OpenAPI describes them; coordinates are longitude, latitude."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from learnmap.model.records import Accessibility, Mode, Status

Position = Annotated[
    list[float],
    Field(min_length=2, max_length=2, description="Longitude, latitude.", examples=[[121.4, 31.2]]),
]


class Model(BaseModel):
    """Base: what is not declared here is not sent."""

    model_config = ConfigDict(extra="forbid")


class Health(Model):
    """How the service is."""

    status: Literal["alive", "ready"]


class ParameterFault(Model):
    """What is wrong with one parameter."""

    parameter: str = Field(examples=["lat"])
    where: str = Field(alias="in", examples=["query"])
    value: str | None = Field(examples=["121.4"])
    message: str
    remedy: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(examples=["/problems/invalid-input"])
    title: str = Field(examples=["A value cannot be used"])
    status: int = Field(examples=[422])
    detail: str | None = None
    errors: list[ParameterFault] | None = None
    reference: str | None = Field(None, description="Of a line in the service's log.")


class PointGeometry(Model):
    """Where something is."""

    type: Literal["Point"]
    coordinates: Position


class LineGeometry(Model):
    """A way."""

    type: Literal["LineString"]
    coordinates: Annotated[list[Position], Field(min_length=2)]


class MultiPolygonGeometry(Model):
    """An area; outer rings run counter-clockwise."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[Position]]]


class AreaName(Model):
    """An area that a point lies in."""

    level: str = Field(examples=["district"])
    code: str = Field(examples=["D01"])
    name_zh: str | None
    name_en: str | None


class Session(Model):
    """A date of an offering, on the city's clock."""

    starts_at: str = Field(examples=["2026-03-01T09:00:00+08:00"])
    ends_at: str = Field(examples=["2026-03-01T10:30:00+08:00"])


class OfferingFacts(Model):
    """What is taught, for whom and on what terms."""

    id: str
    name_zh: str | None
    name_en: str | None
    category: str
    category_zh: str | None
    category_en: str | None
    mode: Mode
    provider: str | None
    language: str | None
    fee: float | None
    fee_currency: str | None
    age_from: int | None
    age_to: int | None
    capacity: int | None
    schedule: str | None


class Offering(OfferingFacts):
    """What is taught at a point, or comes to it on dates."""

    sessions: list[Session]


class PointSummary(Model):
    """The facts of a learning point itself; what is unknown is null."""

    kind: str = Field(examples=["library"])
    name_zh: str | None = Field(examples=["曹杨图书馆"])
    name_en: str | None = Field(examples=["Caoyang Library"])
    designation: str | None
    designation_year: int | None
    address: str | None
    phone: str | None
    website: str | None
    opening_hours: str | None = Field(
        description="In OpenStreetMap's syntax.", examples=["Tu-Su 09:00-17:00"]
    )
    opening_hours_note: str | None
    accessibility: Accessibility
    status: Status
    assured_date: str | None = Field(examples=["2026-05-04"])
    source: str
    source_datum: str
    fictional: bool
    entrance: Position | None
    areas: list[AreaName]
    version: int = Field(description="One more with each change of the point.")
    updated_at: str


class PointFacts(PointSummary):
    """All facts of a learning point."""

    offerings: list[Offering]


class PointMember(Model):
    """A learning point of a list."""

    type: Literal["Feature"]
    id: str = Field(examples=["LP0100"])
    geometry: PointGeometry
    properties: PointSummary


class PointFeature(Model):
    """A learning point with all its facts."""

    type: Literal["Feature"]
    id: str = Field(examples=["LP0100"])
    geometry: PointGeometry
    properties: PointFacts


class Link(Model):
    """Where to go on."""

    rel: Literal["self", "next"]
    href: str = Field(examples=["/api/v1/points?kind=library&after=LP0100"])
    type: str


class PointCollection(Model):
    """A page of learning points."""

    type: Literal["FeatureCollection"]
    features: list[PointMember]
    number_matched: int = Field(description="Points that the filters let through, on all pages.")
    number_returned: int
    links: list[Link]


class Walk(Model):
    """The walk from the place to a point, along the streets."""

    time_s: float = Field(examples=[431.2])
    minutes: int = Field(description="Rounded up.", examples=[8])
    length_m: float = Field(examples=[539.0])
    line: LineGeometry | None


class WalkStep(Model):
    """A stretch of a walk."""

    turn: str = Field(examples=["left"])
    name: str | None = Field(description="Of the street.", examples=["梅陇路"])
    ground: Literal["street", "steps", "open_space"]
    length_m: float = Field(examples=[120.0])
    begin_m: float = Field(description="Metres along the walk.", examples=[35.0])


class WalkProperties(Model):
    """How long a walk takes, and its turns in words."""

    point_id: str = Field(examples=["LP0100"])
    profile: str = Field(examples=["adult"])
    time_s: float = Field(examples=[431.2])
    minutes: int = Field(description="Rounded up.", examples=[8])
    length_m: float = Field(examples=[539.0])
    steps: list[WalkStep]
    words_zh: list[str] = Field(examples=[["向北，沿梅陇路走 120 米", "到达"]])
    words_en: list[str] = Field(examples=[["Walk north for 120 m", "You are there"]])


class WalkFeature(Model):
    """The way to a learning point."""

    type: Literal["Feature"]
    geometry: LineGeometry
    properties: WalkProperties


class Words(Model):
    """The same in both languages."""

    zh: str = Field(examples=["今天 09:00–17:00"])
    en: str = Field(examples=["today 09:00–17:00"])


class Opening(Model):
    """Whether a point is open, by the city's clock; null where nobody can know."""

    now: bool | None
    on_arrival: bool | None = Field(description="After the minutes of the walk.")
    changes_at: str | None = Field(
        description="When it opens or closes next.", examples=["2026-03-01T17:00:00+08:00"]
    )
    opens_at: str | None = Field(description="`changes_at` of a point that is not open now.")
    closes_at: str | None = Field(description="`changes_at` of a point that is open now.")
    words: Words | None = Field(description="The hours of this day.")


class NextSession(Session):
    """The session that one can go to which is going on or begins next."""

    offering_id: str = Field(examples=["OF0007"])
    name_zh: str | None
    name_en: str | None
    going_on: bool


class OfferingBrief(Model):
    """What an offering is, in brief."""

    id: str = Field(examples=["OF0007"])
    name_zh: str | None
    name_en: str | None
    category: str
    category_zh: str | None
    category_en: str | None
    mode: Mode
    language: str | None
    free: bool | None = Field(description="Null where the fee is unknown.")


class OnlineOffering(OfferingBrief):
    """An offering that one can take at home."""

    provider: str | None
    next_session: NextSession | None


class NearbyProperties(PointSummary):
    """The facts of a learning point, the walk to it, and what is on there."""

    walk: Walk | None = Field(description="Null where the walk is longer than is searched.")
    straight_m: float | None = Field(
        description="Metres as the crow flies, only where there is no walk."
    )
    opening: Opening
    next_session: NextSession | None = Field(description="Of an offering that fits.")
    offerings: list[OfferingBrief] = Field(description="The first 5 that fit.")
    offering_count: int = Field(description="How many offerings there fit.")


class NearbyMember(Model):
    """A learning point that one can walk to."""

    type: Literal["Feature"]
    id: str
    geometry: PointGeometry
    properties: NearbyProperties


class NearbyCollection(Model):
    """Learning points in the order of walking time."""

    type: Literal["FeatureCollection"]
    features: list[NearbyMember]
    profile: str = Field(examples=["adult"])
    minutes: float = Field(examples=[15])
    at: str = Field(
        description="For when all is said, by the city's clock.",
        examples=["2026-03-01T09:00:00+08:00"],
    )
    nearest: bool = Field(
        description="Whether none is within the minutes: then these are the nearest beyond."
    )
    online: list[OnlineOffering] = Field(
        description="Offerings to take at home, where no point is within the minutes."
    )
    number_returned: int


Fits = Literal[
    "whole",
    "beginning",
    "word",
    "within",
    "sound",
    "initials",
    "sound_within",
    "initials_within",
    "slip",
]


class PlaceProperties(Model):
    """What a place is called, and how that fits what was typed."""

    sort: Literal["point", "area", "street", "address"]
    id: str | None = Field(description="Of a learning point or an area.", examples=["LP0100"])
    names: dict[str, str] = Field(
        description="By language (BCP 47); `und` where nobody told it.",
        examples=[{"zh": "梅陇图书馆", "en": "Meilong Library"}],
    )
    name: str = Field(description="The one that fits.", examples=["梅陇图书馆"])
    fit: Fits = Field(description="How it fits.")
    within: dict[str, str] = Field(
        description="Names of the area around it.", examples=[{"zh": "东区", "en": "East District"}]
    )


class PlaceMember(Model):
    """A place that was found by its name."""

    type: Literal["Feature"]
    geometry: PointGeometry
    properties: PlaceProperties


class PlaceCollection(Model):
    """Places by name, the one that fits best first."""

    type: Literal["FeatureCollection"]
    features: list[PlaceMember]
    number_returned: int


class BandProperties(Model):
    """Whose band it is, and how large."""

    point_id: str
    profile: str = Field(examples=["adult"])
    cutoff_s: int = Field(examples=[900])
    minutes: int = Field(examples=[15])
    area_m2: int


class Band(Model):
    """From where one can walk to the point within a time."""

    type: Literal["Feature"]
    id: str = Field(examples=["LP0100/adult/900"])
    geometry: MultiPolygonGeometry
    properties: BandProperties


class CatchmentCollection(Model):
    """Nested bands, the smallest first."""

    type: Literal["FeatureCollection"]
    features: list[Band]


class ReachProperties(Model):
    """How large a band is, and who walks."""

    profile: str = Field(examples=["adult"])
    cutoff_s: int = Field(examples=[900])
    minutes: int = Field(examples=[15])
    area_m2: int


class ReachBand(Model):
    """Where one gets within a time; without polygons where the way to the street takes longer."""

    type: Literal["Feature"]
    id: str = Field(examples=["adult/900"])
    geometry: MultiPolygonGeometry
    properties: ReachProperties


class ReachCollection(Model):
    """Nested bands round a place, the smallest first."""

    type: Literal["FeatureCollection"]
    profile: str = Field(examples=["adult"])
    features: list[ReachBand]


class CategoryFacts(Model):
    """What an offering can be about."""

    code: str = Field(examples=["calligraphy"])
    zh: str | None = Field(examples=["书法"])
    en: str | None = Field(examples=["Calligraphy"])


class FilterWords(Model):
    """The words by which points can be filtered, besides kinds."""

    designations: list[str] = Field(examples=[["示范"]])
    categories: list[CategoryFacts]
    modes: list[Mode]
    languages: list[str] = Field(examples=[["zh"]])


class KindFacts(Model):
    """What a learning point can be."""

    code: str = Field(examples=["library"])
    zh: str = Field(examples=["图书馆"])
    en: str = Field(examples=["Library"])
    maps: list[str] = Field(examples=[["learning"]])
    colour: str = Field(examples=["#3b5f0b"])


class KindList(Model):
    """All kinds, in their order of display."""

    kinds: list[KindFacts]


class ProfileFacts(Model):
    """Who walks."""

    code: str = Field(examples=["adult"])
    zh: str
    en: str
    speed_m_per_s: float = Field(examples=[1.25])
    steps_factor: float | None = Field(
        description="By how much a metre of steps takes longer; null: steps are not passed."
    )


class ProfileList(Model):
    """All walk profiles."""

    profiles: list[ProfileFacts]


class FileFacts(Model):
    """A file of an edition."""

    path: str = Field(examples=["points.geojson"])
    media_type: str
    sha256: str
    bytes: int


class EditionEntry(Model):
    """An edition that was published."""

    map: str = Field(examples=["learning"])
    titles: dict[str, str]
    year: int = Field(examples=[2026])
    revision: int
    status: Literal["published", "superseded", "withdrawn"]
    reason: str | None = Field(description="Why it was superseded or withdrawn.")
    published_at: str | None
    approval_number: str | None
    approval_exemption: str | None
    manifest_sha256: str | None
    address: str | None = Field(
        description="Null unless it is the published revision.",
        examples=["/editions/2026/learning/"],
    )
    revision_address: str | None = Field(examples=["/editions/2026/learning/r1/"])
    files: list[FileFacts]


class EditionList(Model):
    """Editions: newest year first, then by map and newest revision."""

    editions: list[EditionEntry]
