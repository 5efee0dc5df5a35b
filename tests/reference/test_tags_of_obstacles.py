"""Every rule of what stops a walker off the street, with what OpenStreetMap's wiki says of it."""

import pytest

from learnmap.network.obstacle_tags import is_water, line_obstacle
from learnmap.network.obstacles import ObstacleKind

WATERWAY, RAILWAY, MOTORWAY = ObstacleKind.WATERWAY, ObstacleKind.RAILWAY, ObstacleKind.MOTORWAY


def tags_of(text: str) -> dict[str, str]:
    return dict(tag.split("=", 1) for tag in text.split())


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        # Tag:waterway=river, canal; a stream can be jumped over, ditches and drains are narrower.
        ("waterway=river", WATERWAY),
        ("waterway=canal", WATERWAY),
        ("waterway=stream", None),
        ("waterway=ditch", None),
        ("waterway=drain", None),
        ("waterway=dam", None),
        ("waterway=weir", None),
        # The line of mean high water.
        ("natural=coastline", WATERWAY),
        ("natural=cliff", None),
        # Key:intermittent, Key:seasonal: there is not always water.
        ("waterway=river intermittent=yes", None),
        ("waterway=river intermittent=no", WATERWAY),
        ("waterway=river seasonal=winter", None),
        ("waterway=river seasonal=no", WATERWAY),
        # Key:railway: tracks of their own.
        ("railway=rail", RAILWAY),
        ("railway=rail service=yard", RAILWAY),
        ("railway=rail embankment=yes", RAILWAY),
        ("railway=rail cutting=yes", RAILWAY),
        ("railway=light_rail", RAILWAY),
        ("railway=narrow_gauge", RAILWAY),
        ("railway=preserved", RAILWAY),
        ("railway=subway", RAILWAY),
        # In the street, in the air, in the park.
        ("railway=tram", None),
        ("railway=monorail", None),
        ("railway=miniature", None),
        # Not there yet, or no longer.
        ("railway=construction construction=rail", None),
        ("railway=proposed", None),
        ("railway=disused", None),
        ("railway=abandoned", None),
        ("railway=razed", None),
        ("railway=platform", None),
        ("railway=turntable", None),
        # Tag:highway=motorway, Key:motorroad.
        ("highway=motorway", MOTORWAY),
        ("highway=motorway_link", MOTORWAY),
        ("highway=motorway foot=yes", MOTORWAY),
        ("highway=trunk motorroad=yes", MOTORWAY),
        ("highway=primary_link motorroad=yes", MOTORWAY),
        ("highway=trunk", None),
        ("highway=trunk motorroad=no", None),
        ("highway=primary", None),
        ("highway=construction construction=motorway", None),
        ("highway=construction motorroad=yes", None),
        # What feet may walk along is a street.
        ("highway=primary motorroad=yes foot=yes", None),
        ("highway=service railway=rail", None),
        ("highway=service access=private railway=rail", RAILWAY),
        # Key:bridge: one walks beneath.
        ("railway=rail bridge=yes", None),
        ("railway=rail bridge=viaduct layer=1", None),
        ("railway=rail bridge=no", RAILWAY),
        ("highway=motorway bridge=yes", None),
        ("waterway=canal bridge=aqueduct", None),
        # Key:tunnel, Key:covered, Tag:location=underground: one walks above.
        ("railway=subway tunnel=yes", None),
        ("railway=rail tunnel=building_passage", None),
        ("railway=rail tunnel=no", RAILWAY),
        ("railway=rail covered=yes", None),
        ("railway=rail covered=no", RAILWAY),
        ("highway=motorway tunnel=yes layer=-1", None),
        ("waterway=river tunnel=culvert", None),
        ("waterway=river covered=yes", None),
        ("railway=rail location=underground", None),
        ("railway=light_rail location=overhead", None),
        ("railway=rail location=surface", RAILWAY),
        # Key:layer orders what overlaps; it does not say that something is under the ground.
        ("highway=motorway layer=-1", MOTORWAY),
        ("highway=motorway layer=1", MOTORWAY),
        ("waterway=river layer=-1", WATERWAY),
        ("railway=rail layer=-1", RAILWAY),
        # Tag:railway=subway: mostly below ground.
        ("railway=subway layer=-2", None),
        ("railway=subway layer=0", RAILWAY),
        # Buildings, walls and fences are not asked about.
        ("building=yes", None),
        ("barrier=wall", None),
        ("barrier=fence", None),
        ("", None),
    ],
)
def test_which_lines_stop_a_walker(tags: str, kind: ObstacleKind | None) -> None:
    assert line_obstacle(tags_of(tags)) is kind


@pytest.mark.parametrize(
    ("tags", "water"),
    [
        # Tag:natural=water, Key:water.
        ("natural=water", True),
        ("natural=water water=lake", True),
        ("natural=water water=pond", True),
        ("natural=water water=river", True),
        ("natural=wetland", False),
        ("natural=bay", False),
        # Tags from before Key:water.
        ("waterway=riverbank", True),
        ("waterway=dock", True),
        ("landuse=reservoir", True),
        ("waterway=boatyard", False),
        ("leisure=swimming_pool", False),
        # Tag:landuse=basin, Key:basin: detention and infiltration basins are mostly dry.
        ("landuse=basin", True),
        ("landuse=basin basin=retention", True),
        ("landuse=basin basin=detention", False),
        ("landuse=basin basin=infiltration", False),
        ("natural=water water=basin basin=detention", False),
        # Key:intermittent, Key:seasonal.
        ("natural=water intermittent=yes", False),
        ("natural=water intermittent=no", True),
        ("natural=water seasonal=yes", False),
        # Under something.
        ("landuse=reservoir covered=yes", False),
        ("landuse=reservoir location=underground", False),
        ("natural=water tunnel=culvert", False),
        ("natural=water water=canal bridge=aqueduct", False),
        ("natural=water layer=-1", True),
        ("landuse=grass", False),
        ("", False),
    ],
)
def test_which_areas_are_water(tags: str, *, water: bool) -> None:
    assert is_water(tags_of(tags)) is water
