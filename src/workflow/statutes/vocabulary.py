"""The words that the procedures of every statute may use: those of the contract, no others."""

from workflow.core.steps import Vocabulary
from workflow.statutes.roles import ROLES

EVENT_KINDS = frozenset(
    {
        "submitted", "confirmed", "correction_requested", "correction_period_extended",
        "corrected", "consultation_sent", "consultation_received", "consultation_answered",
        "extended", "delayed", "reasons_requested", "reasons_received", "fee_notified",
        "fee_paid", "suspended", "resumed", "lapsed", "withdrawn", "dispatched", "served",
        "reconsideration_copy_received", "reconsideration_accepted", "reconsideration_answered",
        "reconsideration_decision_received", "lawsuit_copy_received", "lawsuit_answered",
        "judgment_received", "redo_ordered",
    }
)  # fmt: skip

#: The clocks of a request and its children, derived from events.
CASE_CLOCKS = frozenset(
    {
        "confirmation", "correction_notice", "correction_reply", "reply", "third_party",
        "joint_agency", "other_agency", "fee_payment", "service_proof", "reconsideration",
        "lawsuit", "lawsuit_after_reconsideration", "reconsideration_answer",
        "reconsideration_decision", "court_answer", "redo",
    }
)  # fmt: skip

#: The clocks of the other processes: one date each, see ``other_terms``.
OTHER_CLOCKS = frozenset({"amendment", "disclosure", "supervision", "report"})

NOTICES = frozenset({*(f"N{number:02}" for number in range(1, 17)), "N10-supplement", "AR"})

WORDS = Vocabulary(
    roles=frozenset(ROLES),
    notices=NOTICES,
    event_kinds=EVENT_KINDS,
    clocks=CASE_CLOCKS | OTHER_CLOCKS,
)
