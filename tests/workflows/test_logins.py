"""Accounts, logins and sessions on a real database."""

import hashlib
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from learnmap.model.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from learnmap.store import Store, read_entries
from learnmap.workflows import passwords
from learnmap.workflows.accounts import (
    add_account,
    change_own_password,
    change_role,
    disable_account,
    list_accounts,
    reset_password,
)
from learnmap.workflows.city import City
from learnmap.workflows.logins import Login, LoginRefusal, log_in, log_out, who_is

GOOD = "four plain words 4"
OTHER = "another good one 5"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: these tests log in a hundred times, and others measure the hash."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODYS", quick.hash("nobody's"))


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    found = City(store, tmp_path, "clerk")
    add_account(found, "root", full_name="Root", role="admin", password=GOOD, temporary=False)
    return found


def entered(city: City, name: str = "root", password: str = GOOD, client: str = "c") -> Login:
    login = log_in(city, name, password, client=client)
    assert isinstance(login, Login)
    return login


def aged(city: City, assignment: str) -> None:
    with city.store.begin() as tx:
        tx.execute(text(f"UPDATE learnmap.sessions SET {assignment}"))  # noqa: S608 - ours


def test_a_session_is_found_by_its_token_of_which_only_the_hash_is_kept(city: City) -> None:
    login = entered(city, " ROOT ")
    assert len(login.token) == 43  # 256 bits in base64
    assert login.token not in repr(login)
    account = who_is(city, login.token)
    assert account is not None
    assert (account.name, account.role) == ("root", "admin")
    with city.store.begin() as tx:
        kept = tx.execute(text("SELECT row_to_json(s)::text FROM learnmap.sessions s")).scalar_one()
    assert hashlib.sha256(login.token.encode()).hexdigest() in kept
    assert login.token not in kept
    assert who_is(city, login.token[:-1] + "x") is None


@pytest.mark.parametrize(
    "assignment",
    [
        "seen_at = now() - interval '61 minutes'",
        "created_at = now() - interval '2 days', expires_at = now() - interval '1 second'",
    ],
)
def test_a_session_ends_when_idle_and_in_any_case(city: City, assignment: str) -> None:
    token = entered(city).token
    aged(city, "seen_at = now() - interval '59 minutes'")
    assert who_is(city, token) is not None  # which is seen now
    aged(city, assignment)
    assert who_is(city, token) is None


def test_use_keeps_a_session_alive_but_not_beyond_its_end(city: City) -> None:
    token = entered(city).token
    aged(city, "seen_at = now() - interval '59 minutes'")
    who_is(city, token)
    with city.store.begin() as tx:
        idle, left = tx.execute(
            text(
                "SELECT now() - seen_at < interval '5 seconds', expires_at - created_at = "
                "interval '12 hours' FROM learnmap.sessions"
            )
        ).one()
    assert (idle, left) == (True, True)


def test_logout_ends_one_session_and_a_changed_password_all(city: City) -> None:
    first, second, third = (entered(city).token for _ in range(3))
    log_out(city, first)
    log_out(city, first)
    assert [who_is(city, token) is not None for token in (first, second, third)] == [
        False,
        True,
        True,
    ]
    change_own_password(city, "root", current=GOOD, new=OTHER, client="c")
    assert [who_is(city, token) for token in (second, third)] == [None, None]
    assert log_in(city, "root", GOOD, client="c") == LoginRefusal(0)
    entered(city, password=OTHER)


def test_disabling_ends_sessions_at_once_and_enabling_does_not_bring_them_back(city: City) -> None:
    add_account(city, "li", full_name="李", role="editor", password=GOOD)
    token = entered(city, "li").token
    disable_account(city, "li")
    assert who_is(city, token) is None
    assert log_in(city, "li", GOOD, client="c") == LoginRefusal(0)
    disable_account(city, "li", disabled=False)
    assert who_is(city, token) is None
    assert entered(city, "li").account.must_change


def test_a_changed_role_holds_from_the_next_request(city: City) -> None:
    add_account(city, "li", full_name="李", role="editor", password=GOOD)
    token = entered(city, "li").token
    change_role(city, "li", "planner")
    account = who_is(city, token)
    assert account is not None
    assert account.role == "planner"


def test_one_admin_is_left(city: City) -> None:
    with pytest.raises(ConflictError, match="root is the last admin"):
        change_role(city, "root", "editor")
    with pytest.raises(ConflictError, match="root is the last admin"):
        disable_account(city, "root")
    add_account(city, "li", full_name="李", role="admin", password=GOOD)
    disable_account(city, "root")
    with pytest.raises(ConflictError, match="li is the last admin"):
        change_role(city, "li", "planner")


