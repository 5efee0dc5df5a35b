"""``learnmap audit``: what was done, and that nobody rewrote it."""

from pathlib import Path

import psycopg

from tests.cli.conftest import Run


def test_the_log_is_listed_verified_and_exported(
    learnmap: Run, database_url: str, tmp_path: Path
) -> None:
    assert "no audit entries yet" in learnmap("audit", "list").stdout
    learnmap("city", "set", "--name-zh", "测试市")
    learnmap("city", "set", "--off-street-m", "50")
    rows = learnmap("audit", "list", "--last", "1").stdout.splitlines()
    assert rows[0].split()[:3] == ["entry", "at", "by"]
    assert rows[1].split()[0] == "2"
    assert "clerk" in rows[1]
    assert "city.write" in rows[1]
    assert "no audit entries about x" in learnmap("audit", "list", "--subject", "x").stdout

    verified = learnmap("audit", "verify").stdout
    assert verified.startswith("2 entries are as they were written; head ")
    head = verified.split()[-1]
    learnmap("city", "set", "--off-street-m", "60")
    again = learnmap("audit", "verify", "--expect", head).stdout
    assert "the expected head is in the chain; 1 entries came after it" in again
    assert "3 entries written" in learnmap("audit", "export", tmp_path / "log").stdout

    with psycopg.connect(database_url) as raw:
        raw.execute("ALTER TABLE learnmap.audit_entries DISABLE TRIGGER ALL")
        raw.execute("UPDATE learnmap.audit_entries SET actor = 'nobody' WHERE id = 1")
    broken = learnmap("audit", "verify", fails=True)
    assert "entry 1 was changed" in broken.stderr
