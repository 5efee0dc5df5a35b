"""Two years of a city, and what the notebook claims of their difference."""

import pytest

import learnmap
from tests.notebooks.notebook import ROOT, run_notebook


def test_the_parts_are_those_of_the_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    names = run_notebook("year_on_year")
    change, changed = names["change"], names["changed"]
    # Who loses a point gains no reach by it, and the other way round.
    assert (change["closed"] <= 0).all()
    assert (change["opened"] >= 0).all()
    assert names["shut"].sum() + names["stayed"].shape[0] == len(names["last_year"])
    assert names["opened"].sum() + names["stayed"].shape[0] == len(names["this_year"])

    # The same by counting homes: who had a point within 15 minutes and has none among those that
    # stayed; who has none among those and one of the new.
    residents = names["residents"]
    older = residents[["residents_60_79", "residents_80_plus"]].sum(axis=1)
    last, stayed, this = (
        learnmap.minutes_to_nearest(names["network"], residents, among, profile="older_adult") <= 15
        for among in (names["last_year"], names["stayed"], names["this_year"])
    )
    assert change["closed"].sum() == -older[last & ~stayed].sum()
    assert change["opened"].sum() == older[this & ~stayed].sum()
    assert change["opened"].sum() > 0 > change["closed"].sum()

    # Hexagons and districts divide the same people.
    assert changed["change"].sum() == change["change"].sum()
    assert (changed["after"] <= changed["total"]).all()
