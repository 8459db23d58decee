"""How the letters before the answer are filled: receipt, correction, extension, fee, amendment.

Each function takes a draft and returns the values of one notice's own fields; which fields a
notice has under which law stands in ``<law>/notices.py``.
"""

from typing import Any

from workflow.core.journal import Entry
from workflow.statutes.fee import Fee
from workflow.statutes.fee import fee as tariff_of
from workflow.statutes.notices.common import attachments, provisional_note, to_applicant
from workflow.statutes.notices.course import course, due_after
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.words import (
    day,
    money,
    numbered,
    period,
    to_date,
    trimmed,
    words,
)


def acknowledgement(draft: Draft) -> dict[str, Any]:
    """N01: the receipt at registration, or (once acknowledged) the letter of acceptance.

    It names the day of receipt alone: mail that the mail room signed for is registered later, and
    a receipt moves no date.
    """
    accepted = draft.entry("acknowledge")
    due = draft.due_then("reply")
    return {
        **to_applicant(draft),
        "acknowledged": accepted is not None,
        "due": day(due.due if due else None),
        "provisional": provisional_note(draft),
    }


def correction(draft: Draft) -> dict[str, Any]:
    """N02: what is unclear, what to supply, by when, and what silence means."""
    asked = draft.entry("request_correction")
    return {
        **to_applicant(draft),
        "items": numbered(draft.items("items", asked)),
        "period": period(draft.fact("period", asked)),
        "last_day": draft.due("correction_reply") if served_by_then(draft, asked) else "",
    }


def served_by_then(draft: Draft, entry: Entry | None) -> bool:
    """Tell whether the notice was in the applicant's hands on its own day.

    Only then can it name the last day of a period that runs from its receipt.
    """
    received = to_date(draft.fact("received_on", entry))
    return received is not None and received <= draft.on


def reasons(draft: Draft) -> dict[str, Any]:
    """N03: the counts on record, and until when the reasons are awaited (art. 35)."""
    asked = draft.entry("request_reasons")
    return {
        **to_applicant(draft),
        "counts": draft.text("counts", asked),
        "last_day": draft.day("until", asked),
    }


def extension(draft: Draft) -> dict[str, Any]:
    """N04: the old and the new due date; by extension (33) or by delay (35)."""
    entry = draft.entry("extend", "delay", "propose_extension")
    delayed = entry is not None and entry.trigger == "delay"
    given = draft.entry("receive_reasons")
    return {
        **to_applicant(draft),
        "ground": "delay" if delayed else "extension",
        "reason": draft.text("grounds_text", entry),
        "length": "" if delayed else draft.fact("length", entry) or "",
        "old_due": draft.day("old_due") or _due_before(draft, entry),
        "new_due": draft.day("new_due") or _due_since(draft, entry),
        "reasons_received_on": day(given.on) if delayed and given else "",
        "provisional": provisional_note(draft),
    }


def _due_before(draft: Draft, entry: Entry | None) -> str:
    reply = draft.deadline("reply")
    if reply is None or entry is None:
        return ""
    moved = [old.due for old in reply.history if old.until == entry.on]
    return day(moved[-1] if moved else reply.due)


def _due_since(draft: Draft, entry: Entry | None) -> str:
    """Return the new due date; a draft before the office head's consent has none to name yet."""
    if entry is None or entry.trigger == "propose_extension":
        return words("due_when_issued")
    if entry.trigger == "delay":
        return day(to_date(entry.facts.get("until")))
    return due_after(draft, entry) or draft.due("reply")


def third_party_told(draft: Draft) -> dict[str, Any]:
    """N06: tells the applicant that a third party is asked, and that the time doesn't count."""
    child = draft.chosen("consultation")
    sent, due = _first(child.entries if child else (), "send"), draft.due_then("reply")
    return {
        **to_applicant(draft),
        "sent_on": day(sent.on if sent else draft.on),
        "due": day(due.due if due else None),
        "provisional": provisional_note(draft),
    }


def _first(entries: tuple[Entry, ...], trigger: str) -> Entry | None:
    return next((entry for entry in entries if entry.trigger == trigger), None)


def fee(draft: Draft) -> dict[str, Any]:
    """N09: the tariff, the count, the tiers and the amount; how and by when to pay."""
    notified = draft.entry("notify_fee")
    tariff, count = draft.fact("tariff", notified) or "items", draft.fact("count", notified) or 0
    charged = tariff_of(tariff, count)
    return {
        **to_applicant(draft),
        "course": course(draft, "notify_fee"),
        "tariff": tariff,
        "count": count,
        "tiers": _tiers(charged),
        "amount": money(charged.fen),
        "reason": draft.text("grounds_text", notified),
        "pay_way": draft.text("pay_way") or trimmed(draft.case.settings.get("fee_pay_way", "")),
        "last_day": draft.due("fee_payment") if served_by_then(draft, notified) else "",
    }


def _tiers(charged: Fee) -> list[dict[str, Any]]:
    """Return the tiers that the count reaches: from where to where, how many, rate and sum."""
    return [
        {
            "range": words("tier", first=tier.first, last=tier.first + tier.count - 1),
            "count": str(tier.count),
            "rate": money(tier.rate_fen),
            "sum": money(tier.fen),
            "free": not tier.fen,
        }
        for tier in charged.tiers
    ]


def amendment(draft: Draft) -> dict[str, Any]:
    """N12: what was corrected in a record about the applicant, or why not, or where it was sent."""
    decided, asked = draft.entry("amend", "refuse", "transfer"), draft.entry("register")
    result = decided.trigger if decided else draft.extra.get("result", "amend")
    return {
        **to_applicant(draft),
        "outcome": result,
        "applied_on": day(asked.on if asked else draft.case.submitted_on),
        "record": draft.text("record", asked) or trimmed(draft.case.content),
        "amended_to": draft.text("correction", decided) if result == "amend" else "",
        "reasons": draft.text("reasons", decided) if result == "refuse" else "",
        "other_agency": draft.text("transferred_to", decided) if result == "transfer" else "",
        "other_agency_contact": draft.text("other_agency_contact"),
    }


def transfer(draft: Draft) -> dict[str, Any]:
    """N12-transfer: sends an application for a correction on to the agency that can make it."""
    applicant = draft.case.applicant
    return {
        **amendment(draft),
        "applicant": applicant.name,
        "attachments": attachments(draft),
        "other_agency": draft.text("transferred_to", draft.entry("transfer")),
    }
