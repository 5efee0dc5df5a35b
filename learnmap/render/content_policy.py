"""A Content-Security-Policy that lets run what the page was built with and nothing else."""

import base64
import hashlib
import re
from typing import Final

from learnmap.model.errors import InvalidInputError

PLACE: Final = "<!--content-security-policy-->"
"""Where the policy goes: before the first script."""

_INLINE: Final = re.compile(
    r"<(?P<tag>script|style)\b(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=tag)>",
    re.DOTALL | re.IGNORECASE,
)


def with_content_policy(html: str) -> str:
    """Put a policy with the hash of every inline script and style at `PLACE`.

    Parameters
    ----------
    html : str
        A whole page whose code is inline.

    Raises
    ------
    InvalidInputError
        When the page has no place for the policy, or loads a script.
    """
    if html.count(PLACE) != 1:
        raise InvalidInputError(f"the page has {html.count(PLACE)} places {PLACE}; it needs one")
    found: dict[str, list[str]] = {"script": [], "style": []}
    # Text of a file cannot look like an element here: it is escaped wherever it stands.
    for element in _INLINE.finditer(html):
        if "src=" in element["attributes"]:
            raise InvalidInputError(f"the page loads {element['attributes'].strip()!r}; inline it")
        if "type=" not in element["attributes"]:
            found[element["tag"].lower()].append(element["text"])
    rules = (
        "default-src 'none'",
        f"script-src {_hashes(found['script'])}",
        f"style-src {_hashes(found['style'])}",
        "img-src data: blob:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    policy = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return html.replace(PLACE, policy)


def _hashes(texts: list[str]) -> str:
    if not texts:
        return "'none'"
    # A browser hashes after it has made every line end a line feed.
    digests = (
        base64.b64encode(hashlib.sha256(_line_feeds(text).encode("utf-8")).digest()).decode("ascii")
        for text in texts
    )
    return " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
