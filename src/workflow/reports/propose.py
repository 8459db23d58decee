"""Sentences proposed for the narrative: every number in them is tied to a figure.

A proposal holds ``{{figure:KEY}}`` where a number stands; the officer edits the words, the number
follows the tables. The sentences are part of a Chinese document, so they are always Chinese.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from workflow.forms.form import APPEALS, RECEIVED
from workflow.messages import say
from workflow.reports.cells import Number, plain
from workflow.reports.counting import Fees
from workflow.reports.figures import share, table_figures
from workflow.reports.model import Report
from workflow.reports.numbers import numbers_of

RESULTS = ("granted", "partial", "denied", "unable", "not_processed", "other")
_DERIVED = (
    *("requests", "carried_in", "received_and_handled", "answered", "carried_out"),
    *("natural", "organisations", "review_cases", "litigation_cases"),
    *RESULTS,
)
ACCESS, MATTERS = "依申请公开", "6"


def derived_figures(report: Report, previous: Report | None) -> dict[str, Any]:
    """Return the figures that the tables give: counts, shares of results, change on last year.

    Shares have one decimal (``granted_pct``: ``"33.3%"``); the change is there only where last
    year's report is and had requests.
    """
    form = report.printed_form
    received, appeals = (numbers_of(form, n, report.table(n)) for n in (RECEIVED, APPEALS))
    tables = table_figures(received, appeals)
    found: dict[str, Any] = {key: plain(tables[key]) for key in _DERIVED}
    for key in RESULTS:
        part = share(tables, key)
        if part is not None:
            found[f"{key}_pct"] = f"{part:.1f}%"
    return found | _change(tables, previous)


def channel_figures(channels: Mapping[str, int]) -> dict[str, int]:
    """Return the requests received in a year by the way they came (``channel_web`` …)."""
    return {f"channel_{way}": number for way, number in channels.items()}


def fee_figures(fees: Fees) -> dict[str, Any]:
    """Return part 六's figures of the fee notices of a year, in 元; none where there is nothing."""
    if fees == Fees():
        return {}
    return {
        "fee_cases": fees.notices,
        "fee_total_yuan": plain(Decimal(fees.fen) / 100),
        "fee_received_yuan": plain(Decimal(fees.paid_fen) / 100),
    }


def proposed_text(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the proposed sentences by part: the section on requests, and part 六."""
    return {"1": {ACCESS: "".join(_access(figures))}, MATTERS: _fees(figures)}


def _change(tables: Mapping[str, Number], previous: Report | None) -> dict[str, str]:
    if previous is None:
        return {}
    before = numbers_of(previous.printed_form, RECEIVED, previous.received)
    now, then = (each["requests"] for each in (tables, table_figures(before, before)))
    if not then:
        return {}
    change = float(100 * now / then) - 100
    word = "yoy_up" if change > 0 else "yoy_down" if change < 0 else "yoy_same"
    return {"yoy": _say(word, percent=f"{abs(change):.1f}%")}


def _access(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sentences of 依申请公开: received, by whom and how, results, appeals."""
    if not figures.get("received_and_handled"):
        yield _say("none_received")
    else:
        yield _say("received", **_tied("requests", "carried_in"))
        if figures.get("yoy"):
            yield _say("yoy", **_tied("yoy"))
        yield _say("applicants", **_tied("natural", "organisations"))
        ways = [key for key in figures if key.startswith("channel_") and figures[key]]
        if ways:
            yield _say("channels", ways="，".join(_say(key, **_tied(key)) for key in ways))
        yield from _results(figures)
    appeals = figures.get("review_cases") or figures.get("litigation_cases")
    keys = ("review_cases", "litigation_cases") if appeals else ()
    yield _say("appeals" if appeals else "no_appeals", **_tied(*keys))


def _results(figures: Mapping[str, Any]) -> Iterator[str]:
    found = [
        _say("result", name=_say(f"name_{key}"), number=_tie(key), share=_tie(f"{key}_pct"))
        for key in RESULTS
        if figures.get(key)
    ]
    if found:
        yield _say("results", results="；".join(found), **_tied("answered"))
    yield _say("carried_out", **_tied("carried_out"))


def _fees(figures: Mapping[str, Any]) -> str:
    if not (figures.get("fee_cases") or figures.get("fee_received_yuan")):
        return _say("no_fees")
    return _say("fees", **_tied("fee_cases", "fee_total_yuan", "fee_received_yuan"))


def _tie(key: str) -> str:
    return "{{figure:" + key + "}}"


def _tied(*keys: str) -> dict[str, str]:
    return {key: _tie(key) for key in keys}


def _say(key: str, **values: Any) -> str:
    return say(f"report_text.{key}", "zh", **values)
