"""Kill -9, clock jumps and a restarted database, small: nothing lost, nothing stuck."""

import pytest

from cluster.chaos import Receiver, Size, doubled_in_peace, shake

# apprise itself imports what later Pythons drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

SMALL = Size(cases=10, kills=5, pause=0.5, jump=10)


def test_killed_processes_on_postgresql_lose_no_reminder_and_stick_no_job(postgres, tmp_path):
    outcome = shake(postgres.new_database(), tmp_path, ("web", "worker", "worker"), SMALL)
    assert outcome.faults == {}
    assert outcome.figures["reminders"] > 0
    assert outcome.figures["moves"] > SMALL.cases


def test_one_killed_process_on_sqlite_loses_no_reminder(ready_sqlite, tmp_path):
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    url = f"sqlite:///{tmp_path}/workflow.db"
    outcome = shake(url, tmp_path, ("all",), SMALL)
    assert outcome.faults == {}
    assert outcome.figures["reminders"] > 0
    assert outcome.figures["moves"] > SMALL.cases


@pytest.mark.parametrize(
    ("times", "disturbances", "found"),
    [
        ([10.0], [], 0),
        ([10.0, 11.0], [], 1),
        ([10.0, 11.0], [10.5], 0),
        ([100.0, 101.0], [10.5], 1),
    ],
)
def test_a_message_that_came_twice_without_a_cause_is_found(times, disturbances, found):
    receiver = Receiver()
    receiver.came["li", "示例"] = times
    assert len(doubled_in_peace(receiver, disturbances)) == found
    receiver.shutdown()
    receiver.server_close()
