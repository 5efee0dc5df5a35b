"""The type that every query takes first."""

from typing import TypeAlias

from sqlalchemy import Connection

Transaction: TypeAlias = Connection
"""A connection inside one transaction, as `Store.begin` gives it."""
