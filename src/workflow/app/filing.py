"""Documents of a case: made, kept encrypted, made again while they are drafts."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.casefiles import assemble
from workflow.app.folding import Case, fold
from workflow.app.numbers import notice_number, numbered_as, takes_own_number
from workflow.app.office import Office
from workflow.app.ports import Documents, Rendered
from workflow.core.casefile import CaseFile
from workflow.core.journal import canonical
from workflow.messages import catalogue, say
from workflow.store import journals
from workflow.store.tables import Agency, DerivedCase, Document, table_of
from workflow.store.vaults import Vault

DOCUMENT = table_of(Document)
CASE = table_of(DerivedCase)
#: A key that narrows a notice to an outcome: the same letter, whatever the outcome is.
_OUTCOME_KEY = re.compile(r"-A\d+$")
PROOF = "N16"
#: The letters that a form speaks of: what is served, what is approved.
_ABOUT = {"N13": ("N10", "N11"), "N14": ("N10", "N11"), "N14-extension": ("N04",)}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that an entry of a case causes. ``key`` is the template's."""

    chain: str
    entry: int
    notice: str
    key: str
    child: str | None = None
    final: bool = False


def letter_of(key: str) -> str:
    """Return which letter a template key makes, whatever the outcome.

    >>> letter_of("N10-A12"), letter_of("N01-acceptance")
    ('N10', 'N01-acceptance')
    """
    return _OUTCOME_KEY.sub("", key)


def file_notice(office: Office, session: Session, documents: Documents, wanted: Notice) -> None:
    """Make a notice as the case stood at its entry, and keep it.

    A draft replaces the draft of the same letter (and child); what was issued never changes. The
    one unique row of entry and notice makes a second call harmless. A proof of a reply period
    that has no date isn't made: there is nothing to prove.
    """
    case = case_at(session, wanted.chain, wanted.entry)
    if _known(session, wanted):
        return
    file = assemble(office, session, case)
    if wanted.notice == PROOF and not _has_reply_date(file):
        return
    _drop_drafts(session, wanted)
    on = _day_of(case, wanted.entry)
    number = _number(session, get_agency(session, case.agency), case, wanted, on)
    about = spoken_of(session, wanted.chain, wanted.key, wanted.entry)
    made = documents.render(wanted.notice, wanted.key, file, on, number, wanted.child, about=about)
    _keep(office, session, _row(wanted, number, on, made), made)


def _has_reply_date(file: CaseFile) -> bool:
    reply = file.deadlines.clock("reply") if file.deadlines else None
    return reply is not None and reply.due is not None


def redraft(
    office: Office, session: Session, documents: Documents, row: sa.RowMapping
) -> dict[str, Any]:
    """Make a draft again, by the templates and the mends of today; return its new columns.

    Its number, its day and the entry that caused it stay.
    """
    case = case_at(session, row["chain"], row["entry"])
    on = _day_of(case, row["entry"])
    file, child = assemble(office, session, case), row["child"] or None
    about = spoken_of(session, row["chain"], row["key"], row["entry"])
    number = row["number"] or ""
    made = documents.render(row["notice"], row["key"], file, on, number, child, about=about)
    values = {**_made_columns(made), **_sealed(office, session, row, made)}
    session.execute(
        sa.update(DOCUMENT)
        .where(DOCUMENT.c.id == row["id"], DOCUMENT.c.status == "draft")
        .values(**values, made_at=office.now())
    )
    return values


def spoken_of(session: Session, chain: str, key: str, until: int | None = None) -> tuple[str, str]:
    """Return notice and number of the letter that a form is about; nothing for other notices.

    ``until`` is the entry up to which letters are looked at.
    """
    letters = _ABOUT.get(letter_of(key), ())
    if not letters:
        return "", ""
    names = ("entry", "notice", "key", "number")
    found = sa.select(*(DOCUMENT.c[name] for name in names)).where(
        DOCUMENT.c.chain == chain, DOCUMENT.c.status != "void", DOCUMENT.c.notice.in_(letters)
    )
    rows = [
        row
        for row in session.execute(found.order_by(DOCUMENT.c.id))
        if letter_of(row.key) == row.notice and (until is None or row.entry <= until)
    ]
    return (rows[-1].notice, rows[-1].number or "") if rows else ("", "")


def case_at(session: Session, chain: str, entry: int) -> Case:
    """Fold a case as it stood when an entry was written, as known on that entry's legal day.

    Later mends of those entries count: a document made again says what is right.
    """
    entries = journals.read_chain(session, chain)
    until = [one for one in entries if one.entry <= entry or _mends(entries, one, entry)]
    agency = get_agency(session, str(entries[0].facts["agency"]))
    on = next(one.on for one in entries if one.entry == entry)
    return fold(chain, until, rules_of(session, agency), on)


def _mends(entries: tuple[Any, ...], one: Any, entry: int) -> bool:
    """Tell whether an entry is a rectification of one of the first ``entry`` entries."""
    at = one
    while at.supersedes is not None:
        at = entries[at.supersedes - 1]
    return at is not one and at.entry <= entry


