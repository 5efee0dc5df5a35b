"""Ids that are made of what a record is, so that the same file gives the same ids."""

import hashlib

_DIGITS = 16


def made_id(*parts: str) -> str:
    """Make an id of some texts."""
    content = "\x1f".join(parts)
    return "made-" + hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
