"""Steps that take longer than a browser waits: each is taken once, and its end can be asked for."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class LongStep:
    """A step that was begun.

    Attributes
    ----------
    id : str
        Nobody guesses it.
    about : str
        What it is done to; no two steps are under way about the same.
    kind : str
        Which step: ``submit``, ``approve``, ``publish``.
    actor : str
    outcome : Future
    """

    id: str
    about: str
    kind: str
    actor: str
    outcome: "Future[Any]" = field(repr=False)

    @property
    def error(self) -> BaseException | None:
        """Why it was refused; None while it is under way, and when it was done."""
        return self.outcome.exception() if self.outcome.done() else None


class LongSteps:
    """Takes long steps one after the other; usable from many threads.

    Nothing depends on what is remembered here: the database alone decides what was done.
    """

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="steps")
        self._steps: dict[str, LongStep] = {}
        self._under_way: dict[str, LongStep] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Let what is under way come to its end, and begin nothing more."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def begin(
        self,
        about: str,
        kind: str,
        work: Callable[[], object],
        *,
        actor: str,
    ) -> LongStep:
        """Begin a step, or return the one that is under way about the same."""
        with self._lock:
            if (step := self._under_way.get(about)) is not None and not step.outcome.done():
                return step
            step = LongStep(
                secrets.token_urlsafe(16),
                about,
                kind,
                actor,
                self._worker.submit(work),
            )
            self._under_way[about] = self._steps[step.id] = step
            while len(self._steps) > _KEPT:
                self._steps.pop(next(iter(self._steps)))
            return step

    def find(self, step_id: str) -> LongStep | None:
        """Return a step; None for one of before the service was started again."""
        with self._lock:
            return self._steps.get(step_id)

    def latest(self, about: str) -> Any:
        """Return what the last step about something found; None where none found anything."""
        with self._lock:
            steps = [step for step in self._steps.values() if step.about == about]
        for step in reversed(steps):
            if step.outcome.done() and step.error is None and step.outcome.result() is not None:
                return step.outcome.result()
        return None
