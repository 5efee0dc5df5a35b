"""Pages for everybody: drawn on the server, readable without a script."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from learnmap.model.languages import LANGUAGES, name_in
from learnmap.render.bilingual import typed_pair
from learnmap.service.answers import NEVER, html_answer
from learnmap.service.public.lengths import distance_words
from learnmap.service.public.reader import TAGS, Reader
from learnmap.service.public.site_root import site_root
from learnmap.service.public.words import word

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("learnmap.service"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def public_page(
    request: Request,
    template: str,
    reader: Reader,
    path: str,
    *,
    status: int = 200,
    **facts: Any,
) -> Response:
    """Draw a page in the language of who reads it.

    Parameters
    ----------
    request : Request
    template : str
        File name in ``templates/public``.
    reader : Reader
    path : str
        Of the page, without its language.
    status : int
    **facts
        What the template shows.

    Returns
    -------
    Response
        With an entity tag; 304 where the client has the page already.
    """
    html = _ENVIRONMENT.get_template(f"public/{template}").render(
        reader=reader,
        path=path,
        root=site_root(request),
        language=reader.language,
        languages=LANGUAGES,
        tags=TAGS,
        say=lambda key, **values: word(key, reader.language, **values),
        name=lambda names: name_in(names, reader.language),
        distance=lambda metres: distance_words(metres, reader.language),
        typed=lambda text: in_language(text, reader.language),
        **facts,
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Content-Language": TAGS[reader.language],
        "Vary": "Accept-Language",
        # Without a referrer browsers would send `Origin: null` with our own forms, too.
        "Referrer-Policy": "same-origin",
    }
    if status != HTTPStatus.OK:
        headers["Cache-Control"] = NEVER
        return HTMLResponse(html, status_code=status, headers=headers)
    return html_answer(request, html.encode(), headers=headers)


def in_language(text: str | None, language: str) -> str:
    """Return a text that somebody typed, of one typed as a pair only what is in a language."""
    pair = typed_pair(text)
    return (text or "") if pair is None else pair[LANGUAGES.index(language)]
