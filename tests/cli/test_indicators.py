"""``learnmap indicators``: which areas have a point, counted on fingers."""

import csv
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.learning_town import import_town
from tests.cli.test_coverage import line_of


def test_a_school_in_each_street_town_and_a_point_in_each_neighbourhood(
    learnmap: Run, tmp_path: Path
) -> None:
    import_town(learnmap, tmp_path, taught=False)
    told = learnmap("indicators").stdout
    # The school is in the lane, in the west.
    assert line_of(told, "street-towns", "community_school") == [
        *("street-towns", "community_school", "2", "1", "50.0%"),
    ]
    assert line_of(told, "neighbourhoods", "all")[2:] == ["3", "3", "100.0%"]
    assert "street-towns without (community_school): 1; those with most residents of 60" in told
    assert line_of(told, "T2") == ["T2", "T2区", "20"]
    assert "counted by the outlines" not in told
    # The museum lies in N3, of which nobody recorded that it belongs to T2.
    both = learnmap("indicators", "--street-town", "all", "--neighbourhood", "library").stdout
    assert line_of(both, "street-towns", "all")[2:] == ["2", "2", "100.0%"]
    assert (
        "open points (all) counted by the outlines of street-towns alone, as the smaller areas "
        "that they lie in name none as their parent: 1"
    ) in both
    # Of those without a library the one with most residents of 60 and over comes first.
    lines = [line.split() for line in both.splitlines() if line.startswith("N")]
    assert lines == [["N3", "N3区", "20"], ["N1", "N1区", "5"]]
    either = ("--neighbourhood", "library", "--neighbourhood", "museum")
    some = learnmap("indicators", *either).stdout
    assert line_of(some, "neighbourhoods", "library")[-3:] == ["3", "2", "66.7%"]


def test_the_file_has_a_row_for_each_area(learnmap: Run, tmp_path: Path) -> None:
    import_town(learnmap, tmp_path, taught=False)
    table = tmp_path / "indicators.csv"
    learnmap("indicators", "--csv", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [
        (row["kinds"], row["area_code"], row["has_point"], row["points"], row["residents_60_up"])
        for row in rows
    ]
    assert told == [
        ("community_school", "T1", "true", "1", "15.5"),
        ("community_school", "T2", "false", "0", "20.25"),
        ("all", "N1", "true", "1", "5.0"),
        ("all", "N2", "true", "1", "10.5"),
        ("all", "N3", "true", "1", "20.25"),
    ]
    assert [row["share"] for row in rows] == ["0.5", "0.5", "1.0", "1.0", "1.0"]


def test_what_is_not_on_record_is_said(learnmap: Run, tmp_path: Path) -> None:
    import_town(learnmap, tmp_path, taught=False, levels=("district", "street_town"))
    told = learnmap("indicators").stdout
    assert "no neighbourhoods are on record; `learnmap import areas FILE` brings them in" in told
    assert line_of(told, "street-towns", "community_school")[-1] == "50.0%"
    assert "no kind 'school'; there are " in (
        learnmap("indicators", "--street-town", "school", fails=True).stderr
    )


def test_without_areas_there_is_nothing_to_tell(learnmap: Run, tmp_path: Path) -> None:
    import_town(learnmap, tmp_path, taught=False, levels=("district",))
    assert "there are no areas of level street_town or neighbourhood yet" in (
        learnmap("indicators", fails=True).stderr
    )
