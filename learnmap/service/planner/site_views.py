"""What the page of the next sites asks, and what it shows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from learnmap.model.scenarios import AddPoint
from learnmap.render.map_drawing import DrawnPlaces, draw_map
from learnmap.service.planner.asked import number_of
from learnmap.service.planner.choices import Choice
from learnmap.service.planner.figures import count_words, share_words
from learnmap.service.planner.words import word
from learnmap.service.staff.visit import StaffRefusal
from learnmap.siting import Aim
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.sites.report import SitesQuestion, SitesReport

MODELS: Final = (Aim.MOST_COVERED, Aim.SHORTEST_WALKS)
MOST_SITES: Final = 30
SPACINGS_M: Final = (100, 150, 250, 400, 600)
FLOORS: Final = (0, 50, 60, 70, 80, 90)
"""Per cent of each area's residents."""
SEARCH_S: Final = 20.0
_SITES: Final = 5
_SPACING_M: Final = 250


@dataclass(frozen=True, slots=True)
class SitesAsked:
    """What the page's own fields ask.

    Attributes
    ----------
    model : Aim
    sites : int
    spacing : int
        Metres between corners.
    floor : int
        Per cent; as far as it is reachable.
    """

    model: Aim
    sites: int
    spacing: int
    floor: int

    def fields(self) -> dict[str, str | int]:
        """Return them as fields of the address."""
        return {
            "model": self.model.value,
            "sites": self.sites,
            "spacing": self.spacing,
            "floor": self.floor,
        }

    def question(self, of: CoverageQuestion) -> SitesQuestion:
        """Return what is asked of a city."""
        return SitesQuestion(
            aim=self.model,
            sites=self.sites,
            floor=self.floor / 100,
            floor_as_far_as_reachable=True,
            level=of.level,
            profile=of.profile,
            age_from=of.age_from,
            cutoff_s=60 * of.minutes,
            points=of.points,
            time_limit_s=SEARCH_S,
        )

    def query(self, of: CoverageQuestion, fields: Mapping[str, str | int]) -> str:
        """Return the query part of an address that asks this of a question."""
        return urlencode({**fields, "level": of.level, **self.fields()})


def sites_asked(given: Mapping[str, str]) -> SitesAsked:
    """Read what the page's own fields ask.

    Raises
    ------
    StaffRefusal
        For a value that the page does not offer.
    """
    model = next((one for one in MODELS if one.value == (given.get("model") or MODELS[0])), None)
    asked = SitesAsked(
        model or MODELS[0],
        number_of(given.get("sites"), _SITES, least=1, most=MOST_SITES),
        number_of(given.get("spacing"), _SPACING_M, most=SPACINGS_M[-1]),
        number_of(given.get("floor"), 0, most=FLOORS[-1]),
    )
    if model is None or asked.spacing not in SPACINGS_M or asked.floor not in FLOORS:
        raise StaffRefusal(404, "refused_missing")
    return asked


@dataclass(frozen=True, slots=True)
class SitesChoices:
    """The choices of the page's own fields."""

    models: tuple[Choice, ...]
    sites: tuple[Choice, ...]
    spacings: tuple[Choice, ...]
    floors: tuple[Choice, ...]


def sites_choices(language: str) -> SitesChoices:
    """Return the choices in words."""

    def floor(percent: int) -> str:
        if not percent:
            return word("sites_no_floor", language)
        return word("sites_as_far", language, share=f"{percent}%")

    return SitesChoices(
        tuple((one.value, word(f"sites_model_{one.value}", language)) for one in MODELS),
        tuple((str(one), str(one)) for one in range(1, MOST_SITES + 1)),
        tuple((str(one), word("sites_metres", language, metres=one)) for one in SPACINGS_M),
        tuple((str(one), floor(one)) for one in FLOORS),
    )


@dataclass(frozen=True, slots=True)
class SitesTried:
    """Proposed sites as a scenario that is not kept yet.

    Attributes
    ----------
    kind : str
        In words, of the points that would be added.
    changes : str
        As the form of a scenario carries them.
    """

    kind: str
    changes: str


def sites_tried(held: HeldCity, report: SitesReport, language: str) -> SitesTried:
    """Return the scenario of adding all sites: points of the kind that is asked about.

    Where no one kind is, they are of the city's first.
    """
    points = report.asked.points
    known = {one.code: one for one in held.inputs.kinds}
    kind = known[points.code] if points.by == "kind" else held.inputs.kinds[0]
    changes = [
        AddPoint(
            id=f"site-{row.rank}",
            kind=kind.code,
            names=row.names,
            longitude=row.lon,
            latitude=row.lat,
        )
        for row in report.rows
    ]
    name = {"en": kind.en}.get(language, kind.zh)
    written = json.dumps([one.model_dump(mode="json") for one in changes], ensure_ascii=False)
    return SitesTried(name, written)


def outcome_lines(report: SitesReport, language: str) -> list[str]:
    """Say what the sites change, how near the best that is, and what greedy finds."""
    lines = [
        word(
            name,
            language,
            covered=count_words(one.covered),
            uncovered=count_words(one.uncovered),
            unplaced=count_words(one.unplaced),
            total=count_words(one.total),
            share=share_words(one.share),
        )
        for name, one in (("sites_before", report.before), ("sites_after", report.after))
    ]
    found = report.siting
    before_s, after_s = found.before.mean_walk_s, found.proposed.mean_walk_s
    if report.asked.aim is Aim.SHORTEST_WALKS and before_s is not None and after_s is not None:
        minutes = {"before": before_s, "after": after_s, "penalty": found.penalty_s}
        told = {name: f"{seconds / 60:.2f}" for name, seconds in minutes.items()}
        lines.append(word("sites_mean", language, **told))
    lines.append(
        word(
            "sites_proven" if found.proven else "sites_unproven",
            language,
            bound=_value(report, found.bound, language),
            gap=f"{found.gap:.2%}",
            seconds=f"{report.asked.time_limit_s:g}",
        )
    )
    if report.greedy_value is None:
        lines.append(word("sites_no_greedy", language))
    else:
        value = _value(report, report.greedy_value, language)
        lines.append(word("sites_greedy", language, value=value))
    return lines


def _value(report: SitesReport, value: float, language: str) -> str:
    if report.asked.aim is Aim.SHORTEST_WALKS:
        return word("sites_value_walk", language, value=f"{value / 60:.2f}")
    return word("sites_value_residents", language, value=count_words(value))


def sites_map(held: HeldCity, report: SitesReport, language: str) -> Markup:
    """Draw the sites with their numbers, the points that stand, and the areas."""
    areas = held.inputs.areas
    level = report.asked.level
    is_whole = level is None or level == WHOLE
    borders = [] if is_whole else list(areas.geometry[areas["level"] == level])
    standing = [one.point.walk_to for one in held.inputs.open_points]
    spots = [(one.lon, one.lat) for one in report.rows]
    numbers = [str(one.rank) for one in report.rows]
    drawn = draw_map(
        word("sites_map", language),
        [],
        borders=borders,
        places=[
            DrawnPlaces(word("sites_standing", language), "#8fa3b5", standing),
            DrawnPlaces(word("sites_drawn", language), "#1d2733", spots, numbers),
        ],
    )
    return Markup(drawn)  # noqa: S704 - escaped there
