"""The shapes of the API beyond those of the contract: what comes in, what goes out."""

import math
from collections.abc import Iterator
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

#: A text longer than this is no field of a form.
LONGEST_TEXT = 20_000
LARGEST_NUMBER = 2**31 - 1
DEEPEST = 6
#: Days that a calendar of working days can say anything about.
FIRST_DAY, LAST_DAY = date(2008, 1, 1), date(2099, 12, 31)


def _printable(text: str) -> str:
    """Refuse what no database keeps: NUL and halves of characters."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text with characters that can't be kept")
    return text


def _keepable(value: Any) -> Any:
    """Refuse fractions besides: the journal keeps whole numbers only."""
    _finite(value, whole=True)
    return value


def _readable(value: Any) -> Any:
    _finite(value, whole=False)
    return value


def _finite(value: Any, *, whole: bool, depth: int = 0) -> None:
    """Refuse fractions, numbers too large, texts too long and values too deep."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, float) and (whole or not math.isfinite(value)):
        raise ValueError("no fractions here (money is in 分)")
    if isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        raise ValueError("no numbers beyond 2147483647")
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ValueError("text too long")
        _printable(value)
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            _finite(inner, whole=whole, depth=depth + 1)
    for key in value if isinstance(value, dict) else ():
        _printable(key)


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_printable)]
Word = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
#: JSON that the journal may keep, and JSON that is only looked at.
Json = Annotated[Any, AfterValidator(_keepable)]
AnyJson = Annotated[Any, AfterValidator(_readable)]
Facts = dict[Word, Json]
#: A figure: whole, or of money and area with a fraction.
Number = Annotated[
    int | float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER), AfterValidator(_readable)
]
CaseKey = Annotated[
    Word, Path(description="The case's id, or its number (in the agencies that the token sees).")
]
Year = Annotated[int, Path(ge=2008, le=2099)]
#: A short code: of an agency, a user, a channel.
Code = Annotated[str, Field(max_length=40), AfterValidator(_printable)]
AgencyCode = Annotated[Code, Query(description="Default: the token's own.")]
Page = Annotated[int, Query(ge=1, le=100_000, description="The first page is 1.")]
LawName = Literal["cn-2019", "cn-2008"]


class Given(BaseModel):
    """What a program sends: a name that isn't known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_kind(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse true for a number, a number for true or for a day: Python takes them so."""
        wanted = set(_kinds(cls.model_fields[str(info.field_name)].annotation))
        if isinstance(value, bool) and int in wanted and bool not in wanted:
            raise ValueError("a number is wanted, not true or false")
        if isinstance(value, int | float) and not isinstance(value, bool):
            if bool in wanted and int not in wanted:
                raise ValueError("true or false is wanted, not a number")
            if wanted & {date, datetime}:
                raise ValueError("a day is wanted, written YYYY-MM-DD")
        return value


def _kinds(annotation: Any) -> Iterator[Any]:
    """Yield the kinds of value that a field takes: a union's one by one."""
    parts = get_args(annotation)
    if not parts or isinstance(annotation, type):
        yield annotation
    elif get_origin(annotation) in {Union, UnionType, Annotated}:
        for part in parts:
            yield from _kinds(part)


class Answer(BaseModel):
    """What a program gets: names may be added, none is taken away."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Person(Given):
    """The applicant's details, all personal: encrypted at rest, never in the journal."""

    id_kind: Text = ""
    id_number: Text = ""
    address: Text = ""
    postcode: Text = ""
    telephone: Text = ""
    email: Text = ""
    representative: Text = ""
    work_unit: Text = ""


class NewCase(Given):
    """An application to register."""

    channel: Literal["in_person", "signed_mail", "ordinary_mail", "web", "email", "fax"]
    submitted_on: Day
    received_on: Day | None = None
    receipt: Literal["automatic"] | None = None
    applicant_class: Annotated[
        Literal["natural", "enterprise", "research", "social", "legal", "other"],
        Field(alias="class"),
    ]
    applicant: Text
    content: Text
    form_wanted: Text | None = None
    way_wanted: Text | None = None
    evidence: Text | None = None
    person: Person = Person()
    number: Annotated[Word | None, Field(description="One that it bears already.")] = None
    example: bool = False


class Registered(Answer):
    """A case just registered."""

    id: str
    number: str
    due: date | None
    warnings: list["Warned"]


class Warned(Answer):
    """What is doubtful, without being refused."""

    code: str
    message: str
    article: str | None = None


