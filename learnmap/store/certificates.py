"""Certificates of catchments, beside the network build that they were drawn on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import CertificateRow
from learnmap.store.tokens import lock_points


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedBand:
    """Places counted for one profile and cutoff.

    Attributes
    ----------
    profile : str
    cutoff_s : int
    settings_key : str
        Stands for the settings that the catchments were drawn with.
    seed : int
        That the origins and places were drawn by.
    learning_points, street_places : int
        How many origins of either sort there were.
    places : int
        How many places were looked at.
    exact : int
        How many of them are within the cutoff by the definition.
    wrongly_inside : int
        Drawn inside, but not exact.
    wrongly_outside : int
        Exact, but not drawn inside.
    certified_at : datetime or None
        None before it was stored.
    """

    profile: str
    cutoff_s: int
    settings_key: str
    seed: int
    learning_points: int
    street_places: int
    places: int
    exact: int
    wrongly_inside: int
    wrongly_outside: int
    certified_at: dt.datetime | None = None


def write_certificate(
    tx: Transaction, build_hash: str, bands: Sequence[CertifiedBand], *, actor: str
) -> None:
    """Write the certificate of some profiles in place of the one they had on this build."""
    profiles = sorted({band.profile for band in bands})
    lock_points(tx)
    tx.execute(
        delete(CertificateRow).where(
            CertificateRow.build_hash == build_hash, CertificateRow.profile.in_(profiles)
        )
    )
    rows: list[dict[str, Any]] = [
        {"build_hash": build_hash}
        | {name: getattr(band, name) for name in _COLUMNS if name != "certified_at"}
        for band in bands
    ]
    if rows:
        tx.execute(insert(CertificateRow), rows)
    add_entry(
        tx,
        actor=actor,
        action="network.certify",
        subject=build_hash,
        details={
            "profiles": profiles,
            "seed": bands[0].seed if bands else None,
            "places": sum(band.places for band in bands),
        },
    )


def read_certificate(tx: Transaction, build_hash: str) -> list[CertifiedBand]:
    """Read the certificate of a build, ordered by profile and cutoff; empty when there is none."""
    columns = (getattr(CertificateRow, name) for name in _COLUMNS)
    statement = (
        select(*columns)
        .where(CertificateRow.build_hash == build_hash)
        .order_by(CertificateRow.profile, CertificateRow.cutoff_s)
    )
    return [CertifiedBand(**row) for row in tx.execute(statement).mappings()]


_COLUMNS = tuple(CertifiedBand.__dataclass_fields__)
