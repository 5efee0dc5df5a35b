"""The products of published editions, made once and kept beside the city's other files.

Products are derived (see `learnmap.products`), so what is kept here may be thrown away at any time:
the same edition and the same programs make the same bytes again.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, Final

from learnmap.edition import sha256, write_folder
from learnmap.model.errors import IntegrityError, NotFoundError, NotReadyError
from learnmap.products import PRODUCTS, make_products, makers
from learnmap.store import EditionFile, EditionRow, read_files
from learnmap.workflows.city import City

Listing = Mapping[str, EditionFile]
"""Products by path below the edition's address, such as ``products/points.csv``."""

_FOLDER: Final = "products"
_MEDIA_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
}


class ProductShelf:
    """Makes the products of an edition when they are first asked for; usable from many threads.

    Parameters
    ----------
    city : City
        Published editions are read from its store; products are kept in its folder.
    public_url : str or None
        Where ``YEAR/MAP/`` is on the web, for the QR codes; without it there are none.
    """

    def __init__(self, city: City, public_url: str | None = None) -> None:
        self._city = city
        self.public_url = public_url
        # One edition at a time: a second one would only make both slower.
        self._making = ThreadPoolExecutor(max_workers=1, thread_name_prefix="products")
        self._under_way: dict[str, Future[Listing]] = {}
        self._known: dict[str, Listing] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Let what is under way come to its end, and make nothing more."""
        self._making.shutdown(wait=True, cancel_futures=True)

    def wanted(self, edition: EditionRow) -> "Future[Listing]":
        """Return what will list the products, and make them unless that is under way.

        Whoever waits for it meanwhile holds no thread.
        """
        key = self._key(edition)
        with self._lock:
            if (known := self._known.get(key)) is not None:
                ready: Future[Listing] = Future()
                ready.set_result(known)
                return ready
            if key not in self._under_way:
                self._under_way[key] = self._making.submit(self._listed, edition, key)
            return self._under_way[key]

    def read(self, edition: EditionRow, path: str) -> bytes:
        """Read a product, and make all of them again where somebody changed or removed it.

        Raises
        ------
        NotFoundError
            When the edition has no such product.
        IntegrityError
            When it cannot be kept as it was made.
        """
        for _ in range(2):
            listing = self.wanted(edition).result()
            if path not in listing:
                raise no_product(edition, path)
            try:
                content = (self._folder(self._key(edition)) / path).read_bytes()
            except FileNotFoundError:
                content = b""
            if sha256(content) == listing[path].sha256:
                return content
            self._forget(edition)
        raise IntegrityError(
            f"{path} of {edition.title}, is not as it was made; look at the disk of "
            f"{self._city.folder / _FOLDER}"
        )

    def _listed(self, edition: EditionRow, key: str) -> Listing:
        try:
            listing = self._kept(edition, key)
            with self._lock:
                self._known[key] = listing
            return listing
        finally:
            with self._lock:
                self._under_way.pop(key, None)

    def _kept(self, edition: EditionRow, key: str) -> Listing:
        folder = self._folder(key)
        with _alone(folder.with_suffix(".lock")):
            if (listing := _read_listing(folder)) is not None:
                return listing
            shutil.rmtree(folder, ignore_errors=True)
            with self._city.store.begin() as tx:
                files = read_files(tx, edition.id)
            write_folder(make_products(files, public_url=self.public_url), folder)
            listing = _read_listing(folder)
        if listing is None:
            raise IntegrityError(f"{folder} is not as it was written; look at its disk")
        return listing

    def _forget(self, edition: EditionRow) -> None:
        key = self._key(edition)
        folder = self._folder(key)
        with _alone(folder.with_suffix(".lock")):
            shutil.rmtree(folder, ignore_errors=True)
        with self._lock:
            self._known.pop(key, None)

    def _key(self, edition: EditionRow) -> str:
        """Return a name for the edition and all that shapes its products."""
        facts = [edition.manifest_sha256, self.public_url, makers()]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def _folder(self, key: str) -> Path:
        return self._city.folder / _FOLDER / key


def no_product(edition: EditionRow, path: str) -> NotFoundError:
    """Return what is said of a product that the edition does not have."""
    return NotFoundError(f"{edition.title}, has no {path!r}; {PRODUCTS} lists its products")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other threads and processes away; the system lets go when a process ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("wb")
    except OSError as error:
        raise NotReadyError(
            f"products cannot be kept in {path.parent} ({error.strerror}); let the service write "
            "there"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_listing(folder: Path) -> Listing | None:
    """Return what a folder lists, None where it is not there or its list is no list."""
    try:
        content = (folder / PRODUCTS).read_bytes()
        entries: dict[str, dict[str, Any]] = json.loads(content)["files"]
        listing = {
            path: EditionFile(path, _media_type(path), entry["sha256"], int(entry["bytes"]))
            for path, entry in entries.items()
        }
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    own = EditionFile(PRODUCTS, _media_type(PRODUCTS), sha256(content), len(content))
    return {**listing, PRODUCTS: own}


def _media_type(path: str) -> str:
    return _MEDIA_TYPES[PurePosixPath(path).suffix]
