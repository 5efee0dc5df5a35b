"""Who reads a page: in which language, and how large."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from learnmap.model.languages import LANGUAGES
from learnmap.service.preferred_language import preferred_language

_VIEW: Final = "view"
_LARGE: Final = "large"
TAGS: Final = {"zh": "zh-Hans", "en": "en"}
"""Languages as HTML names them (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a page is read.

    Attributes
    ----------
    language : str
        One of `LANGUAGES`.
    large : bool
        Whether large print was asked for.
    """

    language: str
    large: bool

    def link(self, path: str, *, language: str | None = None, large: bool | None = None) -> str:
        """Return the address of a page in the reader's language and print, or in another.

        Parameters
        ----------
        path : str
            Without the language, such as ``/points/LP1``; ``/`` is the front page.
        language : str, optional
        large : bool, optional
        """
        address = f"/{language or self.language}{path}"
        if self.large if large is None else large:
            address += f"{'&' if '?' in path else '?'}{_VIEW}={_LARGE}"
        return address


def reader_of(request: Request) -> Reader:
    """Return the reader of a page: the language is the first part of its address.

    An address without one is read in the language that the browser prefers.
    """
    first = request.scope["path"].split("/")[1]
    language = first if first in LANGUAGES else preferred_language(request)
    return Reader(language, request.query_params.get(_VIEW) == _LARGE)


Reading = Annotated[Reader, Depends(reader_of)]
"""The reader, as a parameter of an endpoint."""
