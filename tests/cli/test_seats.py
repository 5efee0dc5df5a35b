"""``learnmap seats``: seats shared out on paper, compared between areas, and in a file."""

import csv
import math
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.learning_town import import_town, write
from tests.cli.test_coverage import line_of

# At 0.8 m/s: the corner is 262.5 s from the west and 125 s from the lane; across is 887.5 s from
# the west and 137.5 s from the east. 10.5 live in the west, 5 at the lane, 20.25 in the east.
# 30 seats at the corner (dance); 20 across (chess, tomorrow; the children's 12 are not for them).
AT_CORNER = 30 / (10.5 + 5)
ACROSS = 20 / (0.22 * 10.5 + 20.25)
WEST, LANE, EAST = AT_CORNER + 0.22 * ACROSS, AT_CORNER, ACROSS


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    import_town(learnmap, tmp_path)
    return learnmap


def rows_of(town: Run, file: Path, *words: str) -> list[dict[str, str]]:
    town("seats", "--profile", "older_adult", *words, "--csv", file)
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_the_city_has_the_seats_that_are_known(town: Run) -> None:
    told = town("seats", "--profile", "older_adult").stdout
    # 39.75 residents, of whom 4 are on no street; nobody else is without.
    assert line_of(told, "older_adult", "60+")[-5:] == ["40", "50.0", "125.79", "0", "4"]
    assert (
        "50 seats known at 2 points (2 on streets), 0 of them out of everybody's reach; left out: "
        "0 points of unknown capacity and 1 where nothing is on record that is taught; 1 are known "
        "in part"
    ) in told
    assert "Luo & Qi 2009), stepped weights" in told


def test_areas_are_those_worked_out_on_paper(town: Run, tmp_path: Path) -> None:
    rows = rows_of(town, tmp_path / "seats.csv", "--by", "neighbourhood")
    found = {row["area_code"]: row for row in rows}
    for code, seats, people in (
        ("N1", 5 * LANE, 5.0),
        ("N2", 10.5 * WEST, 10.5),
        ("N3", 20.25 * EAST, 20.25),
        ("", 0.0, 4.0),
    ):
        assert float(found[code]["seats"]) == pytest.approx(seats, rel=1e-4)
        assert float(found[code]["total"]) == people
        assert float(found[code]["seats_per_100"]) == pytest.approx(100 * seats / people, rel=1e-4)
    assert math.fsum(float(row["seats"]) for row in rows) == pytest.approx(50, rel=1e-9)
    for row in rows:
        parts = math.fsum(float(row[part]) for part in ("served", "unserved", "unplaced"))
        assert parts == pytest.approx(float(row["total"]), abs=1e-9)
    # Three neighbourhoods; who lives in none is in no comparison.
    groups = ((LANE, 5.0), (WEST, 10.5), (EAST, 20.25))
    pairs = math.fsum(p * q * abs(x - y) for x, p in groups for y, q in groups)
    gini = pairs / (2 * 35.75 * 50)
    assert [float(row["gini"]) for row in rows] == [pytest.approx(gini, rel=1e-4)] * 4
    # A tenth has the most, in the west; four tenths have the least, in the east.
    palma = (3.575 * WEST) / (14.3 * EAST)
    assert [float(row["palma"]) for row in rows] == [pytest.approx(palma, rel=1e-4)] * 4
    assert {row["compared"] for row in rows} == {"3"}


def test_what_nobody_knows_is_told_apart_from_what_there_is_not(town: Run, tmp_path: Path) -> None:
    head = "id,name_zh,category,mode,point_id,capacity,age_to"
    unknown = write(tmp_path, "more.csv", head, "O7,舞,dance,in_person,lane,,")
    town("import", "offerings", unknown)
    told = town("seats", "--profile", "older_adult").stdout
    assert "50 seats known at 2 points (2 on streets)" in told
    assert "left out: 1 points of unknown capacity and 0 where nothing is on record" in told
    # What is for children alone is known to have no seat for older adults.
    young = write(tmp_path, "young.csv", head, "O7,童舞,dance,in_person,lane,,14")
    town("import", "offerings", young)
    told = town("seats", "--profile", "older_adult").stdout
    assert "50 seats known at 3 points (3 on streets)" in told
    assert "left out: 0 points of unknown capacity and 0 where nothing is on record" in told


def test_children_have_other_seats(town: Run) -> None:
    told = town("seats", "--profile", "adult").stdout
    assert "adult: 62 seats known at 2 points" in told


def test_what_cannot_be_shared_out_is_said(learnmap: Run, tmp_path: Path) -> None:
    import_town(learnmap, tmp_path, taught=False)
    none = learnmap("seats", fails=True).stderr
    assert "no open point has a known capacity" in none
    assert "learnmap import offerings FILE" in none
    assert "--decay cliff: no such decay; give stepped, gaussian" in (
        learnmap("seats", "--decay", "cliff", fails=True).stderr
    )
