"""What a reviewer approves: the content of an edition, apart from when and how it is published."""

import json
from collections.abc import Mapping
from typing import Final

from learnmap.edition.canonical import canonical_json
from learnmap.edition.manifest import sha256

_FACTS: Final = "edition.json"
_OF_PUBLISHING: Final = frozenset(
    ("approval_exemption", "approval_number", "checks", "frozen_on", "generator", "renderer")
)
"""What is only known when the edition is published, or is the software's."""


def content_digest(files: Mapping[str, bytes]) -> str:
    """Return one hash of all content that a reviewer looks at.

    Parameters
    ----------
    files : mapping of str to bytes
        The frozen content by path, without page and manifest.

    Returns
    -------
    str
        SHA-256 in hexadecimal. The same on another day, by another release, and with another
        map approval number.
    """
    facts = json.loads(files[_FACTS])
    kept = {key: value for key, value in facts.items() if key not in _OF_PUBLISHING}
    hashes = {path: sha256(content) for path, content in files.items() if path != _FACTS}
    hashes[_FACTS] = sha256(canonical_json(kept).encode())
    return sha256(canonical_json(hashes).encode())
