"""The sea from its coasts, on plans drawn by hand in stored steps; the water is on the right."""

import numpy as np
import pytest
import shapely

from learnmap.network.coast import sea_areas

FRAME = (-100_000.0, -100_000.0, 200_000.0, 200_000.0)
"""Round streets from 0 to 100,000 steps, some kilometre."""
STREETS = np.array(
    [
        (0, 0, 100_000, 0),
        (0, 0, 0, 100_000),
        (0, 90_000, 100_000, 90_000),
        (100_000, 0, 100_000, 100_000),
    ],
    float,
)


def sea_at(*coasts: list[list[tuple[int, int]]], place: tuple[float, float]) -> bool:
    stretches = [[np.array(stretch, float) for stretch in coast] for coast in coasts]
    sea = sea_areas(stretches, STREETS, FRAME)
    return any(area.contains(shapely.Point(place)) for area in sea)


# From the west to the east, with the sea to the south.
ACROSS = [[(-150_000, 40_000), (50_000, 50_000), (250_000, 40_000)]]
# The same, cut off where the streets end.
CUT_OFF = [[(-2_000, 40_000), (50_000, 50_000), (98_000, 40_000)]]
# An islet, with the land on the left.
ISLET = [[(40_000, 10_000), (60_000, 10_000), (60_000, 30_000), (40_000, 10_000)]]
# A strait: its southern shore runs back to the west, with the sea to the north.
SOUTHERN = [[(98_000, 20_000), (-2_000, 20_000)]]


@pytest.mark.parametrize("coast", [ACROSS, CUT_OFF])
def test_the_sea_is_to_the_right(coast: list[list[tuple[int, int]]]) -> None:
    assert sea_at(coast, place=(50_000, 20_000))
    assert sea_at(coast, place=(50_000, -50_000))
    assert not sea_at(coast, place=(50_000, 80_000))


def test_turned_round_it_is_the_other_side() -> None:
    turned = [ACROSS[0][::-1]]

    assert not sea_at(turned, place=(50_000, 20_000))
    assert sea_at(turned, place=(50_000, 80_000))


def test_an_islet_is_land() -> None:
    assert not sea_at(ACROSS, ISLET, place=(55_000, 15_000))
    assert sea_at(ACROSS, ISLET, place=(45_000, 25_000))
    # Where all coasts are islets', all round them is sea.
    assert not sea_at(ISLET, place=(55_000, 15_000))
    assert sea_at(ISLET, place=(50_000, 80_000))


def test_a_strait_lies_between_its_shores() -> None:
    assert sea_at(CUT_OFF, SOUTHERN, place=(50_000, 30_000))
    assert not sea_at(CUT_OFF, SOUTHERN, place=(50_000, 10_000))
    assert not sea_at(CUT_OFF, SOUTHERN, place=(50_000, 60_000))


def test_nodes_that_are_missing_are_leapt_over() -> None:
    leaping = [[(-2_000, 40_000), (30_000, 50_000)], [(60_000, 50_000), (98_000, 40_000)]]

    assert sea_at(leaping, place=(45_000, 49_000))
    assert not sea_at(leaping, place=(45_000, 51_000))


def test_a_coast_that_breaks_off_amidst_streets_is_no_side_of_a_sea() -> None:
    # From its last place the streets' nearest side is the north, beyond the street at 90,000.
    broken = [[(-2_000, 40_000), (50_000, 60_000)]]

    assert not sea_at(broken, place=(50_000, 20_000))
    assert not sea_at(broken, place=(50_000, 80_000))


def test_a_quay_at_the_very_end_of_a_coast_is_no_break() -> None:
    # The street at 100,000 is 2,000 steps from its last place, some 20 m.
    assert sea_at(CUT_OFF, place=(90_000, 20_000))


def test_coasts_that_disagree_are_no_sea() -> None:
    # Two coasts one beyond the other, both with the sea to the south.
    other = [[(-2_000, 20_000), (98_000, 20_000)]]

    assert not sea_at(CUT_OFF, other, place=(50_000, 30_000))
    assert sea_at(CUT_OFF, other, place=(50_000, 10_000))


def test_without_coast_or_streets_there_is_none() -> None:
    assert sea_areas([], STREETS, FRAME) == []
    coast = [[np.array(stretch, float) for stretch in ACROSS]]
    assert sea_areas(coast, np.empty((0, 4)), FRAME) == []
