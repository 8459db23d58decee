"""An identity provider to rehearse with: real HTTP on the loopback, real signed tokens, no people.

For tests, and for trying single sign-on before the office's own provider is asked:
``python -m workflow.adapters.rehearsal_provider --user wang`` (needs the extra ``oidc``). Whoever
comes is taken for the user chosen; it must never stand where real people sign in. ``fault`` lets
it err on purpose, so that what must be refused can be tried too.
"""

import argparse
import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from workflow.clock import now as clock_now

LIFETIME = timedelta(minutes=5)
#: What it can do wrong: each is one thing that a careful client must notice.
FAULTS = frozenset(
    {
        "forged_signature",
        "no_signature",
        "secret_as_key",
        "wrong_issuer",
        "wrong_audience",
        "wrong_nonce",
        "no_nonce",
        "expired",
        "from_the_future",
        "no_id_token",
        "denies",
        "not_json",
        "server_error",
        "other_discovery",
        "unsafe_endpoint",
    }
)


@dataclass(slots=True)
class Asked:
    """A code that was given out: what it was asked for with."""

    redirect_uri: str
    nonce: str
    challenge: str
    client_id: str


@dataclass(slots=True)
class RehearsalProvider:
    """Answers on the loopback while it is entered as a context; ``claims`` are the user's."""

    claims: dict[str, Any] = field(default_factory=lambda: {"preferred_username": "wang"})
    client_id: str = "workflow"
    client_secret: str = ""
    now: Callable[[], datetime] = clock_now
    fault: str = ""
    port: int = 0
    served: list[str] = field(default_factory=list)
    _codes: dict[str, Asked] = field(default_factory=dict)
    _key: Any = None
    _server: Any = None

    def __enter__(self) -> Self:
        """Begin to answer, under a key made anew."""
        self.rotate()
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self) -> str:
        """The issuer's address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def rotate(self) -> None:
        """Sign with another key from now on, as providers do every few weeks."""
        from joserfc.jwk import ECKey  # noqa: PLC0415  (an extra)

        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})

    def discovery(self) -> dict[str, Any]:
        """Return what the provider says of itself."""
        token = f"{self.issuer}/token"
        return {
            "issuer": "https://other.example" if self.fault == "other_discovery" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": "http://other.example" if self.fault == "unsafe_endpoint" else token,
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        """Return the public keys."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to: with a code, or with a no."""
        back, state = asked["redirect_uri"], asked["state"]
        if self.fault == "denies":
            return f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"
        code = secrets.token_urlsafe(16)
        given = (back, asked["nonce"], asked["code_challenge"], asked["client_id"])
        self._codes[code] = Asked(*given)
        return f"{back}?{urlencode({'code': code, 'state': state})}"

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """Return the tokens of a code: given once, to the client that holds the verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or not self._fits(asked, form, authorization):
            return {"error": "invalid_grant"}
        if self.fault == "no_id_token":
            return {"access_token": "x", "token_type": "Bearer"}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._token(asked)}

    def _fits(self, asked: Asked, form: dict[str, str], authorization: str) -> bool:
        sent = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(sent).rstrip(b"=").decode()
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        known = authorization == f"Basic {pair}" if self.client_secret else not authorization
        return (
            known
            and challenge == asked.challenge
            and form.get("redirect_uri") == asked.redirect_uri
            and asked.client_id == self.client_id
        )

    def _token(self, asked: Asked) -> str:
        from joserfc import jwt  # noqa: PLC0415  (an extra)
        from joserfc.jwk import ECKey, OctKey  # noqa: PLC0415

        header = {"alg": "ES256", "kid": self._key.kid}
        claims = self._said(asked)
        if self.fault == "no_signature":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if self.fault == "secret_as_key":
            shared = OctKey.import_key(self.client_secret or "0" * 32)
            return jwt.encode({"alg": "HS256", "kid": self._key.kid}, claims, shared)
        forged = self.fault == "forged_signature"
        key = ECKey.generate_key("P-256") if forged else self._key
        return jwt.encode(header, claims, key)

    def _said(self, asked: Asked) -> dict[str, Any]:
        """Return the claims of an identity token, wrong in one where a fault says so."""
        at = self.now() - (timedelta(hours=1) if self.fault == "expired" else timedelta())
        at += timedelta(hours=1) if self.fault == "from_the_future" else timedelta()
        wrong_client = self.fault == "wrong_audience"
        nonce = "another" if self.fault == "wrong_nonce" else asked.nonce
        claims = {
            "iss": "https://other.example" if self.fault == "wrong_issuer" else self.issuer,
            "sub": "0001",
            "aud": "another" if wrong_client else self.client_id,
            "iat": int(at.timestamp()),
            "exp": int((at + LIFETIME).timestamp()),
            **({} if self.fault == "no_nonce" else {"nonce": nonce}),
        }
        return claims | self.claims


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    """Four addresses: discovery, keys, authorize, token."""

    provider: RehearsalProvider

    def do_GET(self) -> None:
        """Answer discovery and keys; send a browser that asks to authorize straight back."""
        parts = urlsplit(self.path)
        self.provider.served.append(parts.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(_plain(parts.query)))
            self.end_headers()
        elif parts.path == "/.well-known/openid-configuration":
            self._answer(self.provider.discovery())
        elif parts.path == "/jwks":
            self._answer(self.provider.keys())
        else:
            self._answer({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        """Give tokens for a code."""
        self.provider.served.append(self.path)
        length = int(self.headers.get("Content-Length", "0"))
        form = _plain(self.rfile.read(length).decode())
        said = self.provider.exchange(form, self.headers.get("Authorization", ""))
        self._answer(said, 400 if "error" in said else 200)

    def _answer(self, document: dict[str, Any], status: int = 200) -> None:
        broken = self.provider.fault == "not_json"
        content = b"<html>" if broken else json.dumps(document).encode()
        self.send_response(503 if self.provider.fault == "server_error" else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet: addresses carry codes."""


def _plain(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def main() -> None:
    """Answer until interrupted."""
    parser = argparse.ArgumentParser(description="Rehearse single sign-on; nobody is asked.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--user", default="wang", help="Whom everybody is taken for.")
    told = parser.parse_args()
    with RehearsalProvider({"preferred_username": told.user}, port=told.port) as provider:
        print(provider.issuer, flush=True)  # noqa: T201  (a program that is run by hand)
        threading.Event().wait()


if __name__ == "__main__":
    main()
