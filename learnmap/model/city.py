"""Settings of a city: its names, clock and the limits of its maps."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.model.profiles import CUTOFFS_S, PROFILES, WalkProfile
from learnmap.model.records import Record

_STAND_INS: Final = re.compile(r"\{(?:route|stop)\}")


class CitySettings(Record):
    """What a city may set.

    Attributes
    ----------
    names : dict of str to str
        The city's name by language.
    fictional : bool
        True for demonstration data; every product then says so.
    timezone : str
        IANA name, for opening hours and sessions.
    snap_limit_m : float
        How far a learning point may lie from a street it joins.
    island_below_m : float
        A part of the walk graph with less street than this, apart from the largest part,
        is an island.
    off_street_m : float
        How far a walker may leave the street.
    simplify_m : float
        Tolerance within which catchment outlines are simplified.
    review_required : bool
        Whether a second person approves each edition before it is published.
    check_in_url : str
        Where somebody checks in at a stop of a walking route, at a service of the city's own;
        ``{route}`` and ``{stop}`` stand for their ids. Empty: nowhere.
    """

    names: Names
    fictional: bool = False
    timezone: str = "Asia/Shanghai"
    snap_limit_m: Annotated[float, Field(gt=0, le=1000)] = 100.0
    island_below_m: Annotated[float, Field(ge=0)] = 5000.0
    off_street_m: Annotated[float, Field(gt=0, le=500)] = 60.0
    simplify_m: Annotated[float, Field(ge=0, le=50)] = 0.5
    cutoffs_s: tuple[int, ...] = CUTOFFS_S
    profiles: tuple[WalkProfile, ...] = PROFILES
    review_required: bool = True
    check_in_url: Annotated[str, Field(max_length=500)] = ""

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no IANA time zone; give one such as Asia/Shanghai")
        return value

    @field_validator("check_in_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s{}<>\"'\\`]+", _STAND_INS.sub("x", value)):
            raise ValueError(
                f"{value!r} is no web address; give one such as "
                "https://walk.example.org/{route}/{stop}"
            )
        return value

    @field_validator("cutoffs_s")
    @classmethod
    def _rising_cutoffs(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or value[0] <= 0 or any(a >= b for a, b in pairwise(value)):
            raise ValueError("walking times must rise from above 0, such as 300, 600, 900 s")
        return value

    def profiles_of(self, codes: Sequence[str]) -> list[WalkProfile]:
        """Return the profiles with some codes, each once, in the order of the codes.

        Raises
        ------
        InvalidInputError
            For an unknown code; the message names those there are.
        """
        known = {profile.code: profile for profile in self.profiles}
        if unknown := [code for code in codes if code not in known]:
            raise InvalidInputError(f"no profile {unknown[0]!r}; the city's are {', '.join(known)}")
        return [known[code] for code in dict.fromkeys(codes)]
