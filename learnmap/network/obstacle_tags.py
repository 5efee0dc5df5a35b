"""Which OpenStreetMap ways and areas nobody walks across off the street, by their tags.

Sources: the OpenStreetMap wiki on ``natural=water``, ``natural=coastline``, ``water``,
``waterway``, ``landuse=basin``, ``basin``, ``intermittent``, ``seasonal``, ``railway``,
``highway=motorway``, ``motorroad``, ``bridge``, ``tunnel``, ``covered``, ``location``, ``layer``.

Water, railways and motorways are obstacles, and nothing else is: buildings, walls and fences are
drawn in some towns and left out in others, and most have a door or a gate that no map shows.

- A stream or ditch can be stepped over; a river or canal cannot. Water that is there for a part
  of the year only, and basins that are dry but after rain, are left out.
- Trams and light railways that share a street with feet are no obstacle; nor is what runs over
  the ground on a bridge or under it. The key ``layer`` alone says neither: it orders what
  overlaps, and motorways in a cutting and whole rivers are tagged with a layer below 0. Only an
  underground railway is taken to be where its layer says.
- What feet may walk along by its own tags (`learnmap.network.tags`) is a street, not an obstacle.
"""

from collections.abc import Mapping
from typing import Final

from learnmap.network.obstacles import ObstacleKind
from learnmap.network.tags import PERMITTED_HIGHWAYS, WALKABLE_HIGHWAYS, way_rule

Tag = tuple[str, str]

WATER_TAGS: Final[frozenset[Tag]] = frozenset(
    {
        ("natural", "water"),
        ("waterway", "riverbank"),
        ("waterway", "dock"),
        ("landuse", "reservoir"),
        ("landuse", "basin"),
    }
)
"""Tags of areas that are water."""

_WATERWAYS: Final[frozenset[Tag]] = frozenset(
    {("waterway", "river"), ("waterway", "canal"), ("natural", "coastline")}
)
_RAILWAYS: Final[frozenset[Tag]] = frozenset(
    ("railway", value) for value in "rail light_rail subway narrow_gauge preserved".split()
)
_MOTORWAYS: Final[frozenset[Tag]] = frozenset(
    {("highway", "motorway"), ("highway", "motorway_link")}
)
_MOTORROADS: Final[frozenset[Tag]] = frozenset(
    ("motorroad", value) for value in ("yes", "true", "1")
)

LINE_TAGS: Final = _WATERWAYS | _RAILWAYS | _MOTORWAYS | _MOTORROADS
"""Tags of ways that may be obstacles."""

_DRY_BASINS: Final = frozenset({"detention", "infiltration"})


def line_obstacle(tags: Mapping[str, str]) -> ObstacleKind | None:
    """Decide from its tags what kind of obstacle the line of a way is.

    Parameters
    ----------
    tags : mapping of str to str
        The way's tags.

    Returns
    -------
    ObstacleKind or None
        None for a way that stops nobody.
    """
    if not _is_on_the_ground(tags) or way_rule(tags).walkable:
        return None
    if _has(tags, _WATERWAYS):
        return None if _is_dry_at_times(tags) else ObstacleKind.WATERWAY
    if _has(tags, _RAILWAYS):
        return ObstacleKind.RAILWAY
    if _has(tags, _MOTORWAYS):
        return ObstacleKind.MOTORWAY
    is_road = tags.get("highway") in WALKABLE_HIGHWAYS | PERMITTED_HIGHWAYS
    return ObstacleKind.MOTORWAY if is_road and _has(tags, _MOTORROADS) else None


def is_water(tags: Mapping[str, str]) -> bool:
    """Tell whether an area with these tags is open water all year."""
    return (
        _has(tags, WATER_TAGS)
        and _is_on_the_ground(tags)
        and not _is_dry_at_times(tags)
        and tags.get("basin") not in _DRY_BASINS
    )


def _has(tags: Mapping[str, str], wanted: frozenset[Tag]) -> bool:
    return not wanted.isdisjoint(tags.items())


def _is_on_the_ground(tags: Mapping[str, str]) -> bool:
    if any(tags.get(key, "no") != "no" for key in ("bridge", "tunnel", "covered")):
        return False
    if tags.get("location") in {"underground", "overhead"}:
        return False
    return not (tags.get("railway") == "subway" and tags.get("layer", "").startswith("-"))


def _is_dry_at_times(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key, "no") != "no" for key in ("intermittent", "seasonal"))
