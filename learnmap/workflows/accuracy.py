"""What an edition says of the accuracy of its catchments."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from learnmap.edition import AccuracyFacts
from learnmap.store import CertifiedBand
from learnmap.workflows.certifying import verdict_of


def accuracy_facts(bands: Sequence[CertifiedBand], clock: ZoneInfo) -> list[AccuracyFacts]:
    """Return the shares that a certificate's counts stand for, as an edition freezes them.

    Parameters
    ----------
    bands : sequence of CertifiedBand
        As they were stored.
    clock : ZoneInfo
        The city's, for the date.

    Returns
    -------
    list of AccuracyFacts
        In the order of the bands.
    """
    facts = []
    for band in bands:
        verdict, at = verdict_of(band), band.certified_at
        facts.append(
            AccuracyFacts(
                profile=band.profile,
                cutoff_s=band.cutoff_s,
                learning_points=band.learning_points,
                street_places=band.street_places,
                places=band.places,
                exact=band.exact,
                wrongly_inside=_rounded(verdict.inside_share),
                wrongly_inside_95=_limits(verdict.inside_interval),
                wrongly_outside=_rounded(verdict.outside_share),
                wrongly_outside_95=_limits(verdict.outside_interval),
                iou=_rounded(verdict.iou),
                iou_95=_limits(verdict.iou_interval),
                seed=band.seed,
                certified_on=f"{at.astimezone(clock):%Y-%m-%d}" if at else "",
            )
        )
    return facts


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _limits(interval: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if interval is None else (round(interval[0], 6), round(interval[1], 6))
