"""A certificate is of the catchments that a city has, and of no others."""

import json

import geopandas as gpd
import pytest
import shapely

from learnmap.model.errors import InvalidInputError
from learnmap.store import (
    CertifiedBand,
    current_build,
    read_catchments,
    read_certificate,
    read_city,
    read_input_keys,
    write_catchments,
)
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.certifying import (
    above_limit,
    certify_catchments,
    current_certificate,
)
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition, stored_edition

EXEMPT = Approval(exemption="a test")
WALKERS = ("adult", "older_adult", "step_free")


def counts(bands: list[CertifiedBand]) -> list[tuple[int, int, int, int]]:
    return [(b.places, b.exact, b.wrongly_inside, b.wrongly_outside) for b in bands]


def test_each_profile_and_cutoff_is_counted_and_kept_with_the_build(pointed: City) -> None:
    compute_city_catchments(pointed)
    bands = certify_catchments(pointed, points=3, places=1000, seed=5)
    assert [(band.profile, band.cutoff_s) for band in bands] == [
        (profile, cutoff_s) for profile in WALKERS for cutoff_s in (300, 600, 900)
    ]
    for band in bands:
        assert (band.seed, band.learning_points, band.street_places) == (5, 3, 0)
        assert band.places == 3000
    for walker in WALKERS:
        exact = [band.exact for band in bands if band.profile == walker]
        assert 0 < exact[0] < exact[1] < exact[2] < 3000
    with pointed.store.begin() as tx:
        stored = read_certificate(tx, current_build(tx).content_hash)
    assert counts(stored) == counts(bands)


def test_the_same_seed_gives_the_same_numbers_whether_stored_or_computed(pointed: City) -> None:
    before = certify_catchments(pointed, points=4, places=500, seed=5)
    compute_city_catchments(pointed)
    after = certify_catchments(pointed, points=4, places=500, seed=5)
    assert counts(after) == counts(before)
    # Three points join the streets; a place on a street makes up the fourth.
    assert {(band.learning_points, band.street_places) for band in after} == {(3, 1)}
    other = certify_catchments(pointed, points=4, places=500, seed=6)
    assert counts(other) != counts(before)


def test_a_city_without_points_is_certified_by_places_on_its_streets(city: City) -> None:
    bands = certify_catchments(city, points=2, places=500, profiles=["step_free"])
    assert {(band.profile, band.learning_points, band.street_places) for band in bands} == {
        ("step_free", 0, 2)
    }
    assert bands[-1].exact > 0


def test_the_stored_catchments_are_what_is_judged(pointed: City) -> None:
    compute_city_catchments(pointed)
    certify_catchments(pointed, points=3, places=1000)
    assert _above(pointed) == []
    _store_boxes(pointed, "adult")
    certify_catchments(pointed, points=3, places=1000, profiles=["adult"])
    warnings = _above(pointed)
    # A box round a catchment holds more than the catchment, and lacks nothing of it.
    assert len(warnings) == 3
    assert all("are wrongly inside the catchments, above 2%" in warning for warning in warnings)
    assert [warning.split(":")[0] for warning in warnings] == [
        f"adult, {minutes} minutes" for minutes in (5, 10, 15)
    ]


def test_other_settings_make_a_certificate_void_for_the_profiles_they_concern(
    pointed: City,
) -> None:
    assert _current(pointed) == set()
    certify_catchments(pointed, points=1, places=50)
    profiles = list(pointed.settings().profiles)
    profiles[0] = type(profiles[0])("adult", "成人", "Adult", 1.4)
    change_city(pointed, changes={"profiles": tuple(profiles)})
    assert _current(pointed) == {"older_adult", "step_free"}
    certify_catchments(pointed, points=1, places=50, profiles=["adult"])
    assert _current(pointed) == set(WALKERS)
    change_city(pointed, changes={"off_street_m": 50})
    assert _current(pointed) == set()


def test_an_edition_freezes_the_certificate_and_its_page_tells_of_it(pointed: City) -> None:
    compute_city_catchments(pointed)
    certify_catchments(pointed, points=3, places=400, seed=9)
    publish_edition(pointed, "learning", 2026, approval=EXEMPT)
    _, files = stored_edition(pointed, "learning", 2026)
    accuracy = json.loads(files["edition.json"])["accuracy"]
    assert [(one["profile"], one["cutoff_s"]) for one in accuracy] == [
        (profile, cutoff_s) for profile in WALKERS for cutoff_s in (300, 600, 900)
    ]
    with pointed.store.begin() as tx:
        bands = current_certificate(tx, current_build(tx), read_city(tx))
    for one, band in zip(accuracy, bands, strict=True):
        assert one["wrongly_outside"] == round(band.wrongly_outside / band.exact, 6)
        assert one["wrongly_inside"] == round(band.wrongly_inside / band.exact, 6)
        low, high = one["wrongly_outside_95"]
        assert low <= one["wrongly_outside"] <= high
        assert (one["places"], one["exact"], one["seed"]) == (1200, band.exact, 9)
    page = files["index.html"].decode()
    assert "随机抽取 3,600 个地点" in page
    assert "3,600 places were picked at random" in page


def test_an_edition_without_a_certificate_says_so(pointed: City) -> None:
    compute_city_catchments(pointed)
    publish_edition(pointed, "learning", 2026, approval=EXEMPT)
    _, files = stored_edition(pointed, "learning", 2026)
    assert json.loads(files["edition.json"])["accuracy"] == []
    assert "have not been checked against a sample" in files["index.html"].decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"profiles": ["runner"]}, r"'runner'.*adult, older_adult, step_free"),
        ({"points": 0}, "0 points, 4000 places and seed 1 are no sample"),
        ({"places": 0}, "0 places"),
        ({"seed": -1}, "seed -1"),
    ],
)
def test_a_sample_of_nothing_is_refused(
    pointed: City, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        certify_catchments(pointed, **changes)  # type: ignore[arg-type]


def _above(city: City) -> list[str]:
    with city.store.begin() as tx:
        return above_limit(current_certificate(tx, current_build(tx), read_city(tx)))


def _current(city: City) -> set[str]:
    with city.store.begin() as tx:
        return {band.profile for band in current_certificate(tx, current_build(tx), read_city(tx))}


def _store_boxes(city: City, profile: str) -> None:
    """Put boxes in place of the stored catchments, as a faulty engine might have drawn them."""
    with city.store.begin() as tx:
        build = current_build(tx).content_hash
        table = read_catchments(tx, build_hash=build, profile=profile)
        keys = read_input_keys(tx, build)
        boxes = shapely.multipolygons(shapely.envelope(table.geometry.to_numpy())[:, None])
        faulty = gpd.GeoDataFrame(
            table.assign(input_key=[keys[point_id, profile] for point_id in table["point_id"]]),
            geometry=boxes,
            crs=table.crs,
        )
        write_catchments(tx, build, faulty)
