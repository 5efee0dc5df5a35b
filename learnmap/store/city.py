"""The city's settings and walk profiles."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from learnmap.model.city import CitySettings
from learnmap.model.errors import NotReadyError
from learnmap.model.profiles import WalkProfile
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import CitySettingsRow, WalkProfileRow

_SETTINGS = (
    "names",
    "fictional",
    "timezone",
    "snap_limit_m",
    "island_below_m",
    "off_street_m",
    "simplify_m",
    "cutoffs_s",
    "review_required",
    "check_in_url",
)


def read_city(tx: Transaction) -> CitySettings:
    """Read the settings.

    Raises
    ------
    NotReadyError
        Before they were written for the first time.
    """
    row = tx.execute(select(CitySettingsRow.__table__)).mappings().one_or_none()
    if row is None:
        raise NotReadyError(
            "the city has no settings yet; run `learnmap network build CITY.osm.pbf`, or "
            "`learnmap city set --name-en NAME`"
        )
    return CitySettings(**{name: row[name] for name in _SETTINGS}, profiles=read_profiles(tx))


def read_profiles(tx: Transaction) -> tuple[WalkProfile, ...]:
    """Read the walk profiles in their order."""
    statement = select(
        WalkProfileRow.code,
        WalkProfileRow.zh,
        WalkProfileRow.en,
        WalkProfileRow.speed_m_per_s,
        WalkProfileRow.steps_factor,
    ).order_by(WalkProfileRow.position, WalkProfileRow.code)
    return tuple(WalkProfile(*row) for row in tx.execute(statement))


def write_city(tx: Transaction, city: CitySettings, *, actor: str) -> None:
    """Write the settings; a profile that is left out goes, with its snaps and catchments."""
    values: dict[str, Any] = {name: getattr(city, name) for name in _SETTINGS}
    values["cutoffs_s"] = list(city.cutoffs_s)
    tx.execute(
        insert(CitySettingsRow)
        .values(single=True, **values)
        .on_conflict_do_update(index_elements=["single"], set_=values)
    )
    codes = [profile.code for profile in city.profiles]
    tx.execute(delete(WalkProfileRow).where(WalkProfileRow.code.not_in(codes)))
    for position, profile in enumerate(city.profiles, start=1):
        columns = {
            "position": position,
            "zh": profile.zh,
            "en": profile.en,
            "speed_m_per_s": profile.speed_m_per_s,
            "steps_factor": profile.steps_factor,
        }
        tx.execute(
            insert(WalkProfileRow)
            .values(code=profile.code, **columns)
            .on_conflict_do_update(index_elements=["code"], set_=columns)
        )
    add_entry(
        tx, actor=actor, action="city.write", subject="city", details=city.model_dump(mode="json")
    )
