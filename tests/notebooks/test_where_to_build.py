"""Where to build, and what the notebook claims of it."""

import math

import pytest

import learnmap
from tests.notebooks.notebook import ROOT, run_notebook


def test_the_sites_are_worth_what_they_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    names = run_notebook("where_to_build")
    best, fair = names["best"], names["fair"]
    for found in (best, fair):
        facts = found.attrs
        assert len(found) == 5
        # No choice is better than the bound, and greedy is one of the choices.
        assert facts["greedy"] <= facts["value"] <= facts["bound"] * (1 + 1e-9)
        assert facts["gap"] < 1e-4
        # What each adds to those before it falls: who is covered once is not won again.
        assert found["gain"].is_monotonic_decreasing
        assert found["gain"].sum() == facts["value"] - facts["covered_before"]
    # Nemhauser, Wolsey and Fisher (1978).
    facts = best.attrs
    least = (1 - 1 / math.e) * (facts["bound"] - facts["covered_before"])
    assert facts["greedy"] - facts["covered_before"] >= least
    # A condition more wins nobody.
    assert fair.attrs["value"] <= best.attrs["value"]
    assert not (names["after"]["share"] >= names["FLOOR"]).all()

    # Home by home: who walks 15 minutes at most to a point or to one of the first sites.
    residents, network = names["residents"], names["network"]
    older = residents[["residents_60_79", "residents_80_plus"]].sum(axis=1)
    for many in (0, 1, 3, 5):
        among = names["with_sites"](best.iloc[:many])
        minutes = learnmap.minutes_to_nearest(network, residents, among, profile="older_adult")
        expected = best["covered"].iloc[many - 1] if many else facts["covered_before"]
        assert older[minutes <= 15].sum() == expected
