"""Save, list, change and delete scenarios."""

from learnmap.model.scenarios import Scenario
from learnmap.store import StoredScenario
from learnmap.store import add_scenario as add_stored
from learnmap.store import change_scenario as change_stored
from learnmap.store import list_scenarios as list_stored
from learnmap.store import read_scenario as read_stored
from learnmap.store import remove_scenario as remove_stored
from learnmap.workflows.city import City
from learnmap.workflows.planning.desk.fitting import check_scenario
from learnmap.workflows.planning.inputs import PlanningInputs, read_inputs


def save_scenario(
    city: City, scenario: Scenario, *, inputs: PlanningInputs | None = None
) -> StoredScenario:
    """Check a scenario against the city, and store it as a new one.

    Parameters
    ----------
    city : City
    scenario : Scenario
    inputs : PlanningInputs, optional
        Of the city, where somebody holds them already; else they are read.

    Raises
    ------
    InvalidInputError
        When changes do not fit the city; each is named by its position.
    NotReadyError
        When the city has no streets yet.
    """
    network = _checked(city, scenario, inputs)
    with city.store.begin() as tx:
        return add_stored(tx, scenario, network=network, actor=city.actor)


def change_scenario(
    city: City,
    scenario_id: str,
    scenario: Scenario,
    *,
    version_seen: int,
    inputs: PlanningInputs | None = None,
) -> StoredScenario:
    """Check a scenario against the city, and store it over the version that somebody saw.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since; nothing is stored.
    InvalidInputError, NotReadyError
        As for `save_scenario`.
    """
    network = _checked(city, scenario, inputs)
    with city.store.begin() as tx:
        return change_stored(
            tx,
            scenario_id,
            scenario,
            version_seen=version_seen,
            network=network,
            actor=city.actor,
        )


def list_scenarios(city: City) -> list[StoredScenario]:
    """List all scenarios, the one that was changed last first."""
    with city.store.begin() as tx:
        return list_stored(tx)


def read_scenario(city: City, scenario_id: str) -> StoredScenario:
    """Read a scenario.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    with city.store.begin() as tx:
        return read_stored(tx, scenario_id)


def remove_scenario(city: City, scenario_id: str, *, version_seen: int) -> None:
    """Delete a scenario; the audit record keeps what it was.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since somebody saw that version.
    """
    with city.store.begin() as tx:
        remove_stored(tx, scenario_id, version_seen=version_seen, actor=city.actor)


def _checked(city: City, scenario: Scenario, inputs: PlanningInputs | None) -> str:
    """Return the hash of the streets that a scenario fits."""
    known = inputs or read_inputs(city)
    check_scenario(scenario, known, city.graph(known.build))
    return known.build.content_hash
