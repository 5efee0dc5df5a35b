"""Every rule of the tags of nodes on a way, with what OpenStreetMap's wiki says of them."""

import pytest

from learnmap.network.tags import Barrier, node_barrier
from tests.reference.test_tags_of_ways import tags_of

OPEN, NO_WHEELS, CLOSED = Barrier.OPEN, Barrier.NOT_STEP_FREE, Barrier.CLOSED


@pytest.mark.parametrize(
    ("tags", "barrier"),
    [
        ("", OPEN),
        ("highway=crossing", OPEN),
        # Tag:barrier=gate: passable unless access tags or a lock say otherwise.
        ("barrier=gate", OPEN),
        ("barrier=gate access=yes", OPEN),
        ("barrier=gate access=destination", OPEN),
        ("barrier=gate access=customers", OPEN),
        ("barrier=gate access=private", CLOSED),
        ("barrier=gate access=no", CLOSED),
        ("barrier=gate access=residents", CLOSED),
        ("barrier=gate access=delivery", CLOSED),
        ("barrier=gate access=private foot=yes", OPEN),
        ("barrier=gate access=no foot=designated", OPEN),
        ("barrier=gate foot=no", CLOSED),
        ("barrier=gate foot=private access=yes", CLOSED),
        ("barrier=gate locked=yes", CLOSED),
        ("barrier=gate locked=no", OPEN),
        ("barrier=gate locked=yes foot=yes", OPEN),
        ("barrier=lift_gate", OPEN),
        ("barrier=swing_gate", OPEN),
        ("barrier=lift_gate access=private", CLOSED),
        # Made to stop cars or cattle, not feet.
        ("barrier=bollard", OPEN),
        ("barrier=bollard motor_vehicle=no", OPEN),
        ("barrier=block", OPEN),
        ("barrier=cycle_barrier", OPEN),
        ("barrier=cattle_grid", OPEN),
        ("barrier=toll_booth", OPEN),
        ("barrier=entrance", OPEN),
        ("barrier=bollard access=no foot=yes", OPEN),
        # Linear barriers over a way close it unless they say that feet pass.
        *(
            (f"barrier={value}", CLOSED)
            for value in (
                "wall",
                "fence",
                "hedge",
                "hedge_bank",
                "retaining_wall",
                "city_wall",
                "guard_rail",
            )
        ),
        ("barrier=wall foot=yes", OPEN),
        ("barrier=fence foot=permissive", OPEN),
        # For feet but not for wheels.
        *(
            (f"barrier={value}", NO_WHEELS)
            for value in (
                "stile",
                "kissing_gate",
                "turnstile",
                "full-height_turnstile",
                "log",
                "debris",
                "horse_stile",
                "step",
                "motorcycle_barrier",
            )
        ),
        ("barrier=stile foot=yes", NO_WHEELS),
        ("barrier=kissing_gate wheelchair=yes", OPEN),
        ("barrier=kissing_gate wheelchair=designated", OPEN),
        ("barrier=kissing_gate foot=no", CLOSED),
        ("barrier=turnstile access=private", CLOSED),
        ("barrier=gate wheelchair=no", NO_WHEELS),
        ("barrier=wall foot=yes wheelchair=no", NO_WHEELS),
        # Key:kerb: "raised" is over 3 cm; "lowered" and "flush" are for wheels.
        ("kerb=raised", NO_WHEELS),
        ("barrier=kerb kerb=raised", NO_WHEELS),
        ("kerb=raised wheelchair=yes", OPEN),
        ("kerb=lowered", OPEN),
        ("kerb=flush", OPEN),
        ("barrier=kerb", OPEN),
        # Access tags of a node that is no barrier.
        ("foot=no", CLOSED),
        ("access=private", OPEN),
        ("entrance=yes access=private", OPEN),
        ("wheelchair=no", OPEN),
        # A crossing for bicycles lies on a street along which people walk past.
        ("highway=crossing foot=no", OPEN),
        ("highway=crossing foot=no kerb=raised", NO_WHEELS),
        ("highway=crossing barrier=gate foot=no", CLOSED),
    ],
)
def test_what_a_node_does_to_a_walker(tags: str, barrier: Barrier) -> None:
    assert node_barrier(tags_of(tags)) is barrier
