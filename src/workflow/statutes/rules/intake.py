"""Rules of registration and confirmation (2019: art. 29, 31; 国办公开办函〔2015〕207号)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.core.facts import day, given
from workflow.core.moves import Guard, Move, Situation
from workflow.core.steps import Past, Selector
from workflow.core.wording import day_text, listing
from workflow.errors import Reason
from workflow.messages import say
from workflow.statutes.rules.common import passed

#: What art. 29 demands of an application (2008: art. 20).
CONTENTS = ("applicant", "identity_proof", "contact", "content", "form_wanted")
#: Channels whose submission is the receipt: the rest is received when it is confirmed.
RECEIVED_AT_ONCE = frozenset({"in_person", "signed_mail"})

#: Channels that leave something to keep: a signature, an envelope, a message, a system's receipt.
LEAVE_EVIDENCE = ("signed_mail", "ordinary_mail", "web", "email", "fax")


def received_at_once(facts: Mapping[str, Any]) -> bool:
    """Tell whether the application was received by coming in (art. 31): no confirmation waits."""
    automatic = facts.get("channel") == "web" and facts.get("receipt") == "automatic"
    return automatic or facts.get("channel") in RECEIVED_AT_ONCE


def receipt_day(facts: Mapping[str, Any], on: date) -> date | None:
    """Return the day of receipt that a registration knows, None where it waits for it."""
    known = day(facts, "received_on")
    return known or (on if received_at_once(facts) else None)


def _received(_: Past, move: Move) -> bool:
    return receipt_day(move.facts, move.on) is not None


def _waiting(past: Past, move: Move) -> bool:
    return not _received(past, move)


RECEIVED = Selector("received", _received, "guards.not_received")
WAITING = Selector("waiting", _waiting, "guards.not_received")


def contents_present(article: str) -> Guard:
    """Name what the application lacks: a correction is suggested, nothing is refused."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        lacking = [name for name in CONTENTS if not given(move.facts, name)]
        what = listing(say(f"facts.{name}") for name in lacking)
        return (Reason("guards.contents_missing", {"what": what}),) if lacking else ()

    return Guard("contents_present", article, check, warns=True, about_facts=True)


def channel_evidence(article: str) -> Guard:
    """Name the evidence of receipt that the channel leaves and the file doesn't have."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        channel = move.facts.get("channel")
        if channel not in LEAVE_EVIDENCE or given(move.facts, "evidence"):
            return ()
        return (Reason("guards.channel_evidence", {"channel": say(f"facts.{channel}")}),)

    return Guard("channel_evidence", article, check, warns=True, about_facts=True)


def likely_duplicate(article: str) -> Guard:
    """Show the earlier applications that this one may repeat."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        numbers = listing(move.facts.get("duplicates") or ())
        return (Reason("guards.duplicate", {"numbers": numbers}),) if numbers else ()

    return Guard("likely_duplicate", article, check, warns=True)


def in_force(article: str, since: date, until: date | None) -> Guard:
    """Ask that this Regulation was in force on the day of receipt."""

    def check(_: Situation, move: Move) -> Sequence[Reason]:
        receipt = receipt_day(move.facts, move.on)
        on = receipt or move.on
        if since <= on and (until is None or receipt is None or on <= until):
            return ()  # what isn't received yet may still fall under the next law
        span = {"on": day_text(on), "since": day_text(since)}
        return (Reason("guards.not_in_force", span),)

    return Guard("in_force", article, check)


def receipt_not_early(article: str) -> Guard:
    """Ask that an application isn't received before it is submitted, nor in the future."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        on = day(move.facts, "received_on")
        if on is None:
            return ()
        found = []
        if on < move.on:
            values = {"received_on": day_text(on), "submitted_on": day_text(move.on)}
            found.append(Reason("guards.received_before_submitted", values))
        if on > situation.today:
            values = {"on": day_text(on), "today": day_text(situation.today)}
            found.append(Reason("procedure.in_future", values))
        return found

    return Guard("receipt_not_early", article, check)


def attempts_noted(article: str) -> Guard:
    """Ask, where confirmation came late, that the attempts to reach the applicant are noted."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        due = passed(situation, "confirmation", move)
        if not due or given(move.facts, "attempts"):
            return ()
        return (Reason("guards.attempts_missing", {"due": due}),)

    return Guard("attempts_noted", article, check, overridable=True, about_facts=True)


def notice_received(article: str) -> Guard:
    """Ask that the applicant didn't get a notice before it was sent, nor in the future."""

    def check(situation: Situation, move: Move) -> Sequence[Reason]:
        on = day(move.facts, "received_on")
        if on is None:
            return ()
        if on < move.on:
            values = {"received_on": day_text(on), "sent_on": day_text(move.on)}
            return (Reason("guards.received_before_sent", values),)
        if on > situation.today:
            values = {"on": day_text(on), "today": day_text(situation.today)}
            return (Reason("procedure.in_future", values),)
        return ()

    return Guard("notice_received", article, check)
