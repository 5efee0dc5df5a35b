"""What tests of the pages for staff share: a quick login, and forms as a browser sends them."""

import re

import httpx
import pytest
from argon2 import PasswordHasher

from learnmap.model.roles import Role
from learnmap.workflows import passwords
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City

GOOD = "four plain words 4"


def hash_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond; what a hash costs is measured elsewhere."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODYS", quick.hash("nobody's"))


def add_person(city: City, name: str, role: Role) -> None:
    """Add somebody who has a password of their own."""
    add_account(city, name, full_name=name, role=role, password=GOOD, temporary=False)


def csrf(page: httpx.Response) -> str:
    """Return what the forms of a page have to bring."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def origin(client: httpx.Client) -> dict[str, str]:
    """Return the header by which a browser says where a form comes from."""
    return {"origin": str(client.base_url).rstrip("/")}


def log_in(client: httpx.Client, name: str) -> None:
    """Log somebody in, in place of who was before."""
    client.cookies.clear()
    token = csrf(client.get("/staff/login"))
    fields = {"csrf": token, "name": name, "password": GOOD}
    assert client.post("/staff/login", data=fields, headers=origin(client)).status_code == 303


def post(client: httpx.Client, path: str, **fields: str | list[str]) -> httpx.Response:
    """Send a form of a page for staff."""
    data = {"csrf": csrf(client.get("/staff")), **fields}
    return client.post(path, data=data, headers=origin(client))
