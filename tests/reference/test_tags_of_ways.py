"""Every rule of the tags of ways, with what OpenStreetMap's wiki says of the tag."""

import pytest

from learnmap.network.tags import (
    PERMITTED_HIGHWAYS,
    PLAZA_HIGHWAYS,
    WALKABLE_HIGHWAYS,
    is_plaza,
    way_rule,
)

WALKED = True
CLOSED = False


def tags_of(text: str) -> dict[str, str]:
    return dict(tag.split("=", 1) for tag in text.split())


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        # Key:highway. Streets for all, and ways for feet.
        *((f"highway={value}", WALKED) for value in sorted(WALKABLE_HIGHWAYS)),
        # OSM tags for routing/Access restrictions: motorways are closed to feet everywhere.
        ("highway=motorway", CLOSED),
        ("highway=motorway_link", CLOSED),
        ("highway=motorway foot=yes", CLOSED),
        ("highway=motorway sidewalk=both", CLOSED),
        # Trunk, cycleway and bridleway: open by country; here only where they say so.
        *((f"highway={value}", CLOSED) for value in sorted(PERMITTED_HIGHWAYS)),
        *((f"highway={value} foot=yes", WALKED) for value in sorted(PERMITTED_HIGHWAYS)),
        ("highway=trunk foot=designated", WALKED),
        ("highway=trunk sidewalk=both", WALKED),
        ("highway=trunk sidewalk=left", WALKED),
        ("highway=trunk sidewalk=right", WALKED),
        ("highway=trunk sidewalk=yes", WALKED),
        ("highway=trunk sidewalk:both=yes", WALKED),
        ("highway=trunk sidewalk:left=no sidewalk:right=yes", WALKED),
        ("highway=trunk sidewalk=no", CLOSED),
        ("highway=trunk sidewalk=none", CLOSED),
        # Key:sidewalk. "separate": the pavement is drawn as a way of its own.
        ("highway=trunk sidewalk=separate", CLOSED),
        ("highway=trunk sidewalk:both=separate", CLOSED),
        ("highway=trunk sidewalk=both foot=no", CLOSED),
        ("highway=primary sidewalk=separate", WALKED),
        ("highway=primary sidewalk=no", WALKED),
        # Key:segregated says how feet and wheels share a cycleway, so feet are there.
        ("highway=cycleway segregated=yes", WALKED),
        ("highway=cycleway segregated=no", WALKED),
        ("highway=cycleway bicycle=designated", CLOSED),
        ("highway=cycleway foot=designated bicycle=designated", WALKED),
        ("highway=cycleway foot=no segregated=yes", CLOSED),
        # Key:motorroad: motor vehicles only.
        ("highway=primary motorroad=yes", CLOSED),
        ("highway=primary motorroad=yes foot=yes", WALKED),
        ("highway=primary motorroad=no", WALKED),
        # Not built, no longer there, or no way at all.
        ("highway=construction construction=footway", CLOSED),
        ("highway=construction foot=yes", CLOSED),
        ("highway=proposed", CLOSED),
        ("highway=razed", CLOSED),
        ("highway=raceway", CLOSED),
        ("highway=bus_guideway", CLOSED),
        ("highway=busway", CLOSED),
        ("highway=services", CLOSED),
        ("highway=street_lamp", CLOSED),
        ("building=yes", CLOSED),
        ("foot=yes", CLOSED),
        ("railway=rail", CLOSED),
        ("waterway=river", CLOSED),
        ("", CLOSED),
        # Tag:route=ferry is left out, also where feet are welcome on board.
        ("route=ferry foot=yes", CLOSED),
        ("route=ferry highway=footway", CLOSED),
        ("route=hiking highway=footway", WALKED),
        # Tag:railway=platform, Tag:public_transport=platform, Tag:man_made=pier.
        ("railway=platform", WALKED),
        ("public_transport=platform", WALKED),
        ("public_transport=stop_position", CLOSED),
        ("railway=platform access=no", CLOSED),
        ("railway=platform foot=yes access=no", WALKED),
        ("man_made=pier", WALKED),
        ("man_made=pier access=private", CLOSED),
        ("man_made=pier foot=no", CLOSED),
        ("man_made=bridge", CLOSED),
        ("railway=platform highway=construction", CLOSED),
        # Key:foot. For feet it beats what access says of everybody.
        *(
            (f"highway=service access=private foot={value}", WALKED)
            for value in ("yes", "designated", "permissive", "destination", "customers", "official")
        ),
        *(
            (f"highway=residential foot={value}", CLOSED)
            for value in ("no", "private", "use_sidepath", "permit", "military", "discouraged")
        ),
        ("highway=footway foot=no", CLOSED),
        ("highway=residential foot=unknown", WALKED),
        # Key:access.
        ("highway=service access=private", CLOSED),
        ("highway=service access=no", CLOSED),
        ("highway=service access=permit", CLOSED),
        ("highway=service access=military", CLOSED),
        ("highway=track access=agricultural", CLOSED),
        ("highway=track access=forestry", CLOSED),
        ("highway=service access=delivery", CLOSED),
        ("highway=residential access=residents", CLOSED),
        ("highway=service access=yes", WALKED),
        ("highway=service access=permissive", WALKED),
        ("highway=service access=destination", WALKED),
        ("highway=service access=customers", WALKED),
        # Tags for other traffic say nothing of feet.
        ("highway=residential vehicle=no", WALKED),
        ("highway=residential motor_vehicle=no bicycle=no", WALKED),
        ("highway=residential oneway=yes", WALKED),
    ],
)
def test_which_ways_feet_may_use(tags: str, *, walkable: bool) -> None:
    assert way_rule(tags_of(tags)).walkable is walkable


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ("highway=footway", True, True),
        # Key:oneway is for vehicles; feet have their own tags.
        ("highway=residential oneway=yes", True, True),
        ("highway=residential oneway=-1", True, True),
        ("highway=footway oneway=yes", True, True),
        ("highway=residential junction=roundabout", True, True),
        # Key:oneway:foot.
        ("highway=footway oneway:foot=yes", True, False),
        ("highway=footway oneway:foot=true", True, False),
        ("highway=footway oneway:foot=1", True, False),
        ("highway=footway oneway:foot=-1", False, True),
        ("highway=footway oneway:foot=no", True, True),
        ("highway=residential oneway=yes oneway:foot=no", True, True),
        # Key:conveying: escalators and moving walkways.
        ("highway=steps conveying=forward", True, False),
        ("highway=steps conveying=backward", False, True),
        ("highway=steps conveying=reversible", True, True),
        ("highway=steps conveying=yes", True, True),
        ("highway=footway conveying=no", True, True),
        # Forward & backward, left & right.
        ("highway=path foot:backward=no", True, False),
        ("highway=path foot:forward=no", False, True),
        ("highway=path foot:forward=private", False, True),
        ("highway=path foot:backward=yes", True, True),
        ("highway=path oneway:foot=-1 foot:forward=no", False, True),
    ],
)
def test_which_way_feet_may_go(tags: str, *, forward: bool, backward: bool) -> None:
    rule = way_rule(tags_of(tags))
    assert (rule.walkable, rule.forward, rule.backward) == (True, forward, backward)


