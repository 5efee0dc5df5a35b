"""Names and passwords as people type them."""

import pytest

from learnmap.model.accounts import (
    account_name,
    check_account,
    check_new_password,
    check_role,
    normal_password,
)
from learnmap.model.errors import InvalidInputError


@pytest.mark.parametrize("name", ["zhang.min", "li", "w-3", "a_b.c-9"])
def test_good_names(name: str) -> None:
    check_account(name, "张敏")


@pytest.mark.parametrize(
    "name", ["", "a", "Zhang", "3li", "张敏", "li li", "../etc", "a" * 65, "li\n", "li\x00"]
)
def test_bad_names_are_told(name: str) -> None:
    with pytest.raises(InvalidInputError, match="is no account name"):
        check_account(name, "张敏")


@pytest.mark.parametrize("full_name", ["", "  ", "张" * 201, "张\n敏", "\u202e张敏"])
def test_bad_full_names_are_told(full_name: str) -> None:
    with pytest.raises(InvalidInputError, match="give the person's name"):
        check_account("zhang", full_name)


def test_a_name_is_found_as_it_was_typed_on_any_keyboard() -> None:
    assert account_name(" Ｚhang.ＭＩＮ ") == "zhang.min"


def test_a_full_width_password_is_the_plain_one() -> None:
    assert normal_password("ｃｏｒｒｅｃｔ　１２３") == "correct 123"


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "fewer than 12"),
        ("elevenchars", "fewer than 12"),
        ("x" * 201, "more than 200"),
        ("abcdabcdabcd", "fewer than 5 different"),
        ("my-ZHANG-2026!", "holds the account's name"),
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(password: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message) as caught:
        check_new_password(password, name="zhang")
    assert not password or password not in str(caught.value)


@pytest.mark.parametrize(
    "password", ["twelve chars", "学习地图工作台十二字密码好", "y" * 190 + "abcdefghij"]
)
def test_good_passwords(password: str) -> None:
    check_new_password(password, name="zhang")


def test_an_unknown_role_is_told() -> None:
    assert check_role("editor") == "editor"
    with pytest.raises(InvalidInputError, match="planner, editor, publisher, admin"):
        check_role("root")
