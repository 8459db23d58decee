"""Letters of a case on demand: made for an officer, compared with the case after his edits."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.casefiles import assemble
from workflow.app.filing import (
    DOCUMENT,
    case_at,
    content_of,
    letter_of,
    redraft,
    safe_name,
    spoken_of,
)
from workflow.app.folding import Case
from workflow.app.handlers import file_waiting
from workflow.app.numbers import notice_number, rules_of, takes_own_number
from workflow.app.office import Office
from workflow.app.ports import Documents
from workflow.app.projecting import CASE
from workflow.app.reading import chain_of, find_case, lock_case, read_case
from workflow.documents.compare import Difference, compare_with_case
from workflow.documents.library import notice_fields
from workflow.documents.package import open_package
from workflow.documents.readback import read_back, text_lines
from workflow.errors import InputError, Reason, RefusedError, StorageError
from workflow.statutes.outcome import outcome_of

#: The notices that have a template an outcome.
_BY_OUTCOME = frozenset({"N10", "N11"})


#: Letters that are made in one view of the database.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Compared:
    """A letter that was handed in: which document of the case it is, and what differs."""

    notice: str
    number: str
    differences: tuple[Difference, ...]


def make_letter(
    office: Office, notice: str, number: str, agency: str | None = None, child: str | None = None
) -> bytes:
    """Return a notice (or template key) of a case: the issued one as it went out, else a draft.

    A draft is dated today. Raises WorkflowError where the case lacks what the notice must carry.
    """
    _documents(office)
    catch_up(office, number, agency)
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
        return _letter(office, session, case, notice, child)


def _letter(office: Office, session: Session, case: Case, notice: str, child: str | None) -> bytes:
    documents, name = _documents(office), notice.partition("-")[0]
    row = _newest(session, case.chain, notice, child)
    if row is not None and row["status"] == "issued":
        return content_of(office, session, row["id"])
    text = str(row["number"]) if row else _number(session, case, notice, office)
    file, key = assemble(office, session, case), _key(case, notice)
    about = spoken_of(session, case.chain, key)
    return documents.render(name, key, file, office.today, text, child, about=about).content


def draft_again(
    office: Office, notice: str, number: str, agency: str | None = None, child: str | None = None
) -> str:
    """Make a case's draft of a notice again, by today's templates; return its number.

    RefusedError where there is no draft: what was issued never changes.
    """
    documents = _documents(office)
    catch_up(office, number, agency)
    with office.store.write() as session:
        case = lock_case(office, session, number, agency)
        row = _newest(session, case.chain, notice, child)
        if row is None or row["status"] != "draft":
            code = "docx.issued_stays" if row else "docx.no_draft"
            values = {"notice": notice, "case": case.number}
            raise RefusedError("docx.not_drafted", [Reason(code, values)], **values)
        redraft(office, session, documents, row)
        return str(row["number"])


@dataclass(frozen=True, slots=True)
class Owing:
    """A case that owes a notice, and a name for the file that no other one has."""

    chain: str
    number: str
    name: str


def cases_owing(office: Office, notice: str, agency: str | None = None) -> list[Owing]:
    """Return the open cases (of an agency) that have a draft of a notice and haven't issued it."""
    file_waiting(office)
    drafts = sa.select(DOCUMENT.c.chain).where(
        DOCUMENT.c.notice == notice.partition("-")[0], DOCUMENT.c.status == "draft"
    )
    columns = (CASE.c.chain, CASE.c.number, CASE.c.agency)
    owing = sa.select(*columns).where(CASE.c.open, CASE.c.chain.in_(drafts))
    if agency is not None:
        owing = owing.where(CASE.c.agency == agency)
    with office.store.read() as session:
        rows = session.execute(owing.order_by(CASE.c.chain)).all()
    often = Counter(row.number for row in rows)
    return [
        Owing(row.chain, row.number, safe_name(f"{row.number}-{notice}" + _whose(row, often)))
        for row in rows
    ]


def _whose(row: Any, often: Mapping[str, int]) -> str:
    return f"-{row.agency}" if often[row.number] > 1 else ""


def make_letters(
    office: Office, notice: str, owing: Sequence[Owing]
) -> Iterator[tuple[Owing, bytes]]:
    """Yield the notice of each case; a batch shares one view of the database, none stays."""
    _documents(office)
    for batch in (owing[at : at + _BATCH] for at in range(0, len(owing), _BATCH)):
        with office.store.read() as session:
            for one in batch:
                case = read_case(office, session, one.chain)
                yield one, _letter(office, session, case, notice, None)


