"""Catchments of a city: all of them once, and again only what changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.store import current_build, read_catchments, read_snaps, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from tests.workflows.conftest import ESPLANADI, SENATE, a_point


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
    with pytest.raises(NotReadyError, match="learnmap points import"):
        compute_city_catchments(city)


def _areas(city: City) -> dict[tuple[str, str, int], float]:
    with city.store.begin() as tx:
        bands = read_catchments(tx, build_hash=current_build(tx).content_hash)
    columns = (bands[name] for name in ("point_id", "profile", "cutoff_s", "area_m2"))
    return {(p, w, c): a for p, w, c, a in zip(*columns, strict=True)}
