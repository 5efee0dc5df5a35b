"""Runs a notebook of the project from top to bottom."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


def run_notebook(name: str) -> dict[str, Any]:
    """Return the names that a notebook leaves; it runs from the project's folder.

    A notebook is stored without outputs: they would be a second truth, and grow old.
    """
    notebook = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 -- the project's own notebook
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    return names
