"""单位统一登录: signing in at the office's own identity provider (OpenID Connect), as an option.

The provider says who it is; who that is *here*, whether he is let in and what he may is ours: no
user and no role is ever made from what a provider says (三员分立 holds as it stands). A browser
that sets out gets a ticket. State, nonce and PKCE verifier are derived from it, so that what
comes back fits only the browser that went, once, within ten minutes.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, delete

from workflow.app.office import Office
from workflow.app.ports import IdentityProvider, Request
from workflow.app.sign_in import digest, open_session, refuse_locked
from workflow.errors import NotFoundError, RefusedError
from workflow.store.tables import Account, SignInAttempt, table_of

ATTEMPT = table_of(SignInAttempt)
#: So long somebody may stay at the provider's page.
PATIENCE = timedelta(minutes=10)
LONGEST_BACK = 2000


@dataclass(frozen=True, slots=True)
class Begun:
    """A way that begins: the browser keeps the ticket and goes to the address."""

    ticket: str
    address: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brings back: its ticket, and the provider's words."""

    ticket: str
    state: str
    code: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """An opened session's token, and the page that was asked for before."""

    token: str
    back: str


def provider_of(office: Office) -> IdentityProvider:
    """Return the provider; NotFoundError where none is set."""
    if office.provider is None:
        raise NotFoundError("oidc.not_set")
    return office.provider


def request_of(ticket: str, redirect_uri: str) -> Request:
    """Return what goes to the provider: everything that must come back is made of the ticket."""

    def made(what: str) -> str:
        return hmac.new(ticket.encode(), what.encode(), "sha256").hexdigest()

    return Request(redirect_uri, made("state"), made("nonce"), made("verifier"))


def begin(office: Office, redirect_uri: str, back: str) -> Begun:
    """Set out for the provider; StorageError where it can't be reached."""
    provider = provider_of(office)
    ticket = secrets.token_urlsafe(32)
    address = provider.address(request_of(ticket, redirect_uri))
    now = office.now()
    with office.store.write() as session:
        session.exec(delete(SignInAttempt).where(col(SignInAttempt.ends_at) < now))
        session.add(
            SignInAttempt(
                ticket_digest=digest(ticket), back=back[:LONGEST_BACK], ends_at=now + PATIENCE
            )
        )
    return Begun(ticket, address)


def finish(office: Office, redirect_uri: str, returned: Returned) -> Entered:
    """Open a session for whom the provider names.

    Raises RefusedError for a way that isn't this browser's, was used or took too long, for a
    provider's no, an identity token that doesn't hold, and a user who isn't let in here;
    StorageError where the provider can't be reached.
    """
    provider = provider_of(office)
    wanted = request_of(returned.ticket, redirect_uri)
    if not returned.ticket or not hmac.compare_digest(
        wanted.state.encode(), returned.state.encode("utf-8", "replace")
    ):
        raise RefusedError("oidc.foreign")
    now = office.now()
    back = _use(office, returned.ticket, now)
    if returned.error or not returned.code:
        raise RefusedError("oidc.provider_refused", what=returned.error or "–")
    name = provider.user(wanted, returned.code, now)
    return Entered(_enter(office, name, now), back)


def _use(office: Office, ticket: str, now: datetime) -> str:
    """Use up a ticket, whatever comes of it; return the page that was asked for."""
    key = digest(ticket)
    unused = (
        sa.update(ATTEMPT)
        .where(ATTEMPT.c.ticket_digest == key, ATTEMPT.c.used_at.is_(None), ATTEMPT.c.ends_at > now)
        .values(used_at=now)
    )
    with office.store.write() as session:
        used = session.connection().execute(unused).rowcount
        attempt = session.get(SignInAttempt, key) if used else None
    if attempt is None:
        raise RefusedError("oidc.used_or_late")
    return attempt.back


def _enter(office: Office, name: str, now: datetime) -> str:
    with office.store.read() as session:
        account = session.get(Account, name)
    if account is None or not account.active:
        raise RefusedError("oidc.user_unknown", name=name)
    refuse_locked(account, now)
    return open_session(office, name, now)
