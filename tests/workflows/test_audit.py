"""The audit log is verified as a whole, against a noted head, and by other programs."""

import hashlib
import json
from pathlib import Path

import psycopg
import pytest

from learnmap.model.city import CitySettings
from learnmap.model.errors import IntegrityError, InvalidInputError
from learnmap.store import Store
from learnmap.workflows.audit import export_audit, list_audit, verify_audit
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City


@pytest.fixture
def logged(store: Store, tmp_path: Path) -> City:
    """Open a city of which three things are recorded."""
    city = City(store, tmp_path, "clerk")
    city.set(CitySettings(names={"zh": "测试市"}))
    for limit in (50, 60):
        change_city(city, changes={"off_street_m": limit})
    return city


def test_a_noted_head_is_found_again_after_more_was_written(logged: City) -> None:
    noted = verify_audit(logged)
    assert (noted.entries, noted.since) == (3, None)
    assert verify_audit(logged, expect=noted.head.upper()).since == 0
    change_city(logged, changes={"off_street_m": 70})
    later = verify_audit(logged, expect=noted.head)
    assert (later.entries, later.since) == (4, 1)
    assert verify_audit(logged, expect="0" * 64).since == 4


def test_a_head_that_is_gone_is_told(logged: City, database_url: str) -> None:
    noted = verify_audit(logged).head
    with psycopg.connect(database_url) as raw:
        for table, column in (("audit_links", "entry_id"), ("audit_entries", "id")):
            raw.execute(f"ALTER TABLE learnmap.{table} DISABLE TRIGGER ALL")
            raw.execute(f"DELETE FROM learnmap.{table} WHERE {column} = 3")  # noqa: S608
    assert verify_audit(logged).entries == 2
    with pytest.raises(IntegrityError, match=rf"hash {noted}: its end was cut off.*2 entries now"):
        verify_audit(logged, expect=noted)


def test_what_is_broken_is_named(logged: City, database_url: str) -> None:
    with psycopg.connect(database_url) as raw:
        raw.execute("ALTER TABLE learnmap.audit_entries DISABLE TRIGGER ALL")
        raw.execute("UPDATE learnmap.audit_entries SET actor = 'another' WHERE id = 2")
    with pytest.raises(IntegrityError, match=r"in 1 places: entry 2 was changed.*a backup"):
        verify_audit(logged)


@pytest.mark.parametrize("noted", ["", "abc", "g" * 64])
def test_a_hash_that_is_none_is_refused(logged: City, noted: str) -> None:
    with pytest.raises(InvalidInputError, match="64 hexadecimal digits"):
        verify_audit(logged, expect=noted)


def test_the_last_entries_are_listed_from_old_to_new(logged: City) -> None:
    change_city(logged, changes={"off_street_m": 80})
    assert [entry.details["off_street_m"] for entry in list_audit(logged, last=2)] == [60, 80]
    assert list_audit(logged, subject="learning/2026/1") == []
    with pytest.raises(InvalidInputError, match="--last 0"):
        list_audit(logged, last=0)


def test_the_exported_lines_are_chained_by_their_hashes(logged: City, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    assert export_audit(logged, file) == 3
    before = "0" * 64
    for line in file.read_bytes().splitlines():
        assert json.loads(line)["previous"] == before
        before = hashlib.sha256(line).hexdigest()
    assert before == verify_audit(logged).head
    with pytest.raises(InvalidInputError, match="is there already"):
        export_audit(logged, file)
