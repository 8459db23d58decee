"""The register behind an annual report: the derived tables of requests and appeals."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import card_of, get_agency
from workflow.app.office import Office
from workflow.core.casefile import AgencyCard
from workflow.reports.facts import AppealFacts, RequestFacts
from workflow.reports.model import Report
from workflow.statutes.settings import effective
from workflow.store.tables import DerivedAppeal, DerivedCase, table_of

_CASE, _APPEAL = table_of(DerivedCase), table_of(DerivedAppeal)


class OfficeRegister:
    """Reads what a report needs from the database of an office."""

    def __init__(self, office: Office, previous: Report | None = None) -> None:
        self._office = office
        self._previous = previous

    def facts(self, agency: str, year: int) -> Iterator[RequestFacts]:
        """Yield the agency's requests received by the end of the year, with their appeals."""
        with self._office.store.read() as session:
            appeals = _appeals(session, agency)
            rows = session.execute(
                sa.select(_CASE)
                .where(_CASE.c.agency == agency, _CASE.c.received_on <= date(year, 12, 31))
                .order_by(_CASE.c.received_on, _CASE.c.number)
            ).mappings()
            for row in rows:
                yield _request(row, tuple(appeals.get(row["chain"], ())))

    def card(self, agency: str) -> AgencyCard:
        """Return the agency's record."""
        with self._office.store.read() as session:
            return card_of(get_agency(session, agency))

    def settings(self, agency: str) -> Mapping[str, Any]:
        """Return every law setting in the agency."""
        with self._office.store.read() as session:
            return effective(json.loads(get_agency(session, agency).settings))

    def published(self, agency: str, year: int) -> Report | None:  # noqa: ARG002  (one agency)
        """Return the report about a year that was handed over, if it is that year's."""
        kept = self._previous
        return kept if kept is not None and kept.year == year else None


def _appeals(session: Session, agency: str) -> dict[str, list[AppealFacts]]:
    found: dict[str, list[AppealFacts]] = {}
    rows = session.execute(sa.select(_APPEAL).where(_APPEAL.c.agency == agency)).mappings()
    for row in rows:
        appeal = AppealFacts(
            id=row["child"],
            group=row["group"],
            received_on=row["received_on"],
            decided_on=row["decided_on"],
            result=row["result"],
        )
        found.setdefault(row["chain"], []).append(appeal)
    return found


def _request(row: Mapping[Any, Any], appeals: tuple[AppealFacts, ...]) -> RequestFacts:
    return RequestFacts(
        number=row["number"],
        applicant=row["applicant"],
        received_on=row["received_on"],
        decided_on=row["decided_on"],
        dispatched_on=row["dispatched_on"],
        served_on=row["served_on"],
        outcome=row["outcome"],
        row=row["row"],
        appeals=appeals,
        channel=row["channel"],
    )
