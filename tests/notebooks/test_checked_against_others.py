"""Minutes beside OSMnx and pandana, as the notebook makes them."""

import pytest

from tests.notebooks.notebook import ROOT, run_notebook


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_three_programs_walk_the_same_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = run_notebook("checked_against_others")
    assert len(names["apart"]) > 9_900
    for program in ("OSMnx", "pandana"):
        apart = names["apart"][program]
        # Half of all homes within a third of a minute, nine of ten within a minute and a half: what
        # a junction beside a home is away from the street before it.
        assert apart.abs().median() < 1 / 3
        assert apart.abs().quantile(0.9) < 1.5
        assert names["share"][program] == pytest.approx(names["share"]["learnmap"], abs=0.02)
