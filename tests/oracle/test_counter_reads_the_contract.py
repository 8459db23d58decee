"""The slow counter gives every hand-worked date of the contract's sentences."""

from datetime import date

import pytest

from oracle.contract_rows import ROWS
from oracle.known_days import national
from oracle.slow_counter import ANY, OPEN, count
from oracle.slow_readings import Earliest, Latest, Likely
from oracle.worked import document


def split(name):
    clock, _, child = name.partition(":")
    return clock, child or None


@pytest.mark.parametrize(
    ("sentence", "events", "as_of", "expected", "absent"), ROWS, ids=[row[0] for row in ROWS]
)
def test_counter(sentence, events, as_of, expected, absent):
    asked = document(None, events), date.fromisoformat(as_of)
    clocks = count(*asked, national)
    walks = {"due": Likely, "not_before": Earliest, "not_after": Latest}
    for name, fields in expected.items():
        clock = clocks[split(name)]
        for field, value in fields.items():
            if field == "state":
                assert value in clock.states, (name, clock)
            elif field in walks and clock.due == OPEN:
                found = count(*asked, walks[field]())[split(name)].due
                assert found.isoformat() == value, (name, field)
            elif field == "due":
                assert (clock.due and str(clock.due)) == value or clock.due == ANY, (name, clock)
            elif field == "waiting_for":
                assert clock.waiting_for in (value, ANY)
            elif field == "history":
                assert clock.history == value
    assert not {name for name, _ in clocks} & set(absent)
