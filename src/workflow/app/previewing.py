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
from workflow.app.linking import answers_of
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.registering import Application, judge_application
from workflow.app.searching import asked, likely, sharing
from workflow.app.summaries import Heading, headings
from workflow.app.supposing import Supposed
from workflow.core.effects import DraftNotice, IssueNotice
from workflow.core.journal import Entry
from workflow.core.procedure import Verdict
from workflow.errors import Reason, WorkflowError
from workflow.messages import say

#: So many likely repeats are shown, and so many requests about the same are looked at.
SHOWN, LOOKED_AT = 6, 20


@dataclass(frozen=True, slots=True)
class Double:
    """An earlier request that this one may repeat; ``same`` tells that the applicant is too.

    ``score`` of 100 says how likely, ``reasons`` why; ``answer`` is the id of the letter by which
    it was answered, None where there is none.
    """

    row: sa.RowMapping
    heading: Heading
    same: bool
    score: int
    reasons: tuple[Reason, ...]
    answer: int | None

    @property
    def ident(self) -> str:
        """The number of its chain, as its page is addressed."""
        return str(self.row["chain"]).partition(":")[2]


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
        doubles = tuple(_doubles(office, session, application, verdict.facts))
    return Preview(verdict, case, doubles)


def _doubles(
    office: Office, session: Session, application: Application, facts: Mapping[str, Any]
) -> Iterator[Double]:
    """Yield the likely repeats: the same applicant's first, each kind the surest first."""
    agency = application.agency
    same = {
        one.number: one for one in likely(session, office.keys, agency, application.person, facts)
    }
    shares = _alike(office, session, agency, str(facts.get("content") or ""))
    found = sa.select(CASE).where(
        CASE.c.agency == agency, sa.or_(CASE.c.number.in_(same), CASE.c.chain.in_(shares))
    )
    rows = session.execute(found.order_by(CASE.c.submitted_on.desc())).mappings().all()
    chains = [row["chain"] for row in rows]
    said, answers = headings(office, session, chains), answers_of(session, chains)
    doubles = []
    for row in rows:
        chain, known = row["chain"], same.get(row["number"])
        share = shares.get(chain, 0)
        alike = (Reason("ledger.why_content", {"percent": share}),)
        score, reasons = (known.score, known.reasons) if known else (share, alike)
        doubles.append(
            Double(row, said[chain], known is not None, score, reasons, answers.get(chain))
        )
    yield from sorted(doubles, key=lambda one: (not one.same, -one.score))[:SHOWN]


def _alike(office: Office, session: Session, agency: str, content: str) -> dict[str, int]:
    """Return the chains of requests about the same, whoever asked: how much is shared, of 100."""
    wanted = {office.keys.search_digest(gram) for gram in asked(content)}
    if len(wanted) < 3:  # noqa: PLR2004  (two words are alike by chance)
        return {}
    shared = sharing(session, agency, wanted, LOOKED_AT)
    return {chain: int(100 * many / len(wanted)) for chain, many in shared.items()}


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
