"""Passwords by Argon2id, and the same work where there is no account."""

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from learnmap.workflows import passwords
from learnmap.workflows.passwords import hash_password, is_outdated, is_password


def test_a_hash_has_the_parameters_of_rfc_9106() -> None:
    hashed = hash_password("correct horse battery")
    found = extract_parameters(hashed)
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (
        Type.ID,
        65536,
        3,
        4,
    )
    assert (found.salt_len, found.hash_len) == (16, 32)
    assert is_password(hashed, "correct horse battery")
    assert is_password(hashed, "ｃorrect　horse battery")
    assert not is_password(hashed, "correct horse batterz")
    assert not is_password("no hash", "correct horse battery")
    # Salted: another program agrees that it is the password, and no two hashes are the same.
    assert PasswordHasher().verify(hashed, "correct horse battery")
    assert hash_password("correct horse battery") != hashed


def test_nobodys_hash_costs_what_a_real_one_does() -> None:
    assert extract_parameters(passwords._NOBODYS) == extract_parameters(hash_password("x"))
    assert not is_password(None, "x")


def test_a_hash_of_earlier_parameters_is_known() -> None:
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8192).hash("x"))
    assert not is_outdated(passwords._NOBODYS)
