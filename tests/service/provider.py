"""A small OpenID provider on this machine, as strict as the standard asks."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "learnmap"
CLIENT_SECRET = "the client's secret"  # noqa: S105 - of a provider in a test


@dataclass
class Provider:
    """What the provider knows, and what it may be told to do wrong.

    Attributes
    ----------
    person : dict
        Claims of who sits before the browser.
    lies : dict
        Claims that are given in place of the right ones; None leaves one out.
    signing : RSAKey
        The key that tokens are signed with; only `key` is published.
    asked, given : list of dict
        What it was asked for at logins, and the codes and tokens that it gave.
    """

    client_secret: str
    issuer: str = ""
    redirect_uri: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signing: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    given: list[dict[str, str]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def authorize(self, query: dict[str, str]) -> str | None:
        self.asked.append(query)
        if (
            query.get("client_id") != CLIENT_ID
            or query.get("redirect_uri") != self.redirect_uri
            or query.get("response_type") != "code"
            or query.get("code_challenge_method") != "S256"
            or "openid" not in query.get("scope", "").split()
        ):
            return None
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        self.given.append({"code": code})
        given = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{self.redirect_uri}?{urlencode(given)}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)  # a code is good once
        user, _, secret = (
            base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        )
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (unquote(user), unquote(secret)) != (CLIENT_ID, self.client_secret)
            or form.get("redirect_uri") != asked["redirect_uri"]
            or base64.urlsafe_b64encode(verifier).decode().rstrip("=") != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.lies,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing or self.key)
        tokens = {"access_token": secrets.token_urlsafe(16), "id_token": signed}
        self.given.append(tokens)
        return {**tokens, "token_type": "Bearer"}


@contextmanager
def running_provider(*, client_secret: str = CLIENT_SECRET) -> Iterator[Provider]:
    """Serve a provider on a free port of this machine."""
    provider = Provider(client_secret=client_secret)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                self._json(provider.discovery())
            elif parts.path == "/jwks":
                self._json({"keys": [provider.key.as_dict(private=False)]})
            elif parts.path == "/authorize" and (back := provider.authorize(query)):
                self.send_response(302)
                self.send_header("location", back)
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self._json({"error": "invalid_request"}, 400)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            given = provider.token(form, self.headers.get("authorization", ""))
            self._json(given or {"error": "invalid_grant"}, 200 if given else 400)

        def _json(self, content: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
