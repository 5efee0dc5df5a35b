"""Residents as an edition keeps them: one form for the same residents, and nothing lost."""

import random

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnmap.edition import freeze_residents, thaw_residents
from learnmap.model.errors import InvalidInputError

Home = tuple[float, float, float, float]


def residents(homes: list[Home], bands: tuple[str, str] = ("60_79", "80_up")) -> gpd.GeoDataFrame:
    table = np.array(homes, dtype=float).reshape(-1, 4)
    counts = {f"residents_{band}": table[:, 2 + at] for at, band in enumerate(bands)}
    return gpd.GeoDataFrame(
        {"id": [f"h{n}" for n in range(len(homes))], "residents": table[:, 2:].sum(axis=1)}
        | counts,
        geometry=gpd.points_from_xy(table[:, 0], table[:, 1], crs="EPSG:4326"),
    )


def test_one_line_a_place_in_a_fixed_order_with_no_needless_digit() -> None:
    homes = [
        (121.5, 31.2, 3, 1),
        (-0.0000004, 31.2, 0, 0.5),
        (121.4, 31.25, 2.0004, 0),
        (121.5000001, 31.1999999, 1.25, 0),
        (121.3, 31.2, 0, 0),
    ]
    assert freeze_residents(residents(homes)) == (
        b"longitude,latitude,residents_60_79,residents_80_up\n"
        b"0,31.2,0,0.5\n"
        b"121.4,31.25,2,0\n"
        b"121.5,31.2,4.25,1\n"
    )


def test_a_place_west_and_south_keeps_its_sign() -> None:
    assert freeze_residents(residents([(-58.5, -0.25, 1, 0)])) == (
        b"longitude,latitude,residents_60_79\n-58.5,-0.25,1\n"
    )


def test_bands_stand_from_young_to_old() -> None:
    frozen = freeze_residents(residents([(1, 2, 3, 4)], bands=("100_up", "5_9")))
    assert frozen == b"longitude,latitude,residents_5_9,residents_100_up\n1,2,4,3\n"


@pytest.mark.parametrize("homes", [[], [(1.0, 2.0, 0.0, 0.0)]])
def test_nobody_is_no_table(homes: list[Home]) -> None:
    assert freeze_residents(residents(homes)) is None


def test_it_is_read_as_it_was_written() -> None:
    thawed = thaw_residents(freeze_residents(residents([(121.123456, 31.2, 3, 1.5)])) or b"")
    assert thawed["residents"].tolist() == [4.5]
    assert thawed["residents_80_up"].tolist() == [1.5]
    assert (thawed.geometry.x[0], thawed.geometry.y[0]) == (121.123456, 31.2)
    assert thawed.crs == "EPSG:4326"


@pytest.mark.parametrize(
    "content",
    [b"", b"id,place\na,b\n", b"longitude,latitude,name\n1,2,3\n", b"longitude,latitude\nx,1\n"],
)
def test_another_table_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"residents\.csv is not what an edition keeps"):
        thaw_residents(content)


HOMES = st.lists(
    st.tuples(
        st.integers(-180_000_000, 180_000_000).map(lambda micro: micro / 1e6),
        st.integers(-90_000_000, 90_000_000).map(lambda micro: micro / 1e6),
        st.integers(0, 9_000_000).map(lambda part: part / 1000),
        st.integers(0, 9_000_000).map(lambda part: part / 1000),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=50)
@given(homes=HOMES, seed=st.randoms(use_true_random=False))
def test_neither_order_nor_a_second_freezing_changes_a_byte(
    homes: list[Home], seed: random.Random
) -> None:
    frozen = freeze_residents(residents(homes))
    mixed = list(homes)
    seed.shuffle(mixed)
    assert freeze_residents(residents(mixed)) == frozen
    if frozen is None:
        assert sum(one[2] + one[3] for one in homes) == 0
        return
    thawed = thaw_residents(frozen)
    assert freeze_residents(thawed) == frozen
    everybody = sum(round(one[2] * 1000) + round(one[3] * 1000) for one in homes) / 1000
    assert thawed["residents"].sum() == pytest.approx(everybody, abs=1e-6)