@pytest.mark.parametrize(
    "tags",
    [
        "highway=path foot:forward=no foot:backward=no",
        "highway=path oneway:foot=yes foot:forward=no",
        "highway=steps conveying=forward oneway:foot=-1",
    ],
)
def test_a_way_closed_in_both_directions_is_closed(tags: str) -> None:
    assert not way_rule(tags_of(tags)).walkable


@pytest.mark.parametrize(
    ("tags", "steps", "step_free"),
    [
        ("highway=footway", False, True),
        # Tag:highway=steps; a ramp for wheelchairs makes them passable, one for prams or
        # bicycles does not.
        ("highway=steps", True, False),
        ("highway=steps ramp:wheelchair=yes", True, True),
        ("highway=steps ramp:wheelchair=no", True, False),
        ("highway=steps ramp=yes", True, False),
        ("highway=steps ramp:bicycle=yes", True, False),
        ("highway=steps ramp:stroller=yes", True, False),
        # Key:wheelchair has the last word.
        ("highway=steps wheelchair=yes", True, True),
        ("highway=steps wheelchair=designated", True, True),
        ("highway=steps wheelchair=no ramp:wheelchair=yes", True, False),
        ("highway=footway wheelchair=no", False, False),
        ("highway=footway wheelchair=limited", False, True),
        # Escalators and moving walkways stop wheels; what conveys nobody does not.
        ("highway=steps conveying=yes", True, False),
        ("highway=footway conveying=forward", False, False),
        ("highway=footway conveying=no", False, True),
        ("highway=steps conveying=no ramp:wheelchair=yes", True, True),
        # Tag:highway=elevator takes wheels.
        ("highway=elevator", False, True),
        # Key:smoothness: from "horrible" on only off-road wheels pass.
        ("highway=path smoothness=bad", False, True),
        ("highway=path smoothness=very_bad", False, True),
        ("highway=path smoothness=horrible", False, False),
        ("highway=path smoothness=very_horrible", False, False),
        ("highway=path smoothness=impassable", False, False),
        ("highway=path smoothness=horrible wheelchair=yes", False, True),
        # Key:sac_scale: above "hiking" a path is no longer for everybody.
        ("highway=path sac_scale=hiking", False, True),
        ("highway=path sac_scale=mountain_hiking", False, False),
    ],
)
def test_what_steps_and_wheels_meet(tags: str, *, steps: bool, step_free: bool) -> None:
    rule = way_rule(tags_of(tags))
    assert (rule.walkable, rule.steps, rule.step_free) == (True, steps, step_free)


@pytest.mark.parametrize(
    ("tags", "plaza"),
    [
        *((f"highway={value} area=yes", True) for value in sorted(PLAZA_HIGHWAYS)),
        ("highway=pedestrian access=private", False),
        ("highway=pedestrian foot=no", False),
        ("highway=pedestrian access=no foot=yes", True),
        ("man_made=pier", True),
        ("railway=platform", True),
        ("public_transport=platform", True),
        ("railway=platform access=no", False),
        ("highway=services area=yes", False),
        ("highway=raceway area=yes", False),
        ("highway=steps area=yes", False),
        ("building=yes", False),
    ],
)
def test_which_areas_can_be_crossed(tags: str, *, plaza: bool) -> None:
    assert is_plaza(tags_of(tags)) is plaza


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ("highway=motorway", "highway=motorway"),
        ("highway=residential foot=no", "foot=no"),
        ("highway=service access=private", "access=private"),
        ("highway=trunk", "highway=trunk without foot=yes"),
        ("highway=primary motorroad=yes", "motorroad=yes"),
        ("route=ferry", "route=ferry"),
        ("highway=path foot:forward=no foot:backward=no", "foot:forward=no and foot:backward=no"),
    ],
)
def test_a_refusal_names_the_tag(tags: str, reason: str) -> None:
    assert way_rule(tags_of(tags)).reason == reason
