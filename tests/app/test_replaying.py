"""The journal replayed under the calendar of a day gives the proof that was shown on that day."""

from datetime import date

from calendars.example_lists import HEADING, as_csv
from workflow.app.agencies import get_agency
from workflow.app.calendar_drafts import draft_of
from workflow.app.calendars import Arrival, accept, rules_of
from workflow.app.folding import fold
from workflow.app.office import Actor
from workflow.app.reading import find_case
from workflow.calendars import Closure
from workflow.calendars.lists import parse_list

from .conftest import rederived

ADMIN = Actor("root", "admin")


def shown(office, number):
    """Return what the product shows now, with the number of entries that it rests on."""
    with office.store.read() as session:
        case = find_case(office, session, number)
    return case.version, office.today, proofs(case)


def proofs(case):
    rows = [
        (one.clock, one.id, one.due, one.state, list(one.proof)) for one in case.deadlines.deadlines
    ]
    return rows, case.deadlines.fingerprint


def replayed(office, number, version, on):
    """Fold the first entries of the journal as of a day."""
    with office.store.read() as session:
        case = find_case(office, session, number)
        rules = rules_of(session, get_agency(session, case.agency))
        return proofs(fold(case.chain, case.entries[:version], rules, on))


def test_every_proof_shown_on_the_way_is_reproduced_years_later(office, clerk, clock):
    clock.set(date(2026, 12, 1))
    number = clerk.register(date(2026, 12, 1), agency="liangtian")
    story = [shown(office, number)]
    clerk.move(number, "extend", date(2026, 12, 1), "zhao", length=20, consented_on="2026-12-01")
    story.append(shown(office, number))
    clock.set(HEADING.known_since)
    accept(office, draft_of(office, parse_list(as_csv(), "2027.csv"), HEADING, None,
                            office.today).arrival, ADMIN)  # fmt: skip
    rederived(office)
    story.append(shown(office, number))
    clock.set(date(2026, 12, 15))
    accept(
        office, Arrival("liangtian", Closure(date(2026, 12, 18), "示例决定"), office.today), ADMIN
    )
    rederived(office)
    story.append(shown(office, number))
    clerk.answer(number, date(2026, 12, 15))
    story.append(shown(office, number))
    clock.set(date(2031, 6, 1))
    assert len({fingerprint for _, _, (_, fingerprint) in story}) == len(story)
    for version, on, found in story:
        assert replayed(office, number, version, on) == found
