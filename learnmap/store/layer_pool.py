"""Connections for the program that answers map programs, which brings queries of its own.

It is loaded by whoever serves layers, and not with the rest of the store: no command of the
command line waits for a second driver.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import orjson

from learnmap.model.errors import InvalidInputError, LearnmapError, NotReadyError, StoreError
from learnmap.store._refusals import UNREACHABLE_REMEDY
from learnmap.store.database import Store

CONNECTIONS: Final = 4
"""At most so many queries run at once; others wait for their turn."""
WAIT_S: Final = 10.0
"""Longest wait for a turn, and for the server to take a connection."""
STATEMENT_S: Final = 20
"""Longest time of one query."""

_OF_OTHER_DRIVERS: Final = ("connect_timeout", "gssencmode", "keepalives", "tcp_user_timeout")
_ASKED_WRONGLY: Final = ("22", "42")
"""Classes of SQLSTATE that a filter's own values, columns and functions bring about."""


class LayerPool:
    """Connections that can read, for the event loop that first asks for one.

    Nothing is connected before. The program that uses it is tipg, which builds SQL from what
    clients send and runs on asyncpg alone.

    Parameters
    ----------
    store : Store
        Whose user and role the connections have.
    """

    def __init__(self, store: Store) -> None:
        query = {
            name: value
            for name, value in store.address.query.items()
            if not name.startswith(_OF_OTHER_DRIVERS)
        }
        address = store.address.set(drivername="postgresql", query=query)
        self._dsn = address.render_as_string(hide_password=False)
        self._role = store.role
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        """Lend a connection.

        Raises
        ------
        InvalidInputError
            When the database refuses a value, or takes longer than `STATEMENT_S`.
        NotReadyError
            When the views are missing.
        StoreError
            When the server does not answer, or no connection becomes free in `WAIT_S`.
        """
        try:
            pool = await self._opened()
            async with pool.acquire(timeout=WAIT_S) as connection:
                yield connection
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise _refusal(error) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()

    async def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._dsn,
                    min_size=0,
                    max_size=CONNECTIONS,
                    timeout=WAIT_S,
                    init=_read_json,
                    setup=self._set_up,
                    # Behind a connection pooler a prepared statement may be unknown.
                    statement_cache_size=0,
                )
            return self._pool

    async def _set_up(self, connection: Any) -> None:
        """Set a connection up each time that it is lent: it is reset when it comes back."""
        role = f"SET ROLE {self._role};" if self._role else ""
        await connection.execute(
            f"{role} SET search_path TO public; SET TimeZone TO 'UTC';"
            "SET default_transaction_read_only TO on;"
            f"SET statement_timeout TO '{STATEMENT_S}s'"
        )


async def _read_json(connection: Any) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, encoder=orjson.dumps, decoder=orjson.loads, schema="pg_catalog"
        )


def _refusal(error: Exception) -> LearnmapError:
    """Return the error of ours that says what went wrong."""
    state = str(getattr(error, "sqlstate", None) or "")
    message = " ".join(str(error).split())
    if isinstance(error, asyncpg.QueryCanceledError):
        return InvalidInputError(
            f"the query takes longer than {STATEMENT_S} s; ask for a smaller bbox or limit, "
            "or with a simpler filter"
        )
    if state in {"42P01", "3F000", "42501"}:
        return NotReadyError(
            f"{message}; the database has no layers of this version yet, or its role may not read "
            "them: run `learnmap db start`, or have its owner run any command"
        )
    if state.startswith(_ASKED_WRONGLY) or "eometry" in message:
        return InvalidInputError(f"the database cannot do what is asked: {message}")
    return StoreError(f"the database does not answer: {message}; {UNREACHABLE_REMEDY}")
