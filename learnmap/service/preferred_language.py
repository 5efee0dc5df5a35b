"""The language that a browser prefers."""

from fastapi import Request

from learnmap.model.languages import LANGUAGES


def preferred_language(request: Request) -> str:
    """Return the first of our languages in ``Accept-Language``, else the default."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        wanted = part.partition(";")[0].strip().partition("-")[0]
        if wanted in LANGUAGES:
            return wanted
    return LANGUAGES[0]
