"""Log in and out, the start page for staff, and one's own password."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.accounts import normal_password, password_fault
from learnmap.model.errors import InvalidInputError, NotAllowedError
from learnmap.model.languages import LANGUAGES
from learnmap.model.roles import ACTIONS
from learnmap.service.staff.edition_views import page_of
from learnmap.service.staff.menu import menu_of
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.visit import (
    LANGUAGE_COOKIE,
    Form,
    StaffCity,
    StaffMember,
    Visitor,
    client_of,
    forget_token,
    keep_token,
    own_path,
    staff_context,
    token_of,
)
from learnmap.workflows.accounts import change_own_password
from learnmap.workflows.edition_desk import what_waits
from learnmap.workflows.logins import Login, log_in, log_out, who_is

router = APIRouter(include_in_schema=False)

_A_YEAR_S: Final = 365 * 24 * 60 * 60
_SAID_AT_LOGIN: Final = frozenset({"done_logout", "done_own_password", "identity_refused"})


@router.get("/staff")
def start(request: Request, visit: StaffMember) -> Response:
    """Say what waits, who one is, and what one may do."""
    return staff_page(
        request,
        "start.html.j2",
        account=visit.account,
        actions=ACTIONS,
        waiting=what_waits(visit.city),
        there={entry.path for entry in menu_of(visit.account.role)},
        page_of=page_of,
    )


@router.get("/staff/login")
def ask_login(request: Request, city: StaffCity) -> Response:
    """Ask for name and password; lead on who is logged in."""
    back_to = own_path(request.query_params.get("next", ""))
    token = token_of(request)
    if token is not None and who_is(city, token) is not None:
        return see(back_to)
    said = request.query_params.get("said", "")
    return _login_page(request, back_to=back_to, said=said if said in _SAID_AT_LOGIN else None)


@router.post("/staff/login")
def enter(request: Request, city: StaffCity, form: Form) -> Response:
    """Log in; the browser gets a token that nobody had before."""
    back_to = own_path(form.get("next", ""))
    login = log_in(city, form.get("name", ""), form.get("password", ""), client=client_of(request))
    if isinstance(login, Login):
        earlier = token_of(request)
        if earlier is not None:
            log_out(city, earlier)
        answer = see(back_to)
        keep_token(request, answer, login.token)
        return answer
    if login.wait_s:
        answer = _login_page(
            request, back_to=back_to, fault="login_slowed", seconds=login.wait_s, status=429
        )
        answer.headers["Retry-After"] = str(login.wait_s)
        return answer
    return _login_page(request, back_to=back_to, fault="login_refused", status=403)


@router.post("/staff/logout")
def leave(request: Request, city: StaffCity, _form: Form) -> Response:
    """Log out: the session ends at the server, and the browser forgets its token."""
    token = token_of(request)
    if token is not None:
        log_out(city, token)
    answer = see("/staff/login?said=done_logout")
    forget_token(request, answer)
    return answer


@router.get("/staff/language/{language}")
def choose_language(request: Request, language: str) -> Response:
    """Keep the language that was chosen, and lead back."""
    answer = see(own_path(request.query_params.get("next", "")))
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_A_YEAR_S, path="/", samesite="lax")
    return answer


@router.get("/staff/account")
def show_account(request: Request, visit: Visitor) -> Response:
    """Show one's own account."""
    return staff_page(request, "account.html.j2", account=visit.account, fault=None)


@router.post("/staff/account")
def change_password(request: Request, visit: Visitor, form: Form) -> Response:
    """Change one's own password; all sessions end."""
    current, new = form.get("current", ""), form.get("new", "")
    fault = _fault(visit.account.name, current, new, form.get("again", ""))
    if fault is None:
        try:
            change_own_password(
                visit.city,
                visit.account.name,
                current=current,
                new=new,
                client=client_of(request),
            )
        except InvalidInputError:
            fault = "current_wrong"
        except NotAllowedError:
            fault = "too_often"
    if fault is not None:
        return staff_page(
            request, "account.html.j2", account=visit.account, status=422, fault=fault
        )
    answer = see("/staff/login?said=done_own_password")
    forget_token(request, answer)
    return answer


def _fault(name: str, current: str, new: str, again: str) -> str | None:
    if new != again:
        return "password_differs"
    if normal_password(new) == normal_password(current):
        return "password_unchanged"
    fault = password_fault(new, name=name)
    return None if fault is None else f"password_{fault}"


def _login_page(
    request: Request,
    *,
    back_to: str,
    status: int = 200,
    said: str | None = None,
    fault: str | None = None,
    seconds: int = 0,
) -> Response:
    return staff_page(
        request,
        "login.html.j2",
        account=None,
        status=status,
        back_to=back_to,
        said=said,
        fault=fault,
        seconds=seconds,
        by_identity=staff_context(request).provider is not None,
    )
