"""Turn what the database refuses into errors of ours: plain, and with a remedy."""

from typing import Final

import psycopg
from sqlalchemy import CheckConstraint
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from learnmap.model.errors import (
    ConflictError,
    GeometryError,
    InvalidInputError,
    LearnmapError,
    NotReadyError,
    StoreError,
)
from learnmap.store.schema import SCHEMA, Base

_RULES: Final = {
    str(constraint.name): str(constraint.info["says"])
    for table in Base.metadata.tables.values()
    for constraint in table.constraints
    if isinstance(constraint, CheckConstraint) and "says" in constraint.info
}

_CONFLICTS: Final = {
    "23001": "restrict_violation",
    "23505": "unique_violation",
    "23P01": "exclusion_violation",
}

_STORE_REMEDIES: Final = {
    "25006": "the store was opened read-only; open it for writing",
    "40001": "another transaction changed the same rows; try again",
    "40P01": "another transaction waited for this one; try again",
    "42501": "the database role may not do this; ask the server's administrator for the right",
    "53100": "the disk of the database is full; make room and try again",
    "53300": "the database has no free connection; end other programs or raise max_connections",
    "57014": "the statement was cancelled; try again",
    "55P03": "another transaction holds the rows; try again",
}

UNREACHABLE_REMEDY: Final = (
    "start it with `learnmap db start`, or check LEARNMAP_DATABASE_URL and the server"
)


def refusal(error: Exception) -> LearnmapError:
    """Return the error of ours that says what a database error means.

    Parameters
    ----------
    error : Exception
        From SQLAlchemy, or from psycopg where its own interface is used, as by COPY.
    """
    if isinstance(error, PoolTimeoutError):
        return StoreError(f"every connection to the database is in use: {error}")
    driver_error = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(driver_error, psycopg.Error):
        return StoreError(f"the database refused the statement: {driver_error}")
    state = driver_error.sqlstate
    if state is None or state.startswith(("08", "57P")) or state in {"3D000", "28000", "28P01"}:
        return StoreError(
            f"the database does not answer: {_one_line(driver_error)}; {UNREACHABLE_REMEDY}"
        )
    if state in _STORE_REMEDIES:
        return StoreError(f"{_one_line(driver_error)}; {_STORE_REMEDIES[state]}")
    if state in {"42P01", "3F000"}:
        return NotReadyError(
            f"{_one_line(driver_error)}; the database has no tables of this version yet: "
            "run `learnmap db start`, which makes them"
        )
    if state.startswith(("22", "23")):
        return _refused_value(driver_error, state)
    return StoreError(f"the database refused the statement: {_one_line(driver_error)}")


def _refused_value(error: psycopg.Error, state: str) -> LearnmapError:
    diag = error.diag
    message = diag.message_primary or str(error)
    remedy = f"; {diag.message_hint}" if diag.message_hint else ""
    detail = f": {diag.message_detail}" if diag.message_detail else ""
    if state == "23001":
        return ConflictError(f"{message}{remedy}")
    where = f"{diag.table_name or SCHEMA} ({diag.constraint_name or diag.column_name or state})"
    if state in _CONFLICTS:
        return ConflictError(f"{where} refuses a second one{detail}{remedy}")
    if state == "23503":
        if "still referenced" in (diag.message_detail or ""):
            return ConflictError(f"{where}: it is still in use{detail}{remedy}")
        return InvalidInputError(
            f"{where} names what does not exist{detail or f': {message}'}{remedy}"
        )
    if state == "23514":
        says = _RULES.get(diag.constraint_name or "", message)
        return InvalidInputError(f"{where} refuses a row, since {says}{detail}{remedy}")
    if state == "23502":
        return InvalidInputError(f"{where}: {diag.column_name} is missing{detail}{remedy}")
    if "eometry" in message:
        return GeometryError(f"{message}; give EPSG:4326 and the column's type of geometry")
    return InvalidInputError(f"the database cannot take a value: {message}{detail}{remedy}")


def _one_line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
