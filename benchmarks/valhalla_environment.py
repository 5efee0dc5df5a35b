"""Valhalla's environment: a Python of its own, as its wheels want 3.12, and its tiles of a city."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.folders import ROOT

REQUIREMENTS: Final = ("numpy==2.4.6", "pyvalhalla==3.9.1")
_NEW_ENOUGH: Final = "import sys; assert sys.version_info >= (3, 12)"
_CONFIGURE: Final = """
import json, sys, valhalla
from pathlib import Path
folder = Path(sys.argv[1])
tiles, packed = folder / "tiles", folder / "tiles.tar"
tiles.mkdir()
packed.touch()  # it names only what is there
config = valhalla.get_config(packed, tiles)
packed.unlink()
config["mjolnir"]["concurrency"] = 2
(folder / "valhalla.json").write_text(json.dumps(config))
"""


class ValhallaMissingError(Exception):
    """Says why Valhalla cannot run here."""


def valhalla_python(work: Path) -> Path:
    """Return the Python that has pyvalhalla, in an environment made at its first use.

    Parameters
    ----------
    work : Path
        Holds the environment.

    Raises
    ------
    ValhallaMissingError
        Without a Python of 3.12 or later, or a wheel for it.
    """
    folder = work / "valhalla-environment"
    python, mark = folder / "bin" / "python", folder / "made-from"
    wanted = " ".join(REQUIREMENTS)
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    uv = next(iter(sorted((ROOT / ".tools").glob("uv-*/bin/uv"))), shutil.which("uv"))
    if uv is None:
        raise ValhallaMissingError("there is no uv to make its environment")
    base = next(_new_pythons(), "3.12")  # without one, uv looks for it
    _run([str(uv), "venv", "--quiet", "--clear", "--python", base, str(folder)])
    _run([str(uv), "pip", "install", "--quiet", "--python", str(python), *REQUIREMENTS])
    mark.write_text(wanted, encoding="utf-8")
    return python


def build_tiles(city: Path, python: Path) -> None:
    """Make Valhalla's tiles of a prepared city, unless they are there.

    Raises
    ------
    ValhallaMissingError
        When it cannot read the city.
    """
    folder = city / "valhalla"
    if (folder / "tiles.tar").is_file():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # Its programs look for each other on the path.
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    config = str(folder / "valhalla.json")
    for command in (
        [str(python), "-c", _CONFIGURE, str(folder)],
        ["valhalla_build_tiles", "-c", config, str(city / "streets.osm.pbf")],
        ["valhalla_build_extract", "-c", config],
    ):
        _run(command, path=path)


def _new_pythons() -> Iterator[str]:
    """Yield the Pythons of 3.12 and later that start."""
    names = (shutil.which(f"python3.{minor}") for minor in (14, 13, 12))
    kept = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"), reverse=True)
    for candidate in (sys.executable, *(name for name in names if name), *map(str, kept)):
        tried = subprocess.run([candidate, "-c", _NEW_ENOUGH], capture_output=True, check=False)
        if tried.returncode == 0:
            yield candidate


def _run(command: list[str], *, path: str | None = None) -> None:
    environment = os.environ | ({"PATH": path} if path else {})
    done = subprocess.run(
        [shutil.which(command[0], path=path) or command[0], *command[1:]],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise ValhallaMissingError(f"`{Path(command[0]).name}` failed: {' '.join(last)}")
