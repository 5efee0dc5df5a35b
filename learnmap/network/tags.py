"""Which OpenStreetMap ways and nodes a walker may use, by their tags.

Sources: the OpenStreetMap wiki on ``highway``, ``foot``, ``access``, ``sidewalk``, ``barrier``,
``kerb``, ``oneway:foot``, ``conveying`` and "OSM tags for routing/Access restrictions".

A tag for feet (``foot``) always beats one for everybody (``access``). Where the wiki leaves a
default to the country (``trunk``, ``cycleway``, ``bridleway``), a way counts as walkable only
when it says so itself, by ``foot`` or by a pavement (``sidewalk``, ``segregated``): a route
along a fast road that no one can walk harms a resident more than one left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

WALKABLE_HIGHWAYS: Final = frozenset(
    "footway path pedestrian steps living_street residential service track unclassified road "
    "tertiary tertiary_link secondary secondary_link primary primary_link corridor elevator "
    "platform crossing".split()
)
"""Values of ``highway`` that are open to feet unless a tag forbids it."""

PERMITTED_HIGHWAYS: Final = frozenset("trunk trunk_link cycleway bridleway".split())
"""Values of ``highway`` that are open to feet only when a tag permits it."""

PLAZA_HIGHWAYS: Final = frozenset(
    "pedestrian footway path platform service living_street residential crossing".split()
)
"""Values of ``highway`` that, as an area, can be crossed in every direction."""

_PERMIT: Final = frozenset("yes designated permissive destination customers official".split())
_FORBID: Final = frozenset("no private use_sidepath permit military discouraged".split())
_FORBID_ALL: Final = _FORBID | {"agricultural", "forestry", "delivery", "residents"}
_PAVEMENT: Final = frozenset("yes both left right".split())
"""Not ``separate``: that pavement is a way of its own, beside the one with the tag."""
_YES: Final = frozenset({"yes", "true", "1"})

_CLOSED_BARRIERS: Final = frozenset(
    "wall fence hedge hedge_bank retaining_wall city_wall guard_rail".split()
)
_STEP_BARRIERS: Final = frozenset(
    "stile kissing_gate turnstile full-height_turnstile log debris horse_stile step "
    "motorcycle_barrier".split()
)


class Barrier(IntEnum):
    """What a node does to a walker who wants to pass it."""

    OPEN = 0
    NOT_STEP_FREE = 1
    CLOSED = 2


@dataclass(frozen=True, slots=True)
class WayRule:
    """What the tags of a way say to a walker.

    Attributes
    ----------
    walkable : bool
        Whether feet may use it at all.
    reason : str
        The tag that decided, as ``key=value``.
    forward, backward : bool
        Whether it may be walked in and against the order of its nodes.
    steps : bool
        Whether it is a flight of steps.
    step_free : bool
        Whether a wheelchair or a walking frame passes.
    span : bool
        Whether it is a bridge or a tunnel, so that the ground there is not its own.
    """

    walkable: bool
    reason: str
    forward: bool = True
    backward: bool = True
    steps: bool = False
    step_free: bool = True
    span: bool = False


def way_rule(tags: Mapping[str, str]) -> WayRule:
    """Decide from its tags how a way can be walked.

    Parameters
    ----------
    tags : mapping of str to str
        The way's tags.

    Returns
    -------
    WayRule
        With `walkable` False for anything that is no street, path, pier or platform.
    """
    walkable, reason = _is_walkable(tags)
    if not walkable:
        return WayRule(walkable=False, reason=reason)
    forward, backward = _directions(tags)
    if not (forward or backward):
        return WayRule(walkable=False, reason="foot:forward=no and foot:backward=no")
    steps = tags.get("highway") == "steps"
    step_free = _is_step_free(tags, steps=steps)
    return WayRule(
        walkable=True,
        reason=reason,
        forward=forward,
        backward=backward,
        steps=steps,
        step_free=step_free,
        span=any(tags.get(key, "no") != "no" for key in ("bridge", "tunnel")),
    )


def is_plaza(tags: Mapping[str, str]) -> bool:
    """Tell whether an area with these tags can be walked across in every direction."""
    if tags.get("highway") in PLAZA_HIGHWAYS or tags.get("man_made") == "pier":
        return _is_walkable(tags)[0]
    is_platform = "platform" in (tags.get("railway"), tags.get("public_transport"))
    return is_platform and _is_walkable(tags)[0]


def node_barrier(tags: Mapping[str, str]) -> Barrier:
    """Decide from its tags whether a walker can pass a node of a way.

    Parameters
    ----------
    tags : mapping of str to str
        The node's tags.

    Returns
    -------
    Barrier
        A gate is open unless ``foot``, ``access`` or ``locked`` closes it; walls and fences are
        closed unless ``foot`` opens them; stiles, turnstiles and raised kerbs stop wheels.
    """
    foot, barrier = tags.get("foot", ""), tags.get("barrier", "")
    # A crossing's tags speak of those who cross the street, not of those who follow it.
    if foot in _FORBID and (barrier or tags.get("highway") != "crossing"):
        return Barrier.CLOSED
    if barrier and foot not in _PERMIT:
        shut = tags.get("access", "") in _FORBID_ALL or tags.get("locked") in _YES
        if shut or barrier in _CLOSED_BARRIERS:
            return Barrier.CLOSED
    wheelchair = tags.get("wheelchair", "")
    if wheelchair in {"yes", "designated"}:
        return Barrier.OPEN
    stops_wheels = barrier in _STEP_BARRIERS or tags.get("kerb") == "raised"
    if stops_wheels or (barrier and wheelchair == "no"):
        return Barrier.NOT_STEP_FREE
    return Barrier.OPEN


def _is_walkable(tags: Mapping[str, str]) -> tuple[bool, str]:
    if tags.get("route") == "ferry":
        return False, "route=ferry"
    if not (base := _base(tags)):
        return False, f"highway={tags.get('highway', '')}"
    foot = tags.get("foot", "")
    if foot in _PERMIT:
        return True, f"foot={foot}"
    if foot in _FORBID:
        return False, f"foot={foot}"
    if tags.get("motorroad") in _YES:
        return False, "motorroad=yes"
    if (access := tags.get("access", "")) in _FORBID_ALL:
        return False, f"access={access}"
    if base.split("=", 1)[1] not in PERMITTED_HIGHWAYS:
        return True, base
    if tags.get("segregated") in {"yes", "no"}:
        return True, f"segregated={tags['segregated']}"
    return (True, "sidewalk") if _has_pavement(tags) else (False, f"{base} without foot=yes")


def _base(tags: Mapping[str, str]) -> str:
    """Return the tag that makes a way a candidate, or nothing."""
    highway = tags.get("highway", "")
    if highway in WALKABLE_HIGHWAYS or highway in PERMITTED_HIGHWAYS:
        return f"highway={highway}"
    if highway:
        return ""
    if tags.get("man_made") == "pier":
        return "man_made=pier"
    for key in ("railway", "public_transport"):
        if tags.get(key) == "platform":
            return f"{key}=platform"
    return ""


def _has_pavement(tags: Mapping[str, str]) -> bool:
    if tags.get("sidewalk") in _PAVEMENT:
        return True
    return any(tags.get(f"sidewalk:{side}") in _PAVEMENT for side in ("left", "right", "both"))


def _directions(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Return whether feet may go forward and backward; cars' ``oneway`` says nothing of feet."""
    oneway = tags.get("oneway:foot", "")
    conveying = tags.get("conveying", "")
    forward = oneway != "-1" and conveying != "backward"
    backward = oneway not in _YES and conveying != "forward"
    if tags.get("foot:forward") in _FORBID:
        forward = False
    if tags.get("foot:backward") in _FORBID:
        backward = False
    return forward, backward


def _is_step_free(tags: Mapping[str, str], *, steps: bool) -> bool:
    wheelchair = tags.get("wheelchair", "")
    if wheelchair in {"yes", "designated"}:
        return True
    if wheelchair == "no" or tags.get("conveying", "no") != "no":
        return False
    if steps:
        return tags.get("ramp:wheelchair") in _YES
    rough = tags.get("smoothness") in {"horrible", "very_horrible", "impassable"}
    return not rough and tags.get("sac_scale", "hiking") == "hiking"
