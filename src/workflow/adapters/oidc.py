"""The office's identity provider by OpenID Connect (extra ``oidc``): code flow with PKCE.

One configured issuer is spoken to and nothing else: its discovery document, its keys, its token
endpoint, each over https (http on the loopback only), no redirect followed, each answer waited
for a few seconds. The identity token is believed when its signature fits a key of the issuer and
issuer, audience, times and nonce are right (OpenID Connect Core 1.0, 3.1.3.7). No userinfo is
asked for: what isn't signed isn't believed.
"""

import importlib.util
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from workflow import jsontext
from workflow.app.addresses import is_safe
from workflow.app.ports import Request
from workflow.errors import RefusedError, StorageError, why_unreadable

log = logging.getLogger("workflow.oidc")

SCOPES = "openid profile email"
#: Signatures that are believed: asymmetric ones only, never ``none``, never the client's secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
#: Discovery and keys are asked for again after this; an unknown key asks sooner, but not oftener.
KEPT = timedelta(hours=1)
KEYS_AT_MOST_EACH = timedelta(minutes=1)
TIMEOUT_SECONDS = 5.0
LEEWAY_SECONDS = 60
LONGEST_ANSWER = 512 * 1024
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def oidc_installed() -> bool:
    """Tell whether the extra ``oidc`` is there."""
    return all(importlib.util.find_spec(name) for name in ("authlib", "httpx"))


