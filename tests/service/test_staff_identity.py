"""Logins by an identity provider that runs, and lies when it is told to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey

from learnmap.service import IdentityProvider
from learnmap.store import Store, list_accounts, read_entries
from learnmap.workflows.accounts import add_account, disable_account
from learnmap.workflows.city import City
from tests.service.conftest import served
from tests.service.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

REFUSED = "/staff/login?said=identity_refused"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.lies, running.signing = {}, None
    running.person = {"sub": "s-17", "preferred_username": "Zhang.Min", "name": "张敏"}
    return running


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    return City(store, tmp_path, "clerk")


def registered(provider: Provider, **more: Any) -> IdentityProvider:
    return IdentityProvider(
        issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, **more
    )


@pytest.fixture
def client(city: City, provider: Provider) -> Iterator[httpx.Client]:
    add_account(
        city,
        "zhang",
        full_name="张",
        role="editor",
        password=None,
        identity=(provider.issuer, "s-17"),
    )
    with served(city, staff=city, provider=registered(provider)) as asking:
        provider.redirect_uri = f"{str(asking.base_url).rstrip('/')}/staff/identity/return"
        asking.headers["accept-language"] = "en"
        yield asking


def led_back(client: httpx.Client) -> str:
    """Begin a login, log in at the provider, and return where it leads back to."""
    begun = client.get("/staff/identity")
    assert begun.status_code == 303
    with httpx.Client() as elsewhere:
        answer = elsewhere.get(begun.headers["location"])
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def logged_in(client: httpx.Client) -> str:
    """Return where a whole login ends."""
    return client.get(led_back(client)).headers["location"]


def test_an_account_is_found_by_issuer_and_subject(
    client: httpx.Client, provider: Provider
) -> None:
    assert "identity provider" in client.get("/staff/login").text
    assert logged_in(client) == "/staff"
    page = client.get("/staff").text
    assert "Hello, 张" in page
    assert "no password here" in client.get("/staff/account").text
    sent = provider.asked[-1]
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) == len(sent["nonce"]) == 64
    assert len({sent["state"], sent["nonce"], sent["code_challenge"]}) == 3
    assert logged_in(client) == "/staff"
    assert provider.asked[-1]["state"] != sent["state"]


def test_what_does_not_fit_logs_nobody_in(client: httpx.Client, provider: Provider) -> None:
    for lies in (
        {"sub": "s-18"},
        {"sub": None},
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"aud": [CLIENT_ID, "other"], "azp": "other"},
        {"aud": None},
        {"nonce": "0" * 64},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
    ):
        provider.lies = lies
        assert logged_in(client) == REFUSED, lies
        assert client.get("/staff").status_code == 303
    provider.lies = {}
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    assert logged_in(client) == REFUSED
    provider.signing = None
    assert logged_in(client) == "/staff"


def test_a_code_is_of_use_to_the_browser_that_began_and_once(client: httpx.Client) -> None:
    back = led_back(client)
    with httpx.Client() as victim:
        assert victim.get(back).headers["location"] == REFUSED
    assert client.get(back.replace("state=", "state=0")).headers["location"] == REFUSED
    assert client.get(back.split("&iss=")[0] + "&iss=x").headers["location"] == REFUSED
    token = client.cookies["learnmap_staff"]
    assert client.get(back).headers["location"] == "/staff"
    # The browser's token is another one after the login; with the first the code is used up.
    assert client.cookies["learnmap_staff"] != token
    with httpx.Client(cookies={"learnmap_staff": token}) as again:
        assert again.get(back).headers["location"] == REFUSED
    for path in ("/staff/identity/return", "/staff/identity/return?error=access_denied"):
        assert client.get(path).headers["location"] == REFUSED


def test_a_disabled_account_is_refused(client: httpx.Client, city: City) -> None:
    disable_account(city, "zhang")
    assert logged_in(client) == REFUSED
    assert "did not confirm who you are" in client.get(REFUSED).text


def test_the_provider_says_the_role_where_it_is_asked_to(city: City, provider: Provider) -> None:
    asked = registered(
        provider,
        role_claim="groups",
        roles={"map-publishers": "publisher", "map-editors": "editor"},
    )
    with served(city, staff=city, provider=asked) as client:
        provider.redirect_uri = f"{str(client.base_url).rstrip('/')}/staff/identity/return"
        for groups, ends, role in (
            (None, REFUSED, None),
            (["others"], REFUSED, None),
            (["map-editors", "others"], "/staff", "editor"),
            (["map-editors", "map-publishers"], "/staff", "publisher"),
            ("map-editors", "/staff", "editor"),
        ):
            provider.person["groups"] = groups
            assert logged_in(client) == ends
            with city.store.begin() as tx:
                found = [(account.name, account.role) for account in list_accounts(tx)]
            assert found == ([] if role is None else [("zhang.min", role)])
        # Another subject of the same name gets neither that account nor one of its own.
        provider.person["sub"] = "s-99"
        assert logged_in(client) == REFUSED
    with city.store.begin() as tx:
        entries = read_entries(tx, subject="zhang.min")
    assert {entry.actor for entry in entries} == {provider.issuer, "zhang.min"}
    assert CLIENT_SECRET not in str(entries) + repr(asked)


def test_a_provider_that_is_not_there_is_told(city: City) -> None:
    gone = IdentityProvider(
        issuer="http://127.0.0.1:9", client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    )
    with served(city, staff=city, provider=gone) as client:
        assert client.get("/staff/identity").headers["location"] == REFUSED
        assert client.get("/healthz").status_code == 200
    with served(city, staff=city) as client:
        assert client.get("/staff/identity").status_code == 404
