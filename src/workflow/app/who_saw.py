"""Who saw what: by case, by applicant, by officer, by agency, by days.

Two sources: the record of showings (``showings``), and the journal's own entries of what is
masked shown in full, and of purges.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reading import PREFIX
from workflow.app.searching import chains_of_person
from workflow.app.showings import SHOWING, days_begin, unpacked
from workflow.clock import CHINA
from workflow.core.journal import utc_text
from workflow.messages import catalogue, language, say
from workflow.statutes.roles import label
from workflow.store.journals import JOURNAL

#: Triggers of agencies' chains that say that somebody saw what is masked, or destroyed it.
SEEING = ("show_identity", "purge_person")
SHOWN = "show"
#: So many numbers of one showing are told, so many in its sentence; the rest are counted.
TOLD, NAMED = 20, 3
#: So many numbers are looked up in one question.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: of a case's number, an applicant, an officer, an agency, days; all optional.

    ``applicant`` is a whole name or the number of an identity document, ``person`` a user.
    """

    number: str | None = None
    applicant: str | None = None
    person: str | None = None
    agency: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One act: when, by whom in which role, through which entrance, on which cases, and what.

    ``numbers`` are at most TOLD of the ``count`` cases; ``kinds`` are the kinds of data. ``act``
    is the page's or command's address, ``trigger`` says whether data was shown (``show``), shown
    in full (``show_identity``) or destroyed (``purge_person``).
    """

    at: str
    actor: str
    role: str
    agency: str
    trigger: str
    numbers: tuple[str, ...] = ()
    count: int = 1
    via: str = ""
    act: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def number(self) -> str | None:
        """The case, where it was one."""
        return self.numbers[0] if self.count == 1 and self.numbers else None

    @property
    def cases(self) -> str:
        """The cases in words."""
        if self.count <= len(self.numbers):
            return "、".join(self.numbers)
        some = "、".join(self.numbers[:NAMED])
        return say("trust.seen_more", numbers=some, count=self.count)

    @property
    def what(self) -> str:
        """What was done, in words."""
        known = catalogue(language())
        words = [say(code) for one in self.kinds if (code := f"trust.kind_{one}") in known]
        words += [say("trust.kind_other")] if len(words) < len(self.kinds) else []
        return say(f"trust.{self.trigger}", what="、".join(words))

    @property
    def moment(self) -> datetime:
        """When it was, in China's time."""
        return datetime.fromisoformat(self.at).astimezone(CHINA)

    @property
    def role_label(self) -> str:
        """The role in words; none was known of a command's caller and of a secret address."""
        return label(self.role) if self.role else say("trust.seen_no_role")

    @property
    def via_label(self) -> str:
        """The entrance in words."""
        code = f"trust.via_{self.via}"
        return say(code) if code in catalogue(language()) else self.via

    @property
    def message(self) -> str:
        """The sentence about it."""
        values = {"at": f"{self.moment:%Y-%m-%d %H:%M}", "actor": self.actor}
        values |= {"role": self.role_label, "number": self.cases, "what": self.what}
        return say("trust.seen", **values)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        named = ("at", "actor", "role", "agency", "number", "trigger", "numbers", "count")
        more = ("via", "act", "kinds", "message")
        return {name: getattr(self, name) for name in (*named, *more)}


def who_saw(office: Office, asked: Asked, limit: int | None = None) -> list[Seen]:
    """Return who saw what, the earliest first; with a limit the latest so many."""
    with office.store.read() as session:
        wanted = _wanted(office, session, asked)
        acts = [*_journalled(session, asked, wanted), *_shown(session, asked, wanted, limit)]
        latest = sorted(acts, key=lambda one: one.seen.at)[-limit if limit else 0 :]
        return _numbered(session, latest)


@dataclass(frozen=True, slots=True)
class _Act:
    """An act whose cases are known by their chains."""

    seen: Seen
    chains: tuple[str, ...]


