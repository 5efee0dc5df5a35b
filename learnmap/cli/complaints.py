"""What goes wrong, on standard error; apart from the console, so that it loads at once."""

from typing import Final

from rich.console import Console

ERRORS: Final = Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say_error(text: str) -> None:
    """Print what went wrong."""
    ERRORS.print(f"learnmap: {text}")
