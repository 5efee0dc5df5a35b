"""The API's list of offerings."""

import datetime as dt
from decimal import Decimal

import httpx
import pytest

from learnmap.model.records import Offering, OfferingCategory, Session
from learnmap.store import upsert_categories, upsert_offerings
from learnmap.workflows.city import City
from tests.service.conftest import Asking

START = dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC)  # nine o'clock in Shanghai


@pytest.fixture
def offering_town(own_town: City) -> City:
    session = Session(starts_at=START, ends_at=START + dt.timedelta(hours=1), point_id="lane")
    with own_town.store.begin() as tx:
        categories = [OfferingCategory(code=code, names={"en": code}) for code in ("art", "law")]
        upsert_categories(tx, categories, actor="t")
        upsert_offerings(
            tx,
            [
                Offering(id="a", names={"en": "A"}, category="art", point_id="lane",
                         fee=Decimal(0), language="zh-Hans"),
                Offering(id="b", names={"en": "B"}, category="law", point_id="across",
                         fee=Decimal("8.50"), language="en"),
                Offering(id="c", names={"en": "C"}, category="art", mode="mobile",
                         sessions=(session,), language="zh"),
                Offering(id="d", names={"en": "D"}, category="law", mode="online"),
            ],
            actor="t",
        )  # fmt: skip
    return own_town


@pytest.mark.usefixtures("offering_town")
def test_filters_pages_and_dates(own_api: Asking, own_client: httpx.Client) -> None:
    api = own_api

    def ids(**filters: str | list[str]) -> str:
        answer = api.json("/api/v1/offerings", **filters)
        found = [one["id"] for one in answer["offerings"]]
        assert answer["number_matched"] == answer["number_returned"] == len(found)
        return "".join(found)

    assert ids() == "abcd"
    assert ids(category="art") == "ac"
    assert ids(category=["art", "law"], mode=["online", "mobile"]) == "cd"
    assert (ids(free="true"), ids(free="false")) == ("a", "b")
    assert ids(language="zh") == "ac"  # zh-Hans is a sort of it
    assert ids(point="lane") == "ac"  # c comes for a single date
    (visit,) = api.json("/api/v1/offerings", mode="mobile")["offerings"]
    assert visit["sessions"] == [
        {
            "starts_at": "2026-03-01T09:00:00+08:00",
            "ends_at": "2026-03-01T10:00:00+08:00",
            "point_id": "lane",
        }
    ]
    first = api.json("/api/v1/offerings", limit=3)
    assert first["number_matched"] == 4
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    assert [one["id"] for one in own_client.get(following).json()["offerings"]] == ["d"]
    assert "known" not in api.problem("/api/v1/offerings", 422, category="art", extra="x")
    assert "art, law" in api.problem("/api/v1/offerings", 422, category="music")["detail"]
