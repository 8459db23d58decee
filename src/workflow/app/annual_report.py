"""The annual report of an agency: built from its register, checked, locked.

The life of a report (drafting → checked → approved → published → reissued) is the process
``annual_report``; here are the pure functions that its steps call. Counts, agency and last year's
report come through ``Register``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, Protocol

from workflow.core.casefile import AgencyCard
from workflow.core.journal import canonical
from workflow.errors import InputError, Reason, RefusedError
from workflow.forms import Form, form_named, of_year
from workflow.reports import counting, propose
from workflow.reports.checks import check
from workflow.reports.counting import Counted, Rules, Spot
from workflow.reports.findings import Checked, Finding, Place
from workflow.reports.model import Report, to_json
from workflow.reports.numbers import numbers_of
from workflow.reports.wording import filled


class Register(Protocol):
    """What a report is made from."""

    def counted(self, agency: str, rules: Rules) -> Counted:
        """Count a year's tables 2 and 3, or raise InputError naming requests without a result."""
        ...

    def explained(self, agency: str, rules: Rules, cell: Spot) -> list[str]:
        """Return the numbers of the requests behind a cell, one a time that it is counted."""
        ...

    def card(self, agency: str) -> AgencyCard:
        """Return the agency's record, or raise NotFoundError."""
        ...

    def settings(self, agency: str) -> Mapping[str, Any]:
        """Return every law setting in the agency."""
        ...

    def published(self, agency: str, year: int) -> Report | None:
        """Return the report that was published about a year, None where none is kept."""
        ...

    def entered(self, agency: str, year: int, form: Form) -> "Inputs":
        """Return the figures of a year that were entered in the office, by their periods."""
        ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """What no register knows: table 1, figures of the narrative, its words."""

    proactive: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, Any] = field(default_factory=dict)

    def over(self, beneath: "Inputs") -> "Inputs":
        """Return these inputs with what they don't say taken from others."""
        rows = dict.fromkeys((*beneath.proactive, *self.proactive))
        return Inputs(
            proactive={
                row: {**beneath.proactive.get(row, {}), **self.proactive.get(row, {})}
                for row in rows
            },
            figures={**beneath.figures, **self.figures},
            text={**beneath.text, **self.text},
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A report as drafted: its numbers in the text are still tied to figures."""

    report: Report
    checked: Checked

    @property
    def printed(self) -> Report:
        """The report as it is published: the text with its numbers."""
        return replace(self.report, text=_filled(self.report.text, self.report.figures))


#: What an inputs file holds, and a report that is given as one.
_INPUTS = ("body", "year", "form", "received", "appeals", "proactive", "narrative", "source")
_NARRATIVE = ("figures", "text")
#: So alike, of 1, a key is a slip of another one.
_SLIP = 0.75


def inputs_from_json(document: Any, place: str) -> Inputs:
    """Read the contract's inputs file; raise InputError naming what isn't as it should be.

    A narrative without ``figures`` or ``text`` is read as figures, as in a report.
    """
    if not isinstance(document, dict):
        raise InputError("report.inputs_shape", path=place)
    _refuse_slips(document, _INPUTS, place, "")
    told = _mapping(document.get("narrative"), place)
    _refuse_slips(told, _NARRATIVE, place, "narrative.")
    proactive = _mapping(document.get("proactive"), place)
    narrative = told if set(_NARRATIVE) & set(told) else {"figures": told}
    return Inputs(
        proactive={row: _mapping(cells, place) for row, cells in proactive.items()},
        figures=_mapping(narrative.get("figures"), place),
        text=_mapping(narrative.get("text"), place),
    )


def _refuse_slips(named: Mapping[str, Any], known: Sequence[str], place: str, within: str) -> None:
    """Raise InputError for a key that looks like a slip of a known one: it would be left out."""
    for name in named:
        near = get_close_matches(name, known, n=1, cutoff=_SLIP)
        if near and name not in known:
            raise InputError("report.inputs_key", path=place, name=within + name, near=near[0])


def _mapping(found: Any, place: str) -> dict[str, Any]:
    if found is not None and not isinstance(found, dict):
        raise InputError("report.inputs_shape", path=place)
    return found or {}


def build(
    register: Register, agency: str, year: int, inputs: Inputs, form: str | None = None
) -> Built:
    """Build and check a year's report; ``form`` overrides that of the year (and is a violation).

    What ``inputs`` don't say is taken from the figures that were entered in the office.
    二 follows last year's published report where there is one; if the register says otherwise, a
    warning shows both (law.md 4.7).
    """
    rules = rules_of(register, agency, year, form)
    previous = register.published(agency, year - 1)
    counted = register.counted(agency, rules)
    inputs = inputs.over(register.entered(agency, year, rules.form))
    followed = _followed(counted, previous)
    report = Report(
        body=register.card(agency).name,
        year=year,
        form=rules.form.key,
        received=followed.received,
        appeals=followed.appeals,
        proactive=_table_1(rules.form, inputs.proactive),
    )
    known = propose.channel_figures(counted.channels) | propose.fee_figures(counted.fees)
    report = _with_words(report, previous, known, inputs)
    checked = check(replace(report, text=_filled(report.text, report.figures)), previous)
    late = tuple(_late_entries(report, counted.received))
    return Built(report, replace(checked, warnings=checked.warnings + late))


def explain(register: Register, agency: str, year: int, row: str, column: str) -> list[str]:
    """Return the numbers of the requests behind a cell of table 2, or of table 3 by its group."""
    rules = rules_of(register, agency, year)
    table = "appeals" if row in rules.form.cells_of("appeals") else "received"
    return register.explained(agency, rules, (table, row, column))


def rules_of(register: Register, agency: str, year: int, form: str | None = None) -> Rules:
    """Return what the counting of a year follows in an agency."""
    on = of_year(year) if form in (None, "auto") else form_named(str(form))
    return Rules(on, year, register.settings(agency))


def may_publish(checked: Checked) -> None:
    """Raise RefusedError with every violation: errors block publishing, warnings don't."""
    if checked.violations:
        reasons = [Reason("report.finding", {"message": v.message}) for v in checked.violations]
        raise RefusedError("report.not_publishable", reasons, count=len(reasons))


def digest(report: Report) -> str:
    """Return the hash under which a published report is locked (SHA-256 of canonical JSON)."""
    return sha256(canonical(to_json(report)).encode()).hexdigest()


def beside_last_year(
    report: Report, previous: Report | None
) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    """Return every cell of the three tables with last year's number (None: no such cell)."""
    found = {}
    for table, now in (("proactive", report), ("received", report), ("appeals", report)):
        this = numbers_of(now.printed_form, table, now.table(table))
        last = numbers_of(previous.printed_form, table, previous.table(table)) if previous else None
        for row in this.grid:
            for column, number in this.cells(row).items():
                before = last.get(row, column) if last and last.has(row, column) else None
                found[table, row, column] = (number, before)
    return found


def _followed(counted: Counted, previous: Report | None) -> Counted:
    if previous is None or "carried_out" not in previous.received:
        return counted
    numbers = numbers_of(previous.printed_form, "received", previous.received)
    return counting.follow_published(counted, numbers.cells("carried_out"))


def _late_entries(report: Report, derived: Mapping[str, Mapping[str, int]]) -> Iterable[Finding]:
    """Yield where 二 follows the published report and the register now says otherwise."""
    row = counting.CARRIED_IN
    for column, number in derived[row].items():
        published = report.received[row][column]
        if number != published:
            place = Place(report.printed_form, "received", row, column)
            yield place.find("late_entry", published, number, year=report.year - 1)


def _table_1(form: Form, given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return table 1 with what was entered; what wasn't is 0. Unknown rows are kept."""
    rows: dict[str, dict[str, Any]] = {
        row: {column: given.get(row, {}).get(column, 0) for column in columns}
        for row, columns in form.cells_of("proactive").items()
    }
    return rows | {row: dict(cells) for row, cells in given.items() if row not in rows}


def _with_words(
    report: Report, previous: Report | None, known: Mapping[str, Any], inputs: Inputs
) -> Report:
    """Return the report with its figures and words: entered ones over derived and proposed."""
    figures = {**propose.derived_figures(report, previous), **known, **inputs.figures}
    proposed = propose.proposed_text(figures)
    text: dict[str, Any] = {**proposed, **inputs.text}
    entered = inputs.text.get("1")
    if isinstance(entered, dict):
        both = {**proposed["1"], **entered}
        order = [*report.printed_form.overview, *both]
        text["1"] = {head: both[head] for head in order if head in both}
    return replace(report, figures=figures, text=dict(sorted(text.items())))


def _filled(text: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        part: {head: filled(str(each), figures) for head, each in words.items()}
        if isinstance(words, dict)
        else filled(str(words), figures)
        for part, words in text.items()
    }
