"""Accounts, for admins."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.accounts import Account, account_fault, account_name, password_fault
from learnmap.model.errors import ConflictError
from learnmap.model.roles import ROLES
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit
from learnmap.workflows.accounts import (
    add_account,
    change_role,
    disable_account,
    list_accounts,
    reset_password,
)

router = APIRouter(include_in_schema=False)

Admin = Annotated[Visit, Depends(Allowed("account.manage"))]

_DONE: Final = frozenset(
    {"done_added", "done_role", "done_password", "done_disabled", "done_enabled"}
)


@router.get("/staff/accounts")
def show_accounts(request: Request, visit: Admin) -> Response:
    """List the accounts, with a form for another one."""
    return _list_page(request, visit, form={})


@router.post("/staff/accounts")
def add(request: Request, visit: Admin, form: Form) -> Response:
    """Add an account."""
    name, full_name = account_name(form.get("name", "")), form.get("full_name", "")
    password = form.get("password", "")
    fault = _fault(account_fault(name, full_name), "fault")
    if fault is None and form.get("role") not in ROLES:
        fault = "fault_role"
    fault = fault or _fault(password_fault(password, name=name), "password")
    if fault is None:
        try:
            add_account(visit.city, name, full_name=full_name, role=form["role"], password=password)
        except ConflictError:
            fault = "name_taken"
    if fault is not None:
        return _list_page(request, visit, form=form, fault=fault, status=422)
    return see(f"/staff/accounts/{name}?said=done_added")


@router.get("/staff/accounts/{name}")
def show_account(request: Request, visit: Admin, name: str) -> Response:
    """Show one account, with forms to change it."""
    return _account_page(request, visit, _found(visit, name))


@router.post("/staff/accounts/{name}/role")
def set_role(request: Request, visit: Admin, name: str, form: Form) -> Response:
    """Give an account another role."""
    account, role = _found(visit, name), form.get("role", "")
    if role not in ROLES:
        return _account_page(request, visit, account, fault="fault_role")
    return _tried(
        request, visit, account, lambda: change_role(visit.city, account.name, role), "done_role"
    )


@router.post("/staff/accounts/{name}/password")
def set_password(request: Request, visit: Admin, name: str, form: Form) -> Response:
    """Give an account another password, to be changed at the next login."""
    account, password = _found(visit, name), form.get("password", "")
    fault = _fault(password_fault(password, name=account.name), "password")
    if fault is not None:
        return _account_page(request, visit, account, fault=fault)
    reset_password(visit.city, account.name, password)
    return see(f"/staff/accounts/{account.name}?said=done_password")


@router.post("/staff/accounts/{name}/disable")
def disable(request: Request, visit: Admin, name: str, _form: Form) -> Response:
    """Disable an account."""
    account = _found(visit, name)
    return _tried(
        request,
        visit,
        account,
        lambda: disable_account(visit.city, account.name),
        "done_disabled",
    )


@router.post("/staff/accounts/{name}/enable")
def enable(visit: Admin, name: str, _form: Form) -> Response:
    """Enable an account again."""
    account = _found(visit, name)
    disable_account(visit.city, account.name, disabled=False)
    return see(f"/staff/accounts/{account.name}?said=done_enabled")


def _tried(
    request: Request, visit: Visit, account: Account, step: Callable[[], Account], done: str
) -> Response:
    try:
        step()
    except ConflictError:
        return _account_page(request, visit, account, fault="last_admin")
    # Who took the admin's role from themselves may not see this page any more.
    return see(f"/staff/accounts/{account.name}?said={done}")


def _found(visit: Visit, name: str) -> Account:
    for account in list_accounts(visit.city):
        if account.name == name:
            return account
    raise StaffRefusal(404, "refused_missing")


def _fault(code: str | None, kind: str) -> str | None:
    return None if code is None else f"{kind}_{code}"


def _list_page(
    request: Request,
    visit: Visit,
    *,
    form: dict[str, str],
    fault: str | None = None,
    status: int = 200,
) -> Response:
    return staff_page(
        request,
        "accounts.html.j2",
        account=visit.account,
        status=status,
        accounts=list_accounts(visit.city),
        roles=ROLES,
        # What was typed stays, but for the password.
        form={key: form.get(key, "") for key in ("name", "full_name", "role")},
        fault=fault,
    )


def _account_page(
    request: Request, visit: Visit, shown: Account, *, fault: str | None = None
) -> Response:
    said = request.query_params.get("said", "")
    return staff_page(
        request,
        "one_account.html.j2",
        account=visit.account,
        status=200 if fault is None else 422,
        shown=shown,
        roles=ROLES,
        fault=fault,
        said=said if said in _DONE and fault is None else None,
    )
