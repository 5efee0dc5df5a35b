"""Who walks, unless somebody chooses."""

from collections.abc import Sequence

from learnmap.model.profiles import WalkProfile


def usual_walker(profiles: Sequence[WalkProfile]) -> WalkProfile:
    """Return the slowest who takes steps: a pace that promises nobody too much."""
    usual = [profile for profile in profiles if profile.steps_factor is not None]
    return min(usual or profiles, key=lambda profile: profile.speed_m_per_s)
