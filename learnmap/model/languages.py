"""Languages of names and labels."""

from typing import Final

LANGUAGES: Final = ("zh", "en")
"""Languages that every page offers; the first is the default."""

Names = dict[str, str]
"""A name by language code (BCP 47), for example ``{"zh": "图书馆", "en": "Library"}``."""


def name_in(names: Names, language: str) -> str:
    """Return the name in `language`, or in the first language that has one.

    Parameters
    ----------
    names : dict of str to str
        Name by language code.
    language : str
        The language wanted.

    Returns
    -------
    str
        Empty when there is no name at all.
    """
    for code in (language, *LANGUAGES, *sorted(names)):
        if names.get(code):
            return names[code]
    return ""
