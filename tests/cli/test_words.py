"""The first words of commands: each leads where it says, and only that is loaded."""

import subprocess
import sys

import pytest
import typer

from learnmap.cli.app import WORDS, Word, loaded


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_a_word_leads_to_commands_that_say_the_same(word: Word) -> None:
    behind = loaded(word)
    if isinstance(behind, typer.Typer):
        assert behind.info.help == word.help
        assert behind.registered_commands
    else:
        assert behind.__name__ == word.name
        assert behind.__doc__


def test_the_list_of_commands_loads_no_library_of_theirs() -> None:
    program = (
        "import sys; sys.argv = ['learnmap', '--help']\n"
        "from learnmap.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'numpy', 'sqlalchemy', 'fastapi', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[-1] == "set()"
    listed = {line.split()[0] for line in lines if line.startswith("  ") and line.strip()}
    assert {word.name for word in WORDS} <= listed
