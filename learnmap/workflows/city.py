"""An open city: its store, its folder of graphs, base maps and buildings, and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from learnmap.model.city import CitySettings
from learnmap.model.crs import Box
from learnmap.model.errors import NotFoundError, NotReadyError
from learnmap.network import WalkGraph, load_graph
from learnmap.store import (
    PUBLIC_ROLE,
    STAFF_ROLE,
    EmbeddedCluster,
    NetworkBuild,
    Store,
    current_build,
    read_city,
    write_city,
)


class Progress(Protocol):
    """Told how far a long step is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Hear that `done` of `total` are done; both are 1 for a step without parts."""


def no_progress(step: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class City:
    """What every workflow works on.

    Attributes
    ----------
    store : Store
    folder : Path
        Holds ``networks/``, ``basemaps/`` and ``dwellings/``.
    actor : str
        Named in audit entries.
    threads : int
        For computing.
    """

    store: Store
    folder: Path
    actor: str
    threads: int = 1

    @property
    def networks(self) -> Path:
        """Folder of walk graphs."""
        return self.folder / "networks"

    def basemap_path(self, extract_sha256: str) -> Path:
        """Return where the base map of an extract lies."""
        return self.folder / "basemaps" / f"{extract_sha256}.pmtiles"

    def dwellings_path(self, extract_sha256: str) -> Path:
        """Return where the buildings of an extract lie that people may live in."""
        return self.folder / "dwellings" / f"{extract_sha256}.npy"

    def dwellings(self, build: NetworkBuild) -> NDArray[np.float64]:
        """Read the buildings of a build, as `learnmap.ingest.read_dwellings` gives them.

        None are known of a network that was built before they were read.
        """
        path = self.dwellings_path(build.extract_sha256)
        return np.load(path) if path.exists() else np.empty((0, 3))

    def settings(self) -> CitySettings:
        """Read the city's settings."""
        with self.store.begin() as tx:
            return read_city(tx)

    def clock(self) -> ZoneInfo:
        """Return the city's time zone; UTC before it has settings."""
        try:
            return ZoneInfo(self.settings().timezone)
        except NotReadyError:
            return ZoneInfo("UTC")

    def set(self, settings: CitySettings) -> None:
        """Write the city's settings."""
        with self.store.begin() as tx:
            write_city(tx, settings, actor=self.actor)

    def bounds(self) -> Box:
        """Return west, south, east, north of the city's streets."""
        return self.build().box

    def build(self) -> NetworkBuild:
        """Return the build of the streets that counts now.

        Raises
        ------
        NotReadyError
            When the city has no streets yet.
        """
        with self.store.begin() as tx:
            return current_build(tx)

    def graph(self, build: NetworkBuild) -> WalkGraph:
        """Open the walk graph of a build."""
        return load_graph(self.networks / build.folder)

    def basemap(self, build: NetworkBuild) -> bytes:
        """Read the base map of a build.

        Raises
        ------
        NotReadyError
            When its file is gone.
        """
        path = self.basemap_path(build.extract_sha256)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise NotReadyError(
                f"the base map of {build.extract_name} is missing from {path.parent}; "
                f"run `learnmap network build` with that file again"
            ) from None


@contextmanager
def open_city(
    *,
    database_url: str | None,
    name: str,
    home: Path,
    actor: str,
    threads: int = 1,
    known: bool = False,
) -> Iterator[City]:
    """Open a city, starting the private server and bringing the schema up to date as needed.

    Parameters
    ----------
    database_url : str or None
        A server; without one the private server in `home` is used.
    name : str
        Database on the private server.
    home : Path
        Data folder.
    actor : str
    threads : int
    known : bool
        Whether the private server must have the database already; else it is made.

    Yields
    ------
    City

    Raises
    ------
    NotFoundError
        When it must and has not.
    StoreError
        When the database cannot be started or reached.
    """
    if database_url is None:
        cluster = EmbeddedCluster(home / "postgres")
        cluster.start()
        if known and name not in (there := cluster.databases()):
            raise NotFoundError(
                f"there is no city {name!r} on the private server; "
                f"it has {', '.join(there) or 'none yet'}"
            )
        database_url = cluster.ensure_database(name)
    store = Store.open(database_url)
    try:
        store.upgrade()
        yield City(store, home, actor, threads)
    finally:
        store.close()


@contextmanager
def open_service(
    *, database_url: str | None, name: str, home: Path, actor: str, threads: int = 1
) -> Iterator[tuple[City, City | None]]:
    """Open a city to be served: with the rights of the public, and with those of staff.

    Each has a database role of its own, which on the private server is who logs in; on a
    server elsewhere the user of the address takes it on where that user may, and else both
    have what the user may. A user who only reads what is published leaves nothing for staff.

    Parameters
    ----------
    database_url, name, home, actor, threads
        As for `open_city`.

    Yields
    ------
    tuple of City and (City or None)
        For the public, and for staff.

    Raises
    ------
    StoreError
        When the database cannot be started or reached.
    """
    with open_city(
        database_url=database_url, name=name, home=home, actor=actor, threads=threads
    ) as owned:
        if owned.store.published_only:
            yield owned, None
            return
        roles = (PUBLIC_ROLE, STAFF_ROLE)
        if database_url is None:
            cluster = EmbeddedCluster(home / "postgres")
            stores = [Store.open(cluster.url(name, role=role)) for role in roles]
        elif all(owned.store.may_become(role) for role in roles):
            stores = [Store.open(database_url, role=role) for role in roles]
        else:
            yield owned, owned
            return
    public, staff = stores
    with public, staff:
        yield replace(owned, store=public), replace(owned, store=staff)
