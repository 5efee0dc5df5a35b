"""Tokens by which a cache knows whether what it holds is still true."""

from typing import Final

from sqlalchemy import select

from learnmap.store._transaction import Transaction
from learnmap.store.schema import ChangeTokenRow

_POINTS: Final = select(ChangeTokenRow.value).where(ChangeTokenRow.name == "points")
_PLANNING: Final = (
    select(ChangeTokenRow.value)
    .where(ChangeTokenRow.name.in_(("points", "residents")))
    .order_by(ChangeTokenRow.name)
)


def points_token(tx: Transaction) -> str:
    """Return a text that differs after any change of learning points or what stands by them.

    Triggers count the changes of learning points, areas, kinds, offerings, snaps, network
    builds, city settings and profiles; reading it is one look-up by key.
    """
    return str(tx.execute(_POINTS).scalar_one())


def planning_token(tx: Transaction) -> str:
    """Return a text that differs after any change that `points_token` tells of, or of residents."""
    return "-".join(map(str, tx.scalars(_PLANNING)))


def lock_points(tx: Transaction) -> None:
    """Wait for other writers of points, so that two of them never wait for each other."""
    tx.execute(
        select(ChangeTokenRow.value).where(ChangeTokenRow.name == "points").with_for_update()
    )
