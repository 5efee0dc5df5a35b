"""Agreement: whether engines that are compared for speed gave the same answers."""

import numpy as np

from benchmarks.running import Run


def reach_agreement(ours: Run, other: Run) -> str:
    """Say how many origins reach as many nodes, and how far the mean times differ."""
    count, total = ours.arrays["count"], ours.arrays["sum_s"]
    others = other.arrays["count"][: len(count)]
    same = float(np.mean(count[: len(others)] == others))
    means = other.arrays["sum_s"] / np.maximum(other.arrays["count"], 1)
    apart_s = np.abs(means - (total / np.maximum(count, 1))[: len(means)])
    return f"{same:.1%} of origins reach as many nodes; mean times differ by {apart_s.max():.1g} s"


def times_agreement(ours: Run, other: Run) -> str:
    """Say how far the times to the same places differ."""
    theirs = other.arrays["time_s"]
    mine = ours.arrays["time_s"][: len(theirs)]
    if theirs.ndim == 1:
        mine, theirs = np.where(np.isfinite(mine), mine, 0), np.where(np.isfinite(mine), theirs, 0)
    apart_s = np.abs(mine - theirs)[np.isfinite(mine) & np.isfinite(theirs)]
    both = len(apart_s)
    return (
        f"{both:,} times compared: median difference {np.median(apart_s):.2g} s, "
        f"95 % within {np.percentile(apart_s, 95):.2g} s"
    )
