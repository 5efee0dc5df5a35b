"""What only scripts read, packed: gzip in base64, inside a script element that runs nothing."""

import base64
import gzip
import json
from typing import Any, Final

from markupsafe import Markup

_GZIP_LEVEL: Final = 9


def packed_json(element_id: str, value: Any) -> Markup:
    """Return a value as packed JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return packed_bytes(element_id, text.encode("utf-8"))


def packed_bytes(element_id: str, content: bytes) -> Markup:
    """Return bytes packed; the same bytes give the same element."""
    return data_element(element_id, _gzip(content))


def packed_length(content: bytes) -> int:
    """Return how many bytes of a page `content` takes when it is packed."""
    return 4 * -(-len(_gzip(content)) // 3)


def data_element(element_id: str, content: bytes) -> Markup:
    """Return bytes as they are in base64, for what is packed already."""
    return Markup('<script type="application/octet-stream" id="{}">{}</script>').format(
        element_id, base64.b64encode(content).decode("ascii")
    )


def _gzip(content: bytes) -> bytes:
    # mtime 0: a time of day would make every build differ.
    return gzip.compress(content, _GZIP_LEVEL, mtime=0)
