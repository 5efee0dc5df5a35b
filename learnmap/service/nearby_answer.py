"""The answer to what is near, written from pieces that are made once for each point.

A point's own facts are the same in every answer until the city changes; only the walk, the hours
and the sessions are of the moment.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import orjson
from numpy.typing import NDArray

from learnmap.model.languages import LANGUAGES, Names, name_in
from learnmap.network import Walk
from learnmap.render.opening_hours_words import words_of_today
from learnmap.service.geojson import feature_member, rounded_lines
from learnmap.workflows.nearby_results import (
    NearbyPoint,
    NearbyResult,
    OnlineOffering,
    whole_minutes,
)
from learnmap.workflows.opening import Opening
from learnmap.workflows.point_state import PointState
from learnmap.workflows.reading import summary_feature
from learnmap.workflows.served_city import ServedCity
from learnmap.workflows.teaching import NextSession

OFFERINGS_AT_MOST: Final = 5
"""Offerings of a point that are told in brief; the point itself has all."""


_SAID: Final = {True: b"true", False: b"false", None: b"null"}


@dataclass(slots=True)
class _Pieces:
    """What was written of a city: of its points and their states, and its offerings, by row."""

    city: ServedCity
    points: dict[int, bytes] = field(default_factory=dict)
    states: dict[int, tuple[PointState, bytes]] = field(default_factory=dict)
    offerings: dict[int, bytes] = field(default_factory=dict)

    def point(self, near: NearbyPoint) -> bytes:
        """Return a point's feature, open at the end of its properties."""
        written = self.points.get(near.row)
        if written is None:
            member = feature_member(summary_feature(near.stored))
            written = self.points[near.row] = orjson.dumps(member).removesuffix(b"}}")
        return written

    def state(self, row: int, state: PointState) -> bytes:
        """Return the rest of a point's feature, from within its opening, to the end."""
        kept = self.states.get(row)
        if kept is None or kept[0] is not state:
            kept = self.states[row] = state, self._written(state)
        return kept[1]

    def _written(self, state: PointState) -> bytes:
        clock = self.city.settings.timezone
        more = {
            "next_session": _session(state.next_session, ZoneInfo(clock)),
            "offering_count": len(state.offerings),
        }
        offerings = [self._offering(row) for row in state.offerings[:OFFERINGS_AT_MOST]]
        return b"".join(
            (
                *(orjson.dumps(_opening(state.opening))[1:], b",", orjson.dumps(more)[1:-1]),
                *(b',"offerings":[', b",".join(offerings), b"]}}"),
            )
        )

    def _offering(self, row: int) -> bytes:
        written = self.offerings.get(row)
        if written is None:
            written = self.offerings[row] = orjson.dumps(_brief(self.city, row))
        return written


class NearbyWriter:
    """Writes answers; keeps what it wrote of a city for as long as that is searched.

    Usable from several threads.
    """

    def __init__(self) -> None:
        self._kept: _Pieces | None = None

    def write(self, found: NearbyResult, *, lines: bool) -> bytes:
        """Write what was found as GeoJSON."""
        pieces = self._kept
        if pieces is None or pieces.city is not found.city:
            pieces = self._kept = _Pieces(found.city)
        head = {
            "type": "FeatureCollection",
            "profile": found.profile.code,
            "minutes": found.limit_s / 60,
            "at": found.moment.isoformat(timespec="seconds"),
            "nearest": found.nearest,
            "online": [_online(found, one) for one in found.online],
            "number_returned": len(found.points),
        }
        drawn = rounded_lines([near.walk.line for near in found.points if near.walk and lines])
        features = [
            _feature(pieces, near, next(drawn) if near.walk and lines else None)
            for near in found.points
        ]
        return b"".join((orjson.dumps(head)[:-1], b',"features":[', b",".join(features), b"]}"))


def _feature(pieces: _Pieces, near: NearbyPoint, line: NDArray[np.float64] | None) -> bytes:
    straight = b"null" if near.straight_m is None else b"%.1f" % near.straight_m
    return b"".join(
        (
            *(pieces.point(near), b',"walk":', _walk(near.walk, line)),
            *(b',"straight_m":', straight),
            *(b',"opening":{"on_arrival":', _SAID[near.on_arrival], b","),
            pieces.state(near.row, near.state),
        )
    )


def _walk(walk: Walk | None, line: NDArray[np.float64] | None) -> bytes:
    if walk is None:
        return b"null"
    told = {
        "time_s": round(walk.time_s, 1),
        "minutes": whole_minutes(walk.time_s),
        "length_m": round(walk.length_m, 1),
        "line": None if line is None else {"type": "LineString", "coordinates": line},
    }
    return orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY)


def _opening(opening: Opening) -> dict[str, Any]:
    changes_at = None if opening.changes_at is None else opening.changes_at.isoformat()
    words = None if opening.today is None else words_of_today(opening.today)
    return {
        "now": opening.now,
        "changes_at": changes_at,
        "opens_at": changes_at if opening.now is False else None,
        "closes_at": changes_at if opening.now else None,
        "words": None if words is None else {"zh": words[0], "en": words[1]},
    }


def _session(following: NextSession | None, clock: dt.tzinfo) -> dict[str, Any] | None:
    if following is None:
        return None
    return {
        "offering_id": following.offering.id,
        **_labels("name", following.offering.names),
        "starts_at": following.session.starts_at.astimezone(clock).isoformat(),
        "ends_at": following.session.ends_at.astimezone(clock).isoformat(),
        "going_on": following.going_on,
    }


def _online(found: NearbyResult, one: OnlineOffering) -> dict[str, Any]:
    return {
        **_brief(found.city, one.row),
        "provider": found.city.teaching.offerings[one.row].provider,
        "next_session": _session(one.next_session, ZoneInfo(found.city.settings.timezone)),
    }


def _brief(city: ServedCity, row: int) -> dict[str, Any]:
    offering = city.teaching.offerings[row]
    return {
        "id": offering.id,
        **_labels("name", offering.names),
        "category": offering.category,
        **_labels("category", city.teaching.categories[offering.category].names),
        "mode": offering.mode,
        "language": offering.language,
        "free": None if offering.fee is None else offering.fee == 0,
    }


def _labels(prefix: str, names: Names) -> dict[str, str | None]:
    return {f"{prefix}_{code}": name_in(names, code) or None for code in LANGUAGES}
