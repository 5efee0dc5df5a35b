"""Read a city's learning points, catchments and vocabulary as features to be shown."""

from dataclasses import dataclass, field
from typing import Any

from learnmap.edition import Feature, catchment_features, point_feature
from learnmap.model.crs import Box
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import Kind
from learnmap.model.profiles import WalkProfile
from learnmap.store import (
    StoredPoint,
    Transaction,
    count_points,
    current_build,
    read_catchments,
    read_categories,
    read_city,
    read_kinds,
    read_offerings,
    read_point,
    read_points,
    read_profiles,
)
from learnmap.workflows.city import City


@dataclass(frozen=True, slots=True, kw_only=True)
class PointQuery:
    """Which learning points are wanted; an empty or None filter lets all through.

    Attributes
    ----------
    kinds, statuses : tuple of str
    area : str or None
        Code of an area of any level.
    box : Box or None
        West, south, east, north in degrees.
    text : str or None
        Part of a name or of the address.
    after : str or None
        The last id of the page before.
    limit : int
        Points of a page.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    area: str | None = None
    box: Box | None = None
    text: str | None = None
    after: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class PointPage:
    """Learning points in the order of their ids.

    Attributes
    ----------
    points : list of Feature
        Without their offerings.
    matched : int
        How many points the filters let through on all pages together.
    next_after : str or None
        What `PointQuery.after` is for the next page; None on the last.
    """

    points: list[Feature]
    matched: int
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Catchment:
    """The walking catchment of one point for one profile.

    Attributes
    ----------
    bands : list of Feature
        The smallest cutoff first; empty when there is none.
    stored : StoredPoint
    profile : str
    """

    bands: list[Feature]
    stored: StoredPoint
    profile: str
    cutoffs_s: tuple[int, ...] = field(default=())


def read_point_page(city: City, query: PointQuery) -> PointPage:
    """Read one page of learning points.

    Raises
    ------
    InvalidInputError
        When a kind is unknown or the box makes no sense.
    """
    with city.store.begin(snapshot=True) as tx:
        _check_kinds(tx, query.kinds)
        filters: dict[str, Any] = {
            "kinds": query.kinds or None,
            "statuses": query.statuses or None,
            "area": query.area,
            "box": query.box,
            "text": query.text,
        }
        found = read_points(tx, **filters, after=query.after, limit=query.limit + 1)
        matched = count_points(tx, **filters)
    page = found[: query.limit]
    more = len(found) > len(page)
    return PointPage(
        [summary_feature(stored) for stored in page],
        matched,
        page[-1].point.id if more else None,
    )


def read_point_facts(city: City, point_id: str) -> Feature:
    """Read one learning point with everything that is known of it.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    with city.store.begin(snapshot=True) as tx:
        stored = read_point(tx, point_id)
        offerings = read_offerings(tx, point_ids=[point_id])
        categories = {category.code: category for category in read_categories(tx)}
        timezone = read_city(tx).timezone
    feature = point_feature(
        stored.point,
        areas=stored.areas,
        offerings=offerings,
        categories=categories,
        timezone=timezone,
    )
    return _with_version(feature, stored)


def read_point_catchment(
    city: City, point_id: str, *, profile: str | None = None, minutes: int | None = None
) -> Catchment:
    """Read the bands of one point.

    Parameters
    ----------
    city : City
    point_id : str
    profile : str, optional
        Code; the city's first by default.
    minutes : int, optional
        Only the band of this walking time.

    Raises
    ------
    NotFoundError
        When there is no such point.
    InvalidInputError
        When the city has no such profile or no band of these minutes.
    NotReadyError
        When there is no walk graph yet.
    """
    with city.store.begin(snapshot=True) as tx:
        stored, settings, build = read_point(tx, point_id), read_city(tx), current_build(tx)
        code = _known_profile(settings.profiles, profile)
        cutoffs_s = settings.cutoffs_s
        if minutes is not None:
            if minutes * 60 not in cutoffs_s:
                known = ", ".join(f"{cutoff_s / 60:g}" for cutoff_s in cutoffs_s)
                raise InvalidInputError(
                    f"minutes: there is no band of {minutes} minutes; give one of {known}, "
                    "or leave it out for all"
                )
            cutoffs_s = (minutes * 60,)
        frame = read_catchments(
            tx,
            build_hash=build.content_hash,
            point_ids=[point_id],
            profile=code,
            cutoffs=cutoffs_s,
        )
    return Catchment(catchment_features(frame), stored, code, cutoffs_s)


def read_vocabulary(city: City) -> tuple[tuple[Kind, ...], tuple[WalkProfile, ...]]:
    """Read the kinds and the walk profiles of the city, each in its order of display."""
    with city.store.begin(snapshot=True) as tx:
        return read_kinds(tx), read_profiles(tx)


def summary_feature(stored: StoredPoint) -> Feature:
    """Return a point with the facts of its own, without its offerings."""
    feature = point_feature(stored.point, areas=stored.areas, categories={}, timezone="UTC")
    properties = {name: value for name, value in feature.properties.items() if name != "offerings"}
    return _with_version(Feature(feature.id, feature.geometry, properties), stored)


def _with_version(feature: Feature, stored: StoredPoint) -> Feature:
    properties = {
        **feature.properties,
        "version": stored.version,
        "updated_at": stored.updated_at.isoformat(),
    }
    return Feature(feature.id, feature.geometry, properties)


def _check_kinds(tx: Transaction, kinds: tuple[str, ...]) -> None:
    if not kinds:
        return
    known = [kind.code for kind in read_kinds(tx)]
    for kind in kinds:
        if kind not in known:
            raise InvalidInputError(f"kind: there is no {kind!r}; give one of {', '.join(known)}")


def _known_profile(profiles: tuple[WalkProfile, ...], code: str | None) -> str:
    codes = [profile.code for profile in profiles]
    if code is None:
        return codes[0]
    if code not in codes:
        raise InvalidInputError(f"profile: there is no {code!r}; give one of {', '.join(codes)}")
    return code
