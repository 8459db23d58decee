"""The same call twice does it once: the header Idempotency-Key, remembered for a day.

The key is written in the transaction that does the work, so that a call which died on its way
can be sent again without fear: either nothing happened, or the answer is told again.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlmodel import Session

from workflow.app.inserting import insert_once
from workflow.app.office import Office
from workflow.app.tokens import Holder
from workflow.errors import ConflictError
from workflow.store.engine import Store
from workflow.store.tables import ApiCall, table_of

CALL = table_of(ApiCall)
#: So long a key is remembered.
REMEMBERED = timedelta(hours=24)
A = TypeVar("A", bound=BaseModel)


class _Marking(Store):
    """A store that writes a call's row into the first transaction, and no other."""

    def __init__(self, store: Store, key: str, asked: str, at: datetime) -> None:
        self.__dict__ |= store.__dict__
        self._row = {"key_digest": key, "request_digest": asked, "made_at": at}
        self._written = False

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session as any store; the row is committed with what the caller writes."""
        with super().write() as session:
            if not self._written:
                session.execute(sa.delete(CALL).where(CALL.c.made_at < _before(self._row)))
                if not insert_once(session, CALL, self._row):
                    raise ConflictError("api.key_at_work")
            yield session
        self._written = True


def _before(row: dict[str, Any]) -> datetime:
    made_at: datetime = row["made_at"]
    return made_at - REMEMBERED


@dataclass(frozen=True, slots=True)
class Once:
    """One call with its key (None: without one it is done as often as it is sent)."""

    method: str
    path: str
    key: str | None

    def __call__(
        self,
        office: Office,
        holder: Holder,
        given: BaseModel,
        kind: type[A],
        do: Callable[[Office], A],
    ) -> A:
        """Do what a call asks, or tell the answer of the same call again.

        ConflictError where the key was used for something else, or where the first call is still
        at work (or died between its work and its answer: then the work is done).
        """
        if self.key is None:
            return do(office)
        asked = _digest(self.method, self.path, given.model_dump_json())
        mine = _digest(holder.name, holder.role, holder.agency, self.key)
        told = _told(office, mine, asked)
        if told is not None:
            return kind.model_validate_json(told)
        answer = do(replace(office, store=_Marking(office.store, mine, asked, office.now())))
        told = answer.model_dump_json(by_alias=True)
        with office.store.write() as session:
            session.execute(sa.update(CALL).where(CALL.c.key_digest == mine).values(answer=told))
        return answer


def call_once(
    request: Request,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=8,
            max_length=200,
            pattern=r"^[!-~]+$",
            description="The same key with the same call within a day: done once, answered twice.",
        ),
    ] = None,
) -> Once:
    """Return the call with its key."""
    return Once(request.method, request.url.path, key)


OnceOnly = Annotated[Once, Depends(call_once)]


def _told(office: Office, mine: str, asked: str) -> str | None:
    """Return the answer that a key had before; None where it is new (or its day is over)."""
    with office.store.read() as session:
        known = session.get(ApiCall, mine)
    if known is None or known.made_at < office.now() - REMEMBERED:
        return None
    if known.request_digest != asked:
        raise ConflictError("api.key_used")
    if known.answer is None:
        raise ConflictError("api.key_at_work")
    return known.answer


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
