"""The library by its public names, and the examples of its docstrings."""

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import learnmap
import learnmap.library

ROOT = Path(__file__).resolve().parents[3]
MODULES = (
    "catchment_table",
    "corner_table",
    "coverage_table",
    "gap_table",
    "nearest_table",
    "network",
    "site_table",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(ROOT)
    module = import_module(f"learnmap.library.{name}")
    failed, tried = doctest.testmod(module)
    assert failed == 0
    assert tried > 0


def test_the_examples_of_the_document_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8"
    )
    assert failed == 0
    assert tried > 0
    told = (ROOT / "docs" / "library.md").read_text("utf-8")
    assert all(name in told for name in learnmap.__all__)


def test_the_public_names_are_the_librarys() -> None:
    assert set(learnmap.__all__) == set(learnmap.library.__all__)
    for name in learnmap.__all__:
        assert getattr(learnmap, name) is getattr(learnmap.library, name)
        assert getattr(learnmap, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'coverages'"):
        learnmap.coverages  # noqa: B018


def test_importing_learnmap_loads_no_library_until_it_is_asked_for() -> None:
    asked = "import sys, learnmap; print('geopandas' in sys.modules); learnmap.coverage"
    asked += "; print('geopandas' in sys.modules, 'sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]
