"""How the packages show themselves to each other and to users."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

PACKAGES = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for path in (ROOT / "learnmap").rglob("__init__.py")
    if "migrations" not in path.parts  # loaded by Alembic, used by nobody
)


def _imports(path: Path) -> set[str]:
    """Return what a file imports of ours, each as a whole dotted name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in names if name.split(".")[0] == "learnmap"}


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_exist_and_say_what_they_are(package: str) -> None:
    module = importlib.import_module(package)
    names = getattr(module, "__all__", ())
    things = {name: getattr(module, name) for name in names}
    silent = [
        name
        for name, thing in things.items()
        if inspect.isclass(thing) or inspect.isroutine(thing)
        # A dataclass without a docstring gets its own signature for one.
        if not thing.__doc__ or thing.__doc__.startswith(f"{name}(")
    ]
    assert silent == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_exports_what_it_gathers(package: str) -> None:
    """A name that a package imports from its own modules is there to be used from outside."""
    front = ROOT.joinpath(*package.split("."), "__init__.py")
    gathered = {
        name.rpartition(".")[2]
        for name in _imports(front)
        if name.startswith(f"{package}.") and name.count(".") > package.count(".") + 1
    }
    exported = set(getattr(importlib.import_module(package), "__all__", ()))
    assert {name for name in gathered if not name.startswith("_")} - exported == set()


def _owner(name: str) -> str | None:
    """Return the package that a private name belongs to, None for a public one."""
    parts = name.split(".")
    private = [at for at, part in enumerate(parts) if part.startswith("_") and part[:2] != "__"]
    return ".".join(parts[: private[0]]) if private else None


def test_what_is_private_stays_inside_its_package() -> None:
    trespasses = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "learnmap").rglob("*.py"))
        for name in sorted(_imports(path))
        if (owner := _owner(name))
        and not ".".join(path.relative_to(ROOT).parts).startswith(f"{owner}.")
    ]
    assert trespasses == []
