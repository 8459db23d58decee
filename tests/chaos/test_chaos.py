"""Kill -9, clock jumps and a restarted database, small: nothing lost, nothing stuck."""

from datetime import date

import pytest

from chaos.judging import doubled_in_peace, threshold, working_days_left
from chaos.people import Receiver
from chaos.processes import Disturbances
from chaos.shaking import Size, shake
from workflow.app.reminder_rules import WAITS, ReminderRules
from workflow.core.deadlines import AGENCY_DUTIES

# apprise itself imports what later Pythons drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

SMALL = Size(cases=4, kills=2, pause=2, jump=10)


def test_killed_processes_on_postgresql_lose_no_reminder_and_stick_no_job(postgres, tmp_path):
    outcome = shake(postgres.new_database(), tmp_path, ("web", "worker", "worker"), SMALL)
    assert outcome.faults == {}
    assert outcome.figures["moves"] >= SMALL.cases // 2


def test_one_killed_process_on_sqlite_loses_no_reminder(ready_sqlite, tmp_path):
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    url = f"sqlite:///{tmp_path}/workflow.db"
    outcome = shake(url, tmp_path, ("all",), SMALL)
    assert outcome.faults == {}
    assert outcome.figures["moves"] >= SMALL.cases // 2


#: One process sent something and another one sent it again; what happened meanwhile is judged.
FIRST, AGAIN = 11, 12


@pytest.mark.parametrize(
    ("came", "disturbed", "wanted", "found"),
    [
        ([(10.0, FIRST)], Disturbances(), 1, 0),
        ([(10.0, FIRST), (11.0, AGAIN)], Disturbances(), 1, 1),
        ([(10.0, FIRST), (11.0, AGAIN)], Disturbances(), 2, 0),
        ([(10.0, FIRST), (300.0, AGAIN)], Disturbances({FIRST: 12.0}), 1, 0),
        ([(10.0, FIRST), (300.0, AGAIN)], Disturbances({FIRST: 31.0}), 1, 1),
        ([(10.0, FIRST), (11.0, AGAIN)], Disturbances({3: 10.5}), 1, 1),  # somebody else died
        ([(10.0, FIRST), (300.0, AGAIN), (310.0, FIRST)], Disturbances({FIRST: 11.0}), 1, 1),
        ([(10.0, FIRST), (300.0, AGAIN)], Disturbances(restarts=[(11.0, 19.0)]), 1, 0),
        ([(20.0, FIRST), (300.0, AGAIN)], Disturbances(restarts=[(11.0, 19.0)]), 1, 1),
    ],
)
def test_a_message_that_came_too_often_though_nobody_died_over_it_is_found(
    came, disturbed, wanted, found
):
    receiver, said = Receiver(), ("li", "示例")
    receiver.came[said] = came
    assert len(doubled_in_peace(receiver, disturbed, {said: wanted})) == found
    receiver.close()


def test_the_second_count_of_thresholds_agrees_with_the_products_on_every_day():
    rules, due = ReminderRules(), date(2020, 6, 10)
    roles = {"li": "clerk", "zhao": "office_head", "sun": "leader"}
    for day in range(1, 31):
        on = date(2020, 6, day)
        left = working_days_left(on, due)
        just_over = due < on and left == 0
        for clock in AGENCY_DUTIES | set(WAITS):
            for person, role in roles.items():
                wanted = None if just_over else rules.reached(clock, role, left)
                assert threshold(clock, person, on, due) == wanted
