"""The city's settings and vocabulary."""

import pytest

from learnmap.model.city import CitySettings
from learnmap.model.errors import ConflictError, NotFoundError, NotReadyError
from learnmap.model.kinds import KINDS, Kind
from learnmap.model.profiles import WalkProfile
from learnmap.store import (
    Store,
    add_kind,
    edit_kind,
    read_city,
    read_entries,
    read_kinds,
    read_profiles,
    read_snaps,
    replace_snaps,
    write_city,
)
from tests.store.samples import BUILD, a_city, some_snaps


def test_settings_come_back_as_they_were(store: Store) -> None:
    city = CitySettings(
        names={"zh": "波尔图", "en": "Porto"},
        timezone="Europe/Lisbon",
        snap_limit_m=80,
        cutoffs_s=(600,),
        profiles=(WalkProfile("child", "儿童", "Child", 1.0), WalkProfile("b", "", "B", 0.5, None)),
    )
    with pytest.raises(NotReadyError, match="no settings yet"), store.begin() as tx:
        read_city(tx)
    with store.begin() as tx:
        write_city(tx, CitySettings(names={"en": "Before"}), actor="t")
        write_city(tx, city, actor="t")
    with store.begin() as tx:
        assert read_city(tx) == city
        assert read_profiles(tx) == city.profiles
        entry = read_entries(tx)[-1]
    assert (entry.action, entry.details["timezone"]) == ("city.write", "Europe/Lisbon")


def test_a_profile_that_goes_takes_its_snaps_along(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
        replace_snaps(tx, BUILD, some_snaps("p1"))
        older = [profile for profile in read_profiles(tx) if profile.code != "adult"]
        write_city(tx, CitySettings(names={"en": "X"}, profiles=tuple(older)), actor="t")
        assert read_snaps(tx, BUILD).empty


def test_kinds_start_as_shipped_and_grow(store: Store) -> None:
    tea = Kind("tea_house", "茶馆", "Tea house", ("learning",), "#112233")
    with store.begin() as tx:
        assert read_kinds(tx) == KINDS
        add_kind(tx, tea, actor="t")
        assert read_kinds(tx) == (*KINDS, tea)
        with pytest.raises(ConflictError, match="'library' exists"):
            add_kind(tx, KINDS[8], actor="t")
        with pytest.raises(NotFoundError, match="no kind 'castle'"):
            edit_kind(tx, Kind("castle", "城", "Castle", (), "#000000"), actor="t")
        renamed = Kind("tea_house", "茶馆", "Teahouse", ("humanities",), "#112233")
        edit_kind(tx, renamed, actor="t")
        assert read_kinds(tx)[-1] == renamed
