"""Tokens by which a cache knows whether what it holds is still true."""

from sqlalchemy import select

from learnmap.store._transaction import Transaction
from learnmap.store.schema import ChangeTokenRow


def points_token(tx: Transaction) -> str:
    """Return a text that differs after any change of learning points or what stands by them.

    Triggers count the changes of learning points, areas, kinds, offerings, snaps, network
    builds, city settings and profiles; reading it is one look-up by key.
    """
    statement = select(ChangeTokenRow.value).where(ChangeTokenRow.name == "points")
    return str(tx.execute(statement).scalar_one())


def lock_points(tx: Transaction) -> None:
    """Wait for other writers of points, so that two of them never wait for each other."""
    tx.execute(
        select(ChangeTokenRow.value).where(ChangeTokenRow.name == "points").with_for_update()
    )