def _wanted(office: Office, session: Session, asked: Asked) -> frozenset[str] | None:
    """Return the chains of the cases asked about, None where all are."""
    found: frozenset[str] | None = None
    if asked.number is not None:
        named = sa.or_(CASE.c.number == asked.number, CASE.c.chain == asked.number)
        found = frozenset(session.execute(sa.select(CASE.c.chain).where(named)).scalars())
    if asked.applicant is not None:
        of_person = chains_of_person(session, office.keys, asked.applicant)
        found = of_person if found is None else found & of_person
    return found


def _journalled(session: Session, asked: Asked, wanted: frozenset[str] | None) -> Iterator[_Act]:
    rows = sa.select(JOURNAL).where(JOURNAL.c.trigger.in_(SEEING))
    if asked.agency is not None:
        rows = rows.where(JOURNAL.c.chain == f"agency:{asked.agency}")
    if asked.person is not None:
        rows = rows.where(JOURNAL.c.actor == asked.person)
    if asked.since is not None:
        rows = rows.where(JOURNAL.c.on >= asked.since.isoformat())
    if asked.until is not None:
        rows = rows.where(JOURNAL.c.on <= asked.until.isoformat())
    for row in session.execute(rows).mappings():
        case = str(json.loads(row["facts"])["case"])
        if wanted is None or case in wanted:
            at, actor, role = row["recorded_at"], row["actor"], row["role"]
            agency = str(row["chain"]).partition(":")[2]
            seen = Seen(at, actor, role, agency, row["trigger"], via=row["via"])
            yield _Act(seen, (case,))


def _shown(
    session: Session, asked: Asked, wanted: frozenset[str] | None, limit: int | None
) -> Iterator[_Act]:
    rows = sa.select(SHOWING).order_by(SHOWING.c.at.desc())
    if asked.agency is not None:
        rows = rows.where(SHOWING.c.agency == asked.agency)
    if asked.person is not None:
        rows = rows.where(SHOWING.c.person == asked.person)
    if asked.since is not None:
        rows = rows.where(SHOWING.c.at >= days_begin(asked.since))
    if asked.until is not None:
        rows = rows.where(SHOWING.c.at < days_begin(asked.until) + timedelta(1))
    idents = None if wanted is None else sorted(int(one.removeprefix(PREFIX)) for one in wanted)
    if idents is not None:
        rows = rows.where(sa.or_(sa.false(), *map(_spans, idents)))
    acts = (_act(row, idents) for row in session.execute(rows).mappings())
    yield from islice((one for one in acts if one.chains), limit)


def _spans(ident: int) -> sa.ColumnElement[bool]:
    return sa.and_(SHOWING.c.first <= ident, SHOWING.c.last >= ident)


def _act(row: sa.RowMapping, idents: Sequence[int] | None) -> _Act:
    """Return a showing with those of its cases that are asked about, or some of all of them."""
    ranges = list(unpacked(row["cases"]))
    if idents is None:
        held = [one for some in ranges for one in some[:TOLD]][:TOLD]
    else:
        held = [one for one in idents if any(one in some for some in ranges)]
    seen = Seen(
        at=utc_text(row["at"]),
        actor=row["person"],
        role=row["role"],
        agency=row["agency"],
        trigger=SHOWN,
        count=row["count"],
        via=row["via"],
        act=row["act"],
        kinds=tuple(row["what"].split(",")),
    )
    return _Act(seen, tuple(f"{PREFIX}{one}" for one in held))


def _numbered(session: Session, acts: Sequence[_Act]) -> list[Seen]:
    """Return acts with the numbers of their cases; the chain's name where there is none."""
    chains = sorted({chain for one in acts for chain in one.chains})
    known: dict[str, str] = {}
    for some in (chains[at : at + AT_ONCE] for at in range(0, len(chains), AT_ONCE)):
        rows = sa.select(CASE.c.chain, CASE.c.number).where(CASE.c.chain.in_(some))
        known |= {row.chain: row.number for row in session.execute(rows)}
    return [
        replace(one.seen, numbers=tuple(known.get(chain, chain) for chain in one.chains))
        for one in acts
    ]
