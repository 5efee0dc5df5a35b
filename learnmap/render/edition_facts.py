"""What the frozen files say: the shape of ``edition.json`` and of each feature.

Dates and times stay text: the page shows them as they were frozen.
"""

from pydantic import BaseModel, ConfigDict, Field

from learnmap.model.records import Accessibility, Id, Mode, Status


class Facts(BaseModel):
    """A part of a frozen file; columns that a later edition adds are no error."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class City(Facts):
    """Whose map it is."""

    names: dict[str, str]
    timezone: str = "Asia/Shanghai"
    fictional: bool = False


class Assured(Facts):
    """First and last date on which a point of the map was verified."""

    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")


class Source(Facts):
    """Where facts come from, and under which licence."""

    name: str
    licence: str
    url: str | None = None


class Elevation(Facts):
    """The raster of heights that slopes are from, and how many edges it has heights for."""

    name: str
    edges: int


class Network(Facts):
    """The walk graph that the catchments were computed on."""

    hash: str
    extract: str
    extract_date: str | None = None
    nodes: int
    edges: int
    length_km: float
    elevation: Elevation | None = None


class Profile(Facts):
    """Who walks; `steps_factor` None means that steps cannot be passed."""

    code: str
    zh: str
    en: str
    speed_m_per_s: float
    steps_factor: float | None = None


class Limits(Facts):
    """Limits that shaped the catchments, in metres."""

    snap_limit_m: float
    off_street_m: float
    simplify_m: float


class KindLabel(Facts):
    """A kind of learning point that occurs on the map."""

    code: str
    zh: str
    en: str
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")


class WithoutCatchment(Facts):
    """A point that could not be put on the walk graph, and why."""

    point_id: str
    profile: str
    reason: str
    distance_m: float | None = None


class Accuracy(Facts):
    """How far one profile's catchments of one cutoff agree with places that were looked at.

    Shares are of the places truly within the cutoff; None where there was none.
    """

    profile: str
    cutoff_s: int
    learning_points: int
    street_places: int
    places: int
    exact: int
    wrongly_inside: float | None
    wrongly_inside_95: tuple[float, float] | None
    wrongly_outside: float | None
    wrongly_outside_95: tuple[float, float] | None
    iou: float | None
    iou_95: tuple[float, float] | None
    seed: int
    certified_on: str


class Overridden(Facts):
    """A check that stood against publishing, and why it was published all the same."""

    check: str
    reason: str


class Checks(Facts):
    """What the checks before publishing came to."""

    reviewed: bool = False
    overridden: tuple[Overridden, ...] = ()


class EditionFacts(Facts):
    """What ``edition.json`` says."""

    city: City
    map: str
    year: int
    revision: int
    titles: dict[str, str]
    approval_number: str | None = None
    approval_exemption: str | None = None
    frozen_on: str
    assured: Assured = Assured()
    sources: tuple[Source, ...]
    network: Network
    profiles: tuple[Profile, ...]
    cutoffs_s: tuple[int, ...]
    limits: Limits
    kinds: tuple[KindLabel, ...]
    bounds: tuple[float, float, float, float]
    without_catchment: tuple[WithoutCatchment, ...] = ()
    accuracy: tuple[Accuracy, ...] = ()
    checks: Checks | None = None
    generator: str


class AreaName(Facts):
    """An administrative area that a point lies in."""

    level: str
    code: str
    name_zh: str | None = None
    name_en: str | None = None


class SessionTime(Facts):
    """A dated meeting, as ISO 8601 text."""

    starts_at: str
    ends_at: str


class OfferingFacts(Facts):
    """What is taught at a point."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    category: str | None = None
    category_zh: str | None = None
    category_en: str | None = None
    mode: Mode = "in_person"
    provider: str | None = None
    language: str | None = None
    fee: float | None = None
    fee_currency: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    capacity: int | None = None
    schedule: str | None = None
    sessions: tuple[SessionTime, ...] = ()


class PointFacts(Facts):
    """A learning point: its id, place and all that is published of it."""

    id: Id
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    kind: str
    name_zh: str | None = None
    name_en: str | None = None
    designation: str | None = None
    designation_year: int | None = None
    address: str | None = None
    phone: str | None = None
    website: str | None = None
    opening_hours: str | None = None
    opening_hours_note: str | None = None
    accessibility: Accessibility = "unknown"
    status: Status = "open"
    assured_date: str | None = None
    source: str | None = None
    fictional: bool = False
    entrance: tuple[float, float] | None = None
    areas: tuple[AreaName, ...] = ()
    offerings: tuple[OfferingFacts, ...] = ()


class AreaFacts(Facts):
    """An administrative area whose outline the map shows."""

    level: str
    name_zh: str | None = None
    name_en: str | None = None


class StopFacts(Facts):
    """One stop of a walking route."""

    position: int
    point_id: str
    name_zh: str | None = None
    name_en: str | None = None
    dwell_min: int | None = None
    lon: float
    lat: float


class RouteFacts(Facts):
    """A themed walk; `minutes` are by profile code, without the time spent at stops."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    theme_zh: str | None = None
    theme_en: str | None = None
    length_m: float | None = None
    minutes: dict[str, float | None] = Field(default_factory=dict)
    source: str | None = None
    fictional: bool = False
    stops: tuple[StopFacts, ...] = ()
