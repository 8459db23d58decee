"""What the use cases ask of the world: adapters and the document compiler fit these shapes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from workflow.core.casefile import CaseFile
from workflow.errors import WorkflowError


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice as it was made: the .docx, the data in it, and the template's version."""

    content: bytes
    data: dict[str, Any]
    template: str
    template_digest: str


class Documents(Protocol):
    """Makes the .docx of a notice."""

    def render(
        self,
        notice: str,
        key: str,
        case: CaseFile,
        on: date,
        number: str,
        child: str | None,
        *,
        clock: str = "reply",
        about: tuple[str, str] = ("", ""),
    ) -> Rendered:
        """Return the notice of a case as it stands; ``key`` is the narrow template wanted.

        ``clock`` is the one whose date an N16 proves, ``about`` notice and number of the letter
        that a form (N13, N14) speaks of. Raises WorkflowError where the case lacks what the
        notice must carry.
        """
        ...


class DeliveryError(WorkflowError):
    """A message couldn't leave the house; it is tried again."""


class Channels(Protocol):
    """Takes messages out of the house: mail, 企业微信, 钉钉, 飞书, a web hook."""

    def send(self, channel: str, address: str, title: str, body: str) -> None:
        """Send one message to one address; DeliveryError where it wasn't accepted."""
        ...

    def unreachable(self, addresses: Iterable[tuple[str, str]]) -> Mapping[str, str]:
        """Connect to every place that messages to (channel, address) go to, and send nothing.

        Return those where nobody answers (host and port), each with what is wrong.
        """
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What one sign-in asks of an identity provider; ``verifier`` is PKCE's and stays here."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """Says who somebody is: the office's own sign-in (OpenID Connect)."""

    def address(self, request: Request) -> str:
        """Return the provider's page to send a browser to; StorageError where it is down."""
        ...

    def user(self, request: Request, code: str, now: datetime) -> str:
        """Return the local user name of whom a code proves; RefusedError where it proves nobody."""
        ...

    def examine(self) -> str:
        """Return the issuer that answers; WorkflowError says what is wrong with it."""
        ...