class NewMove(Given):
    """A move on a case. ``expected`` is the version seen: 409 where somebody was faster."""

    trigger: Word
    on: Day
    child: Annotated[
        Word | None, Field(description="consultation:c1, or a kind alone for a new one.")
    ] = None
    facts: Facts = {}
    reason: Annotated[Text | None, Field(description="For a rule that yields to one.")] = None
    expected: Annotated[int | None, Field(ge=1, le=LARGEST_NUMBER)] = None


class Moved(Answer):
    """A move that was made."""

    id: str
    number: str
    state: str
    version: int
    entry: int
    child: str | None
    due: date | None
    warnings: list[Warned]


class NewMend(Given):
    """A rectification of an entry; a fact that is null falls away."""

    entry: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
    on: Day | None = None
    facts: Facts = {}
    reason: Text


class NewNote(Given):
    """A note about a case."""

    text: Annotated[Word, Field(max_length=LONGEST_TEXT)]
    on: Annotated[Day | None, Field(description="Default: today.")] = None


class NewLink(Given):
    """Another case that this one belongs together with, and why; ``undo`` takes it back."""

    number: Word
    reason: Word
    undo: bool = False


class Note(Answer):
    """What was noted down about a case: the day it happened, who wrote it down when."""

    entry: int
    on: date
    text: str
    actor: str
    role: str
    recorded_at: datetime


class Link(Answer):
    """A case that another one is linked with, and why."""

    id: str
    number: str
    state: str
    outcome: str | None
    applicant: str
    content: str
    reason: str


class NewPurge(Given):
    """Why personal data is destroyed; ``early``: before the end of its retention."""

    reason: Word
    early: bool = False


class Purged(Answer):
    """How much a purge destroyed."""

    number: str
    values: int
    files: int
    documents: int


class Identity(Answer):
    """An identity number in full."""

    id_number: str


class Repeat(Answer):
    """An earlier request that an application may repeat; ``score`` of 100 says how likely."""

    id: str
    number: str
    same_applicant: bool
    score: int
    reasons: list[Warned]


class Previewed(Answer):
    """What registering an application would bring."""

    verdict: "Verdict"
    due: date | None
    repeats: list[Repeat]


class CaseLine(Answer):
    """A case in a list. ``id`` names it in addresses; due dates are the reply's."""

    id: str
    number: str
    agency: str
    state: str
    open: bool
    channel: str
    class_: Annotated[str, Field(alias="class")]
    applicant: str
    content: str
    submitted_on: date
    received_on: date | None
    due: date | None
    waiting_for: str | None
    decided_on: date | None
    outcome: str | None


class CaseList(Answer):
    """A page of a list of cases, and whether another one follows."""

    cases: list[CaseLine]
    page: int
    more: bool


class Case(Answer):
    """Everything about a case, as ``workflow case show --json`` prints it."""

    id: str
    number: str
    agency: str
    statute: str
    state: str
    state_label: str
    version: int
    deadlines: list[dict[str, Any]]
    events: list[dict[str, Any]]
    documents: list["DocumentLine"]
    allowed: list["Verdict"]
    refused: list["Verdict"]
    journal: list[dict[str, Any]]


class DocumentLine(Answer):
    """A document of a case."""

    id: int
    notice: str
    child: str | None
    number: str | None
    status: str
    digest: str
    issued_on: date | None


class Verdict(Answer):
    """Whether a move is allowed, and every reason against it."""

    trigger: str
    label: str
    allowed: bool
    reasons: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class WhatIf(Answer):
    """What each allowed move would do to the dates."""

    number: str
    moves: list[dict[str, Any]]


class Mended(Answer):
    """A case after a rectification."""

    id: str
    number: str
    state: str
    version: int
    due: date | None


class Deadlines(Answer):
    """The contract's answer to a document of events."""

    received_on: date | None
    day_zero: date | None
    law: str
    reconsideration_law: str | None
    warnings: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]


class Term(Answer):
    """The last day of a length of time."""

    due: date
    provisional: bool
    not_before: date | None
    not_after: date | None


class Fee(Answer):
    """An information-processing fee in yuan, and its tiers."""

    yuan: int | float
    tiers: list[dict[str, Any]]


class Checked(Answer):
    """A report's findings."""

    form: str
    violations: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class ReportLine(Answer):
    """A year's report: ``state`` is none, drafting, checked, approved or published."""

    year: int
    state: str
    version: int | None
    published_on: date | None
    sha256: str | None
    last_day: date


class BuiltReport(Answer):
    """A report as it stands (live from the register while it is drafted), with its findings."""

    report: dict[str, Any]
    findings: Checked


class Cell(Answer):
    """The cases behind a cell."""

    row: str
    column: str
    cases: list[str]
