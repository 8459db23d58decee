"""A move kept for good, as four other libraries would do it: a state, a trigger, a row of history.

Each peer is used as its own documentation shows it, on a SQLite file with our durability: the case
is read, moved by the library's machine, and written with a row of history in one transaction. None
of them judges by articles, derives a date, chains a journal or queues a letter: the ratio says what
our move costs beside a bare one, and has no goal.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from statemachine import State, StateMachine
from transitions import Machine

from benchmarks.office import CLERK, office, register_case
from benchmarks.row import Row
from workflow.app.moving import Wanted, advance
from workflow.statutes.registry import get
from workflow.store.engine import PRAGMAS

ON = date(2023, 9, 4)
SIZE = 200
REQUEST = get("cn-2019").procedures["request"]
STATES = [state.key for state in REQUEST.states]
#: Every arrow of the request's machine that a library without guards can tell apart.
ARROWS = sorted(
    {
        (step.trigger, source, step.targets(source)[0])
        for step in REQUEST.steps
        for source in step.sources
        if source in STATES
    }
)
FROM, TRIGGER, TO = "received", "acknowledge", "processing"
TABLES = (
    "CREATE TABLE request (id INTEGER PRIMARY KEY, state TEXT NOT NULL)",
    "CREATE TABLE history (id INTEGER PRIMARY KEY, request INTEGER, trigger TEXT, state TEXT)",
)

#: Moves the case of a number.
Move = Callable[[Any], None]


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield a row a peer: moves a second, each move on a case of its own."""
    ours = _our_rate(size)
    for name, library, build in PEERS:
        with TemporaryDirectory() as folder:
            move, state_of = build(Path(folder) / "peer.db", size)
            rate = _rate(range(1, size + 1), move)
            assert [state_of(number) for number in (1, size)] == [TO, TO]
        yield Row(
            name=f"peer-{name}",
            what="durable move: judged, journalled, derived, effects queued",
            ours=ours,
            baseline=rate,
            baseline_is=f"{library}: a state and a row of history, no rules and no dates",
            goal=0.0,
            unit="moves/s",
            size=size,
            less_is_better=False,
        )


def _our_rate(size: int) -> float:
    with office(ON) as made:
        numbers = [register_case(made, ON) for _ in range(size)]
        return _rate(numbers, lambda number: advance(made, Wanted(number, TRIGGER, ON), CLERK))


def _rate(things: Sequence[Any], move: Move) -> float:
    """Return moves a second by the median move on the wall clock: a move waits for the disk."""
    times = []
    for thing in things:
        begun = perf_counter()
        move(thing)
        times.append(perf_counter() - begun)
    return 1 / median(times)


def _database(file: Path, state: str, size: int) -> sqlite3.Connection:
    """Return a database with cases in a state, under the durability of our own."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for table in TABLES:
        connection.execute(table)
    rows = ((number, state) for number in range(1, size + 1))
    connection.executemany("INSERT INTO request VALUES (?, ?)", rows)
    return connection


def _state(connection: sqlite3.Connection, number: int) -> str:
    found = connection.execute("SELECT state FROM request WHERE id = ?", (number,)).fetchone()
    return str(found[0])


def _keep(connection: sqlite3.Connection, number: int, state: str, kept: str | None = None) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE request SET state = ? WHERE id = ?", (kept or state, number))
    history = "INSERT INTO history (request, trigger, state) VALUES (?, ?, ?)"
    connection.execute(history, (number, TRIGGER, state))
    connection.execute("COMMIT")


def _transitions(file: Path, size: int) -> tuple[Move, Callable[[int], str]]:
    """As transitions' README: a model, and a machine of its own for it."""
    connection = _database(file, FROM, size)

    class Request:
        state: str

    def move(number: int) -> None:
        request = Request()
        before = _state(connection, number)
        Machine(request, STATES, transitions=[[*arrow] for arrow in ARROWS], initial=before)
        request.trigger(TRIGGER)  # type: ignore[attr-defined]
        _keep(connection, number, request.state)

    return move, partial(_state, connection)


