"""The machine: what the figures were measured on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.folders import ROOT


def describe_machine() -> dict[str, str]:
    """Return what a reader has to know of the machine, by its name."""
    return {
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": f"{_line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        "load at the start": " ".join(f"{load:.2f}" for load in os.getloadavg()),
        "Python": f"{platform.python_version()}, numba {version('numba')}, "
        f"NumPy {version('numpy')}, shapely {version('shapely')}",
        "learnmap": _revision(),
    }


def _line(path: str, name: str) -> str:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(name))


def _revision() -> str:
    """Return the commit, and whether the files differ from it."""
    said = []
    for arguments in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "learnmap"]):
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 -- whichever git the user has
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        said.append(done.stdout.strip())
    revision, changed = said
    return (revision or "of no commit") + (", with changes" if changed else "")
