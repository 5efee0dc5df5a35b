"""What a resident may say is wrong with a learning point."""

from typing import Final, Literal, get_args

Subject = Literal["closed", "hours", "place", "contact", "offering", "access", "other"]
"""It is gone; its hours, its place, its telephone, what is taught or the access are otherwise."""

SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)
MOST_CHARACTERS: Final = 1000
"""Of what is told in words."""
