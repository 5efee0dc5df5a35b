"""A user's data folder, in which programs are started as a user starts them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from learnmap.store import EmbeddedCluster, Store
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City

ROOT: Final = Path(__file__).resolve().parents[2]
SERVE: Final = ("-m", "learnmap", "serve")


@dataclass(frozen=True, slots=True)
class Home:
    """A user's data folder, and what programs wrote that were started with it."""

    folder: Path
    written: Path

    @property
    def cluster(self) -> EmbeddedCluster:
        return EmbeddedCluster(self.folder / "postgres")

    def run(self, *words: str, stdin: str = "") -> str:
        """Run a command as a person would, and return what it says."""
        with (self.written / "commands").open("a") as errors:
            done = subprocess.run(
                [sys.executable, "-m", "learnmap", *words],
                input=stdin,
                text=True,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=self.environment(),
                cwd=ROOT,
                check=True,
            )
        return done.stdout

    @contextmanager
    def serving(self, program: tuple[str, ...] = SERVE, **more: str) -> Iterator[httpx.Client]:
        """Serve until the block ends; then the process has ended well."""
        path = self.written / f"serve-{len(list(self.written.iterdir()))}"
        with (
            path.open("w") as errors,
            subprocess.Popen(
                [sys.executable, *program, "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self.environment(**more),
                cwd=ROOT,
            ) as process,
        ):
            assert process.stdout is not None
            try:
                said = process.stdout.readline()
                assert said.startswith("learnmap is at http://127.0.0.1:"), said
                with httpx.Client(base_url=said.split()[-1], timeout=30) as client:
                    yield client
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=30) == 0
                assert process.stdout.read() == ""
            finally:
                process.kill()

    def add_account(self, name: str, identity: tuple[str, str]) -> None:
        """Add an editor who logs in by the identity provider."""
        with Store.open(self.cluster.url("city")) as store:
            city = City(store, self.folder, "tester")
            add_account(
                city, name, full_name="张敏", role="editor", password=None, identity=identity
            )

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LEARNMAP_")}
        return {**kept, "PYTHONPATH": str(ROOT), "LEARNMAP_HOME": str(self.folder), **more}


@contextmanager
def new_home(written: Path) -> Iterator[Home]:
    """Give a new user's folder; what programs say is kept in `written`."""
    folder = Path(tempfile.mkdtemp(prefix="lm-"))
    folder.chmod(0o755)
    found = Home(folder, written)
    try:
        yield found
    finally:
        found.cluster.stop()
        shutil.rmtree(folder)
