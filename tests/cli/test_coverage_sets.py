"""``learnmap coverage`` of sets of points: by what is taught, by hours, and step-free."""

import csv
import itertools
import math
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.learning_town import import_town
from tests.cli.test_coverage import line_of

OLD, ALL_AGES = 39.75, 92.75


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    import_town(learnmap, tmp_path)
    return learnmap


def shares(printed: str, *begins: str) -> list[str]:
    """Return the shares within 5, 10 and 15 minutes on a line."""
    return [word.strip("()") for word in line_of(printed, *begins)[-5::2]]


def test_each_set_is_the_points_worked_out_on_paper(town: Run) -> None:
    # At 0.8 m/s: corner to west 262.5 s, lane 125 s; across to west 887.5 s, east 137.5 s; the
    # school of the lane to the lane's home 875 s. 10.5, 20.25 and 5 live there, of 39.75.
    older = ("coverage", "--profile", "older_adult")
    taught = town(*older, "--category", "all").stdout
    # Dance is at the corner; where it was last week it is over.
    assert shares(taught, "older_adult", "60+", "dance", "(1,", "1", "unknown)") == ["39.0%"] * 3
    # Chess comes across tomorrow; the chess at the corner is online.
    assert shares(taught, "older_adult", "60+", "chess", "(1,", "1", "unknown)") == [
        "50.9%",
        "50.9%",
        "77.4%",
    ]
    assert "unknown: points of which nothing is on record that is taught there" in taught
    hours = town(*older, "--open", "all").stdout
    assert shares(hours, "older_adult", "60+", "evenings", "(1,", "1", "unknown)") == ["39.0%"] * 3
    assert shares(hours, "older_adult", "60+", "weekends", "(1,", "1", "unknown)") == [
        "0.0%",
        "0.0%",
        "12.6%",
    ]
    assert "hours are those of the week from 2" in hours


def test_step_free_points_are_for_who_needs_them_unless_others_are_named(town: Run) -> None:
    told = town("coverage", "--step-free-points").stdout
    assert shares(told, "step_free", "60+", "step_free", "(1,", "1", "unknown)") == ["39.0%"] * 3
    assert "older_adult" not in told
    assert "points of which nobody recorded whether they are step-free" in told
    named = town("coverage", "--step-free-points", "--profile", "adult").stdout
    assert line_of(named, "adult", "all", "step_free", "(1,")


@pytest.mark.parametrize("level", ["city", "district", "street_town", "neighbourhood"])
def test_covered_uncovered_and_unplaced_are_everybody_in_every_table(
    town: Run, tmp_path: Path, level: str
) -> None:
    table = tmp_path / "all.csv"
    each = ("--kind", "all", "--map", "all", "--category", "all", "--open", "all")
    town("coverage", "--by", level, *each, "--step-free-points", "--csv", table)
    town("coverage", "--by", level, "--csv", tmp_path / "one.csv")
    rows = []
    for file in (table, tmp_path / "one.csv"):
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows += list(csv.DictReader(text))
    sets = {row["points"] for row in rows}
    assert sets == {"all", "kind", "map", "category", "open", "step_free"}
    for row in rows:
        parts = math.fsum(float(row[part]) for part in ("covered", "uncovered", "unplaced"))
        assert parts == pytest.approx(float(row["total"]), abs=1e-9), row
        assert min(float(row[part]) for part in ("covered", "uncovered", "unplaced")) >= 0
    # Whatever the areas, all who are on record are told once for each table.
    one_table = ("profile", "age_from", "points", "points_code", "minutes")
    rows.sort(key=lambda row: [row[name] for name in one_table])
    for (_, age, *_), table_rows in itertools.groupby(
        rows, key=lambda row: [row[name] for name in one_table]
    ):
        everybody = math.fsum(float(row["total"]) for row in table_rows)
        assert everybody == pytest.approx(OLD if age == "60" else ALL_AGES, abs=1e-9)


def test_what_is_not_there_is_said(learnmap: Run, tmp_path: Path) -> None:
    import_town(learnmap, tmp_path, taught=False)
    none = learnmap("coverage", "--category", "all", fails=True).stderr
    assert "there are no categories of offerings yet; run `learnmap import categories" in none
    wrong = learnmap("coverage", "--open", "mornings", fails=True).stderr
    assert "no opening 'mornings'; there are evenings, weekends" in wrong
