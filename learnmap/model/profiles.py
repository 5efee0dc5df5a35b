"""Walk profiles: who walks, how fast, and what is passable.

The built-in speeds are starting values of a city's settings, not constants of the code.
1.25 m/s makes 15 minutes 1,125 m, near the 1 km of Chinese planning guides; 0.8 m/s is the
upper end of the speeds measured for people over 65 at mobility risk (0.71 to 0.80 m/s).
"""

from dataclasses import dataclass
from typing import Final

from learnmap.model.errors import InvalidInputError

CUTOFFS_S: Final = (300, 600, 900)
"""Walking-time limits of the bands, in seconds: 5, 10 and 15 minutes."""


@dataclass(frozen=True, slots=True)
class WalkProfile:
    """Who walks.

    Attributes
    ----------
    code : str
        Name in code, tables and API.
    zh, en : str
        Labels shown to people.
    speed_m_per_s : float
        Walking speed on the flat.
    steps_factor : float or None
        By how much a metre of steps takes longer than a metre of street; 2 makes a walker
        prefer any way round that is less than twice as long. ``None``: steps, and whatever
        else is not step-free, cannot be passed.

    Raises
    ------
    InvalidInputError
        When the speed is not within 0.1 to 3 m/s or the factor is below 1.
    """

    code: str
    zh: str
    en: str
    speed_m_per_s: float
    steps_factor: float | None = 1.0

    def __post_init__(self) -> None:
        if not 0.1 <= self.speed_m_per_s <= 3:
            raise InvalidInputError(
                f"profile {self.code!r}: speed {self.speed_m_per_s} m/s is not a walking speed; "
                "give a value from 0.1 to 3"
            )
        if self.steps_factor is not None and not self.steps_factor >= 1:
            raise InvalidInputError(
                f"profile {self.code!r}: steps_factor {self.steps_factor} is below 1; "
                "steps are never faster than the street"
            )


PROFILES: Final[tuple[WalkProfile, ...]] = (
    WalkProfile("adult", "成人", "Adult", 1.25, 1.0),
    WalkProfile("older_adult", "老年人", "Older adult", 0.8, 2.0),
    WalkProfile("step_free", "无台阶", "Step-free", 0.8, None),
)
"""Profiles that a new city starts with."""
