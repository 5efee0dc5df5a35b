"""Log in by the city's identity provider, where one is configured."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from learnmap.model.errors import LearnmapError
from learnmap.service.answers import NEVER
from learnmap.service.context import Here
from learnmap.service.identity_provider import (
    IdentityProvider,
    authorization_address,
    confirmed_identity,
)
from learnmap.service.request_log import log, told
from learnmap.service.staff.pages import see
from learnmap.service.staff.visit import StaffCity, StaffRefusal, keep_token, token_of
from learnmap.workflows.logins import log_in_identity, new_token

router = APIRouter(include_in_schema=False)


def _configured(here: Here) -> IdentityProvider:
    if here.provider is None:
        raise StaffRefusal(404, "refused_missing")
    return here.provider


Provider = Annotated[IdentityProvider, Depends(_configured)]


@router.get("/staff/identity")
def begin(request: Request, provider: Provider) -> Response:
    """Lead to the provider, with a token that is new for this login."""
    token = new_token()
    try:
        address = authorization_address(provider, token=token, return_to=_return_to(request))
    except LearnmapError as error:
        return _refused(error)
    answer = RedirectResponse(address, status_code=303, headers={"Cache-Control": NEVER})
    keep_token(request, answer, token)
    return answer


@router.get("/staff/identity/return")
def come_back(request: Request, city: StaffCity, provider: Provider) -> Response:
    """Log in who the provider confirmed."""
    try:
        identity = confirmed_identity(
            provider,
            token=token_of(request) or new_token(),
            return_to=_return_to(request),
            answer=request.query_params,
        )
        login = log_in_identity(
            city,
            (identity.issuer, identity.subject),
            name=identity.name,
            full_name=identity.full_name,
            role=identity.role,
        )
    except LearnmapError as error:
        return _refused(error)
    answer = see("/staff")
    keep_token(request, answer, login.token)
    return answer


def _return_to(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}/staff/identity/return"


def _refused(error: LearnmapError) -> Response:
    # Which check failed is for whoever runs the service to know.
    log.warning("login by the identity provider refused", exception=told(error))
    return see("/staff/login?said=identity_refused")
