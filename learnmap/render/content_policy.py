"""A Content-Security-Policy that lets run what the page was built with and nothing else."""

import base64
import hashlib
from html.parser import HTMLParser
from typing import Final

from learnmap.model.errors import InvalidInputError

PLACE: Final = "<!--content-security-policy-->"
"""Where the policy goes: before the first script."""

_DATA_TYPES: Final = ("application/json", "application/octet-stream")


class _InlineCode(HTMLParser):
    """Collects the text of inline scripts and styles as a browser would see it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.found and given.get("type") not in _DATA_TYPES:
            self._inside = tag
            self.found[tag].append("")
            if "src" in given:
                raise InvalidInputError(f"the page loads {given['src']!r}; inline it")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[self._inside][-1] += data


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
    reader = _InlineCode()
    reader.feed(html)
    reader.close()
    rules = (
        "default-src 'none'",
        f"script-src {_hashes(reader.found['script'])}",
        f"style-src {_hashes(reader.found['style'])}",
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
