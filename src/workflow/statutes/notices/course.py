"""What an answer says of the way so far: receipt, then correction, extension, consultations.

The sentences stand in the order of their days. Every date is a legal date of the journal or comes
from the derived deadlines; nothing is computed here.
"""

from collections.abc import Callable, Iterator
from datetime import date

from workflow.core.journal import Entry
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.words import day, money, quoted, to_date, words

Sentence = tuple[date, int, str]


def receipt(draft: Draft) -> str:
    """Return the sentence that names the request: when it came, how, its number, its content."""
    case = draft.case
    received = case.deadlines.received_on if case.deadlines else None
    return words(
        "received" if received else "submitted",
        you=draft.you,
        on=day(received or case.submitted_on),
        how=words(f"by_{case.channel}"),
        number=case.number,
        content=quoted(case.content),
    )


def course(draft: Draft, *leave_out: str) -> str:
    """Return the sentences on what happened since, by day; ``leave_out`` names triggers."""
    found = [
        (entry.on, entry.entry, _SENTENCES[entry.trigger](draft, entry))
        for entry in draft.own
        if entry.trigger in _SENTENCES and entry.trigger not in leave_out
    ]
    found.extend(_consultations(draft))
    return "".join(sentence for _, _, sentence in sorted(found) if sentence)


def _correction(draft: Draft, entry: Entry) -> str:
    answered = draft.entry("receive_correction")
    key = "corrected" if answered else "correction_asked"
    received = day(answered.on) if answered else ""
    return words(key, you=draft.you, asked=day(entry.on), received=received)


def due_after(draft: Draft, entry: Entry) -> str:
    """Return the date that was due once the entry had moved the reply clock.

    A replaced date held until the day of what replaced it; the date after it in the history, or
    the one due now, is what the entry brought.
    """
    reply = draft.deadline("reply")
    if reply is None:
        return ""
    dues = [*(old.due for old in reply.history), reply.due]
    moved = [place for place, old in enumerate(reply.history) if old.until == entry.on]
    return day(dues[moved[-1] + 1]) if moved else ""


def _extension(draft: Draft, entry: Entry) -> str:
    reason = draft.text("grounds_text", entry)
    because = words("because", reason=reason) if reason else ""
    until = due_after(draft, entry)
    moved = words("extended_until", until=until) if until else ""
    return words("extended", you=draft.you, because=because, on=day(entry.on), until=moved)


def _delay(draft: Draft, entry: Entry) -> str:
    until = day(to_date(entry.facts.get("until")))
    return words("delayed", you=draft.you, on=day(entry.on), until=until)


def _reasons(draft: Draft, entry: Entry) -> str:
    given = draft.entry("receive_reasons")
    key = "reasons_given" if given else "reasons_asked"
    return words(key, you=draft.you, asked=day(entry.on), given=day(given.on) if given else "")


def _fee(draft: Draft, entry: Entry) -> str:
    paid = draft.entry("receive_payment")
    amount = draft.fact("amount_fen", paid or entry) or draft.fact("amount_fen", entry)
    return words(
        "fee_paid" if paid else "fee_notified",
        you=draft.you,
        on=day(entry.on),
        paid=day(paid.on) if paid else "",
        amount=money(amount) if isinstance(amount, int) else "",
    )


def _reopened(_: Draft, entry: Entry) -> str:
    kind = str(entry.facts.get("appeal") or "").partition(":")[0]
    known = kind if kind in {"reconsideration", "litigation"} else "appeal"
    return words(f"reopened_{known}", on=day(entry.on))


_SENTENCES: dict[str, Callable[[Draft, Entry], str]] = {
    "request_correction": _correction,
    "extend": _extension,
    "delay": _delay,
    "request_reasons": _reasons,
    "notify_fee": _fee,
    "reopen": _reopened,
}


def _consultations(draft: Draft) -> Iterator[Sentence]:
    """Yield one sentence a consultation; who was asked is not named, for his sake."""
    told: set[str] = set()
    for child in draft.children("consultation"):
        sent = next((entry for entry in child.entries if entry.trigger == "send"), None)
        party = next((e.facts["party"] for e in child.entries if "party" in e.facts), "")
        if sent is None or f"{party}{sent.on}" in told:
            continue
        told.add(f"{party}{sent.on}")
        yield sent.on, sent.entry, words(f"consulted_{party or 'third_party'}", on=day(sent.on))
