"""Open a database, bring its tables up to date, and run transactions on it."""

import contextlib
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Self

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from learnmap.model.errors import InvalidInputError
from learnmap.store import migrate
from learnmap.store._refusals import refusal
from learnmap.store._rights import is_limited, may_become, sees_published_only
from learnmap.store._transaction import Transaction
from learnmap.store.kinds import sync_kinds
from learnmap.store.schema import PUBLISHED_SCHEMA, SCHEMA

CONNECT_TIMEOUT_S: Final = 10

_DRIVER_NAMES: Final = ("postgresql", "postgres", "postgresql+psycopg")


class Store:
    """A PostGIS database that holds learnmap's tables.

    Made by `Store.open`; usable from several threads, each with transactions of its own.
    """

    def __init__(self, engine: Engine, *, role: str | None = None) -> None:
        self._engine = engine
        self._role = role
        self._published_only = False

    @property
    def published_only(self) -> bool:
        """Whether the database lets this store read the published views and nothing else."""
        return self._published_only

    @property
    def address(self) -> URL:
        """The database's address, with the password of whoever comes in there."""
        return self._engine.url

    @property
    def role(self) -> str | None:
        """The role that the user of the address takes on, if there is one."""
        return self._role

    @classmethod
    def open(
        cls, url: str, *, read_only: bool = False, connections: int = 5, role: str | None = None
    ) -> Self:
        """Connect to a database.

        Parameters
        ----------
        url : str
            ``postgresql://USER:PASSWORD@HOST:PORT/NAME``, or with ``?host=FOLDER`` for a socket.
        read_only : bool
            Refuse every write, by the database itself.
        connections : int
            How many are kept open; twice as many may be at busy moments.
        role : str, optional
            A role that the user of the address takes on, `PUBLIC_ROLE` or `STAFF_ROLE`.

        Raises
        ------
        InvalidInputError
            When the address is of no PostgreSQL.
        StoreError
            When the server does not answer or refuses the user.
        """
        engine = create_engine(
            _address(url),
            pool_pre_ping=True,
            pool_size=connections,
            max_overflow=connections,
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "application_name": "learnmap",
                # Behind a connection pooler a prepared statement may be unknown.
                "prepare_threshold": None,
            },
        )
        # Before SQLAlchemy's own listener, which asks which schema is the default.
        event.listen(
            engine, "connect", _session_settings(read_only=read_only, role=role), insert=True
        )
        store = cls(engine, role=role)
        try:
            store._find_rights()
        except Exception:
            engine.dispose()
            raise
        return store

    def may_become(self, role: str) -> bool:
        """Tell whether the user of this store may take a role on."""
        with self.begin() as tx:
            return may_become(tx, role)

    def _find_rights(self) -> None:
        """Read the published views in place of the tables where the role has no more rights."""
        with _translated(), self._engine.connect() as connection:
            self._published_only = sees_published_only(connection)
        if self._published_only:
            self._engine = self._engine.execution_options(
                schema_translate_map={SCHEMA: PUBLISHED_SCHEMA}
            )

    def ping(self) -> None:
        """Ask the server for an answer.

        Raises
        ------
        StoreError
            When there is none.
        """
        with _translated(), self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def upgrade(self) -> None:
        """Make or change the tables as this code needs them, all or nothing.

        A read replica cannot be changed, nor by a role that may only use them: there they are
        only compared.

        Raises
        ------
        StoreError
            When the tables were made by a newer learnmap, the role may not make them, or a
            replica has others.
        """
        with self.begin() as tx:
            if migrate.is_replica(tx) or is_limited(tx):
                migrate.check(tx)
                return
            migrate.upgrade(tx)
            sync_kinds(tx)

    @contextlib.contextmanager
    def glance(self) -> Iterator[Transaction]:
        """Read a single thing, without the cost of a transaction around it.

        Raises
        ------
        NotReadyError, StoreError
            As for `begin`.
        """
        engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with _translated(), engine.connect() as tx:
            yield tx

    @contextlib.contextmanager
    def begin(self, *, snapshot: bool = False) -> Iterator[Transaction]:
        """Run one transaction: committed at the end of the block, undone by any exception.

        Parameters
        ----------
        snapshot : bool
            Read everything as it was at the first statement (REPEATABLE READ), for work that
            reads several tables that must fit each other.

        Raises
        ------
        ConflictError, InvalidInputError, GeometryError
            When the database refuses a value; nothing of the block is stored.
        NotReadyError
            When the tables are missing.
        StoreError
            When the server does not answer.
        """
        engine = self._engine
        if snapshot:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with _translated(), engine.begin() as tx:
            yield tx

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, psycopg.Error) as error:
        raise refusal(error) from error


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise InvalidInputError(
            "the database address cannot be read; give postgresql://USER@HOST/NAME"
        ) from error
    if address.drivername not in _DRIVER_NAMES:
        raise InvalidInputError(
            f"the database address begins with {address.drivername}://; "
            "learnmap needs PostgreSQL with PostGIS: postgresql://USER@HOST/NAME"
        )
    return address.set(drivername="postgresql+psycopg")


def _session_settings(*, read_only: bool, role: str | None) -> Any:
    """Make what sets a new session up, whatever the role's or the server's defaults are."""

    def set_up(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.autocommit = True
        # Ours are named with their schema; PostGIS and its operators are found in public.
        connection.execute("SET search_path TO public")
        connection.execute("SET TimeZone TO 'UTC'")
        if role is not None:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        if read_only:
            connection.execute("SET default_transaction_read_only TO on")
        connection.autocommit = False

    return set_up
