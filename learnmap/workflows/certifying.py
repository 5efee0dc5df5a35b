"""Certify a city's catchments: compare those it has with exact places, and keep the counts."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from learnmap.catchment import AccessPoint, Shape, compute_catchments
from learnmap.catchment.certificate import Verdict, judge_bands
from learnmap.catchment.exact_times import ExactTimes
from learnmap.edition import canonical_json
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import WalkCosts, WalkGraph, walk_costs
from learnmap.store import (
    CertifiedBand,
    NetworkBuild,
    Transaction,
    current_build,
    read_catchments,
    read_certificate,
    read_city,
    read_points,
    write_certificate,
)
from learnmap.workflows.catchment_keys import ENGINE
from learnmap.workflows.catchment_plan import WALKED_TO, plan_catchments
from learnmap.workflows.city import City, Progress, no_progress

POINTS: Final = 40
"""Origins that are drawn for each profile."""
PLACES: Final = 4000
"""Places that are drawn round each origin."""
SEED: Final = 1
ERROR_LIMIT: Final = 0.02
"""Share of places wrongly inside or outside above which catchments are not published."""

_ORIGINS, _STREETS, _PLACES = range(3)
"""What each stream of random numbers is for."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What may be drawn for one profile: where points join, and whose bands are up to date."""

    costs: WalkCosts
    access: dict[str, AccessPoint]
    current: set[str]


@dataclass(frozen=True, slots=True)
class _Sample:
    """What one profile is certified with.

    Attributes
    ----------
    costs : WalkCosts
    access : list of AccessPoint
        Learning points first, then places on streets.
    learning_points : int
        How many of them are learning points.
    stored : dict of str to dict of int to geometry
        Bands by point id and cutoff, of those that are stored and up to date.
    """

    costs: WalkCosts
    access: list[AccessPoint]
    learning_points: int
    stored: dict[str, dict[int, BaseGeometry]]


def certify_catchments(
    city: City,
    *,
    points: int = POINTS,
    places: int = PLACES,
    seed: int = SEED,
    profiles: Sequence[str] = (),
    progress: Progress = no_progress,
) -> list[CertifiedBand]:
    """Compare catchments with exact places, and store the counts with the network build.

    Learning points are drawn by the seed; where fewer join the streets, places on streets make
    up the number. Stored catchments are judged where they are up to date, others are computed.

    Parameters
    ----------
    city : City
    points : int
        Origins for each profile.
    places : int
        Places round each origin.
    seed : int
        The same seed on the same city gives the same numbers.
    profiles : sequence of str
        Codes; all of the city's by default.
    progress : Progress

    Returns
    -------
    list of CertifiedBand
        By profile in the city's order, then by cutoff.

    Raises
    ------
    NotReadyError
        When there is no walk graph yet.
    InvalidInputError
        For an unknown profile, or a sample of nothing.
    """
    if points < 1 or places < 1 or seed < 0:
        raise InvalidInputError(
            f"{points} points, {places} places and seed {seed} are no sample; "
            "give at least one point and one place, and a seed from 0"
        )
    with city.store.begin(snapshot=True) as tx:
        settings, build = read_city(tx), current_build(tx)
        graph = city.graph(build)
        samples = [
            _sample(tx, source, graph, build, points, seed)
            for source in _sources(city, tx, settings, graph)
            if source.costs.profile.code in _wanted(settings, profiles)
        ]
    bands: list[CertifiedBand] = []
    for before, sample in enumerate(samples):
        verdicts = [Verdict(0, 0, 0, 0)] * len(settings.cutoffs_s)
        judged = _judged(graph, sample, settings, places, seed, city.threads)
        for done, more in enumerate(judged, start=1):
            verdicts = [a + b for a, b in zip(verdicts, more, strict=True)]
            progress("certificate", before * points + done, len(samples) * points)
        bands += _bands(sample, settings, build, verdicts, seed)
    with city.store.begin() as tx:
        write_certificate(tx, build.content_hash, bands, actor=city.actor)
    return bands


def current_certificate(
    tx: Transaction, build: NetworkBuild, settings: CitySettings
) -> list[CertifiedBand]:
    """Read what is certified of a build with the settings as they are now.

    Returns
    -------
    list of CertifiedBand
        By profile in the city's order, then by cutoff; without the profiles whose catchments
        were certified with other settings, or never.
    """
    keys = {p.code: certificate_key(build, settings, p) for p in settings.profiles}
    bands = read_certificate(tx, build.content_hash)
    return _in_order(settings, [band for band in bands if band.settings_key == keys[band.profile]])


def uncertified(bands: Sequence[CertifiedBand], settings: CitySettings) -> list[str]:
    """Return the codes of the city's profiles that are not among the certified bands."""
    certified = {band.profile for band in bands}
    return [profile.code for profile in settings.profiles if profile.code not in certified]


def above_limit(bands: Sequence[CertifiedBand]) -> list[str]:
    """Say which bands hold or lack more places than `ERROR_LIMIT` allows."""
    said = []
    for band in bands:
        verdict = verdict_of(band)
        for what, share in (
            ("inside", verdict.inside_share),
            ("outside", verdict.outside_share),
        ):
            if share is not None and share > ERROR_LIMIT:
                said.append(
                    f"{band.profile}, {band.cutoff_s / 60:g} minutes: {share:.1%} of the places "
                    f"are wrongly {what} the catchments, above {ERROR_LIMIT:.0%}"
                )
    return said


