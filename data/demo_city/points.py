"""Points: the city's learning points, of every kind, with facts as a clerk would give them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from data.demo_city import names
from data.demo_city.areas import AreaRow
from data.demo_city.city import City
from data.demo_city.hardcases import HardCase
from data.demo_city.hours import hours_of
from data.demo_city.names import DISTRICTS, Name, Stems
from data.demo_city.people import People
from data.demo_city.places import Place, Places, area_index
from data.demo_city.routes import Walk
from data.demo_city.words import NEIGHBOURHOOD_POINTS, PREFIX, SPREAD, WORDS
from data.demo_city.writing import SOURCE

COLUMNS: Final = (
    "id", "kind", "name_zh", "name_en", "longitude", "latitude", "entrance_longitude",
    "entrance_latitude", "designation", "designation_year", "address", "phone", "website",
    "opening_hours", "opening_hours_note", "accessibility", "status", "assured_date", "source",
    "source_datum", "fictional",
)  # fmt: skip
DEEP_M: Final = 25.0
TODAY: Final = dt.date(2026, 11, 23)


@dataclass(slots=True)
class Points:
    """Learning points as rows of `COLUMNS`.

    Attributes
    ----------
    rows : list of dict
        In order of id.
    stops : dict
        Point id of each stop, by walk and position from 0.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    stops: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Maker:
    city: City
    areas: list[AreaRow]
    places: Places
    rng: np.random.Generator
    stems: Stems
    points: Points = field(default_factory=Points)
    free: set[int] = field(default_factory=set)
    count: dict[str, int] = field(default_factory=dict)


def make_points(
    city: City,
    areas: list[AreaRow],
    people: People,
    places: Places,
    walks: list[Walk],
    cases: list[HardCase],
) -> Points:
    """Put learning points into areas, along walks, all over the city, and at hard cases."""
    maker = _Maker(
        city,
        areas,
        places,
        np.random.default_rng([city.seed, 51]),
        Stems(np.random.default_rng([city.seed, 52])),
    )
    maker.free = set(range(len(places.all)))
    _put_in_areas(maker, people)
    for walk_number, walk in enumerate(walks):
        for position, stop in enumerate(walk.stops):
            tags = city.map.way_tags[stop.way]
            street = (
                tags.get("name:zh", walk.theme.about.zh),
                tags.get("name:en", walk.theme.about.en),
            )
            place = Place(stop.site, stop.entrance, *street)
            number = _put(maker, stop.kind, place, _named(maker, stop.kind), public=True)
            maker.points.stops[walk_number, position] = number
    for kind, wanted in SPREAD.items():
        for index in _spread(maker, wanted):
            _put(maker, kind, places.all[index], _named(maker, kind))
    for case in cases:
        _put_case(maker, case)
    maker.points.rows.sort(key=lambda row: row["id"])
    return maker.points


def _named(maker: _Maker, kind: str) -> Name:
    if kind == "senior_university" and maker.count.get(kind, 0) == 0:
        return Name(names.CITY_ZH, names.CITY_EN).with_suffix(*WORDS[kind][0])
    words = WORDS[kind][int(maker.rng.integers(len(WORDS[kind])))]
    return maker.stems.next().with_suffix(*words)


def _put_in_areas(maker: _Maker, people: People) -> None:
    """One college in each district, one school in each street-town, points in neighbourhoods."""
    neighbourhoods = maker.places.neighbourhoods
    where = maker.places.neighbourhood
    parents = np.array([row.parent_code for row in neighbourhoods])
    for row in maker.areas:
        if row.level == "district":
            inside = np.char.startswith(parents, row.code[:6])
            name = Name(*DISTRICTS[int(row.code[4:6]) - 1])
        elif row.level == "street_town":
            inside = parents == row.code
            name = Name(row.name.zh, row.name.en.rsplit(" ", 1)[0])
        else:
            continue
        kind = "community_college" if row.level == "district" else "community_school"
        index = _best(maker, np.flatnonzero(inside[where] & (where >= 0)))
        _put(maker, kind, maker.places.all[index], name.with_suffix(*WORDS[kind][0]))
    home = area_index(neighbourhoods, people.degrees)
    residents = np.bincount(
        home[home >= 0], people.residents.sum(axis=1)[home >= 0], len(neighbourhoods)
    )
    chance = residents**0.7 * np.isin(np.arange(len(neighbourhoods)), where)
    chosen = maker.rng.choice(
        len(neighbourhoods), NEIGHBOURHOOD_POINTS, replace=False, p=chance / chance.sum()
    )
    for number in sorted(chosen.tolist()):
        row = neighbourhoods[number]
        index = _best(maker, np.flatnonzero(where == number))
        name = row.name.with_suffix(*WORDS["neighbourhood_point"][0])
        _put(maker, "neighbourhood_point", maker.places.all[index], name)


