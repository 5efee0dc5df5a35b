"""Pages for planners: drawn as those for staff are, in words of their own."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from learnmap.model.languages import Names, name_in
from learnmap.service.planner.figures import count_words, inline_words, share_words, signed_words
from learnmap.service.planner.sets import points_value
from learnmap.service.planner.words import word
from learnmap.service.planner.words.refusals import in_chinese
from learnmap.service.staff.pages import drawn_page
from learnmap.service.staff.visit import Visit, language_of


def planner_page(
    request: Request, template: str, visit: Visit, *, status: int = 200, **facts: Any
) -> Response:
    """Draw a page in the language of who reads it.

    Parameters
    ----------
    request : Request
    template : str
        File name in ``templates/planner``.
    visit : Visit
    status : int
    **facts
        What the template shows.
    """
    language = language_of(request)

    def named(names: Names) -> str:
        return name_in(names, language)

    def told(said: str) -> tuple[str, str]:
        """Return a sentence and its language; some there are in English alone."""
        chinese = in_chinese(said) if language == "zh" else None
        return (said, "en") if chinese is None else (chinese, "zh-CN")

    shown = {
        "named": named,
        "told": told,
        "points_value": points_value,
        "inline": inline_words,
        "count": count_words,
        "share": share_words,
        "signed": signed_words,
        **facts,
    }
    return drawn_page(
        request,
        f"planner/{template}",
        account=visit.account,
        words=word,
        status=status,
        facts=shown,
    )
