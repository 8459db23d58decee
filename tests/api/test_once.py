"""What a key stands for, on both databases: the work and its answer are one transaction."""

import threading
from datetime import date

import pytest
import sqlalchemy as sa
from pydantic import BaseModel

from app.conftest import clerk, clock, office  # noqa: F401
from workflow.app.projecting import CASE
from workflow.app.tokens import Holder
from workflow.errors import ConflictError
from workflow.web.api.once import CALL, Once

ON = date(2026, 11, 20)
HOLDER = Holder("li", "clerk", "liangtian", frozenset({"cases:write"}))
CALLED = Once("POST", "/api/v1/cases", "0a1b2c3d-0001")


class Given(BaseModel):
    text: str = "示例"


class Answer(BaseModel):
    number: str


@pytest.fixture
def register(clerk):  # noqa: F811
    """Register as a call does: through the office that it is given."""

    def register(office):  # noqa: F811
        clerk.office = office
        return Answer(number=clerk.register(ON))

    return register


def cases(office):  # noqa: F811
    with office.store.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(CASE)).scalar_one()


def test_the_same_call_at_the_same_time_is_done_once_and_both_are_answered(office, register):  # noqa: F811
    at_work, may_go, answers = threading.Event(), threading.Event(), []

    def slowly(office):
        answer = register(office)
        at_work.set()
        assert may_go.wait(10)
        return answer

    def send(do):
        answers.append(CALLED(office, HOLDER, Given(), Answer, do))

    first = threading.Thread(target=send, args=(slowly,))
    first.start()
    assert at_work.wait(10)
    second = threading.Thread(target=send, args=(register,))
    second.start()
    second.join(0.2)
    assert second.is_alive()  # it waits for the answer of the first
    may_go.set()
    first.join(10)
    second.join(10)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert cases(office) == 1


def test_a_process_killed_between_work_and_answer_did_nothing(office, register):  # noqa: F811
    def killed(office):
        register(office)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CALLED(office, HOLDER, Given(), Answer, killed)
    assert cases(office) == 0
    assert CALLED(office, HOLDER, Given(), Answer, register).number
    assert cases(office) == 1


def write_twice(office):  # noqa: F811
    row = {"key_digest": "示例", "request_digest": "", "made_at": office.now()}
    with office.store.write() as session:
        session.execute(sa.insert(CALL), [row, row])


def test_what_fails_within_a_call_can_be_mended_within_it(office, register):  # noqa: F811
    def stumbles(office):
        with pytest.raises(ConflictError):
            write_twice(office)
        return register(office)

    CALLED(office, HOLDER, Given(), Answer, stumbles)
    with office.store.read() as session:
        assert len(session.execute(sa.select(CALL)).all()) == 1
    assert cases(office) == 1


def test_a_call_wakes_a_worker_once_all_of_it_is_written(office, register):  # noqa: F811
    woken = []
    office.store.wake = lambda: woken.append(cases(office))
    CALLED(office, HOLDER, Given(), Answer, register)
    assert woken == [1]
