"""`./run` is how everybody comes in: what it offers and what the README promises agree."""

import re
import subprocess

from tests.architecture.project import ROOT


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # From another folder, as from anywhere, and with an environment that holds nothing.
    return subprocess.run(
        [str(ROOT / "run"), *arguments],
        cwd="/",
        env={"PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_readme_explains_every_command() -> None:
    shown = _run("help")
    offered = set(re.findall(r"^  (\w+) ", shown.stdout, re.MULTILINE))
    explained = set(
        re.findall(r"^\| `\./run (\w+)`", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert shown.returncode == 0
    assert {"demo", "test", "check", "bench"} <= offered
    assert offered == explained


def test_unknown_command_is_named_and_changes_nothing() -> None:
    refused = _run("tset")
    assert refused.returncode == 2
    assert "no command 'tset'" in refused.stderr
    assert "Usage: ./run" in refused.stderr


def test_continuous_integration_and_hooks_call_the_same_recipes() -> None:
    for name in (".ci/run", ".pre-commit-config.yaml"):
        text = (ROOT / name).read_text("utf-8")
        assert set(re.findall(r"\./run (\w+)", text)) == {"lint", "test"}, name
