"""Many who ask at once share a look-up, and nobody hears of what was before they asked."""

import asyncio
import threading
from dataclasses import dataclass
from typing import Any

import pytest

from learnmap.model.errors import StoreError
from learnmap.store import Store, points_token, upsert_points
from learnmap.workflows import followed
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed
from tests.service.towns import a_point


@dataclass(frozen=True)
class Loaded:
    token: str


class Counting:
    """A city whose look-ups are counted, and wait until they may end."""

    def __init__(self, city: City) -> None:
        self.looks = 0
        self.fails = False
        self.may_end = threading.Event()
        self.may_end.set()
        self.has_read = threading.Event()

        def counted(tx: Any) -> str:
            self.looks += 1
            if self.fails:
                raise StoreError("no answer")
            token = points_token(tx)
            self.has_read.set()
            assert self.may_end.wait(30)
            return token

        self.followed = Followed[Loaded](city, self._load, token=counted)
        self.city = city

    def _load(self, _before: Loaded | None) -> Loaded:
        with self.city.store.begin() as tx:
            return Loaded(points_token(tx))

    def change(self) -> None:
        with self.city.store.begin() as tx:
            upsert_points(tx, [a_point(f"P{self.looks}", (121.4, 31.2))], actor="tester")


@pytest.fixture
def counting(store: Store, tmp_path: Any) -> Counting:
    return Counting(City(store, tmp_path, "tester"))


def test_a_crowd_looks_twice_at_most(counting: Counting) -> None:
    async def crowd() -> int:
        await counting.followed.latest()
        before = counting.looks
        await asyncio.gather(*(counting.followed.latest() for _ in range(100)))
        return counting.looks - before

    assert asyncio.run(crowd()) <= 2


def test_who_asks_after_a_change_hears_of_it_though_a_look_is_under_way(
    counting: Counting,
) -> None:
    async def asked() -> tuple[str, str, str]:
        first = (await counting.followed.latest()).token
        counting.may_end.clear()
        counting.has_read.clear()
        early = asyncio.create_task(counting.followed.latest())
        await asyncio.to_thread(counting.has_read.wait, 30)
        await asyncio.to_thread(counting.change)
        late = asyncio.create_task(counting.followed.latest())
        await asyncio.sleep(0.05)
        counting.may_end.set()
        return first, (await early).token, (await late).token

    first, early, late = asyncio.run(asked())
    assert early == first
    assert late != first


def test_nobody_waits_long_for_what_takes_long_to_load(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed, "PATIENCE_S", 0.1)
    may_load = threading.Event()

    async def asked() -> list[str]:
        found = [(await counting.followed.latest()).token]
        await asyncio.to_thread(counting.change)
        real = counting.followed._load

        def slowly(before: Loaded | None) -> Loaded:
            assert may_load.wait(30)
            return real(before)

        monkeypatch.setattr(counting.followed, "_load", slowly)
        found += [(await counting.followed.latest()).token for _ in range(3)]
        may_load.set()
        while counting.followed._loads is not None:
            await asyncio.wait([counting.followed._loads])
        return [*found, (await counting.followed.latest()).token]

    *before, after = asyncio.run(asked())
    assert len(set(before)) == 1
    assert after != before[0]


def test_threads_do_not_wait_long_either(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed, "PATIENCE_S", 0.1)
    may_load, real = threading.Event(), counting.followed._load
    first = counting.followed.current().token
    counting.change()

    def slowly(before: Loaded | None) -> Loaded:
        assert may_load.wait(30)
        return real(before)

    monkeypatch.setattr(counting.followed, "_load", slowly)
    assert [counting.followed.current().token for _ in range(3)] == [first] * 3
    may_load.set()
    with counting.followed._loading:  # until the load has ended
        pass
    assert counting.followed.current().token != first


def test_threads_are_told_what_cannot_be_loaded(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = counting.followed.current().token
    counting.change()
    with monkeypatch.context() as broken:

        def fail(_before: Loaded | None) -> Loaded:
            raise StoreError("cut off")

        broken.setattr(counting.followed, "_load", fail)
        with pytest.raises(StoreError):
            counting.followed.current()
    assert counting.followed.current().token != first


def test_what_cannot_be_loaded_is_told_and_tried_again(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked() -> tuple[str, str]:
        first = await counting.followed.latest()
        await asyncio.to_thread(counting.change)
        with monkeypatch.context() as broken:

            def fail(_before: Loaded | None) -> Loaded:
                raise StoreError("cut off")

            broken.setattr(counting.followed, "_load", fail)
            with pytest.raises(StoreError):
                await counting.followed.latest()
        return first.token, (await counting.followed.latest()).token

    first, then = asyncio.run(asked())
    assert first != then


def test_who_goes_away_takes_nobody_along(counting: Counting) -> None:
    async def asked() -> str:
        first = await counting.followed.latest()
        counting.may_end.clear()
        leaving = asyncio.create_task(counting.followed.latest())
        staying = asyncio.create_task(counting.followed.latest())
        await asyncio.sleep(0.05)
        leaving.cancel()
        counting.may_end.set()
        assert (await staying).token == first.token
        return (await counting.followed.latest()).token

    assert asyncio.run(asked())


def test_a_look_up_that_fails_fails_for_who_shared_it_and_not_for_good(
    counting: Counting,
) -> None:
    async def asked() -> list[Any]:
        await counting.followed.latest()
        counting.fails = True
        several = (counting.followed.latest() for _ in range(3))
        failed = await asyncio.gather(*several, return_exceptions=True)
        counting.fails = False
        return [*failed, await counting.followed.latest()]

    *failed, good = asyncio.run(asked())
    assert [type(one) for one in failed] == [StoreError] * 3
    assert isinstance(good, Loaded)
