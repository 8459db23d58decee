"""A case as its notices and pages need it: journal, people and texts put together.

Unlike a journal entry a case file holds personal data in clear: it lives in memory only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.core.deadlines import Derivation
from workflow.core.journal import Entry
from workflow.core.procedure import Child


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """The agency's own record, as its letters name it."""

    code: str
    name: str
    short_name: str
    number_word: str
    region: str | None = None
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    office_name: str = ""
    reconsideration_body: str = ""
    reconsideration_online: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks: the class that the annual report counts, and the personal data (in clear)."""

    kind: str
    name: str
    id_kind: str = ""
    id_number: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    email: str = ""
    representative: str = ""
    work_unit: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One request with everything that a notice or a page may say of it.

    ``number`` is the application's number, ``content`` what is asked for, ``texts`` the long or
    personal texts by the name of the fact that refers to them, ``people`` display names of the
    officers by user name, ``entries`` the effective journal, ``settings`` the law pack's.
    """

    agency: AgencyCard
    number: str
    statute: str
    state: str
    channel: str
    applicant: Applicant
    content: str
    submitted_on: date
    form_wanted: str = ""
    way_wanted: str = ""
    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    deadlines: Derivation | None = None
    texts: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    example: bool = False
