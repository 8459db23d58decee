"""Bad input for every parser: sound files, mutated at random, by bytes and by structure.

A parser may read an input or say no in one sentence (WorkflowError). Anything else is a finding:
another exception, more than two seconds, and, for what writes, a change without an entry.
"""

import io
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import mammoth
from acts import TODAY, Work, open_office, set_up
from acts import dice as roll
from fuzz_web import MOST_PAGES, Site, addresses, by_request, forms, operations, uploads
from mutating import by_bytes, by_lines, by_parts, by_values
from soundness import half_done, wrong_with

from workflow.app.anchoring import make_anchor, read_anchor
from workflow.app.backup_checking import check_backup
from workflow.app.due import answer, to_json
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.typing_in import typed_move
from workflow.calendars import parse_layer
from workflow.calendars.lists import parse_list
from workflow.cli.acting import split_facts
from workflow.cli.main import run
from workflow.documents.check import check_template
from workflow.documents.library import notice_fields
from workflow.documents.preview import to_html
from workflow.documents.readback import read_back
from workflow.errors import WorkflowError
from workflow.jsontext import read as read_json
from workflow.ledger.template import write_template
from workflow.reports.checks import check
from workflow.reports.reading import read_report

ROOT = Path(__file__).parents[2]
SECONDS = 2.0


@dataclass(slots=True)
class Figures:
    """What a run found: inputs and refusals by parser, and each finding with its input's name."""

    inputs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        counts = {"inputs": dict(self.inputs), "refused": dict(self.refused)}
        slowest = {name: round(seconds, 3) for name, seconds in self.slowest.items()}
        return asdict(self) | counts | {"slowest": slowest, "seconds": round(self.seconds, 1)}


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser with sound inputs, and how these are mutated."""

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    mutate: Callable[[bytes, random.Random], bytes]


class TooSlowError(Exception):
    """A parser took more than SECONDS."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlowError after some seconds of this process's own time, whatever others do."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def through_file(read: Callable[[Path], object], suffix: str) -> Callable[[bytes], object]:
    """Return a parser of bytes from one of files."""
    path = Path(tempfile.gettempdir()) / f"workflow-fuzz-{os.getpid()}{suffix}"

    def parse(data: bytes) -> object:
        path.write_bytes(data)
        return read(path)

    return parse


def text(data: bytes) -> str:
    """Return bytes as the entrances decode them; what isn't UTF-8 is replaced here."""
    return data.decode("utf-8", "replace")


def _due(path: Path) -> object:
    return to_json(answer(read_json(path), TODAY))


def _layer(path: Path) -> object:
    return parse_layer(read_json(path), path.name)


def _report(path: Path) -> object:
    return check(read_report(path))


def _template(data: bytes) -> object:
    return check_template(data, notice_fields("cn-2019", "N10"), on=TODAY)


def _published() -> bytes:
    return next((ROOT / "tests/reports/data/published").glob("*.json")).read_bytes()


def _reports(folder: Path) -> Mapping[str, bytes]:
    """Make one report in every kind that can be read back."""
    source = folder / "report.json"
    source.write_bytes(_published())
    outs = ["--docx", str(folder / "a.docx"), "--xlsx", str(folder / "a.xlsx")]
    run(["report", "rollup", str(source), *outs])
    word = (folder / "a.docx").read_bytes()
    html = mammoth.convert_to_html(io.BytesIO(word)).value.encode()
    lines = (ROOT / "tests/reports/data/liangtian_2020.txt").read_bytes()
    return {"docx": word, "xlsx": (folder / "a.xlsx").read_bytes(), "html": html, "txt": lines}


EVENTS = {
    "law": "auto", "region": "ningxia",
    "events": [
        {"kind": "submitted", "on": "2020-09-14", "channel": "web", "receipt": "automatic"},
        {"kind": "correction_requested", "on": "2020-09-22", "received_on": "2020-09-24",
         "period": {"length": 15, "unit": "working_days"}},
        {"kind": "corrected", "on": "2020-10-09"},
        {"kind": "consultation_sent", "id": "c1", "party": "third_party", "on": "2020-10-12"},
        {"kind": "consultation_received", "id": "c1", "on": "2020-10-14"},
        {"kind": "consultation_answered", "id": "c1", "on": "2020-10-20"},
        {"kind": "extended", "on": "2020-10-21", "length": 20},
        {"kind": "fee_notified", "on": "2020-10-22", "received_on": "2020-10-23"},
        {"kind": "fee_paid", "on": "2020-10-26"},
        {"kind": "dispatched", "on": "2020-11-20", "outcome": "A3", "way": "post"},
        {"kind": "served", "on": "2020-11-23"},
        {"kind": "reconsideration_copy_received", "id": "r1", "on": "2021-01-04",
         "procedure": "ordinary"},
        {"kind": "reconsideration_decision_received", "id": "r1", "on": "2021-03-01",
         "decided_on": "2021-02-26"},
        {"kind": "redo_ordered", "on": "2021-03-01",
         "period": {"length": 20, "unit": "working_days"}},
    ],
}  # fmt: skip
LAYER = {"extends": "cn", "holidays": ["2020-05-06"], "workdays": ["2020-05-09"], "known": [2020]}
#: An invented arrangement (示例) in the three forms of official lists.
CSV = "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,班,元旦\n".encode()
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\n"
    "DTEND;VALUE=DATE:20270104\r\nSUMMARY:元旦 休\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
