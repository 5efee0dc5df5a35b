"""The command line: it parses, calls a workflow, and prints the answer."""

from learnmap.cli.app import main

__all__ = ["main"]
