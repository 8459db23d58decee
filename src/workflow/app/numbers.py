"""Numbers of applications and notices, by the agency's own patterns (notices.md, 'Numbers')."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.documents.numbers import DEFAULT, SUFFIXES, NumberPattern, NumberRules
from workflow.store.numbers import take
from workflow.store.tables import Agency

DEFAULT_PATTERN = DEFAULT.text
#: The series of applications; a notice with a series of its own has its own name.
APPLICATIONS = "request"


def check_numbering(pattern: str, numbering: Mapping[str, Any]) -> NumberRules:
    """Return an agency's numbering; InputError tells what is wrong with a pattern.

    ``numbering`` may hold ``patterns`` and ``suffixes`` by notice, and ``own_series``, the
    notices that take a number of their own.
    """
    patterns = {
        notice: NumberPattern(text) for notice, text in numbering.get("patterns", {}).items()
    }
    return NumberRules(
        application=NumberPattern(pattern),
        patterns=patterns,
        suffixes={**SUFFIXES, **numbering.get("suffixes", {})},
        own_series=frozenset(numbering.get("own_series", ())),
    )


def rules_of(agency: Agency) -> NumberRules:
    """Return an agency's numbering."""
    return check_numbering(agency.number_pattern, json.loads(agency.numbering))


def next_number(session: Session, agency: Agency, on: date) -> str:
    """Take the next number of the agency's applications of the year of ``on``."""
    n = take(session, agency.code, APPLICATIONS, on.year)
    return rules_of(agency).application_number(agency.number_word, on.year, n)


def notice_number(
    session: Session, agency: Agency, application: str, notice: str, on: date, ordinal: int = 1
) -> str:
    """Return a notice's number: the application's with a suffix, or one of its own series.

    An application whose number follows no pattern (a ledger's) lends it as it is.
    """
    rules, word = rules_of(agency), agency.number_word
    if notice in rules.own_series:
        n = take(session, agency.code, notice, on.year)
        return rules.notice_number(notice, word, on.year, n)
    said = rules.application.read(application, word)
    if said is not None:
        return rules.notice_number(notice, word, said.year, said.sequence, ordinal=ordinal)
    number = application + rules.suffixes.get(notice, f"-{notice}")
    return number if ordinal == 1 else f"{number}-{ordinal}"
