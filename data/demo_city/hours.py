"""Opening hours by kind, in OpenStreetMap's syntax, and the notes that some have instead."""

from typing import Final

import numpy as np

HOURS: Final[dict[str, tuple[str, ...]]] = {
    "community_college": (
        "Mo-Fr 08:30-11:30,13:30-17:00; Sa 09:00-16:00; PH off",
        "Mo-Sa 08:30-20:30; PH off",
    ),
    "community_school": (
        "Mo-Fr 08:30-11:30,13:00-16:30; PH off",
        "Mo-Fr 08:30-17:00; We,Fr 18:30-20:30; PH off",
        "Mo-Sa 08:30-11:30,13:30-17:00; PH off",
    ),
    "neighbourhood_point": (
        "Mo-Fr 09:00-11:30,13:30-16:30; PH off",
        "Mo-Fr 08:30-16:30; PH off",
        "Mo,We,Fr 13:30-16:00; PH off",
        "Mo-Sa 09:00-11:00,14:00-16:00",
        "Tu,Th 09:00-11:00; Sa 14:00-16:00",
    ),
    "senior_university": ("Mo-Fr 08:30-11:00,13:30-16:00; PH off", "Mo-Fr 08:30-16:00; PH off"),
    "social_point": (
        "Tu-Su 10:00-20:00",
        "Mo-Su 10:00-21:00",
        "We-Su 13:00-18:00; Fr,Sa 13:00-20:30",
        "Mo-Fr 18:30-21:00; Sa,Su 10:00-21:00",
    ),
    "care_education_point": (
        "Mo-Su 08:30-11:00,14:00-16:30",
        "Mo-Fr 09:00-11:00; Sa 14:00-16:00",
        "Mo-Fr 08:30-16:00; PH off",
    ),
    "experience_base": (
        "Tu-Su 09:00-17:00",
        "Sa,Su,PH 09:30-16:30",
        "We-Su 10:00-12:00,13:30-17:30",
    ),
    "humanities_stop": (
        "24/7",
        "Tu-Su 09:00-16:30",
        "Mo-Su 09:00-17:00",
        "Mar-Oct Mo-Su 08:00-18:00; Nov-Feb Mo-Su 08:30-17:00",
    ),
    "library": ("Tu-Su 09:00-20:30; Mo 13:00-20:30", "Tu-Su 09:00-17:30", "Mo-Su 08:00-22:00"),
    "museum": (
        "Tu-Su 09:00-17:00; PH 09:00-17:00",
        "We-Su 09:30-16:30",
        "Tu-Th,Su 09:00-17:00; Fr,Sa 09:00-20:00",
    ),
    "cultural_centre": ("Tu-Su 09:00-11:30,13:30-20:30", "Mo-Su 08:30-21:00"),
    "arts_centre": ("Tu-Su 10:00-21:00", "We-Su 10:00-18:00; Sa 10:00-22:00"),
    "adult_school": (
        "Mo-Fr 18:00-21:00; Sa,Su 08:30-16:30; PH off",
        "Mo-Fr 08:30-11:30,18:00-21:00; Sa 09:00-16:00; PH off",
    ),
}
"""What each kind may keep; one is drawn for each point."""

NOTES: Final = (
    "每月首个周六上午开放，请提前电话确认。 / Open on the first Saturday morning of a month.",
    "开放时间随课程安排，以现场公告为准。 / Open during classes; see the notice at the door.",
    "团体参观请提前三天预约。 / Groups: please book three days ahead.",
    "暑期（七、八月）开放时间另行通知。 / Hours in July and August are announced separately.",
)
"""Free text where no syntax fits."""


def hours_of(kind: str, rng: np.random.Generator) -> tuple[str | None, str | None]:
    """Draw opening hours and a note for a point of a kind.

    Parameters
    ----------
    kind : str
        A code of `learnmap.model.kinds.KINDS`.
    rng : numpy.random.Generator
        Decides.

    Returns
    -------
    tuple of (str or None, str or None)
        Hours in OpenStreetMap's syntax, and a note. Three in a hundred have only a note, three
        have neither.
    """
    draw = rng.random()
    choice = HOURS[kind][int(rng.integers(len(HOURS[kind])))]
    note = NOTES[int(rng.integers(len(NOTES)))]
    if draw < 0.03:
        return None, note
    if draw < 0.06:
        return None, None
    return choice, note if draw > 0.93 else None
