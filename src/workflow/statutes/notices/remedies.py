"""The remedy paragraph of a notice: chosen by ground and date, never typed or handed in."""

from workflow.statutes.notices.draft import Draft
from workflow.statutes.outcome import grounds_of
from workflow.statutes.remedy import Answer, remedy

#: The notices that answer the request; the others that carry a remedy follow no outcome.
ANSWERS = frozenset({"N10", "N11"})


def remedy_paragraph(draft: Draft) -> str:
    """Return the remedy paragraph by the ground of the answer and the day of the notice."""
    notice = draft.notice.partition("-")[0]
    agency = draft.case.agency
    entry = draft.entry("submit_answer", "lapse") if notice in ANSWERS else None
    facts = dict(entry.facts) if entry else {}
    facts |= {name: draft.extra[name] for name in ("outcome", "grounds") if name in draft.extra}
    payment = draft.deadline("fee_payment")
    answer = Answer(
        outcome=facts.get("outcome"),
        decided_on=draft.on,
        grounds=grounds_of(facts),
        notice=notice,
        way=draft.fact("way", draft.entry("dispatch")),
        body=agency.reconsideration_body,
        court=agency.court,
        online=agency.reconsideration_online,
        payment_due=payment.due if payment else None,
        settings=draft.case.settings,
    )
    return remedy(answer).text
