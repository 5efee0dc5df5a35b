"""Pages for staff by the real server: logins, forms, and what each role is shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.model.roles import ACTIONS, ROLES
from learnmap.service.staff.words.roles import ACTION_WORDS, ROLE_WORDS
from learnmap.service.staff.words.saying import ROOMS, WORDS
from learnmap.store import Store, list_accounts
from learnmap.workflows.accounts import add_account, change_role, disable_account
from learnmap.workflows.city import City
from tests.service.conftest import served
from tests.service.staffed import hash_quickly

GOOD = "four plain words 4"
OTHER = "another good one 5"
PAGES = ("/staff", "/staff/account", "/staff/accounts", "/staff/accounts/root")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond; what a hash costs is measured elsewhere."""
    hash_quickly(monkeypatch)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    found = City(store, tmp_path, "clerk")
    add_account(
        found, "root", full_name="<b>Root</b>", role="admin", password=GOOD, temporary=False
    )
    add_account(found, "li", full_name="李", role="editor", password=GOOD, temporary=False)
    return found


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        yield asking


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def send(
    client: httpx.Client, path: str, *, page: str | None = None, **fields: str
) -> httpx.Response:
    """Send a form as a browser does from its page."""
    origin = str(client.base_url).rstrip("/")
    token = csrf(client.get(page or path))
    return client.post(path, data={"csrf": token, **fields}, headers={"origin": origin})


def log_in(client: httpx.Client, name: str = "root", password: str = GOOD) -> httpx.Response:
    return send(client, "/staff/login", name=name, password=password)


def test_a_login_leads_to_the_start_page_which_says_who_one_is(client: httpx.Client) -> None:
    asked = client.get("/staff/accounts")
    assert (asked.status_code, asked.headers["location"]) == (
        303,
        "/staff/login?next=/staff/accounts",
    )
    entered = log_in(client, "li")
    assert (entered.status_code, entered.headers["location"]) == (303, "/staff")
    page = client.get("/staff").text
    assert "Hello, 李" in page
    assert "Editor" in page
    assert "edit learning points" in page
    assert "publish an edition" not in page
    assert "manage accounts" not in page


def test_the_cookie_is_hidden_and_new_at_login(client: httpx.Client) -> None:
    before = client.get("/staff/login").cookies["learnmap_staff"]
    entered = log_in(client)
    cookie = entered.headers["set-cookie"]
    after = client.cookies["learnmap_staff"]
    assert before != after
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # plain http on this machine
    # A token that somebody else put there before is nobody's afterwards.
    with httpx.Client(base_url=client.base_url, cookies={"learnmap_staff": before}) as fixed:
        assert fixed.get("/staff").status_code == 303


