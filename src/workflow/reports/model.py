"""An annual report as a value, and its JSON (contract.md, "Report JSON")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow import jsontext
from workflow.errors import InputError
from workflow.forms import Form, all_forms, of_year
from workflow.reports.cells import Table
from workflow.reports.notes import Note

TABLES = ("received", "appeals", "proactive")
_ROW = frozenset({dict})
_NAMED = {"body", "year", "form", "narrative", *TABLES}


@dataclass(frozen=True, slots=True)
class Report:
    """One body's report about one year.

    The tables hold what was printed, by row and column key: numbers, None or text. ``figures``
    are the numbers of the narrative by name, ``text`` its words by part (``"1"`` is a mapping
    from heading to text, ``"0"`` the preface). ``form`` is the form that the file says it uses;
    ``extra`` and ``narrative_extra`` are keys that this product doesn't know, kept as they are;
    ``notes`` say what a reader couldn't read.
    """

    body: str
    year: int
    form: str | None = None
    received: Table = field(default_factory=dict)
    appeals: Table = field(default_factory=dict)
    proactive: Table = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, Any] = field(default_factory=dict)
    narrative_extra: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def due_form(self) -> Form:
        """The form that reports about this year are made on, whatever the file says."""
        return of_year(self.year)

    @property
    def printed_form(self) -> Form:
        """The form that the tables are on: the one stated, else that of the year."""
        return all_forms().get(self.form or "", self.due_form)

    def table(self, name: str) -> Table:
        """Return a table by its name."""
        found: Table = getattr(self, name)
        return found


def from_json(document: Any, place: str) -> Report:
    """Read a report in the contract's shape; ``place`` names the file in errors.

    A narrative without ``figures`` or ``text`` is read as figures. Raises InputError naming the
    key that is missing or isn't what it should be.
    """
    if not isinstance(document, dict):
        raise InputError("report.not_a_report", path=place)
    tables = {name: _table(document, name, place) for name in TABLES}
    if not any(tables.values()):
        raise InputError("report.not_a_report", path=place)
    figures, text, more = _narrative(document.get("narrative"), place)
    return Report(
        body=str(document.get("body") or ""),
        year=_year(document.get("year"), place),
        form=_stated_form(document.get("form")),
        figures=figures,
        text=text,
        narrative_extra=more,
        extra={key: value for key, value in document.items() if key not in _NAMED},
        received=tables["received"],
        appeals=tables["appeals"],
        proactive=tables["proactive"],
    )


def to_json(report: Report) -> dict[str, Any]:
    """Return a report in the contract's shape; what came in unknown goes out unchanged."""
    return {
        "body": report.body,
        "year": report.year,
        "form": report.form or report.due_form.key,
        **{name: {k: dict(v) for k, v in report.table(name).items()} for name in TABLES},
        "narrative": {
            "figures": dict(report.figures),
            "text": dict(report.text),
            **report.narrative_extra,
        },
        **report.extra,
    }


def read_json_report(path: Path) -> Report:
    """Read a report from a JSON file."""
    return from_json(jsontext.read(path), str(path))


def _table(document: Mapping[str, Any], name: str, place: str) -> Table:
    table = document.get(name)
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise InputError("report.not_a_table", path=place, table=name)
    if _ROW.issuperset(map(type, table.values())):
        return table
    wrong = next(key for key, row in table.items() if type(row) is not dict)
    raise InputError("report.not_a_row", path=place, table=name, row=wrong)


def _year(raw: Any, place: str) -> int:
    if isinstance(raw, str) and raw.strip().isdecimal():
        raw = int(raw)
    if type(raw) is not int:
        raise InputError("report.no_year", path=place)
    of_year(raw)
    return raw


def _stated_form(raw: Any) -> str | None:
    return None if raw in (None, "", "auto") else str(raw)


def _narrative(
    raw: Any, place: str
) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    if raw is None:
        return {}, {}, {}
    if not isinstance(raw, dict):
        raise InputError("report.not_a_narrative", path=place)
    if not {"figures", "text"} & set(raw):
        return raw, {}, {}
    figures, text = raw.get("figures") or {}, raw.get("text") or {}
    if not (isinstance(figures, dict) and isinstance(text, dict)):
        raise InputError("report.not_a_narrative", path=place)
    more = {key: value for key, value in raw.items() if key not in {"figures", "text"}}
    return figures, text, more
