"""Scenarios of planners."""

import datetime as dt
import secrets
import string
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.scenarios import Scenario
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import ScenarioRow

_LETTERS: Final = string.ascii_letters + string.digits
_ID_LENGTH: Final = 16
"""Letters and digits of an id: 95 bits of chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredScenario:
    """A scenario as it is stored.

    Attributes
    ----------
    id : str
        A word that nobody guesses; it stands in the link that is handed on.
    scenario : Scenario
    network : str
        Hash of the streets that it fitted when it was last saved.
    author : str
    created_at : datetime
    updated_by : str
    updated_at : datetime
    version : int
        1 when it was added, one more with every change.
    """

    id: str
    scenario: Scenario
    network: str
    author: str
    created_at: dt.datetime
    updated_by: str
    updated_at: dt.datetime
    version: int


def add_scenario(
    tx: Transaction, scenario: Scenario, *, network: str, actor: str
) -> StoredScenario:
    """Store a new scenario."""
    scenario_id = "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))
    statement = insert(ScenarioRow).values(
        id=scenario_id,
        **_columns(scenario),
        network=network,
        author=actor,
        updated_by=actor,
        version=1,
    )
    tx.execute(statement)
    stored = read_scenario(tx, scenario_id)
    _tell(tx, "scenarios.add", stored, actor)
    return stored


def change_scenario(
    tx: Transaction,
    scenario_id: str,
    scenario: Scenario,
    *,
    version_seen: int,
    network: str,
    actor: str,
) -> StoredScenario:
    """Write a scenario over the version that somebody saw; an equal one keeps its version.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since; nothing is stored.
    """
    before = _locked(tx, scenario_id, version_seen)
    if (before.scenario, before.network) == (scenario, network):
        return before
    row = ScenarioRow
    tx.execute(
        update(row)
        .where(row.id == scenario_id)
        .values(
            **_columns(scenario),
            network=network,
            updated_by=actor,
            updated_at=func.clock_timestamp(),
            version=row.version + 1,
        )
    )
    stored = read_scenario(tx, scenario_id)
    _tell(tx, "scenarios.change", stored, actor, before=_columns(before.scenario))
    return stored


def remove_scenario(tx: Transaction, scenario_id: str, *, version_seen: int, actor: str) -> None:
    """Delete a scenario; the audit entry keeps what it was.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since somebody saw that version.
    """
    before = _locked(tx, scenario_id, version_seen)
    tx.execute(delete(ScenarioRow).where(ScenarioRow.id == scenario_id))
    _tell(tx, "scenarios.remove", before, actor)


def read_scenario(tx: Transaction, scenario_id: str) -> StoredScenario:
    """Read a scenario.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    row = ScenarioRow
    found = tx.execute(select(row.__table__).where(row.id == scenario_id)).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"there is no scenario {scenario_id!r}; see `learnmap scenario list`")
    return _stored(dict(found))


def list_scenarios(tx: Transaction) -> list[StoredScenario]:
    """List all scenarios, the one that was changed last first."""
    row = ScenarioRow
    rows = tx.execute(select(row.__table__).order_by(row.updated_at.desc(), row.id)).mappings()
    return [_stored(dict(found)) for found in rows]


def _locked(tx: Transaction, scenario_id: str, version_seen: int) -> StoredScenario:
    """Wait for others who write the scenario, and refuse to write over what they wrote."""
    row = ScenarioRow
    tx.execute(select(row.id).where(row.id == scenario_id).with_for_update())
    before = read_scenario(tx, scenario_id)
    if before.version != version_seen:
        raise ConflictError(
            f"the scenario {before.scenario.name!r} ({scenario_id}) is at version "
            f"{before.version}, changed by {before.updated_by} since you saw version "
            f"{version_seen}; open it again, and save yours as a new one if both are wanted"
        )
    return before


def _columns(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json")


def _stored(found: dict[str, Any]) -> StoredScenario:
    scenario = Scenario.model_validate({name: found.pop(name) for name in Scenario.model_fields})
    return StoredScenario(scenario=scenario, **found)


def _tell(tx: Transaction, action: str, stored: StoredScenario, actor: str, **more: Any) -> None:
    add_entry(
        tx,
        actor=actor,
        action=action,
        subject=f"scenarios/{stored.id}",
        details={"version": stored.version, **_columns(stored.scenario), **more},
    )
