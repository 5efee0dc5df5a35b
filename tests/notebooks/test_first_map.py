"""The first map of a city, and what the notebook claims of it."""

import pytest

from tests.notebooks.notebook import ROOT, run_notebook


def test_first_map_runs_and_its_claims_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = run_notebook("first_map")
    area = names["area"]
    assert area["step_free"] <= area["older_adult"] < area["adult"] / 2
    # Nobody gets farther than a straight walk: 1,125 m in 15 minutes make 398 hectares.
    assert names["within"]["hectares"].max() < 398
    assert set(names["catchments"]["minutes"]) == {5, 10, 15}