def verdict_of(band: CertifiedBand) -> Verdict:
    """Return the counts of a certified band as a verdict, which has its shares."""
    return Verdict(band.places, band.exact, band.wrongly_inside, band.wrongly_outside)


def certificate_key(build: NetworkBuild, settings: CitySettings, profile: WalkProfile) -> str:
    """Return the hash of all that the accuracy of a profile's catchments depends on."""
    inputs = [
        ENGINE,
        build.content_hash,
        profile.speed_m_per_s,
        profile.steps_factor,
        list(settings.cutoffs_s),
        settings.off_street_m,
        settings.simplify_m,
    ]
    return hashlib.sha256(canonical_json(inputs).encode()).hexdigest()


def _wanted(settings: CitySettings, profiles: Sequence[str]) -> list[str]:
    return [profile.code for profile in settings.profiles_of(profiles) or settings.profiles]


def _sources(
    city: City, tx: Transaction, settings: CitySettings, graph: WalkGraph
) -> Iterator[_Source]:
    """Yield each profile's costs and the learning points that join the streets."""
    if read_points(tx, statuses=WALKED_TO):
        plan = plan_catchments(city, tx)
        due = set(plan.due)
        for part in plan.profiles:
            code = part.costs.profile.code
            current = {point_id for point_id in part.access if (point_id, code) not in due}
            yield _Source(part.costs, part.access, current)
        return
    for profile in settings.profiles:
        costs = walk_costs(graph, profile, island_below_m=settings.island_below_m)
        yield _Source(costs, {}, set())


def _sample(
    tx: Transaction,
    source: _Source,
    graph: WalkGraph,
    build: NetworkBuild,
    points: int,
    seed: int,
) -> _Sample:
    ids = sorted(source.access)
    drawn = np.random.default_rng([seed, _ORIGINS]).permutation(len(ids))[:points]
    access = [source.access[ids[i]] for i in drawn]
    stored = read_catchments(
        tx,
        build_hash=build.content_hash,
        point_ids=[at.point_id for at in access if at.point_id in source.current],
        profile=source.costs.profile.code,
    )
    bands: dict[str, dict[int, BaseGeometry]] = {}
    for point_id, cutoff_s, band in zip(
        stored["point_id"], stored["cutoff_s"], stored.geometry, strict=True
    ):
        bands.setdefault(point_id, {})[int(cutoff_s)] = band
    more = _places_on_streets(graph, source.costs, points - len(access), seed)
    return _Sample(source.costs, [*access, *more], len(access), bands)


def _places_on_streets(
    graph: WalkGraph, costs: WalkCosts, count: int, seed: int
) -> list[AccessPoint]:
    """Draw places from all streets of a profile but islands, each metre as likely as another."""
    edges = np.flatnonzero(costs.passable & ~costs.island)
    length_m = np.asarray(graph.edge_length_m)[edges]
    random = np.random.default_rng([seed, _STREETS])
    drawn = random.choice(len(edges), count, p=length_m / length_m.sum())
    return [
        AccessPoint(f"street {n}", int(edges[i]), float(length_m[i] * share), 0.0)
        for n, (i, share) in enumerate(zip(drawn, random.random(count), strict=True))
    ]


def _judged(
    graph: WalkGraph,
    sample: _Sample,
    settings: CitySettings,
    places: int,
    seed: int,
    threads: int,
) -> Iterator[list[Verdict]]:
    """Yield the verdicts on each origin's bands, one for each cutoff."""
    shape = Shape(settings.cutoffs_s, settings.off_street_m, settings.simplify_m)
    absent = [at for at in sample.access if at.point_id not in sample.stored]
    computed = compute_catchments(graph, sample.costs, absent, shape, threads=threads)
    drawn = sample.stored | {
        at.point_id: dict(zip(settings.cutoffs_s, bands, strict=True)) for at, bands in computed
    }
    for number, at in enumerate(sample.access):
        exact = ExactTimes(
            graph,
            sample.costs,
            at,
            limit_s=settings.cutoffs_s[-1],
            off_street_m=settings.off_street_m,
        )
        # A band that is empty is not stored.
        bands = [(c, drawn[at.point_id].get(c, MultiPolygon())) for c in settings.cutoffs_s]
        yield judge_bands(exact, bands, places=places, seed=[seed, _PLACES, number])


def _bands(
    sample: _Sample,
    settings: CitySettings,
    build: NetworkBuild,
    verdicts: Sequence[Verdict],
    seed: int,
) -> list[CertifiedBand]:
    profile = sample.costs.profile
    return [
        CertifiedBand(
            profile=profile.code,
            cutoff_s=cutoff_s,
            settings_key=certificate_key(build, settings, profile),
            seed=seed,
            learning_points=sample.learning_points,
            street_places=len(sample.access) - sample.learning_points,
            places=verdict.places,
            exact=verdict.exact,
            wrongly_inside=verdict.wrongly_inside,
            wrongly_outside=verdict.wrongly_outside,
        )
        for cutoff_s, verdict in zip(settings.cutoffs_s, verdicts, strict=True)
    ]


def _in_order(settings: CitySettings, bands: Sequence[CertifiedBand]) -> list[CertifiedBand]:
    order = {profile.code: n for n, profile in enumerate(settings.profiles)}
    return sorted(bands, key=lambda band: (order[band.profile], band.cutoff_s))
