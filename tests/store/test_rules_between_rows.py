"""What PostgreSQL keeps between rows and over time, in raw SQL without our Python."""

from typing import Any

import psycopg
import pytest

from tests.store.good_rows import FIXED
from tests.store.test_constraints import Raw, insert


@pytest.fixture
def city(raw: Raw) -> Raw:
    raw.execute(FIXED)
    return raw


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [("2009-12-31", None), ("1999-01-01", "2000-01-02"), ("2003-01-01", "2004-01-01")],
)
def test_a_code_is_not_valid_twice(city: Raw, valid_from: str, valid_until: str | None) -> None:
    with pytest.raises(psycopg.errors.ExclusionViolation, match="ex_areas_code_validity"):
        insert(
            city,
            "areas",
            code="310000",
            level="city",
            valid_from=valid_from,
            valid_until=valid_until,
        )


def test_a_kind_has_a_label(city: Raw) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="ck_kinds_label"):
        insert(city, "kinds", zh="", en="")


def test_a_code_may_follow_itself(city: Raw) -> None:
    insert(city, "areas", code="310000", level="city", valid_from="2010-01-01")


@pytest.mark.parametrize(("code", "from_"), [("none", "2005-01-01"), ("310000", "2011-01-01")])
def test_a_parent_exists_at_that_time(city: Raw, code: str, from_: str) -> None:
    insert(city, "areas", parent_code=code, valid_from=from_)
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="no larger area at that time"):
        city.execute("SET CONSTRAINTS learnmap.check_parent IMMEDIATE")


def test_a_parent_is_larger(city: Raw) -> None:
    insert(city, "areas", level="province", parent_code="310000", valid_from="2005-01-01")
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="no larger area"):
        city.execute("SET CONSTRAINTS learnmap.check_parent IMMEDIATE")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "point", "refused"),
    [
        ("08:00", "09:01", "p9", True),
        ("10:00", "10:30", "p9", True),
        ("11:00", "12:00", "p9", False),
        ("10:00", "12:00", "p1", False),
        ("09:00", "11:00", None, False),
    ],
)
def test_a_lecturer_is_at_one_place_at_a_time(
    city: Raw, starts_at: str, ends_at: str, point: str | None, *, refused: bool
) -> None:
    values = {
        "starts_at": f"2026-05-01T{starts_at}+08",
        "ends_at": f"2026-05-01T{ends_at}+08",
        "point_id": point,
    }
    if refused:
        with pytest.raises(psycopg.errors.ExclusionViolation, match="one_place_at_a_time"):
            insert(city, "offering_sessions", **values)
    else:
        insert(city, "offering_sessions", **values)


def test_one_session_is_not_given_twice_even_without_a_place(city: Raw) -> None:
    insert(city, "offering_sessions", point_id=None)
    with pytest.raises(psycopg.errors.UniqueViolation):
        insert(city, "offering_sessions", point_id=None)


def test_a_point_in_use_is_not_deleted(city: Raw) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="still referenced"):
        city.execute("DELETE FROM learning_points WHERE id = 'p1'")


def test_version_counts_changes_and_no_one_else_sets_it(city: Raw) -> None:
    def version() -> Any:
        return city.execute("SELECT version FROM learning_points WHERE id = 'p1'").fetchone()

    city.execute("UPDATE learning_points SET status = 'open' WHERE id = 'p1'")
    assert version() == (1,)
    city.execute("UPDATE learning_points SET version = 7, area_id = NULL WHERE id = 'p1'")
    assert version() == (1,)
    city.execute("UPDATE learning_points SET status = 'closed' WHERE id = 'p1'")
    assert version() == (2,)
    city.execute("UPDATE learning_points SET site = ST_Translate(site, 1e-12, 0) WHERE id = 'p1'")
    assert version() == (3,)
