"""``python -m learnmap`` is the command line."""

from learnmap.cli import main

main()