def _best(maker: _Maker, choice: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """Take one of the free places, the denser the likelier."""
    free = np.array([index for index in choice.tolist() if index in maker.free])
    weight = maker.places.weight[free] + 0.05
    index = int(maker.rng.choice(free, p=weight / weight.sum()))
    maker.free.remove(index)
    return index


def _spread(maker: _Maker, number: int) -> Iterator[int]:
    """Draw places over the whole city, the densest first but none near another of its kind."""
    sites = np.array([place.site for place in maker.places.all])
    chosen: list[int] = []
    apart_m = 1_500.0 if number < 25 else 700.0
    while len(chosen) < number:
        index = _best(maker, np.arange(len(sites)))
        if any(np.hypot(*(sites[index] - sites[other])) < apart_m for other in chosen):
            apart_m *= 0.99
            maker.free.add(index)
            continue
        chosen.append(index)
        yield index


def _put_case(maker: _Maker, case: HardCase) -> None:
    _put(maker, case.kind, case.place, case.name, public=True)
    row = maker.points.rows[-1]
    row["id"] = case.id
    maker.count[case.kind] -= 1
    if case.degrees is not None:
        row["longitude"], row["latitude"] = case.degrees
    if not case.entrance:
        row["entrance_longitude"] = row["entrance_latitude"] = None
    if case.id == "BY-HARD-STEPS":
        row["accessibility"] = "steps"


def _put(maker: _Maker, kind: str, place: Place, name: Name, *, public: bool = False) -> str:
    """Add the row of a point; return its id."""
    rng = maker.rng
    number = maker.count[kind] = maker.count.get(kind, 0) + 1
    code = f"BY-{PREFIX[kind]}-{number:03d}"
    site, entrance = maker.city.ground.to_degrees(np.stack([place.site, place.entrance])).tolist()
    hours, note = hours_of(kind, rng)
    designated = rng.random() < {"neighbourhood_point": 0.3, "social_point": 0.3}.get(kind, 0.12)
    draw = 1.0 if public else rng.random()
    status = (
        "temporarily_closed" if draw < 0.035 else "planned" if draw < 0.05
        else "closed" if draw < 0.06 else "open"
    )  # fmt: skip
    age = int(rng.integers(20, 320)) if rng.random() < 0.93 else int(rng.integers(370, 700))
    # Deep inside a compound the entrance is what one must know; elsewhere it may be missing.
    deep = float(np.hypot(*(place.site - place.entrance))) > DEEP_M
    known = deep or rng.random() < 0.9
    house = int(rng.integers(1, 400))
    maker.points.rows.append(
        {
            "id": code,
            "kind": kind,
            "name_zh": name.zh,
            "name_en": name.en,
            "longitude": site[0],
            "latitude": site[1],
            "entrance_longitude": entrance[0] if known else None,
            "entrance_latitude": entrance[1] if known else None,
            "designation": "示范" if designated else None,
            "designation_year": int(rng.integers(2016, 2027)) if designated else None,
            "address": f"{names.CITY_ZH}{place.street_zh}{house}号（虚构）",
            "phone": f"000-5550-{int(rng.integers(10_000)):04d}" if rng.random() < 0.85 else None,
            "website": f"https://{code.lower()}.example" if rng.random() < 0.3 else None,
            "opening_hours": hours,
            "opening_hours_note": note,
            "accessibility": str(
                rng.choice(["step_free", "partly", "steps", "unknown"], p=[0.45, 0.25, 0.12, 0.18])
            ),
            "status": status,
            "assured_date": None if status == "planned" else TODAY - dt.timedelta(days=age),
            "source": SOURCE,
            "source_datum": "wgs84",
            "fictional": True,
        }
    )
    return code
