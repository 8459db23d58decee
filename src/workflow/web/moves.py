"""The moves of a case as buttons: the next lawful step first, refused ones with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.app.asking import Possible
from workflow.errors import Reason
from workflow.messages import catalogue, language, say

#: The next step of each state: the one filled button, where it is allowed.
NEXT = {
    "submitted": ("confirm",),
    "received": ("acknowledge",),
    "processing": ("submit_answer",),
    "extended": ("submit_answer",),
    "correction_requested": ("receive_correction",),
    "reasons_requested": ("receive_reasons",),
    "fee_notified": ("receive_payment",),
    "in_review": ("approve", "pass_secrecy_review", "pass_legal_review"),
    "approved": ("dispatch",),
    "answered": ("record_service",),
    "served": ("archive",),
    "withdrawn": ("archive",),
}
#: Moves that are seldom wanted: shown below the others, folded.
SELDOM = frozenset({"suspend", "resume", "supplement", "delay", "restore", "reopen"})
#: Decisions about an answer are taken on its own page, with the letter before one's eyes.
ON_APPROVAL = frozenset({"approve", "pass_secrecy_review", "pass_legal_review", "return_answer"})


@dataclass(frozen=True, slots=True)
class Button:
    """A move as it is shown: where it leads, what stands beside it, why not, and the way there."""

    href: str
    label: str
    hint: str
    reasons: tuple[Reason, ...]
    primary: bool = False
    seldom: bool = False
    way: str = ""

    @property
    def ident(self) -> str:
        """A name for the element that says its reasons."""
        return self.href.replace("/", "-").replace(":", "-").strip("-")

    @property
    def overridable(self) -> bool:
        """Whether every reason yields to a written one."""
        return bool(self.reasons) and all(one.overridable for one in self.reasons)


def place_of_child(child: str | None) -> str:
    """Return how a machine of the case is named in an address."""
    return child or "request"


def buttons(ident: str, state: str, moves: Sequence[Possible]) -> tuple[Button, ...]:
    """Return a button for each move, those of the next step first."""
    wanted = NEXT.get(state, ())
    first = next(
        (one for name in wanted for one in moves
         if one.child is None and one.verdict.trigger == name and one.verdict.allowed),
        None,
    )  # fmt: skip
    found = [_button(ident, one, primary=one is first) for one in moves]
    return tuple(sorted(found, key=_order))


def _order(button: Button) -> tuple[bool, bool, bool]:
    return (not button.primary, button.seldom, "/request/" not in button.href)


def _button(ident: str, one: Possible, *, primary: bool) -> Button:
    trigger = one.verdict.trigger
    on_approval = one.child is None and trigger in ON_APPROVAL
    move = f"/cases/{ident}/do/{place_of_child(one.child)}/{trigger}"
    return Button(
        href=f"/approvals/{ident}" if on_approval else move,
        label=_label(one),
        hint=_worded("hint", one),
        way=_worded("way", one),
        reasons=one.verdict.reasons,
        primary=primary,
        seldom=trigger in SELDOM or _only_in(one),
    )


def _only_in(one: Possible) -> bool:
    """Tell whether a move begins a new appeal: seldom, though always allowed."""
    return one.verdict.trigger == "receive_copy"


def _label(one: Possible) -> str:
    return _worded("label", one) or one.verdict.label


def _worded(what: str, one: Possible) -> str:
    """Return what the pages say of a move beside the rules: its short name, a hint, the way."""
    kind = one.child.partition(":")[0] if one.child else "request"
    code = f"web_case.{what}_{kind}_{one.verdict.trigger}"
    return say(code) if code in catalogue(language()) else ""
