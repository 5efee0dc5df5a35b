"""The certificate stands on its own: it must not share the code that it certifies."""

import ast
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

PARTS = ("certificate", "exact_times", "sight_lines", "street_times")
ALLOWED = {
    "learnmap.model.crs",
    "learnmap.network.obstacles",  # What the definition says of barriers: a table of kinds.
    "learnmap.network.walkgraph",  # The unit of stored vertices.
    *(f"learnmap.catchment.{part}" for part in PARTS),
}


@pytest.mark.parametrize("part", PARTS)
def test_the_certificate_runs_nothing_of_the_search_or_the_drawing(part: str) -> None:
    imported = _imported_to_run(ROOT / "learnmap" / "catchment" / f"{part}.py")
    assert {name for name in imported if name.startswith("learnmap")} <= ALLOWED
    assert "numba" not in imported


def _imported_to_run(path: Path) -> set[str]:
    """Return the modules that a file imports, but for those that only its types name."""
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names