def compare_letter(
    office: Office, document: bytes, number: str, agency: str | None = None
) -> Compared:
    """Compare a letter edited by hand with its case.

    Which letter it is its own number tells: a document on record is compared with the case as it
    stood then, a draft printed before its step with the case of today. InputError where the
    letter carries no number of the case. The date of a draft is the officer's: it is only known
    when the letter goes out.
    """
    documents = _documents(office)
    catch_up(office, number, agency)
    with office.store.read() as session:
        chain = chain_of(session, number, agency)
        row = _row_of(session, document, chain) or _draft_of(session, document, chain, office)
        entry = row["entry"]
        case = case_at(session, chain, entry) if entry else read_case(office, session, chain)
        file, key = assemble(office, session, case), _key_of(row, case)
        about = spoken_of(session, chain, key, entry or None)
    on = row["issued_on"] or _dated(document) or office.today
    text, child = str(row["number"]), row["child"] or None
    made = documents.render(row["notice"], key, file, on, text, child, about=about)
    spec = notice_fields(case.statute.code, key)
    found = compare_with_case(document, made.content, made.data, spec)
    return Compared(row["notice"], text, found)


def _documents(office: Office) -> Documents:
    if office.documents is None:
        raise StorageError("docx.no_notices")
    return office.documents


def catch_up(office: Office, number: str, agency: str | None) -> None:
    """Make the notices of a case that its steps caused and no sweep has made yet."""
    with office.store.read() as session:
        chain = chain_of(session, number, agency)
    file_waiting(office, chain)


def _newest(session: Session, chain: str, key: str, child: str | None) -> sa.RowMapping | None:
    """Return the newest document of a letter; a bare ``N01`` means whichever came last."""
    found = sa.select(DOCUMENT).where(
        DOCUMENT.c.chain == chain,
        DOCUMENT.c.notice == key.partition("-")[0],
        DOCUMENT.c.child == (child or ""),
        DOCUMENT.c.status != "void",
    )
    letter = letter_of(key)
    rows = session.execute(found.order_by(DOCUMENT.c.id.desc())).mappings()
    bare = letter == key.partition("-")[0]
    return next((row for row in rows if bare or letter_of(row["key"]) == letter), None)


def _row_of(session: Session, document: bytes, chain: str) -> dict[str, Any] | None:
    """Return the document of a case whose number the text carries: the longest that fits."""
    text = _squeezed("".join(text_lines(open_package(document))))
    found = sa.select(DOCUMENT).where(DOCUMENT.c.chain == chain, DOCUMENT.c.number.is_not(None))
    rows = session.execute(found.order_by(DOCUMENT.c.id)).mappings()
    fitting = [dict(row) for row in rows if _squeezed(row["number"]) in text]
    return max(fitting, key=lambda row: (len(row["number"]), row["id"]), default=None)


def _draft_of(session: Session, document: bytes, chain: str, office: Office) -> dict[str, Any]:
    """Return what a letter that isn't on record says it is: the notice of its number."""
    case = read_case(office, session, chain)
    agency = get_agency(session, case.agency)
    for text in read_back(document).get("number", ()):
        said = rules_of(agency).read(text, agency.number_word)
        if said and said.notice and text == _number(session, case, said.notice, office):
            row = {"notice": said.notice.partition("-")[0], "key": "", "number": text}
            return {**row, "entry": 0, "child": "", "issued_on": None}
    raise InputError("docx.not_of_case", case=case.number)


def _dated(document: bytes) -> date | None:
    """Return the date that a letter bears, None where it bears none."""
    for text in read_back(document).get("date", ()):
        if found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", _squeezed(text)):
            with suppress(ValueError):
                return date(*map(int, found.groups()))
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _number(session: Session, case: Case, key: str, office: Office) -> str:
    """Return the number that a letter will have; one of a series of its own has none yet."""
    agency = get_agency(session, case.agency)
    if takes_own_number(agency, key):
        return ""
    return notice_number(session, agency, case.number, key, office.today)


def _key(case: Case, notice: str) -> str:
    """Return the template's key: an answer's is narrowed to the outcome that stands."""
    outcome = outcome_of(case.holding)
    return f"{notice}-{outcome}" if notice in _BY_OUTCOME and outcome else notice


def _key_of(row: Any, case: Case) -> str:
    """Return the key of the template that a document was made from."""
    return row["key"] or _key(case, row["notice"])
