"""Files that commands write, which never replace one that is there."""

from pathlib import Path

from learnmap.cli.console import say
from learnmap.model.errors import ConflictError


def write_new(path: Path, content: bytes) -> None:
    """Write a file and say its name.

    Raises
    ------
    ConflictError
        When there is one of that name.
    """
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ConflictError(f"{path} is there already; name a new file") from error
    say(str(path))
