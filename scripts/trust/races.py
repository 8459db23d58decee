"""Eight writers on the same few cases: no update is lost, every loser gets a sentence.

Each writer is a process. It reads a case, waits a moment, and makes a move on what it has seen;
now and then it registers a request or carries the outbox out. Successes are counted by the
writers and compared with the journal.
"""

import json
import os
import re
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from acts import TODAY, Work, open_office, set_up
from acts import dice as roll
from soundness import wrong_with

from workflow.app.handlers import carry_out
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.reading import find_case
from workflow.errors import ConflictError, RefusedError
from workflow.store.journals import JOURNAL
from workflow.store.tables import Document, table_of

DOCUMENT = table_of(Document)
WRITERS = 8
SHARED_CASES = 3


@dataclass(slots=True)
class Figures:
    """What a run found: moves that succeeded, losers by code (one sentence whole)."""

    writers: int = WRITERS
    tries: int = 0
    succeeded: int = 0
    entries: int = 0
    losers: Counter[str] = field(default_factory=Counter)
    sentence: str = ""
    traces: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def lost(self) -> int:
        """Updates that were acknowledged and are not in the journal."""
        return self.succeeded - self.entries

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        told = asdict(self) | {"lost": self.lost, "losers": dict(self.losers)}
        return told | {"seconds": round(self.seconds, 1)}


def race(url: str, tries: int, seed: int = 1) -> Figures:
    """Let all writers try ``tries`` times each on an empty database."""
    set_up(url)
    office = open_office(url)
    work = Work(office, roll(seed))
    numbers = [_register(work) for _ in range(SHARED_CASES)]
    before = _entries(office)
    office.store.close()
    figures, started = Figures(tries=tries * WRITERS), time.monotonic()
    for told in _all_at_once(url, numbers, tries, seed):
        figures.succeeded += told["succeeded"]
        figures.losers.update(told["losers"])
        figures.traces += told["traces"]
        figures.sentence = told["sentence"] or figures.sentence
    figures.seconds = time.monotonic() - started
    office = open_office(url)
    figures.entries = _entries(office) - before
    figures.wrong += wrong_with(office, [])
    figures.wrong += _document_numbers(office)
    office.store.close()
    return figures


def _register(work: Work) -> str:
    chain = work.register("in_person")[0][1]
    with work.office.store.read() as session:
        return find_case(work.office, session, chain).number


def _entries(office: Office) -> int:
    """Return the number of entries in the chains of cases."""
    counted = sa.select(sa.func.count()).where(JOURNAL.c.chain.startswith("request:"))
    with office.store.read() as session:
        return int(session.execute(counted).scalar_one())


def _all_at_once(url: str, numbers: list[str], tries: int, seed: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="workflow-races-") as name:
        children = []
        for place in range(WRITERS):
            child = os.fork()
            if child == 0:
                _write(url, numbers, tries, f"{seed}/{place}", Path(name) / str(place))
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        return [json.loads(path.read_text()) for path in sorted(Path(name).iterdir())]


def _write(url: str, numbers: list[str], tries: int, seed: str, out: Path) -> None:
    told: dict[str, Any] = {"succeeded": 0, "losers": Counter(), "traces": [], "sentence": ""}
    try:
        office = open_office(url)
        work = Work(office, roll(seed))
        for _ in range(tries):
            _try_once(work, numbers, told)
    except BaseException:  # noqa: BLE001  (whatever it is, it is a finding)
        told["traces"].append(traceback.format_exc())
    out.write_text(json.dumps(told))
    os._exit(0)


def _try_once(work: Work, numbers: list[str], told: dict[str, Any]) -> None:
    what = work.dice.randrange(10)
    try:
        if what == 0:
            work.register()
            told["succeeded"] += 1
        elif what == 1:
            carry_out(work.office, limit=3)
        else:
            _move(work, work.dice.choice(numbers))
            told["succeeded"] += 1
    except (ConflictError, RefusedError) as error:
        told["losers"][error.code] += 1
        told["sentence"] = error.message


def _move(work: Work, number: str) -> None:
    """Make a move on what was seen a moment ago: somebody else may have been faster."""
    with work.office.store.read() as session:
        seen = find_case(work.office, session, number).version
    time.sleep(work.dice.random() * 0.005)
    facts = {"party": "third_party"}
    wanted = Wanted(number, "draft", TODAY, facts, "consultation", expected=seen)
    if work.dice.random() < 1 / 2:
        wanted = Wanted(number, "propose_extension", TODAY, {"length": 5}, expected=seen)
    advance(work.office, wanted, Actor("li", "clerk"))


def _document_numbers(office: Office) -> list[str]:
    """Return the series of document numbers that have gaps or doubles."""
    taken = sa.select(DOCUMENT.c.number).where(DOCUMENT.c.number.is_not(None)).distinct()
    with office.store.read() as session:
        texts = list(session.execute(taken).scalars())
    series: dict[str, list[int]] = {}
    for text in texts:
        found = re.fullmatch(r"(.*〔\d+〕)(\d+)号(.*)", str(text))
        if found:
            series.setdefault(found[1], []).append(int(found[2]))
    return [
        f"{name} has {sorted(got)}"
        for name, got in series.items()
        if sorted(set(got)) != list(range(1, max(got) + 1))
    ]
