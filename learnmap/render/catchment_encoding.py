"""Catchments small enough for a page: as many and as fine as the bytes that are left allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learnmap.render.edition_files import Catchment
from learnmap.render.outline_planes import PRECISIONS, Precision, encode_outlines
from learnmap.render.packing import packed_length

BUDGET_BYTES: Final = 1_500_000
"""What all single catchments of a page may take together."""

UNION_BUDGET_BYTES: Final = 300_000
"""What the unions of a page may take together."""

_SAMPLE: Final = 200
_SAMPLE_FROM: Final = 4


@dataclass(frozen=True, slots=True)
class EncodedCatchments:
    """What a page holds of the catchments.

    Attributes
    ----------
    content : bytes
        One outline after the other: by point, then profile, then cutoff.
    profiles, cutoffs_s : tuple
        What was kept; both empty when nothing fitted.
    precision : Precision
    """

    content: bytes
    profiles: tuple[str, ...]
    cutoffs_s: tuple[int, ...]
    precision: Precision


NO_CATCHMENTS: Final = EncodedCatchments(
    encode_outlines((), PRECISIONS[-1]), (), (), PRECISIONS[-1]
)


def encode_catchments(
    catchments: Sequence[Catchment],
    *,
    points: Sequence[str],
    profiles: Sequence[str],
    cutoffs_s: Sequence[int],
    budget_bytes: int = BUDGET_BYTES,
) -> EncodedCatchments:
    """Encode as many catchments, as finely, as fit a budget.

    Tried in this order, the first that fits is taken: all profiles and cutoffs with each of
    `PRECISIONS`; the widest cutoff of all profiles; the widest cutoff of the first profile;
    nothing.

    Parameters
    ----------
    catchments : sequence of Catchment
        EPSG:4326.
    points : sequence of str
        Point ids, in the order of the page; one empty id for unions.
    profiles : sequence of str
        Profile codes, the most important first.
    cutoffs_s : sequence of int
        Walking-time limits in seconds.
    budget_bytes : int
        What they may take in the page.
    """
    cutoffs = tuple(sorted(cutoffs_s))
    by_key = {(one.point_id, one.profile, one.cutoff_s): one.geometry for one in catchments}
    choices = (
        (tuple(profiles), cutoffs),
        (tuple(profiles), cutoffs[-1:]),
        (tuple(profiles[:1]), cutoffs[-1:]),
    )
    for kept_profiles, kept_cutoffs in dict.fromkeys(choices):
        geometries = [
            by_key.get((point, profile, cutoff))
            for point in points
            for profile in kept_profiles
            for cutoff in kept_cutoffs
        ]
        for precision in PRECISIONS:
            # A sample, the same for the same files, tells when all would be far over the budget.
            every = max(1, len(geometries) // _SAMPLE)
            sample = geometries[::every]
            if every >= _SAMPLE_FROM:
                part = packed_length(encode_outlines(sample, precision)) / len(sample)
                if part * len(geometries) > 1.5 * budget_bytes:
                    continue
            content = encode_outlines(geometries, precision)
            if packed_length(content) <= budget_bytes:
                return EncodedCatchments(content, kept_profiles, kept_cutoffs, precision)
    return NO_CATCHMENTS
