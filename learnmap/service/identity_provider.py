"""Log in by the city's own identity provider: OpenID Connect's code flow with PKCE.

State, nonce and verifier are derived from a token that only this browser has and that is new for
each login, so that nothing of a login that is under way has to be kept at the server.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from learnmap.model.errors import NotAllowedError
from learnmap.model.roles import Role

TIMEOUT_S: Final = 10
LEEWAY_S: Final = 60
"""By so much the clocks of the provider and of the service may differ."""
_ALGORITHMS: Final = ["RS256", "ES256", "PS256", "EdDSA"]
"""Signed by a key of the provider; never ``none``, nor by a secret that we have as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """What the city registered at its identity provider.

    Attributes
    ----------
    issuer : str
        Its address; ``/.well-known/openid-configuration`` below it describes it.
    client_id, client_secret : str
    role_claim : str or None
        The claim whose values say the role. With it whoever has one of `roles` gets an account
        at the first login; without it an admin adds each account with its subject.
    roles : mapping of str to role
        By value of the claim; the first that fits holds.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says that somebody is.

    Attributes
    ----------
    issuer, subject : str
    name : str
        What they log in with there; empty when it does not say.
    full_name : str
    role : str or None
        None where the provider does not decide on roles.
    """

    issuer: str
    subject: str
    name: str
    full_name: str
    role: Role | None


def authorization_address(provider: IdentityProvider, *, token: str, return_to: str) -> str:
    """Return where the browser logs in.

    Parameters
    ----------
    provider : IdentityProvider
    token : str
        Of this browser, and new.
    return_to : str
        Our address that the provider leads back to.

    Raises
    ------
    NotAllowedError
        When the provider does not answer as it should.
    """
    try:
        facts = _discovered(provider)
        with _session(provider, return_to) as session:
            address, _ = session.create_authorization_url(
                facts["authorization_endpoint"],
                state=_derived(token, "state"),
                nonce=_derived(token, "nonce"),
                code_verifier=_derived(token, "verifier"),
            )
    except _FAILURES as error:
        raise _refusal(provider) from error
    return str(address)


def confirmed_identity(
    provider: IdentityProvider, *, token: str, return_to: str, answer: Mapping[str, str]
) -> Identity:
    """Exchange the code that the browser brought for who it is.

    Parameters
    ----------
    provider, token, return_to
        As they were for `authorization_address`.
    answer : mapping of str to str
        The parameters that the provider led back with.

    Raises
    ------
    NotAllowedError
        When anything does not fit: another browser's state, another login's nonce, a code
        without its verifier, a token for somebody else, or signed by nobody we know.
    """
    state = answer.get("state", "").encode()
    if not hmac.compare_digest(state, _derived(token, "state").encode()):
        raise NotAllowedError("the login was begun in another browser; begin it again")
    if answer.get("iss", provider.issuer) != provider.issuer or not answer.get("code"):
        raise NotAllowedError(f"{provider.issuer} did not confirm the login; try again")
    try:
        facts = _discovered(provider)
        with _session(provider, return_to) as session:
            given = session.fetch_token(
                facts["token_endpoint"],
                code=answer["code"],
                code_verifier=_derived(token, "verifier"),
                timeout=TIMEOUT_S,
            )
        keys = KeySet.import_key_set(cast("KeySetSerialization", _fetched(facts["jwks_uri"])))
        claims = jwt.decode(given["id_token"], keys, algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": _derived(token, "nonce")},
        ).validate(claims)
    except _FAILURES as error:
        raise _refusal(provider) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise _refusal(provider)
    return _identity(provider, claims)


_FAILURES: Final = (AuthlibBaseError, JoseError, requests.RequestException, KeyError, ValueError)


def _identity(provider: IdentityProvider, claims: Mapping[str, Any]) -> Identity:
    role: Role | None = None
    if provider.role_claim is not None:
        found = claims.get(provider.role_claim, [])
        values = set(found if isinstance(found, list) else [found])
        role = next((role for value, role in provider.roles.items() if value in values), None)
        if role is None:
            raise NotAllowedError(
                f"{provider.issuer} gives {claims['sub']!r} no role here; ask its administrator"
            )
    name = str(claims.get("preferred_username") or "")
    return Identity(
        provider.issuer, str(claims["sub"]), name, str(claims.get("name") or name), role
    )


def _session(provider: IdentityProvider, return_to: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid profile",
        redirect_uri=return_to,
        code_challenge_method="S256",
    )


def _discovered(provider: IdentityProvider) -> dict[str, Any]:
    facts = _fetched(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if facts["issuer"] != provider.issuer:
        raise ValueError("the provider calls itself otherwise")
    return facts


def _fetched(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=TIMEOUT_S)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _refusal(provider: IdentityProvider) -> NotAllowedError:
    return NotAllowedError(f"{provider.issuer} did not confirm the login; try again")


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"oidc {purpose}".encode(), hashlib.sha256).hexdigest()
