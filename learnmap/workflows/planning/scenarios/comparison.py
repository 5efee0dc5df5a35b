"""Scenarios side by side: who is covered now, and who would be then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.store import StoredScenario
from learnmap.workflows.planning.coverage.counting import coverage_of
from learnmap.workflows.planning.coverage.report import CoverageReport, CoverageRow
from learnmap.workflows.planning.desk.desk import Desk
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.point_sets import ALL_POINTS, SetsWanted
from learnmap.workflows.planning.provenance import Provenance
from learnmap.workflows.planning.walked_city import WalkedCity


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """The coverage of one area now and then, for one profile, cutoff and set of points.

    In each of the two covered + uncovered + unplaced = total, and the total is the same, since
    nobody moves.

    Attributes
    ----------
    stored : StoredScenario
    now, then : CoverageRow
        Without the scenario and with it.
    """

    stored: StoredScenario
    now: CoverageRow
    then: CoverageRow

    @property
    def difference(self) -> float:
        """Residents who are covered then, less those who are covered now."""
        return self.then.found.covered - self.now.found.covered


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side.

    Attributes
    ----------
    names : Names
        Of the city.
    level : str
    rows : tuple of ComparedRow
        By scenario, in the order asked for, then profile, set, area and cutoff.
    warnings : dict of str to tuple of str
        By the scenario's id: what of it does not fit the city as it is now, and was left out.
    provenance : Provenance
        What both are made of.
    divided : dict of int to float
        By age, the residents in bands that it divides; they are not counted.
    """

    names: Names
    level: Level
    rows: tuple[ComparedRow, ...]
    warnings: dict[str, tuple[str, ...]]
    provenance: Provenance
    divided: dict[int, float]


def compare_scenarios(
    desk: Desk,
    scenarios: Sequence[StoredScenario],
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    sets: SetsWanted = ALL_POINTS,
    age_from: Mapping[str, int] | None = None,
) -> Comparison:
    """Count who is covered now and in each scenario.

    A scenario that was saved when the city was otherwise is told as far as it still fits; what does
    not is among the warnings, as is that the streets have changed since.

    Parameters
    ----------
    desk : Desk
    scenarios : sequence of StoredScenario
    profiles, level, sets, age_from
        As for `learnmap.workflows.planning.coverage.counting.coverage_of`.

    Raises
    ------
    NotReadyError
        When there are no areas of the level, or no categories.
    InvalidInputError
        For a profile or a code of a set that there is not.
    """

    def counted(city: WalkedCity) -> CoverageReport:
        return coverage_of(city, profiles=profiles, level=level, sets=sets, age_from=age_from)

    now = counted(desk.base)
    rows: list[ComparedRow] = []
    warnings = {}
    for stored in scenarios:
        what_if = desk.what_if(stored.scenario)
        then = counted(what_if.after)
        # Row by row, as both have the same profiles, sets, areas and limits.
        pairs = zip(now.rows, then.rows, strict=True)
        rows += [ComparedRow(stored, before, after) for before, after in pairs]
        warnings[stored.id] = (*_of_age(stored, now.provenance), *what_if.warnings)
    return Comparison(now.names, level, tuple(rows), warnings, now.provenance, now.divided)


def _of_age(stored: StoredScenario, made_from: Provenance) -> tuple[str, ...]:
    build = made_from.build
    if stored.network == build.content_hash:
        return ()
    said = (
        f"the streets have changed since it was saved (network {stored.network[:16]}, now "
        f"{build.content_hash[:16]} of {build.extract_name}); see whether its places are still "
        "where they should be, and save it again"
    )
    return (said,)
