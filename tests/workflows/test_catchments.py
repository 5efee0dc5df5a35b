"""Catchments of a city: all of them once, and again only what changed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from shapely import to_wkb

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.profiles import PROFILES
from learnmap.model.records import LearningPoint
from learnmap.network import walk_costs
from learnmap.store import (
    current_build,
    drop_catchments,
    list_builds,
    read_catchments,
    read_input_keys,
    read_snaps,
    upsert_points,
)
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network
from tests.reference.extracts import graph_of, helsinki_file, index_of
from tests.reference.rewriting import rewritten
from tests.workflows.conftest import ESPLANADI, KAISANIEMI, SENATE, a_point


def test_every_point_gets_three_nested_bands_for_each_profile(pointed: City) -> None:
    report = compute_city_catchments(pointed)
    assert (report.computed, report.unchanged, report.stranded) == (9, 0, ())
    with pointed.store.begin() as tx:
        bands = read_catchments(tx, build_hash=current_build(tx).content_hash)
    assert len(bands) == 3 * 3 * 3
    assert set(bands.geometry.geom_type) == {"MultiPolygon"}
    for _, nested in bands.groupby(["point_id", "profile"]):
        five, ten, fifteen = nested.sort_values("cutoff_s").geometry
        assert fifteen.covers(ten)
        assert ten.covers(five)


def test_a_second_run_computes_nothing(pointed: City) -> None:
    compute_city_catchments(pointed)
    again = compute_city_catchments(pointed)
    assert (again.computed, again.unchanged, again.dropped) == (0, 9, 0)


def test_a_moved_point_alone_is_computed_again(pointed: City) -> None:
    compute_city_catchments(pointed)
    before = _areas(pointed)
    moved = ESPLANADI.model_copy(update={"longitude": 24.94400})
    with pointed.store.begin() as tx:
        upsert_points(tx, [moved], actor="tester")
    report = compute_city_catchments(pointed)
    assert (report.computed, report.unchanged) == (3, 6)
    changed = {key[0] for key, area in _areas(pointed).items() if before[key] != area}
    assert changed == {"esplanadi"}


def test_a_renamed_point_is_not_computed_again(pointed: City) -> None:
    compute_city_catchments(pointed)
    renamed = SENATE.model_copy(update={"names": {"en": "Another name"}})
    with pointed.store.begin() as tx:
        upsert_points(tx, [renamed], actor="tester")
    assert compute_city_catchments(pointed).computed == 0


def test_another_speed_concerns_its_profile_alone(pointed: City) -> None:
    compute_city_catchments(pointed)
    profiles = list(pointed.settings().profiles)
    profiles[0] = type(profiles[0])("adult", "成人", "Adult", 1.4)
    change_city(pointed, changes={"profiles": tuple(profiles)})
    report = compute_city_catchments(pointed)
    assert (report.computed, report.unchanged) == (3, 6)


def test_other_minutes_concern_all(pointed: City) -> None:
    compute_city_catchments(pointed)
    change_city(pointed, changes={"cutoffs_s": (300.0, 900.0)})
    report = compute_city_catchments(pointed)
    assert (report.computed, report.unchanged) == (9, 0)
    assert {cutoff for *_, cutoff in _areas(pointed)} == {300, 900}


def test_a_new_extract_concerns_what_is_near_its_change(pointed: City, tmp_path: Path) -> None:
    # The extract is 2 km wide: 100 s are short enough for a point to be far from a change.
    far = a_point("erottaja", 24.9385, 60.1665)
    with pointed.store.begin() as tx:
        upsert_points(tx, [far], actor="tester")
    change_city(pointed, changes={"cutoffs_s": (50.0, 100.0)})
    compute_city_catchments(pointed)
    before = _bands(pointed)
    way = _way_nearest_to(KAISANIEMI)
    newer = rewritten(helsinki_file(), tmp_path / "newer.osm.pbf", without=way)
    build_network(pointed, newer)

    report = compute_city_catchments(pointed)

    assert (report.computed + report.taken, report.unchanged) == (12, 0)
    assert report.taken >= 3
    assert compute_city_catchments(pointed).unchanged == 12
    after = _bands(pointed)
    changed = {key[0] for key, band in after.items() if before[key] != band}
    assert changed == {"kaisaniemi"}
    # The very same as if all had been computed anew.
    with pointed.store.begin() as tx:
        build = current_build(tx).content_hash
        for old in list_builds(tx):
            drop_catchments(tx, old.content_hash, read_input_keys(tx, old.content_hash))
    assert compute_city_catchments(pointed).computed == 12
    assert _bands(pointed) == after
    with pointed.store.begin() as tx:
        assert current_build(tx).content_hash == build


def test_an_extract_with_other_names_alone_computes_nothing(pointed: City, tmp_path: Path) -> None:
    compute_city_catchments(pointed)
    before = _bands(pointed)
    way = _way_nearest_to(KAISANIEMI)
    newer = rewritten(
        helsinki_file(), tmp_path / "newer.osm.pbf", tags=(way, {"name": "Another name"})
    )
    build_network(pointed, newer)
    report = compute_city_catchments(pointed)
    assert (report.computed, report.taken) == (0, 9)
    assert _bands(pointed) == before


def test_a_closed_point_loses_its_catchments(pointed: City) -> None:
    compute_city_catchments(pointed)
    with pointed.store.begin() as tx:
        upsert_points(tx, [SENATE.model_copy(update={"status": "closed"})], actor="tester")
    report = compute_city_catchments(pointed)
    assert (report.computed, report.dropped) == (0, 3)
    assert {key[0] for key in _areas(pointed)} == {"esplanadi", "kaisaniemi"}


def test_a_point_far_from_streets_is_named_and_the_rest_goes_on(pointed: City) -> None:
    # Two kilometres south of the extract lies only the sea.
    with pointed.store.begin() as tx:
        upsert_points(tx, [a_point("at-sea", 24.945, 60.146)], actor="tester")
    report = compute_city_catchments(pointed)
    assert report.computed == 9
    assert {(lost.point_id, lost.reason) for lost in report.stranded} == {("at-sea", "too_far")}
    assert {lost.profile for lost in report.stranded} == {"adult", "older_adult", "step_free"}
    with pointed.store.begin() as tx:
        snaps = read_snaps(tx, current_build(tx).content_hash)
    assert set(snaps.loc[snaps["point_id"] == "at-sea", "status"]) == {"too_far"}


def test_a_run_that_was_broken_off_goes_on(pointed: City) -> None:
    compute_city_catchments(pointed, profiles=["adult"])
    report = compute_city_catchments(pointed)
    assert (report.computed, report.unchanged) == (6, 3)


def test_two_runs_at_once_end_in_one_set_of_catchments(pointed: City) -> None:
    with ThreadPoolExecutor(2) as both:
        reports = list(both.map(lambda _: compute_city_catchments(pointed), range(2)))
    assert all(report.computed + report.unchanged == 9 for report in reports)
    assert len(_areas(pointed)) == 27
    assert compute_city_catchments(pointed).computed == 0


def test_an_unknown_profile_is_refused_with_those_there_are(pointed: City) -> None:
    with pytest.raises(InvalidInputError, match=r"'runner'.*adult, older_adult, step_free"):
        compute_city_catchments(pointed, profiles=["runner"])


def test_without_points_the_remedy_is_named(city: City) -> None:
    with pytest.raises(NotReadyError, match="learnmap import points"):
        compute_city_catchments(city)


def _way_nearest_to(point: LearningPoint) -> int:
    graph = graph_of("helsinki")
    costs = walk_costs(graph, PROFILES[0])
    lon, lat = (np.array([degrees]) for degrees in point.walk_to)
    (edge,) = index_of("helsinki").snap(lon, lat, costs).edge.tolist()
    return int(graph.edge_way[edge])


def _bands(city: City) -> dict[tuple[str, str, int], bytes]:
    with city.store.begin() as tx:
        bands = read_catchments(tx, build_hash=current_build(tx).content_hash)
    columns = (bands[name] for name in ("point_id", "profile", "cutoff_s", "geometry"))
    return {(p, w, c): to_wkb(band) for p, w, c, band in zip(*columns, strict=True)}


def _areas(city: City) -> dict[tuple[str, str, int], float]:
    with city.store.begin() as tx:
        bands = read_catchments(tx, build_hash=current_build(tx).content_hash)
    columns = (bands[name] for name in ("point_id", "profile", "cutoff_s", "area_m2"))
    return {(p, w, c): a for p, w, c, a in zip(*columns, strict=True)}
