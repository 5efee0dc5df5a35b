"""The command line, run in this process from its words to its exit."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from learnmap.cli import main
from learnmap.cli.console import console

Run = Callable[..., "Answer"]


class Answer(NamedTuple):
    """What a command printed, and how it ended."""

    stdout: str
    stderr: str
    code: int


@pytest.fixture
def learnmap(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command line, from its words to its exit, on the test's own database."""
    for name, value in {
        "LEARNMAP_DATABASE_URL": database_url,
        "LEARNMAP_HOME": str(tmp_path / "home"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(console, "width", 200)  # whatever it was made for

    def run(*words: str | Path, by: str = "clerk", fails: bool = False) -> Answer:
        monkeypatch.setenv("LEARNMAP_ACTOR", by)
        monkeypatch.setattr(sys, "argv", ["learnmap", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        answer = Answer(*capsys.readouterr(), int(ended.value.code or 0))
        assert (answer.code != 0) == fails, answer
        return answer

    return run
