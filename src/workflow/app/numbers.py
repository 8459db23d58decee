"""Numbers of applications and notices, by the agency's own patterns (notices.md, 'Numbers')."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.app.numbering_shape import check_shape
from workflow.documents.numbers import DEFAULT, SUFFIXES, NumberPattern, NumberRules
from workflow.store.numbers import take
from workflow.store.tables import Agency

DEFAULT_PATTERN = DEFAULT.text
#: The series of applications; a notice with a series of its own has its own name.
APPLICATIONS = "request"


def check_numbering(pattern: str, numbering: Mapping[str, Any]) -> NumberRules:
    """Return an agency's numbering; InputError tells what is wrong with it.

    ``numbering`` may hold ``patterns`` and ``suffixes`` by notice, and ``own_series``, the
    notices that take a number of their own.
    """
    check_shape(numbering)
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


def numbered_as(agency: Agency, key: str) -> str:
    """Return what a template key is numbered as: its own where it has one, else its notice.

    The acceptance (``N01-acceptance``) has a suffix of its own; ``N10-A12`` has that of N10.
    """
    rules = rules_of(agency)
    return key if key in {*rules.suffixes, *rules.patterns} else key.partition("-")[0]


def takes_own_number(agency: Agency, key: str) -> bool:
    """Tell whether a letter takes a number of a series of its own, at issue."""
    return numbered_as(agency, key) in rules_of(agency).own_series


def notice_number(
    session: Session, agency: Agency, application: str, key: str, on: date, ordinal: int = 1
) -> str:
    """Return a letter's number: the application's with a suffix, or one of its own series.

    ``key`` is the template's. An application whose number follows no pattern (a ledger's) lends
    it as it is.
    """
    rules, word, notice = rules_of(agency), agency.number_word, numbered_as(agency, key)
    if notice in rules.own_series:
        n = take(session, agency.code, notice, on.year)
        return rules.notice_number(notice, word, on.year, n)
    said = rules.application.read(application, word)
    if said is not None:
        return rules.notice_number(notice, word, said.year, said.sequence, ordinal=ordinal)
    number = application + rules.suffixes.get(notice, f"-{notice}")
    return number if ordinal == 1 else f"{number}-{ordinal}"
