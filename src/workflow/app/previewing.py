"""Before it is done: the registration with its dates and doubles, the letters of a move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.casefiles import assemble
from workflow.app.folding import Case, fold
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.registering import Application, judge_application
from workflow.app.searching import ALIKE, SEARCH, asked
from workflow.app.summaries import Summary, summaries
from workflow.app.supposing import Supposed
from workflow.core.effects import DraftNotice, IssueNotice
from workflow.core.journal import Entry
from workflow.core.procedure import Verdict
from workflow.errors import WorkflowError
from workflow.messages import say


@dataclass(frozen=True, slots=True)
class Double:
    """An earlier request that this one may repeat; ``same`` tells that the applicant is too."""

    row: sa.RowMapping
    summary: Summary
    same: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A registration as it would be: what the rules say, the case, the likely doubles."""

    verdict: Verdict
    case: Case
    doubles: tuple[Double, ...]


def registration(office: Office, application: Application, actor: Actor) -> Preview:
    """Return what registering an application would bring. Nothing is stored."""
    with office.store.read() as session:
        agency = get_agency(session, application.agency)
        verdict = judge_application(office, session, agency, application, actor)
        facts = {**verdict.facts, "agency": agency.code, "number": ""}
        opening = Entry(
            "", 1, "register", application.submitted_on, office.now(), actor.name, actor.role,
            facts=facts,
        )  # fmt: skip
        case = fold("", [opening], rules_of(session, agency), office.today)
        doubles = tuple(_doubles(office, session, agency.code, verdict.facts))
    return Preview(verdict, case, doubles)


def _doubles(
    office: Office, session: Session, agency: str, facts: Mapping[str, Any]
) -> Iterator[Double]:
    same = [str(number) for number in facts.get("duplicates", ())]
    chains = _alike(office, session, agency, str(facts.get("content") or ""))
    found = sa.select(CASE).where(
        CASE.c.agency == agency, sa.or_(CASE.c.number.in_(same), CASE.c.chain.in_(chains))
    )
    rows = session.execute(found.order_by(CASE.c.submitted_on.desc()).limit(6)).mappings().all()
    said = summaries(office, session, [row["chain"] for row in rows])
    doubles = [Double(row, said[row["chain"]], row["number"] in same) for row in rows]
    yield from sorted(doubles, key=lambda one: not one.same)


def _alike(office: Office, session: Session, agency: str, content: str) -> list[str]:
    """Return the chains of requests about the same, whoever asked."""
    wanted = {office.keys.search_digest(gram) for gram in asked(content)}
    if len(wanted) < 3:  # noqa: PLR2004  (two words are alike by chance)
        return []
    found = (
        sa.select(SEARCH.c.chain)
        .join(CASE, CASE.c.chain == SEARCH.c.chain)
        .where(CASE.c.agency == agency, SEARCH.c.digest.in_(wanted))
        .group_by(SEARCH.c.chain)
        .having(sa.func.count() >= ALIKE * len(wanted))
    )
    return list(session.execute(found.limit(20)).scalars())


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a move would cause: its .docx, or the sentence that says why there is none."""

    notice: str
    final: bool
    content: bytes | None
    problem: str = ""


def letters(office: Office, supposed: Supposed) -> list[Letter]:
    """Return the letters that a supposed move would draft or issue, as they would look."""
    wanted = [one for one in supposed.verdict.effects if isinstance(one, DraftNotice | IssueNotice)]
    return [_letter(office, supposed, one) for one in wanted]


def _letter(office: Office, supposed: Supposed, effect: DraftNotice | IssueNotice) -> Letter:
    final = isinstance(effect, IssueNotice)
    if office.documents is None:
        return Letter(effect.notice, final, None)
    last = supposed.entries[-1]
    with office.store.read() as session:
        file = assemble(office, session, supposed.after)
    texts = {**file.texts, **_texts(supposed.entries)}
    number = say("web_move.number_later")
    try:
        made = office.documents.render(
            effect.notice, effect.template, replace(file, texts=texts), last.on, number, last.child
        )
    except WorkflowError as error:
        return Letter(effect.notice, final, None, error.message)
    return Letter(effect.notice, final, made.content)


def _texts(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the texts just typed: they stand in clear, as no vault has them yet."""
    return {
        name: value
        for entry in entries
        for name, value in entry.facts.items()
        if isinstance(value, str)
    }