def test_two_admins_who_demote_each_other_leave_one(city: City) -> None:
    add_account(city, "li", full_name="李", role="admin", password=GOOD)
    at_once = threading.Barrier(2)

    def demote(name: str) -> None:
        at_once.wait()
        try:
            change_role(city, name, "editor")
        except ConflictError as error:
            refusals.append(error)

    refusals: list[ConflictError] = []
    threads = [threading.Thread(target=demote, args=[name]) for name in ("root", "li")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(account.role for account in list_accounts(city)) == ["admin", "editor"]
    assert len(refusals) == 1


def test_what_cannot_be_an_account_is_told(city: City) -> None:
    with pytest.raises(ConflictError, match="accounts"):
        add_account(city, "ROOT", full_name="Root", role="editor", password=GOOD)
    with pytest.raises(InvalidInputError, match="no role 'boss'"):
        add_account(city, "li", full_name="李", role="boss", password=GOOD)
    with pytest.raises(InvalidInputError, match="fewer than 12"):
        add_account(city, "li", full_name="李", role="editor", password="short")  # noqa: S106
    with pytest.raises(NotFoundError, match="no account 'li'"):
        reset_password(city, "li", GOOD)
    assert [account.name for account in list_accounts(city)] == ["root"]


def test_failures_slow_an_account_down_whether_or_not_there_is_one(city: City) -> None:
    for name in ("root", "nobody"):
        answers = [log_in(city, name, "wrong", client=f"{name} {n}") for n in range(5)]
        assert answers == [LoginRefusal(0)] * 5
        # The right password has to wait as well, and no time is spent on it.
        waiting = log_in(city, name, GOOD, client="elsewhere")
        assert waiting == LoginRefusal(1)
        with city.store.begin() as tx:
            tx.execute(
                text("UPDATE learnmap.login_failures SET last_at = last_at - interval '2 seconds'")
            )
    entered(city)
    # A success begins the account anew.
    assert log_in(city, "root", "wrong", client="d") == LoginRefusal(0)


def test_failures_slow_a_client_down_over_many_names(city: City) -> None:
    answers = [log_in(city, f"name{n}", "wrong", client="guesser") for n in range(11)]
    assert answers[:10] == [LoginRefusal(0)] * 10
    assert answers[10] == LoginRefusal(1)
    entered(city, client="somebody else")
    with city.store.begin() as tx:
        tx.execute(
            text("UPDATE learnmap.login_failures SET last_at = last_at - interval '2 seconds'")
        )
    entered(city, client="guesser")
    # Who has an account does not wipe their guesses at others out by it.
    log_in(city, "name99", "wrong", client="guesser")
    waiting = log_in(city, "name99", "wrong", client="guesser")
    assert isinstance(waiting, LoginRefusal)
    assert waiting.wait_s > 0


def test_many_tries_at_once_are_not_many_first_ones(city: City) -> None:
    answers: list[Login | LoginRefusal] = []
    threads = [
        threading.Thread(
            target=lambda n=n: answers.append(log_in(city, "root", "wrong", client=f"c{n}"))
        )
        for n in range(9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(LoginRefusal(0)) == 5
    assert len(answers) == 9


def test_what_was_typed_cannot_be_told_from_the_failures(city: City) -> None:
    log_in(city, "my secret password", "x", client="203.0.113.7")
    with city.store.begin() as tx:
        rows = tx.execute(text("SELECT bucket, digest FROM learnmap.login_failures")).all()
    assert {bucket for bucket, _ in rows} == {"account", "client"}
    assert {len(digest) for _, digest in rows} == {8}


def test_names_that_no_database_takes_are_wrong_like_others(city: City) -> None:
    for name in ("", "\x00", "x" * 10_000, "'; --", "\ufffd"):
        assert log_in(city, name, GOOD, client=name) == LoginRefusal(0)


def test_guessing_ones_own_password_is_slowed_down_too(city: City) -> None:
    for _ in range(5):
        with pytest.raises(InvalidInputError, match="current password is wrong"):
            change_own_password(city, "root", current="wrong", new=OTHER, client="c")
    with pytest.raises(NotAllowedError, match="too many wrong passwords"):
        change_own_password(city, "root", current=GOOD, new=OTHER, client="c")


def test_the_record_tells_who_did_what_and_holds_no_secret(city: City) -> None:
    add_account(city, "li", full_name="李", role="editor", password=GOOD)
    change_role(city, "li", "publisher")
    change_role(city, "li", "publisher")
    reset_password(city, "li", OTHER)
    login = entered(city, "li", OTHER)
    log_out(city, login.token)
    disable_account(city, "li")
    disable_account(city, "li", disabled=False)
    with city.store.begin() as tx:
        entries = read_entries(tx, subject="li")
        hashes = tx.scalars(text("SELECT password_hash FROM learnmap.accounts")).all()
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("clerk", "account.add"),
        ("clerk", "account.role"),
        ("clerk", "account.password"),
        ("li", "account.login"),
        ("li", "account.logout"),
        ("clerk", "account.disable"),
        ("clerk", "account.enable"),
    ]
    assert entries[1].details == {"from": "editor", "to": "publisher"}
    text_of_all = str(entries)
    for secret in (GOOD, OTHER, login.token, *hashes):
        assert secret not in text_of_all


def test_a_hash_of_other_parameters_is_made_anew_at_login(city: City) -> None:
    weak = PasswordHasher(time_cost=2, memory_cost=8192).hash(GOOD)
    with city.store.begin() as tx:
        tx.execute(text("UPDATE learnmap.accounts SET password_hash = :weak"), {"weak": weak})
    entered(city)
    with city.store.begin() as tx:
        kept = tx.execute(text("SELECT password_hash FROM learnmap.accounts")).scalar_one()
    assert "m=64,t=1,p=1" in kept
    entered(city)
