"""The narrative's figures against the tables: only warnings, since scopes can differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow.messages import say
from workflow.reports import figures
from workflow.reports.cells import Number
from workflow.reports.findings import Finding, Place
from workflow.reports.model import Report
from workflow.reports.numbers import Numbers
from workflow.reports.phrases import typed_figures

RULE = "narrative"
Tables = Mapping[str, Number]
#: Shares and the figure that each is a share of.
_SHARE = "_pct"
_YEAR_ON_YEAR = ("yoy", "change_pct")


def narrative_against_tables(
    report: Report, received: Numbers, appeals: Numbers, before: Numbers | None
) -> Iterator[Finding]:
    """Yield a warning for every figure that differs from what the tables say.

    ``before`` is last year's table 2, with which the change on last year is compared.
    """
    tables = figures.table_figures(received, appeals)
    for key, raw in _figures(report):
        if key in tables:
            said, here = figures.exact(raw), tables[key]
            if said is not None and said != here:
                yield _differs(report, key, here, said, raw)
        elif key in figures.BREAKDOWNS:
            yield from _breakdown(report, tables, key)
        elif key in _YEAR_ON_YEAR:
            yield from _change(report, tables, before, key)
        elif key.endswith(_SHARE):
            yield from _share(report, tables, key)


def _figures(report: Report) -> Iterator[tuple[str, Any]]:
    """Yield the figures given, then the numbers typed in the text that differ from them."""
    yield from report.figures.items()
    for key, number in typed_figures(report.text) if report.text else ():
        if figures.exact(report.figures.get(key)) != number:
            yield key, number


def _differs(report: Report, key: str, expected: Number, found: Any, raw: Any) -> Finding:
    place = Place(report.due_form, "report", key)
    return place.find(RULE, expected, found, name=_name(key), raw=raw)


def _share(report: Report, tables: Tables, key: str) -> Iterator[Finding]:
    of = key.removesuffix(_SHARE)
    if of == "granted" and "granted_or_partial" in report.figures:
        of = "granted_or_partial"
    raw, here = report.figures[key], figures.share(tables, of)
    if here is None or raw == f"{here:.1f}%":
        return
    said = figures.percent(raw)
    if said and abs(said.value - here) > said.step:
        yield _percent_differs(report, key, here, said)


def _change(report: Report, tables: Tables, before: Numbers | None, key: str) -> Iterator[Finding]:
    said = figures.percent(report.figures[key])
    if not said or before is None:
        return
    rows = "received_and_handled" if "received_and_handled" in report.figures else "requests"
    now, then = tables[rows], figures.table_figures(before, before)[rows]
    if then:
        here = float(100 * now / then) - 100
        if abs(said.value - here) > said.step:
            yield _percent_differs(report, key, here, said)


def _percent_differs(report: Report, key: str, expected: float, said: figures.Percent) -> Finding:
    place, raw = Place(report.due_form, "report", key), report.figures[key]
    expected = round(expected, 2)
    return place.find(
        RULE, expected, said.value, sentence="narrative_percent", name=_name(key), raw=raw
    )


def _breakdown(report: Report, tables: Tables, key: str) -> Iterator[Finding]:
    for whole, place in figures.BREAKDOWNS[key]:
        parts = list(figures.parts_of(report.figures[key], place))
        said = figures.exact(report.figures.get(whole))
        if said is None:
            said = tables.get(whole)
        if parts and said is not None and sum(parts) != said:
            at = Place(report.due_form, "report", key)
            yield at.find(
                RULE,
                said,
                sum(parts),
                sentence="narrative_breakdown",
                name=_name(key),
                whole=_name(whole),
            )


def _name(key: str) -> str:
    """Return a figure's name as it is read; unknown figures keep the name that the file gives."""
    try:
        return say(f"report.figure_{key}")
    except KeyError:
        return key
