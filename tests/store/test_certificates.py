"""Certificates stand beside their build, one for each profile and cutoff."""

from dataclasses import replace

import pytest

from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import PROFILES
from learnmap.store import (
    CertifiedBand,
    Store,
    read_certificate,
    read_entries,
    record_build,
    write_certificate,
    write_city,
)
from tests.store.samples import BUILD, a_build, a_city


def a_band(profile: str = "adult", cutoff_s: int = 900, **changes: int | str) -> CertifiedBand:
    band = CertifiedBand(
        profile=profile,
        cutoff_s=cutoff_s,
        settings_key="k1",
        seed=7,
        learning_points=3,
        street_places=1,
        places=4000,
        exact=1500,
        wrongly_inside=4,
        wrongly_outside=9,
    )
    return replace(band, **changes)  # type: ignore[arg-type]


def test_a_certificate_comes_back_in_order_and_with_its_time(store: Store) -> None:
    bands = [a_band("step_free"), a_band(), a_band(cutoff_s=300, exact=150, wrongly_outside=0)]
    with store.begin() as tx:
        a_city(tx)
        assert read_certificate(tx, BUILD) == []
        write_certificate(tx, BUILD, bands, actor="tester")
    with store.begin() as tx:
        found = read_certificate(tx, BUILD)
        (entry,) = [e for e in read_entries(tx, subject=BUILD) if e.action == "network.certify"]
    assert [(band.profile, band.cutoff_s) for band in found] == [
        ("adult", 300),
        ("adult", 900),
        ("step_free", 900),
    ]
    assert all(band.certified_at is not None for band in found)
    assert replace(found[1], certified_at=None) == a_band()
    assert entry.details == {"profiles": ["adult", "step_free"], "seed": 7, "places": 12000}


def test_certifying_again_replaces_the_profiles_that_are_given(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
        write_certificate(
            tx, BUILD, [a_band(), a_band(cutoff_s=300), a_band("step_free")], actor="t"
        )
        write_certificate(tx, BUILD, [a_band(seed=8)], actor="t")
    with store.begin() as tx:
        found = {(band.profile, band.cutoff_s): band.seed for band in read_certificate(tx, BUILD)}
    assert found == {("adult", 900): 8, ("step_free", 900): 7}


def test_a_certificate_belongs_to_one_build_and_to_profiles_of_the_city(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
        record_build(tx, a_build("cd" * 32), actor="t")
        write_certificate(tx, BUILD, [a_band(), a_band("older_adult")], actor="t")
        assert read_certificate(tx, "cd" * 32) == []
        only_adults = CitySettings(names={"en": "X"}, profiles=PROFILES[:1])
        write_city(tx, only_adults, actor="t")
        assert [band.profile for band in read_certificate(tx, BUILD)] == ["adult"]


def test_counts_that_cannot_be_are_refused_with_the_rule(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
    with (
        pytest.raises(InvalidInputError, match=r"ck_certificates_wrongly_outside.*some of the"),
        store.begin() as tx,
    ):
        write_certificate(tx, BUILD, [a_band(wrongly_outside=1501)], actor="t")
    with pytest.raises(InvalidInputError, match="fk_certificates_profile"), store.begin() as tx:
        write_certificate(tx, BUILD, [a_band("nobody")], actor="t")
    with store.begin() as tx:
        assert read_certificate(tx, BUILD) == []
