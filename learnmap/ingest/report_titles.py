"""What a report calls its own parts, so that they are known when a marked sheet comes back."""

from typing import Final

PROBLEMS: Final = "问题 / Problems"
"""The column of messages."""
LIST_SHEET: Final = "问题清单 Problems"
"""The sheet that lists all faults, those of the file as a whole first."""
