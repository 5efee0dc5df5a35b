"""The notebooks run from top to bottom, and what they claim is so."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_first_map_runs_and_its_claims_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    notebook = json.loads((ROOT / "notebooks" / "first_map.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 -- the project's own notebook
            assert cell["outputs"] == []
    area = names["area"]
    assert area["step_free"] <= area["older_adult"] < area["adult"] / 2
    # Nobody gets farther than a straight walk: 1,125 m in 15 minutes make 398 hectares.
    assert names["within"]["hectares"].max() < 398
    assert set(names["catchments"]["minutes"]) == {5, 10, 15}