def _statemachine(file: Path, size: int) -> tuple[Move, Callable[[int], str]]:
    """As python-statemachine's guide: a class for the machine, an object of it a case."""
    connection = _database(file, FROM, size)
    final = {state for state in STATES if all(source != state for _, source, _ in ARROWS)}
    states = {
        key: State(value=key, initial=key == "submitted", final=key in final) for key in STATES
    }
    events: dict[str, Any] = {}
    for trigger, source, target in ARROWS:
        arrow = states[source].to(states[target])
        events[trigger] = events[trigger] | arrow if trigger in events else arrow
    machine_class = type("RequestMachine", (StateMachine,), states | events)

    def move(number: int) -> None:
        machine = machine_class(start_value=_state(connection, number))
        machine.send(TRIGGER)
        _keep(connection, number, machine.current_state_value)

    return move, partial(_state, connection)


BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="example">
 <process id="request" isExecutable="true">
  <startEvent id="received"><outgoing>f1</outgoing></startEvent>
  <sequenceFlow id="f1" sourceRef="received" targetRef="acknowledge"/>
  <userTask id="acknowledge" name="acknowledge">
   <incoming>f1</incoming><outgoing>f2</outgoing>
  </userTask>
  <sequenceFlow id="f2" sourceRef="acknowledge" targetRef="answer"/>
  <userTask id="answer" name="answer">
   <incoming>f2</incoming><outgoing>f3</outgoing>
  </userTask>
  <sequenceFlow id="f3" sourceRef="answer" targetRef="done"/>
  <endEvent id="done"><incoming>f3</incoming></endEvent>
 </process>
</definitions>"""


def _spiff(file: Path, size: int) -> tuple[Move, Callable[[int], str]]:
    """As SpiffWorkflow's examples: the instance kept as JSON, its ready task completed."""
    parser = BpmnParser()
    parser.add_bpmn_str(BPMN.encode())
    serializer = BpmnWorkflowSerializer()
    fresh = BpmnWorkflow(parser.get_spec("request"))
    fresh.do_engine_steps()
    connection = _database(file, serializer.serialize_json(fresh), size)

    def move(number: int) -> None:
        case = serializer.deserialize_json(_state(connection, number))
        case.get_next_task(state=TaskState.READY, manual=True).run()
        case.do_engine_steps()
        _keep(connection, number, TO, serializer.serialize_json(case))

    def state_of(number: int) -> str:
        json.loads(_state(connection, number))
        case = serializer.deserialize_json(_state(connection, number))
        ready = case.get_next_task(state=TaskState.READY, manual=True)
        return TO if ready.task_spec.name == "answer" else FROM

    return move, state_of


def _viewflow(file: Path, size: int) -> tuple[Move, Callable[[int], str]]:
    """As viewflow's guide to its state machine: a Django model, a flow object over it."""
    import django  # noqa: PLC0415  (Django wants its settings before its models)
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection, models, transaction  # noqa: PLC0415

    pragmas = ";".join(f"PRAGMA {pragma}" for pragma in PRAGMAS)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    options = {"OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE"}}
    settings.configure(DATABASES={"default": database | options}, INSTALLED_APPS=[])
    django.setup()
    from viewflow import fsm  # noqa: PLC0415

    class Request(models.Model):  # noqa: DJ008
        state = models.CharField(max_length=30)

        class Meta:
            app_label = "peer"

    class History(models.Model):  # noqa: DJ008
        request = models.IntegerField()
        trigger = models.CharField(max_length=30)
        state = models.CharField(max_length=30)

        class Meta:
            app_label = "peer"

    class Flow:
        state = fsm.State(STATES, default=FROM)

        def __init__(self, request: Request) -> None:
            self.request = request

        @state.setter()
        def _set_state(self, value: str) -> None:
            self.request.state = value

        @state.getter()
        def _get_state(self) -> str:
            return self.request.state

        @state.transition(source=FROM, target=TO)
        def acknowledge(self) -> None:
            pass

    with connection.schema_editor() as editor:
        editor.create_model(Request)
        editor.create_model(History)
    Request.objects.bulk_create(Request(id=number, state=FROM) for number in range(1, size + 1))

    def move(number: int) -> None:
        with transaction.atomic():
            request = Request.objects.get(pk=number)
            Flow(request).acknowledge()
            request.save(update_fields=["state"])
            History.objects.create(request=number, trigger=TRIGGER, state=request.state)

    return move, lambda number: Request.objects.get(pk=number).state


PEERS = (
    ("transitions", "transitions, a machine a case", _transitions),
    ("statemachine", "python-statemachine", _statemachine),
    ("spiffworkflow", "SpiffWorkflow, the instance as JSON", _spiff),
    ("viewflow", "Django with viewflow's state machine", _viewflow),
)