def _day_of(case: Case, entry: int) -> date:
    """Return the legal day of an entry, as it was mended last."""
    at = case.entries[entry - 1]
    for one in case.entries:
        if one.supersedes == at.entry:
            at = one
    return at.on


def _known(session: Session, wanted: Notice) -> bool:
    found = sa.select(DOCUMENT.c.id).where(
        DOCUMENT.c.chain == wanted.chain,
        DOCUMENT.c.entry == wanted.entry,
        DOCUMENT.c.notice == wanted.notice,
        DOCUMENT.c.child == (wanted.child or ""),
    )
    return session.execute(found).first() is not None


def _drop_drafts(session: Session, wanted: Notice) -> None:
    letter = letter_of(wanted.key)
    dropped = [
        row.id
        for row in _of_chain(session, wanted)
        if row.status == "draft"
        and row.child == (wanted.child or "")
        and letter_of(row.key) == letter
    ]
    session.execute(sa.delete(DOCUMENT).where(DOCUMENT.c.id.in_(dropped)))


def _of_chain(session: Session, wanted: Notice) -> list[sa.Row[Any]]:
    names = ("id", "key", "child", "status")
    found = sa.select(*(DOCUMENT.c[name] for name in names)).where(
        DOCUMENT.c.chain == wanted.chain, DOCUMENT.c.notice == wanted.notice
    )
    return list(session.execute(found))


def _number(session: Session, agency: Agency, case: Case, wanted: Notice, on: date) -> str:
    """Return a letter's number: its place among those that went out; void ones keep theirs.

    A draft takes no number of a series of its own: that happens at issue.
    """
    if not wanted.final and takes_own_number(agency, wanted.key):
        return ""
    number = numbered_as(agency, wanted.key)
    before = sum(
        row.status != "draft" and numbered_as(agency, row.key) == number
        for row in _of_chain(session, wanted)
    )
    return notice_number(session, agency, case.number, wanted.key, on, before + 1)


def _row(wanted: Notice, number: str, on: date, made: Rendered) -> dict[str, Any]:
    return {
        "chain": wanted.chain,
        "entry": wanted.entry,
        "notice": wanted.notice,
        "key": wanted.key,
        "child": wanted.child or "",
        "number": number,
        "status": "issued" if wanted.final else "draft",
        "issued_on": on if wanted.final else None,
        **_made_columns(made),
    }


def _made_columns(made: Rendered) -> dict[str, Any]:
    return {
        "template": made.template,
        "template_digest": made.template_digest,
        "digest": hashlib.sha256(made.content).hexdigest(),
    }


def _place(row: Any) -> str:
    return f"{row['entry']}.{row['notice']}.{row['child']}"


def _sealed(office: Office, session: Session, row: Any, made: Rendered) -> dict[str, bytes]:
    vault = Vault(session, office.keys, row["chain"])
    data = canonical(made.data).encode()
    return {
        "data": vault.seal("document|data", _place(row), data),
        "content": vault.seal("document|content", _place(row), made.content),
    }


def _keep(office: Office, session: Session, row: dict[str, Any], made: Rendered) -> None:
    sealed = _sealed(office, session, row, made)
    session.execute(sa.insert(DOCUMENT).values(**row, **sealed, made_at=office.now()))


def content_of(office: Office, session: Session, document: int) -> bytes:
    """Return the .docx of a document; StorageError where its key was destroyed."""
    found = sa.select(DOCUMENT).where(DOCUMENT.c.id == document)
    row = session.execute(found).mappings().one()
    vault = Vault(session, office.keys, row["chain"])
    return vault.open("document|content", _place(row), bytes(row["content"]))


def data_of(office: Office, session: Session, row: Any) -> str | None:
    """Return what a document was filled with, as JSON; None where its key was destroyed."""
    vault = Vault(session, office.keys, row["chain"])
    if vault.wrapped() is None:
        return None
    return vault.open("document|data", _place(row), bytes(row["data"])).decode()


def title_of(row: Any) -> str:
    """Return what an officer calls a document, in Chinese: 延期答复告知书."""
    kind = str(row["child"]).partition(":")[0]
    keys = (f"{row['notice']}_{kind}", row["key"].replace("-", "_"), row["notice"])
    known = catalogue("zh")
    code = next(f"docx.file_{key}" for key in keys if f"docx.file_{key}" in known)
    return say(code, "zh")


def file_name(row: Any) -> str:
    """Return a document's file name where it leaves its case's folder: its number first."""
    return safe_name(f"{row['number'] or row['case_number']} {stem_of(row)}") + ".docx"


def stem_of(row: Any) -> str:
    """Return what tells a document inside its case: 答复书（N10）, with 草稿 if it is one."""
    state = "" if row["status"] == "issued" else say(f"docx.file_{row['status']}", "zh")
    return f"{title_of(row)}（{row['notice']}）{state}"


def safe_name(text: str) -> str:
    """Return a text as part of a path: nothing in it that a file system takes amiss.

    >>> safe_name("沪水务信补（2020）第1号/2")
    '沪水务信补（2020）第1号_2'
    """
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]+', "_", text).strip(" .") or "_"