LISTED = {
    "year": 2027,
    "papers": ["示例"],
    "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}],
}
#: trigger → facts that its step takes, as somebody types them.
FACTS = {
    "request_correction": "items=示例\nperiod=15 working_days",
    "request_reasons": "counts=示例：本月第12件",
    "submit_answer": "outcome=A12\nsearch_record=示例",
    "withdraw": "statement=示例",
}


class Register:
    """A small office whose ledger import and typed facts are tried; nothing half may stay."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'workflow.db'}"
        set_up(url)
        self.office = open_office(url, documents=False)
        self.work = Work(self.office, roll("register"))
        self.chain = self.work.register("in_person")[0][1]

    def typed(self, data: bytes) -> object:
        """Type facts for a move, as ``--fact`` takes them, and make it."""
        trigger, *lines = text(data).split("\n")
        texts = split_facts(lines)
        typed = typed_move(self.office, self.chain, trigger, None, texts)
        wanted = Wanted(self.chain, trigger, TODAY, typed.facts, reason="示例")
        done = advance(self.office, wanted, Actor("li", typed.roles[0]))
        self.chain = self.work.register("in_person")[0][1]  # the next one on a fresh case
        return done

    def ledger(self, path: Path) -> object:
        """Try an import without keeping it."""
        return import_ledger(
            self.office, Ledger("liangtian", path, dry_run=True), Actor("li", "clerk")
        )

    def wrong(self) -> list[str]:
        """Return what was written by halves."""
        return half_done(self.office)


def parsers(folder: Path, register: Register) -> list[Parser]:
    """Return every parser of files that people and programs hand in."""
    made = _reports(folder)
    sheet = folder / "ledger.xlsx"
    write_template(sheet)
    template = (ROOT / "templates/docx/cn_2019/N10.docx").read_bytes()
    return [
        Parser(
            "due (JSON)", through_file(_due, ".json"), (json.dumps(EVENTS).encode(),), by_values
        ),
        Parser("report (JSON)", through_file(_report, ".json"), (_published(),), by_values),
        Parser("report (.docx)", through_file(_report, ".docx"), (made["docx"],), by_parts),
        Parser("report (.xlsx)", through_file(_report, ".xlsx"), (made["xlsx"],), by_parts),
        Parser("report (.html)", through_file(_report, ".html"), (made["html"],), by_bytes),
        Parser("report (.txt)", through_file(_report, ".txt"), (made["txt"],), by_lines),
        Parser("template (.docx)", _template, (template,), by_parts),
        Parser("document read back (.docx)", read_back, (template,), by_parts),
        Parser("document preview (.docx)", to_html, (template,), by_parts),
        Parser(
            "calendar layer (JSON)",
            through_file(_layer, ".json"),
            (json.dumps(LAYER).encode(),),
            by_values,
        ),
        Parser(
            "calendar list (CSV)", lambda data: parse_list(text(data), "x.csv"), (CSV,), by_lines
        ),
        Parser(
            "calendar list (ICS)", lambda data: parse_list(text(data), "x.ics"), (ICS,), by_lines
        ),
        Parser(
            "calendar list (JSON)",
            lambda data: parse_list(text(data), "x.json"),
            (json.dumps(LISTED).encode(),),
            by_values,
        ),
        Parser("facts of a move", register.typed, _typed(), by_lines),
        Parser(
            "ledger (.xlsx)",
            through_file(register.ledger, ".xlsx"),
            (sheet.read_bytes(),),
            by_parts,
        ),
        Parser("ledger (.csv)", through_file(register.ledger, ".csv"), (_ledger_csv(),), by_lines),
        Parser(
            "backup",
            through_file(partial(check_backup, keys=None), ".zip"),
            (_backup(register, folder),),
            by_parts,
        ),
        Parser(
            "anchor (JSON)", through_file(read_anchor, ".json"), (_anchor(register),), by_values
        ),
    ]


def of_the_site(site: Site, folder: Path) -> list[Parser]:
    """Return what comes over HTTP."""
    template = (ROOT / "templates/docx/cn_2019/N10.docx").read_bytes()
    write_template(folder / "ledger.xlsx")
    sheet = (folder / "ledger.xlsx").read_bytes()
    files = {"example.txt": b"example", "list.csv": CSV, "N10.docx": template, "ledger.xlsx": sheet}
    seeds = {
        "page (form)": forms(site),
        "page (upload)": uploads(site, files),
        "page (address)": addresses(site),
        "API (JSON)": operations(EVENTS, json.loads(_published())),
    }
    return [Parser(name, site.read, tuple(found), by_request) for name, found in seeds.items()]


def _site(folder: Path, inputs: int) -> Site:
    """Return the application over an office with some work done; few pages for few inputs."""
    url = f"sqlite:///{folder / 'site.db'}"
    set_up(url)
    site = Site(open_office(url), most_pages=min(MOST_PAGES, 1 + inputs // 40))
    work = Work(site.office, roll("site"))
    work.register("in_person")
    for _ in range(40):
        work.act()
    return site


def _typed() -> tuple[bytes, ...]:
    return tuple(f"{trigger}\n{facts}".encode() for trigger, facts in FACTS.items())


def _anchor(register: Register) -> bytes:
    return json.dumps(make_anchor(register.office).to_json()).encode()


def _ledger_csv() -> bytes:
    rows = [
        "申请编号,申请人,申请人类别,受理渠道,提交日期,收到日期,申请内容,延期日期,延期工作日,答复日期,答复文号,办理结果,送达日期,备注",
        "1,张三（示例）,自然人,当面,2020-05-11,,示例土地,,,2020-06-01,示例1号,予以公开,2020-06-03,",
        "2,示例公司,商业企业,网络,2020/6/1,2020年6月2日,示例规划,2020-06-20,20,2020-07-20,,不予公开,,",
    ]
    return "\n".join(rows).encode()


def _backup(register: Register, folder: Path) -> bytes:
    from workflow.app.backing_up import back_up  # noqa: PLC0415  (only here)

    done = back_up(register.office.store, folder / "backup.zip", register.office.now)
    return done.path.read_bytes()


#: Parsers that take many milliseconds an input get a smaller share.
HEAVY = {"backup": 0.02, "report (.docx)": 0.3, "report (.xlsx)": 0.3, "template (.docx)": 0.3,
         "document read back (.docx)": 0.5, "document preview (.docx)": 0.15, "ledger (.xlsx)": 0.3,
         "ledger (.csv)": 0.5, "facts of a move": 0.3, "page (form)": 0.8, "page (upload)": 0.2,
         "page (address)": 0.5, "API (JSON)": 0.5}  # fmt: skip
#: Whose sound inputs needn't be taken: a form as it stands lacks what must be typed.
UNTYPED = frozenset({"page (form)", "page (upload)", "page (address)", "API (JSON)"})


def fuzz(inputs: int, seed: int = 1, keep: Path | None = None) -> Figures:
    """Try so many inputs over all parsers; ``keep`` is a folder for those that found something."""
    figures, started = Figures(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="workflow-fuzz-") as name, _silence():
        register, site = Register(Path(name)), _site(Path(name), inputs)
        known = [*parsers(Path(name), register), *of_the_site(site, Path(name))]
        share = inputs / sum(HEAVY.get(one.name, 1) for one in known)
        for one in known:
            for seed_file in one.seeds if one.name not in UNTYPED else ():
                one.read(seed_file)  # what is sound must be read, else nothing is tested
            for number in range(1 + int(share * HEAVY.get(one.name, 1))):
                _try(figures, one, roll(f"{seed}/{one.name}/{number}"), keep)
        figures.wrong += [*register.wrong(), *wrong_with(site.office, [])]
        site.close()
        for office in (register.office, site.office):
            office.store.close()
    figures.seconds = time.monotonic() - started
    return figures


@contextmanager
def _silence() -> Iterator[None]:
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def _refuses(parser: Parser, data: bytes) -> bool:
    """Tell whether a parser says no, in a sentence that can be said."""
    try:
        parser.read(data)
    except WorkflowError as error:
        return bool(str(error))
    return False


def _try(figures: Figures, parser: Parser, dice: random.Random, keep: Path | None) -> None:
    data = parser.mutate(dice.choice(parser.seeds), dice)
    figures.inputs[parser.name] += 1
    started = time.process_time()
    try:
        with at_most(SECONDS):
            figures.refused[parser.name] += _refuses(parser, data)
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = (
            f"{parser.name}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
        )
        if said not in figures.wrong:
            figures.wrong.append(said)
            if keep is not None:
                (keep / f"{len(figures.wrong)}.bin").write_bytes(data)
                (keep / f"{len(figures.wrong)}.txt").write_text(
                    said + "\n" + traceback.format_exc()
                )
    taken = time.process_time() - started
    figures.slowest[parser.name] = max(figures.slowest.get(parser.name, 0.0), taken)


if __name__ == "__main__":
    told = fuzz(int(sys.argv[1]), keep=Path(sys.argv[2]) if len(sys.argv) > 2 else None)  # noqa: PLR2004
    print(json.dumps(told.to_json(), ensure_ascii=False, indent=1))