def test_behind_https_the_cookie_is_secure(client: httpx.Client) -> None:
    answer = client.get("/staff/login", headers={"x-forwarded-proto": "https"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-learnmap_staff=")
    assert "; Secure" in cookie
    assert "Path=/;" in cookie


def test_every_page_is_kept_by_nobody_and_runs_nothing(client: httpx.Client) -> None:
    log_in(client)
    for path in ("/staff/login?next=/staff", *PAGES, "/staff/accounts/nobody"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store", path
    for path in (*PAGES, "/staff/accounts/nobody"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert "<b>Root" not in answer.text


FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/staff/login", {"name": "root", "password": GOOD}),
    ("/staff/logout", {}),
    ("/staff/account", {"current": GOOD, "new": OTHER, "again": OTHER}),
    ("/staff/accounts", {"name": "x1", "full_name": "X", "role": "admin", "password": OTHER}),
    ("/staff/accounts/li/role", {"role": "admin"}),
    ("/staff/accounts/li/password", {"password": OTHER}),
    ("/staff/accounts/li/disable", {}),
    ("/staff/accounts/li/enable", {}),
)


def test_a_form_from_elsewhere_changes_nothing(client: httpx.Client, city: City) -> None:
    log_in(client)
    token = csrf(client.get("/staff"))
    for path, fields in FORMS:
        refuses_from_elsewhere(client, token, path, fields)
    assert client.get("/staff").status_code == 200
    with city.store.begin() as tx:
        assert [(a.name, a.role, a.disabled_at) for a in list_accounts(tx)] == [
            ("li", "editor", None),
            ("root", "admin", None),
        ]


def refuses_from_elsewhere(
    client: httpx.Client, token: str, path: str, fields: dict[str, str]
) -> None:
    origin = str(client.base_url).rstrip("/")
    good = {"origin": origin}
    for data, headers in (
        ({"csrf": token}, {}),  # no sign of where it comes from
        ({"csrf": token}, {"origin": "null"}),
        ({"csrf": token}, {"origin": "https://evil.example"}),
        ({"csrf": token}, {"origin": f"{origin}.evil.example"}),
        ({"csrf": token}, {"origin": origin.replace("127.0.0.1", "localhost")}),
        ({"csrf": token}, {"referer": "https://evil.example/staff"}),
        ({"csrf": token}, {**good, "sec-fetch-site": "cross-site"}),
        ({"csrf": token}, {**good, "sec-fetch-site": "same-site"}),
        ({"other": "x"}, good),
        ({"csrf": ""}, good),
        ({"csrf": "0" * 64}, good),
        ({"csrf": token[:-1]}, good),
        ({"csrf": "é"}, good),
    ):
        answer = client.post(path, data={**fields, **data}, headers=headers)
        assert answer.status_code == 403, (data, headers)
        assert "Nothing was changed" in answer.text
    as_json = client.post(path, json={**fields, "csrf": token}, headers=good)
    assert as_json.status_code == 415
    long = client.post(path, data={**fields, "csrf": token, "x": "y" * 300_000}, headers=good)
    assert long.status_code == 413
    # Another session's token is of no use either.
    with httpx.Client(base_url=client.base_url) as other:
        theirs = csrf(other.get("/staff/login"))
    answer = client.post(path, data={**fields, "csrf": theirs}, headers=good)
    assert answer.status_code == 403


def test_the_answer_does_not_tell_whether_there_is_an_account(
    client: httpx.Client, city: City
) -> None:
    add_account(city, "gone", full_name="G", role="editor", password=GOOD)
    disable_account(city, "gone")
    answers = [
        log_in(client, "root", "wrong password"),
        log_in(client, "nobody", "wrong password"),
        log_in(client, "gone", GOOD),
        log_in(client, "", ""),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert "is wrong, or the account may not log in" in answers[0].text


def test_after_failures_one_is_told_to_wait(client: httpx.Client) -> None:
    for name in ("root", "nobody"):
        for _ in range(5):
            assert log_in(client, name, "wrong").status_code == 403
        slowed = log_in(client, name)
        assert slowed.status_code == 429
        assert slowed.headers["retry-after"] == "1"
        assert "Wait 1 seconds" in slowed.text
        assert GOOD not in slowed.text


def test_logout_ends_the_session_at_the_server(client: httpx.Client) -> None:
    log_in(client)
    token = client.cookies["learnmap_staff"]
    left = send(client, "/staff/logout", page="/staff")
    assert left.headers["location"] == "/staff/login?said=done_logout"
    assert "You are logged out" in client.get(left.headers["location"]).text
    client.cookies.set("learnmap_staff", token)
    assert client.get("/staff").status_code == 303


def test_who_got_a_password_from_somebody_changes_it_first(
    client: httpx.Client, city: City
) -> None:
    add_account(city, "new", full_name="新", role="planner", password=GOOD)
    log_in(client, "new")
    assert client.get("/staff").headers["location"] == "/staff/account"
    assert "Somebody else knows your password" in client.get("/staff/account").text
    wrong = {
        "differ": (OTHER, "differently typed"),
        "too short": ("short", "short"),
        "same as the current": (GOOD, GOOD),
        "holds the user name": ("my new password!", "my new password!"),
    }
    for said, (new, again) in wrong.items():
        answer = send(client, "/staff/account", current=GOOD, new=new, again=again)
        assert (answer.status_code, said in answer.text) == (422, True), said
    answer = send(client, "/staff/account", current="not it at all", new=OTHER, again=OTHER)
    assert "current password is wrong" in answer.text
    changed = send(client, "/staff/account", current=GOOD, new=OTHER, again=OTHER)
    assert changed.headers["location"] == "/staff/login?said=done_own_password"
    log_in(client, "new", OTHER)
    assert client.get("/staff").status_code == 200


def test_an_admin_manages_accounts(client: httpx.Client) -> None:
    log_in(client)
    fields = {"name": "Wang", "full_name": "王", "role": "publisher", "password": OTHER}
    added = send(client, "/staff/accounts", **fields)
    assert added.headers["location"] == "/staff/accounts/wang?said=done_added"
    assert "The account is added" in client.get(added.headers["location"]).text
    taken = send(client, "/staff/accounts", **fields)
    assert taken.status_code == 422
    assert "Another account has this user name" in taken.text
    assert OTHER not in taken.text
    for change, said in (
        ({"name": "3"}, "begins with a letter"),
        ({"full_name": " "}, "Give a full name"),
        ({"role": "boss"}, "Choose a role"),
        ({"password": "x"}, "too short"),
    ):
        answer = send(client, "/staff/accounts", **{**fields, "name": "zhao", **change})
        assert (answer.status_code, said in answer.text) == (422, True), said
    one = "/staff/accounts/wang"
    assert send(client, f"{one}/role", page=one, role="editor").status_code == 303
    assert send(client, f"{one}/role", page=one, role="boss").status_code == 422
    assert send(client, f"{one}/password", page=one, password=GOOD).status_code == 303
    assert send(client, f"{one}/password", page=one, password="x").status_code == 422  # noqa: S106
    assert send(client, f"{one}/disable", page=one).status_code == 303
    assert "Disabled" in client.get(one).text
    assert send(client, f"{one}/enable", page=one).status_code == 303
    own = send(client, "/staff/accounts/root/role", page="/staff/accounts/root", role="editor")
    assert own.status_code == 422
    assert "last admin" in own.text
    assert client.get("/staff/accounts/nobody").status_code == 404


def test_only_an_admin_sees_accounts(client: httpx.Client, city: City) -> None:
    log_in(client, "li")
    for role in ROLES:
        change_role(city, "li", role)
        expected = 200 if role == "admin" else 403
        assert client.get("/staff/accounts").status_code == expected
        assert client.get("/staff/accounts/root").status_code == expected
        answer = send(client, "/staff/accounts/root/disable", page="/staff")
        assert answer.status_code == (303 if role == "admin" else 403)


def test_a_login_leads_back_only_to_pages_for_staff(client: httpx.Client) -> None:
    for wanted in ("https://evil.example", "//evil.example", "/staff//evil", "/staff/%0d%0a", "/"):
        page = client.get("/staff/login", params={"next": wanted})
        assert 'name="next" value="/staff"' in page.text
    entered = send(client, "/staff/login", name="root", password=GOOD, next="//evil.example")
    assert entered.headers["location"] == "/staff"
    for wanted in ("//evil.example", "https://evil.example"):
        led = client.get("/staff/language/zh", params={"next": wanted})
        assert led.headers["location"] == "/staff"


def test_pages_are_in_the_language_that_was_chosen(client: httpx.Client) -> None:
    assert '<html lang="en">' in client.get("/staff/login").text
    client.get("/staff/language/zh")
    page = client.get("/staff/login").text
    assert '<html lang="zh-Hans">' in page
    assert "用户名" in page
    client.get("/staff/language/xx")
    assert "用户名" in client.get("/staff/login").text


def test_each_word_is_there_in_both_languages() -> None:
    assert set(ROLE_WORDS) == set(ROLES)
    assert set(ACTION_WORDS) == set(ACTIONS)
    assert len(WORDS) == sum(map(len, ROOMS))  # no room takes another's key
    for words in (WORDS, ROLE_WORDS, ACTION_WORDS):
        for key, (chinese, english) in words.items():
            assert chinese, key
            assert re.search("[a-z]", english) or key == "other_language", key
            assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english)), key


def test_a_service_for_the_public_has_no_pages_for_staff(city: City) -> None:
    with served(city) as public:
        for path in ("/staff", "/staff/login", "/staff/points"):
            assert public.get(path).status_code == 404


def test_files_of_the_pages_are_served_and_no_others(client: httpx.Client) -> None:
    for name, media_type in (
        ("staff.css", "text/css; charset=utf-8"),
        ("htmx.min.js", "text/javascript; charset=utf-8"),
        ("images/layers.png", "image/png"),
    ):
        answer = client.get(f"/assets/{name}")
        assert answer.headers["content-type"] == media_type
        again = client.get(f"/assets/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for name in ("staff.py", "../app.py", "%2e%2e/app.py", "vendor/leaflet.js", ""):
        assert client.get(f"/assets/{name}").status_code == 404


def test_the_base_map_is_for_everybody_and_comes_in_parts(client: httpx.Client, city: City) -> None:
    path = city.basemap_path("ab" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"0123456789")
    address = f"/basemap/{path.name}"
    part = client.get(address, headers={"range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert client.get(f"/basemap/{'cd' * 32}.pmtiles").status_code == 404
    assert client.get("/basemap/..%2fsecret.pmtiles").status_code == 404
