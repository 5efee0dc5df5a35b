"""Pages for staff: drawn on the server, readable without a script."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from learnmap.model.accounts import Account
from learnmap.model.roles import MAY
from learnmap.service.answers import NEVER
from learnmap.service.staff.menu import menu_of
from learnmap.service.staff.visit import (
    LoginNeeded,
    PasswordDue,
    StaffRefusal,
    asked_path,
    form_token,
    keep_token,
    language_of,
    own_path,
    token_of,
    visiting_token,
)
from learnmap.service.staff.words import action_word, role_word, word

HEADERS: Final = {
    "Cache-Control": NEVER,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Without a referrer browsers would send `Origin: null` with our own forms, too.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("learnmap.service"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def staff_page(
    request: Request,
    template: str,
    *,
    account: Account | None,
    status: int = 200,
    **facts: Any,
) -> Response:
    """Draw a page in the language of who reads it.

    Parameters
    ----------
    request : Request
    template : str
        File name in ``templates/staff``.
    account : Account or None
        Who is logged in.
    status : int
    **facts
        What the template shows.
    """
    return drawn_page(
        request, f"staff/{template}", account=account, words=word, status=status, facts=facts
    )


def drawn_page(
    request: Request,
    template: str,
    *,
    account: Account | None,
    words: Callable[..., str],
    status: int,
    facts: Mapping[str, Any],
) -> Response:
    """Draw a page of a room for people who log in.

    Parameters
    ----------
    request : Request
    template : str
        Path below ``templates``.
    account : Account or None
        Who is logged in.
    words : callable
        Takes a key, a language and values, and returns what the room says.
    status : int
    facts : mapping of str to object
        What the template shows.
    """
    language = language_of(request)
    token = visiting_token(request)
    html = _ENVIRONMENT.get_template(template).render(
        account=account,
        language=language,
        csrf=form_token(token),
        here=own_path(request.url.path),
        this_page=quote(asked_path(request), safe="/"),
        may=frozenset() if account is None else MAY[account.role],
        menu=() if account is None else menu_of(account.role),
        say=lambda key, **values: words(key, language, **values),
        role_word=lambda role: role_word(role, language),
        action_word=lambda action: action_word(action, language),
        **facts,
    )
    response = Response(html, status_code=status, headers=HEADERS, media_type="text/html")
    if token_of(request) is None:
        keep_token(request, response, token)
    return response


def see(path: str) -> Response:
    """Lead to a page after a form."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": NEVER})


async def refused(request: Request, error: Exception) -> Response:
    """Say why a page is not given."""
    if not isinstance(error, StaffRefusal):
        raise TypeError(type(error))
    return staff_page(request, "refused.html.j2", account=None, status=error.status, why=error.why)


async def login_needed(request: Request, error: Exception) -> Response:
    """Lead to the login, and back from there."""
    if not isinstance(error, LoginNeeded):
        raise TypeError(type(error))
    if request.headers.get("hx-request") == "true":
        # The page stays, with what was typed; a login drawn into it would take its place.
        return Response(status_code=401, headers=HEADERS)
    return see(f"/staff/login?next={quote(error.back_to, safe='/')}")


async def password_due(_request: Request, error: Exception) -> Response:
    """Lead to where the password is changed."""
    if not isinstance(error, PasswordDue):
        raise TypeError(type(error))
    return see("/staff/account")
