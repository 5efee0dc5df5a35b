"""Who asks for a page for staff, and whether a form came from a page of ours."""

import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass, replace
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from fastapi.responses import Response

from learnmap.model.accounts import ABSOLUTE_S, Account
from learnmap.model.languages import LANGUAGES
from learnmap.model.roles import MAY, Action
from learnmap.service.context import Context, Here
from learnmap.service.preferred_language import preferred_language
from learnmap.workflows.city import City
from learnmap.workflows.logins import new_token, who_is

LANGUAGE_COOKIE: Final = "learnmap_language"
MOST_FORM_BYTES: Final = 256 * 1024
_PLAIN_COOKIE: Final = "learnmap_staff"
_SECURE_COOKIE: Final = "__Host-learnmap_staff"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_OWN_PATH: Final = re.compile(r"/(staff|planner)(/[A-Za-z0-9._:-]+)*(\?[A-Za-z0-9._~:%=&+/,-]*)?")


class StaffRefusal(Exception):  # noqa: N818 -- not a fault of ours
    """A page for staff that is not given.

    Attributes
    ----------
    status : int
    why : str
        Key of the words that say it.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class LoginNeeded(Exception):  # noqa: N818 -- as above
    """Nobody is logged in.

    Attributes
    ----------
    back_to : str
        The page that was asked for.
    """

    def __init__(self, back_to: str) -> None:
        super().__init__(back_to)
        self.back_to = back_to


class PasswordDue(Exception):  # noqa: N818 -- as above
    """Somebody else knows the password, so that it has to be changed first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is logged in.

    Attributes
    ----------
    account : Account
    city : City
        To be worked on in the account's name.
    """

    account: Account
    city: City


def staff_city(here: Here) -> City:
    """Return the city with the rights of staff.

    Raises
    ------
    StaffRefusal
        Where this service is for the public only.
    """
    if here.staff is None:
        raise StaffRefusal(404, "refused_missing")
    return here.staff


StaffCity = Annotated[City, Depends(staff_city)]


def visitor(request: Request, city: StaffCity) -> Visit:
    """Find who is logged in, also one who has to change the password first.

    Raises
    ------
    LoginNeeded
        When nobody is.
    """
    token = token_of(request)
    account = None if token is None else who_is(city, token)
    if account is None:
        raise LoginNeeded(asked_path(request))
    return Visit(account, replace(city, actor=account.name))


Visitor = Annotated[Visit, Depends(visitor)]


def staff_member(visit: Visitor) -> Visit:
    """Find who is logged in with a password of their own.

    Raises
    ------
    PasswordDue
        When it has to be changed first.
    """
    if visit.account.must_change:
        raise PasswordDue
    return visit


StaffMember = Annotated[Visit, Depends(staff_member)]


class Allowed:
    """A dependency: somebody whose role may do something.

    Parameters
    ----------
    action : str
    """

    def __init__(self, action: Action) -> None:
        self._action = action

    def __call__(self, visit: StaffMember) -> Visit:
        """Return who is logged in.

        Raises
        ------
        StaffRefusal
            When the role may not.
        """
        if self._action not in MAY[visit.account.role]:
            raise StaffRefusal(403, "refused_forbidden")
        return visit


async def posted_fields(request: Request) -> list[tuple[str, str]]:
    """Read the fields of a form that was sent from a page of ours; a name may come again.

    Raises
    ------
    StaffRefusal
        When it came from elsewhere, is of another session, too long, or no form.
    """
    if not is_from_here(request):
        raise StaffRefusal(403, "refused_form")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise StaffRefusal(415, "refused_form")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_FORM_BYTES:
            raise StaffRefusal(413, "refused_form")
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    check_form_token(request, dict(fields).get("csrf", ""))
    return [(name, value) for name, value in fields if name != "csrf"]


Fields = Annotated[list[tuple[str, str]], Depends(posted_fields)]


def posted_form(fields: Fields) -> dict[str, str]:
    """Return the fields of a form that has each once."""
    return dict(fields)


Form = Annotated[dict[str, str], Depends(posted_form)]


def check_form_token(request: Request, given: str) -> None:
    """Refuse a form that is not of the browser's session.

    Raises
    ------
    StaffRefusal
    """
    token = token_of(request)
    if token is None or not hmac.compare_digest(given.encode(), form_token(token).encode()):
        raise StaffRefusal(403, "refused_form")


def token_of(request: Request) -> str | None:
    """Return the token of the request's cookie, None when it has none of our shape."""
    name = _SECURE_COOKIE if _is_secure(request) else _PLAIN_COOKIE
    token = request.cookies.get(name, "")
    return token if _TOKEN.fullmatch(token) else None


def form_token(token: str) -> str:
    """Return what every form of a session has to bring; the token cannot be told from it."""
    return hmac.new(token.encode(), b"learnmap form", hashlib.sha256).hexdigest()


def keep_token(request: Request, response: Response, token: str) -> None:
    """Give the browser a token, hidden from scripts and from other sites."""
    secure = _is_secure(request)
    response.set_cookie(
        _SECURE_COOKIE if secure else _PLAIN_COOKIE,
        token,
        max_age=ABSOLUTE_S,
        path="/",
        secure=secure,
        httponly=True,
        # Not strict: one who comes by a link in a message, or from the identity provider, is
        # logged in; no request that changes anything is let through from there.
        samesite="lax",
    )


def forget_token(request: Request, response: Response) -> None:
    """Take the token from the browser."""
    secure = _is_secure(request)
    response.delete_cookie(
        _SECURE_COOKIE if secure else _PLAIN_COOKIE,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def visiting_token(request: Request) -> str:
    """Return the browser's token, or a new one for somebody who is not logged in yet."""
    return token_of(request) or new_token()


def language_of(request: Request) -> str:
    """Return the language that was chosen, or that the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return preferred_language(request)


def client_of(request: Request) -> str:
    """Return whom to slow down: an IPv4 address, or an IPv6 network of one subscriber."""
    host = "" if request.client is None else request.client.host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def own_path(path: str) -> str:
    """Return a path of the pages for staff and planners as it is, and the start for any other."""
    return path if _OWN_PATH.fullmatch(path) else "/staff"


def asked_path(request: Request) -> str:
    """Return the path of the page that is asked for, with what it is asked."""
    query = request.url.query
    return own_path(f"{request.url.path}?{query}" if query else request.url.path)


def staff_context(request: Request) -> Context:
    """Return what the application works with."""
    context: Context = request.app.state.context
    return context


def _is_secure(request: Request) -> bool:
    """Tell whether the browser came by https, also to a proxy that says so."""
    return request.url.scheme == "https"


def is_from_here(request: Request) -> bool:
    """Tell whether a browser sent this from a page of ours; without any sign it did not."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    source = request.headers.get("origin") or request.headers.get("referer") or ""
    host = request.headers.get("host", "").lower()
    try:
        return bool(host) and urlsplit(source).netloc.lower() == host
    except ValueError:
        return False
