"""Who asks too much waits; the others do not."""

import logging
from collections.abc import Iterator

import httpx
import pytest

from learnmap.service.fair_share import PER_MINUTE, Buckets
from learnmap.workflows.city import City
from tests.service.conftest import served


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_empty_after_a_minutes_questions_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(30, clock)  # one every two seconds
    assert [buckets.take("a") for _ in range(31)] == [0] * 30 + [2]
    assert buckets.take("b") == 0
    clock.now += 1.5
    assert buckets.take("a") == 1
    clock.now += 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]
    clock.now += 3600  # it holds no more than a minute's
    assert [buckets.take("a") for _ in range(31)] == [0] * 30 + [2]


def test_who_is_full_again_is_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(30, clock)
    for number in range(100):
        buckets.take(str(number))
    clock.now += 61
    buckets.take("a")
    assert list(buckets._left) == ["a"]


def test_so_many_addresses_at_once_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnmap.service.fair_share._ADDRESSES", 10)
    buckets = Buckets(30, Clock())
    for number in range(100):
        buckets.take(str(number))
    assert list(buckets._left) == [str(number) for number in range(90, 100)]


@pytest.fixture(scope="module")
def few(published_town: City) -> Iterator[httpx.Client]:
    with served(published_town, requests_per_minute=5) as client:
        yield client


def asked(client: httpx.Client, path: str, address: str, times: int = 1) -> list[int]:
    """Ask as somebody whom a proxy on this machine speaks for."""
    headers = {"X-Forwarded-For": address}
    return [client.get(path, headers=headers).status_code for _ in range(times)]


def test_an_address_hears_when_to_try_again(
    few: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert asked(few, "/api/v1/kinds", "203.0.113.7", 6) == [200] * 5 + [429]
    answer = few.get("/api/v1/kinds", headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(answer.headers["retry-after"]) <= 12
    assert answer.headers["cache-control"] == "no-store"
    # Another address is served, and so are the pages that compute nothing.
    assert asked(few, "/api/v1/kinds", "203.0.113.8") == [200]
    assert asked(few, "/editions/", "203.0.113.7") == [200]
    assert asked(few, "/healthz", "203.0.113.7") == [200]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("learnmap")]
    assert len(ours) == 10
    assert "203.0.113" not in str(ours)


def test_a_network_of_ipv6_is_one_address(few: httpx.Client) -> None:
    several = [f"2001:db8:1:1::{number}" for number in range(6)]
    assert [asked(few, "/api/v1/kinds", one)[0] for one in several] == [200] * 5 + [429]
    assert asked(few, "/api/v1/kinds", "2001:db8:1:2::1") == [200]
    assert asked(few, "/api/v1/kinds", "::ffff:203.0.113.9", 5) == [200] * 5
    assert asked(few, "/api/v1/kinds", "203.0.113.9") == [429]


def test_this_machine_counts_only_where_a_number_is_set(
    few: httpx.Client, client: httpx.Client, published_town: City
) -> None:
    assert [few.get("/api/v1/kinds").status_code for _ in range(6)][-1] == 429
    assert {client.get("/api/v1/kinds").status_code for _ in range(20)} == {200}
    with served(published_town, requests_per_minute=0) as unlimited:
        assert set(asked(unlimited, "/api/v1/kinds", "203.0.113.7", 20)) == {200}


def test_a_crowd_in_one_house_is_no_abuse() -> None:
    # Thirty readers behind one address, each moving the map once in two seconds.
    assert PER_MINUTE >= 30 * 30
