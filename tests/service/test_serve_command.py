"""`learnmap serve` as a user starts it: two database roles, and no secret in what it writes."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx
import psycopg
import pytest

from learnmap.store import PUBLIC_ROLE, STAFF_ROLE
from tests.service.homes import Home, new_home
from tests.service.provider import CLIENT_ID, Provider, running_provider

PASSWORD: Final = f"Right-{secrets.token_hex(8)}"
# What nobody expects: a step of the login that fails with all it was given in its message.
SERVE_WITH_A_FAULT: Final = (
    "-c",
    """
import learnmap.service.staff.routes.start as staff
from learnmap.cli import main
found = staff.log_in
def log_in(city, name, password, **rest):
    if name == "fault":
        raise ZeroDivisionError(f"{name} {password} {rest}")
    return found(city, name, password, **rest)
staff.log_in = log_in
main()
""",
    "serve",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give a new user's folder, in which an admin was added; PostgreSQL starts by itself."""
    with new_home(tmp_path_factory.mktemp("written")) as found:
        added = found.run("account", "add", "root", "--role", "admin", "--lasting", stdin=PASSWORD)
        assert added == "root: added, admin\n"
        yield found


def log_in(client: httpx.Client, password: str = PASSWORD, name: str = "root") -> httpx.Response:
    return send_login(client, csrf(client.get("/staff/login")), password, name)


def send_login(
    client: httpx.Client, drawn: str, password: str, name: str = "root"
) -> httpx.Response:
    """Send the form that was drawn with such a token."""
    return client.post(
        "/staff/login",
        data={"csrf": drawn, "name": name, "password": password},
        headers={"origin": str(client.base_url).rstrip("/")},
    )


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def roles_at_work(home: Home) -> set[str]:
    with psycopg.connect(home.cluster.url("city")) as connection:
        rows = connection.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'city' "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    return {name for (name,) in rows}


@contextmanager
def without(home: Home, right: str, role: str) -> Iterator[None]:
    """Take a right from a role for a while."""
    with psycopg.connect(home.cluster.url("city"), autocommit=True) as connection:
        connection.execute(f"REVOKE {right} FROM {role}")
        yield
        connection.execute(f"GRANT {right} TO {role}")


def test_the_public_is_answered_by_one_role_and_staff_by_another(home: Home) -> None:
    with home.serving() as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/v1/editions").json() == {"editions": []}
        entered = log_in(client)
        assert (entered.status_code, entered.headers["location"]) == (303, "/staff")
        assert "root" in client.get("/staff").text
        assert "root" in client.get("/staff/accounts").text
        assert {PUBLIC_ROLE, STAFF_ROLE} <= roles_at_work(home)

        # Each needs the rights of its own role, and those of the other are of no use to it.
        with without(home, "SELECT ON learnmap_published.editions", PUBLIC_ROLE):
            assert client.get("/api/v1/editions").status_code == 503
            assert client.get("/staff").status_code == 200
        with without(home, "SELECT ON learnmap.accounts", STAFF_ROLE):
            assert client.get("/api/v1/editions").status_code == 200
            assert client.get("/staff").status_code == 503
        assert client.get("/staff").status_code == 200

    for table in ("accounts", "sessions", "audit_entries", "imports", "frozen_residents"):
        with (
            psycopg.connect(home.cluster.url("city", role=PUBLIC_ROLE)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"TABLE learnmap.{table}")


def test_no_secret_is_written_whatever_goes_wrong(home: Home) -> None:
    secret = {"client secret": f"client-{secrets.token_hex(12)}", "password": PASSWORD}
    with running_provider(client_secret=secret["client secret"]) as provider:
        provider.person = {"sub": "s-17", "name": "张敏"}
        home.add_account("zhang", (provider.issuer, "s-17"))
        settings = {
            "LEARNMAP_OIDC_ISSUER": provider.issuer,
            "LEARNMAP_OIDC_CLIENT_ID": CLIENT_ID,
            "LEARNMAP_OIDC_CLIENT_SECRET": secret["client secret"],
        }
        with home.serving(SERVE_WITH_A_FAULT, **settings) as client:
            provider.redirect_uri = f"{str(client.base_url).rstrip('/')}/staff/identity/return"
            go_wrong(client, secret)
            lie(client, provider, secret)
            drawn = remember(client, secret)
            home.cluster.stop()
            secret["password while the database is down"] = wrong = typed()
            assert send_login(client, drawn, wrong).status_code == 503
            assert client.get("/api/v1/editions").status_code == 503
            home.cluster.start()
            # It goes on by itself, and the session is still one.
            remember(client, secret)
            assert "张敏" in client.get("/staff").text
    told = home.written.joinpath("serve-2").read_text()
    # The failures were told all the same, so that there was something to find.
    assert "ZeroDivisionError" in told
    assert "login by the identity provider refused" in told
    home.cluster.stop()
    assert len(secret) > 25
    files = [*home.written.iterdir(), *(one for one in home.folder.rglob("*") if one.is_file())]
    assert any(one.name == "postgres.log" for one in files)
    for one in files:
        content = one.read_bytes()
        for what, value in secret.items():
            assert value.encode() not in content, f"{what} in {one}"


def go_wrong(client: httpx.Client, secret: dict[str, str]) -> None:
    """Fail to log in, in each way, and log in; remember what was sent."""
    for name, status in (("root", 403), ("nobody", 403), ("a\0b", 403), ("fault", 500)):
        secret[f"password of {name}"] = wrong = typed()
        answer = log_in(client, wrong, name)
        assert answer.status_code == status, (name, answer.text)
        assert wrong not in answer.text
        remember(client, secret)
    assert log_in(client).status_code == 303
    remember(client, secret)
    secret["csrf of another"] = forged = secrets.token_hex(32)
    refused = client.post(
        "/staff/logout",
        data={"csrf": forged},
        headers={"origin": str(client.base_url).rstrip("/")},
    )
    assert refused.status_code == 403
    secret["token of nobody"] = token = secrets.token_urlsafe(32)
    with httpx.Client(base_url=client.base_url, cookies={"learnmap_staff": token}) as other:
        assert other.get("/staff").status_code == 303


def lie(client: httpx.Client, provider: Provider, secret: dict[str, str]) -> None:
    """Log in by a provider that lies, and by one that does not; remember what it gave."""
    for lies in ({"nonce": "0" * 64}, {"aud": "another"}, {"iss": "https://evil.example"}, {}):
        provider.lies = dict(lies)
        begun = client.get("/staff/identity")
        remember(client, secret)
        back = httpx.get(begun.headers["location"]).headers["location"]
        ends = client.get(back).headers["location"]
        assert ends == ("/staff/login?said=identity_refused" if lies else "/staff")
        remember(client, secret)
    # A code that was used up, and one that nobody gave.
    client.get(back)
    secret["code of nobody"] = code = secrets.token_urlsafe(16)
    client.get("/staff/identity/return", params={"code": code, "state": "x"})
    for number, given in enumerate(provider.given):
        secret |= {f"{what} {number}": value for what, value in given.items()}


def typed() -> str:
    return f"Wrong-{secrets.token_hex(8)}"


def remember(client: httpx.Client, secret: dict[str, str]) -> str:
    """Keep the browser's token and that of its forms, and return the latter."""
    number = sum(what.startswith("token") for what in secret)
    secret[f"token {number}"] = client.cookies["learnmap_staff"]
    page = client.get("/staff/account")
    if page.status_code != 200:
        page = client.get("/staff/login")
    secret[f"csrf {number}"] = csrf(page)
    return secret[f"csrf {number}"]
