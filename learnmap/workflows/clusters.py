"""Clusters: processes that compute for us, on this machine or on many, by Dask's distributed.

Few jobs are under way at a time, so that whoever makes them and takes their results needs no
more memory for a nation than for a town. What a lost process had not handed over is given to
another one.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Final, Generic, TypeVar

from distributed import Client, Future, KilledWorker, LocalCluster, wait
from distributed.client import ClosedClientError

from learnmap.model.errors import ClusterError, InvalidInputError
from learnmap.workflows.engine_versions import difference, engine_versions

JOIN_S: Final = 60.0
"""How long to wait for a scheduler to answer, and for a worker where there is none."""
_AHEAD: Final = 3
"""Jobs under way for each thread: one is computed, and the next is there when it is done."""
_LOOK_S: Final = 2.0
_GONE: Final = (CancelledError, ClosedClientError, OSError)
_ADDRESS: Final = re.compile(r"(tcp|tls)://([^\s/:]+|\[[0-9a-fA-F:]+\]):\d{1,5}")

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[J, R]):
    """A job's end.

    Attributes
    ----------
    job : J
    result : R or None
    failure : str
        Why there is no result; empty where there is one.
    """

    job: J
    result: R | None
    failure: str = ""


class Cluster:
    """Processes that compute.

    Parameters
    ----------
    client : Client
    where : str
        Whose processes they are, for messages.
    patience_s : float
        How long to wait for a worker when there is none.
    """

    def __init__(self, client: Client, where: str, patience_s: float) -> None:
        self._client, self._where, self._patience_s = client, where, patience_s
        self._ours = engine_versions()
        self._numbers = count()
        self._name = f"learnmap-{uuid.uuid4().hex}"

    def check(self) -> None:
        """Wait for a worker, and compare the scheduler's and all workers' versions with ours.

        Raises
        ------
        ClusterError
            When no worker joins in time, or a version differs.
        """
        try:
            self._client.wait_for_workers(1, timeout=self._patience_s)
        except TimeoutError:
            raise ClusterError(self._nobody()) from None
        try:
            found = {"the scheduler": self._client.run_on_scheduler(engine_versions)}
            found |= self._client.run(engine_versions)
        except (ImportError, AttributeError) as error:
            raise ClusterError(
                f"{self._where}: a process there has no learnmap, or another version ({error}); "
                "install the same on all machines"
            ) from error
        for process, theirs in found.items():
            if what := difference(self._ours, theirs):
                raise _differs(process, what)

    def run(
        self,
        task: Callable[[bytes], R],
        jobs: Iterable[J],
        pack: Callable[[J], bytes],
        *,
        at_once: int | None = None,
    ) -> Iterator[Done[J, R]]:
        """Yield the ends of jobs as they are done, in no order.

        Parameters
        ----------
        task : callable
            A function of an importable module.
        jobs : iterable of J
            Taken as there is room for them.
        pack : callable
            Makes a job's bytes when it is sent.
        at_once : int, optional
            Jobs under way; some for each thread of the cluster by default.

        Raises
        ------
        ClusterError
            When the scheduler or all workers are gone, or a worker has another version.
        """
        waiting = iter(jobs)
        flying: dict[Future[Any], J] = {}
        try:
            while True:
                room = (at_once or self._room()) - len(flying)
                for job in islice(waiting, max(room, 0)):
                    flying[self._submit(task, pack(job))] = job
                if not flying:
                    return
                for future in self._first_done(flying):
                    if end := self._end(future, flying[future]):
                        del flying[future]
                        yield end
        finally:
            with suppress(*_GONE):
                self._client.cancel(list(flying))

    def _submit(self, task: Callable[[bytes], R], packed: bytes) -> Future[Any]:
        name = f"{self._name}-{next(self._numbers)}"
        with self._reached():
            return self._client.submit(_checked, task, packed, self._ours, key=name, pure=False)

    def _room(self) -> int:
        """Return how many jobs may be under way; machines may join and leave at any time."""
        return _AHEAD * max(1, self._threads())

    def _threads(self) -> int:
        with self._reached():
            return sum(self._client.nthreads().values())

    def _first_done(self, flying: Iterable[Future[Any]]) -> set[Future[Any]]:
        alone_since: float | None = None
        while True:
            with self._reached(), suppress(TimeoutError), self._client.as_current():
                done: set[Future[Any]] = wait(
                    list(flying), timeout=_LOOK_S, return_when="FIRST_COMPLETED"
                ).done
                return done
            if self._threads():
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > self._patience_s:
                raise ClusterError(self._nobody())

    def _end(self, future: Future[Any], job: J) -> Done[J, Any] | None:
        """Return a job's end; None where its result was lost with its worker, and comes again."""
        error = future.exception() if future.status == "error" else None
        if isinstance(error, ClusterError):
            raise error
        if isinstance(error, KilledWorker):
            return Done(job, None, f"{error.allowed_failures + 1} processes died of it in a row")
        if error is not None:
            return Done(job, None, f"{type(error).__name__}: {error}")
        with self._reached(), suppress(TimeoutError):
            return Done(job, future.result(timeout=_LOOK_S))
        return None

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say in one error that the scheduler is gone, however that shows."""
        try:
            yield
        except TimeoutError:  # an OSError, too, but only ours
            raise
        except _GONE as error:
            raise ClusterError(
                f"{self._where} was lost on the way; what was done is stored, run it again"
            ) from error

    def _nobody(self) -> str:
        return (
            f"{self._where} has had no worker for {self._patience_s:g} s; start some with "
            "`dask worker ADDRESS --nthreads 1` and run the command again"
        )


@contextmanager
def local_cluster(workers: int) -> Iterator[Cluster]:
    """Start processes on this machine; those that die are replaced.

    Parameters
    ----------
    workers : int
        Processes, of one thread each.

    Yields
    ------
    Cluster
    """
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",  # its default port may be another run's
            silence_logs=logging.CRITICAL,  # a worker that dies is no news: the run goes on
        ) as processes,
        Client(processes, set_as_default=False) as client,
    ):
        cluster = Cluster(client, "the local cluster", JOIN_S)
        cluster.check()
        yield cluster


@contextmanager
def joined_cluster(address: str, *, patience_s: float = JOIN_S) -> Iterator[Cluster]:
    """Use a cluster that runs elsewhere.

    Parameters
    ----------
    address : str
        Of its scheduler, ``tcp://host:port``; ``tls://host:port`` with the certificates that
        Dask's own configuration names.
    patience_s : float
        How long to wait for the scheduler, and for a worker.

    Yields
    ------
    Cluster

    Raises
    ------
    InvalidInputError
        When the address is none.
    ClusterError
        When the scheduler does not answer, has no worker, or runs another version.
    """
    if not _ADDRESS.fullmatch(address):
        raise InvalidInputError(
            f"{address!r} is no address of a scheduler; give one such as tcp://10.0.0.5:8786"
        )
    try:
        client = Client(address, timeout=patience_s, set_as_default=False)
    except (OSError, TypeError, ValueError) as error:  # TypeError: TLS without certificates
        raise ClusterError(
            f"no scheduler answers at {address} ({' '.join(str(error).split())}); start one with "
            "`dask scheduler`, and for tls:// name the certificates in Dask's configuration"
        ) from error
    with client:
        cluster = Cluster(client, f"the scheduler at {address}", patience_s)
        cluster.check()
        yield cluster


def _checked(task: Callable[[bytes], R], packed: bytes, ours: dict[str, str]) -> R:
    """Do a task where versions agree: a worker may have joined after they were compared."""
    if what := difference(ours, engine_versions()):
        raise _differs("a worker that joined late", what)
    return task(packed)


def _differs(process: str, what: str) -> ClusterError:
    return ClusterError(
        f"{process} runs {what}, and would draw other catchments; install the same on all machines"
    )
