"""The same call twice does it once: the header Idempotency-Key, remembered for a month.

The key, what the call does and its answer are written in one transaction. A call that died on its
way can be sent again without fear: either nothing happened, or the answer is told again. The same
call at the same time waits for the first one's answer. A key is remembered by the database's time:
a clock that jumps makes nobody register twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlmodel import Session

from workflow.app.inserting import insert_once
from workflow.app.office import Office
from workflow.app.tokens import Holder
from workflow.errors import ConflictError
from workflow.store.engine import Store, in_plain_words
from workflow.store.leases import real_time
from workflow.store.tables import ApiCall, table_of

CALL = table_of(ApiCall)
#: So long a key is remembered: whoever was cut off before the longest holidays can ask after them.
REMEMBERED = timedelta(days=30)
A = TypeVar("A", bound=BaseModel)


class _Within(Store):
    """A store whose every transaction is a part of one: all of it is committed with it, or none."""

    def __init__(self, store: Store, session: Session) -> None:
        self.__dict__ |= store.__dict__
        self._whole = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give the session of the whole, which sees what was written so far."""
        with in_plain_words():
            yield self._whole

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give the session of the whole; what fails within is undone, and the whole can go on."""
        with in_plain_words(), self._whole.begin_nested():
            yield self._whole


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

        ConflictError where the key was used for something else.
        """
        if self.key is None:
            return do(office)
        asked = _digest(self.method, self.path, given.model_dump_json())
        mine = _digest(holder.name, holder.role, holder.agency, self.key)
        with office.store.write() as session:
            if not _is_new(session, mine, asked):
                return kind.model_validate_json(_told(session, mine, asked))
            answer = do(replace(office, store=_Within(office.store, session)))
            told = answer.model_dump_json(by_alias=True)
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
            description="The same key with the same call in 30 days: done once, answered twice.",
        ),
    ] = None,
) -> Once:
    """Return the call with its key."""
    return Once(request.method, request.url.path, key)


OnceOnly = Annotated[Once, Depends(call_once)]


def _is_new(session: Session, mine: str, asked: str) -> bool:
    """Take a key, unless it is remembered; wait for the call that has just taken it."""
    at = real_time(session)
    session.execute(sa.delete(CALL).where(CALL.c.made_at < at - REMEMBERED))
    row = {"key_digest": mine, "request_digest": asked, "made_at": at}
    return insert_once(session, CALL, row)


def _told(session: Session, mine: str, asked: str) -> str:
    """Return the answer that a key had before."""
    found = sa.select(CALL.c.request_digest, CALL.c.answer).where(CALL.c.key_digest == mine)
    known = session.execute(found).one()
    if known.request_digest != asked:
        raise ConflictError("api.key_used")
    return str(known.answer)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