@dataclass(frozen=True, slots=True)
class Client:
    """What the issuer and this installation agreed on (``[oidc]`` of the settings says each)."""

    issuer: str
    client_id: str
    secret: SecretStr | None = None
    claim: str = "preferred_username"
    users: Mapping[str, str] = field(default_factory=dict)
    acr: tuple[str, ...] = ()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What a document said, and when it was read."""

    document: Mapping[str, Any]
    at: datetime


class OidcProvider:
    """Speaks with one issuer. ``now`` tells how long what it said is good for."""

    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self._us = client
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def address(self, request: Request) -> str:
        """Return the issuer's page to send a browser to; StorageError where it is down."""
        _ask_for_library()
        from authlib.oauth2.rfc6749.parameters import (  # noqa: PLC0415  (an extra)
            prepare_grant_uri,
        )
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415

        address: str = prepare_grant_uri(
            self.discovery()["authorization_endpoint"],
            self._us.client_id,
            "code",
            request.redirect_uri,
            SCOPES,
            request.state,
            nonce=request.nonce,
            code_challenge=create_s256_code_challenge(request.verifier),
            code_challenge_method="S256",
            acr_values=" ".join(self._us.acr) or None,
        )
        return address

    def user(self, request: Request, code: str, now: datetime) -> str:
        """Return the local user of whom the code proves; RefusedError where it proves nobody."""
        _ask_for_library()
        claims = self._claims(self._id_token(request, code), request.nonce, now)
        return self._local(claims)

    def examine(self) -> str:
        """Return the issuer that answers, its keys among it; StorageError says what is wrong."""
        _ask_for_library()
        address = str(self.discovery()["jwks_uri"])
        if not _listed(self._fetch(address, KEPT)):
            raise StorageError("oidc.not_understood", address=address)
        return self._us.issuer

    def discovery(self) -> Mapping[str, Any]:
        """Return what the issuer says of itself; StorageError names what is wrong with it."""
        address = f"{self._us.issuer.rstrip('/')}/.well-known/openid-configuration"
        said = self._fetch(address, KEPT)
        if said.get("issuer") != self._us.issuer:
            raise StorageError("oidc.other_issuer", said=said.get("issuer"), address=address)
        for name in NEEDED:
            if not is_safe(str(said.get(name, ""))):
                raise StorageError("oidc.unsafe_endpoint", name=name, address=said.get(name))
        return said

    def _fetch(self, address: str, kept: timedelta) -> Mapping[str, Any]:
        """Return a JSON document of the issuer, read at most once in a time."""
        now = self._now()
        with self._lock:
            known = self._known.get(address)
            if known is None or now - known.at >= kept:
                known = _Known(self._ask("GET", address), now)
                self._known[address] = known
        return known.document

    def _ask(self, method: str, address: str, **more: Any) -> Mapping[str, Any]:
        """Send one request to the issuer; return its JSON object, whatever its status."""
        import httpx  # noqa: PLC0415  (an extra)

        try:
            with self._client() as client, client.stream(method, address, **more) as answer:
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > LONGEST_ANSWER:
                        raise StorageError("oidc.not_understood", address=address)
                status = answer.status_code
        except (httpx.HTTPError, OSError) as error:
            log.warning("identity provider: %s %s", address, error)
            raise StorageError("oidc.down", address=address, what=_why(error)) from error
        return _object(content, address, status)

    def _client(self) -> Any:
        import httpx  # noqa: PLC0415  (an extra)

        ca_file = self._us.ca_file
        if ca_file is None:
            return httpx.Client(timeout=TIMEOUT_SECONDS)
        import ssl  # noqa: PLC0415  (only here)

        context = ssl.create_default_context(cafile=str(ca_file))
        return httpx.Client(timeout=TIMEOUT_SECONDS, verify=context)

    def _id_token(self, request: Request, code: str) -> str:
        """Exchange the code for the identity token."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": request.redirect_uri,
            "code_verifier": request.verifier,
            "client_id": self._us.client_id,
        }
        more: dict[str, Any] = {"data": form}
        if self._us.secret is not None:
            more["auth"] = (self._us.client_id, self._us.secret.get_secret_value())
        said = self._ask("POST", self.discovery()["token_endpoint"], **more)
        token = said.get("id_token")
        if not isinstance(token, str):
            raise RefusedError("oidc.provider_refused", what=str(said.get("error", "–"))[:100])
        return token

    def _claims(self, token: str, nonce: str, now: datetime) -> Mapping[str, Any]:
        """Return what a token says, once its signature and every claim hold."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415  (an extra)
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import ExpiredTokenError, JoseError  # noqa: PLC0415

        options = {
            "iss": {"essential": True, "value": self._us.issuer},
            "aud": {"essential": True, "value": self._us.client_id},
        }
        params = {"nonce": nonce, "client_id": self._us.client_id}
        try:
            read = jwt.decode(token, self._keys(token), algorithms=list(ALGORITHMS))
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(int(now.timestamp()), LEEWAY_SECONDS)
        except ExpiredTokenError as error:
            raise RefusedError("oidc.token_expired") from error
        except (JoseError, ValueError) as error:
            log.warning("identity token refused: %s", error)
            raise RefusedError("oidc.token_wrong") from error
        if self._us.acr and claims.get("acr") not in self._us.acr:
            raise RefusedError("oidc.too_weak", wanted="、".join(self._us.acr))
        return dict(claims)

    def _keys(self, token: str) -> Any:
        """Return the issuer's keys; one that isn't known yet is asked for: keys are rotated."""
        from joserfc.jwk import KeySet  # noqa: PLC0415  (an extra)
        from joserfc.jws import extract_compact  # noqa: PLC0415

        wanted = extract_compact(token.encode()).headers().get("kid")
        address = str(self.discovery()["jwks_uri"])
        said = self._fetch(address, KEPT)
        if wanted not in {one.get("kid") for one in _listed(said)}:
            said = self._fetch(address, KEYS_AT_MOST_EACH)
        usable = [one for one in _listed(said) if one.get("kty") != "oct"]
        return KeySet.import_key_set({"keys": usable})

    def _local(self, claims: Mapping[str, Any]) -> str:
        """Return the local user name of whom the claims name; RefusedError for nobody's."""
        said = claims.get(self._us.claim)
        if not isinstance(said, str) or not said:
            raise RefusedError("oidc.claim_missing", claim=self._us.claim)
        if self._us.claim == "email" and claims.get("email_verified") is not True:
            raise RefusedError("oidc.email_unproven")
        if not self._us.users:
            return said
        if said not in self._us.users:
            raise RefusedError("oidc.user_unknown", name=said)
        return self._us.users[said]


def _ask_for_library() -> None:
    if not oidc_installed():
        raise StorageError("oidc.not_installed")


def _why(error: Exception) -> str:
    return why_unreadable(error) if isinstance(error, OSError) else type(error).__name__


def _object(content: bytes, address: str, status: int) -> Mapping[str, Any]:
    """Read a JSON object; a server that answers something else is down or somebody else's."""
    try:
        said = jsontext.loads(content)
    except (ValueError, RecursionError) as error:
        raise StorageError("oidc.not_understood", address=address) from error
    if not isinstance(said, dict) or status >= 500:  # noqa: PLR2004  (HTTP: the server's fault)
        raise StorageError("oidc.not_understood", address=address)
    return said


def _listed(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    keys = said.get("keys")
    return [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []
