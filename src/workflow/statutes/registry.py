"""The Regulations by version: another law is a new folder and one row here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from workflow.core.procedure import Procedure
from workflow.core.wording import day_text, listing
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes import processes
from workflow.statutes.cn_2008 import children as children_2008
from workflow.statutes.cn_2008 import outcomes as outcomes_2008
from workflow.statutes.cn_2008 import procedure as procedure_2008
from workflow.statutes.cn_2008 import terms as terms_2008
from workflow.statutes.cn_2019 import children as children_2019
from workflow.statutes.cn_2019 import outcomes as outcomes_2019
from workflow.statutes.cn_2019 import procedure as procedure_2019
from workflow.statutes.cn_2019 import terms as terms_2019
from workflow.statutes.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of the Regulation.

    ``code`` as in the contract, ``decree`` its number, ``in_force_until`` its last day (None: in
    force), ``terms`` the module of its lengths of time, ``procedures`` its machines by key,
    ``outcomes`` its ends by code.
    """

    code: str
    decree: str
    in_force_from: date
    in_force_until: date | None
    terms: ModuleType
    procedures: Mapping[str, Procedure]
    outcomes: Mapping[str, Outcome]

    @property
    def title(self) -> str:
        """Its full name."""
        return say("procedure.regulation_title")

    @property
    def cite(self) -> str:
        """Its name as it stands in a citation."""
        return say(f"procedure.regulation_cite_{self.in_force_from.year}")

    def holds(self, on: date) -> bool:
        """Tell whether it was in force on a day."""
        begun = self.in_force_from <= on
        return begun and (self.in_force_until is None or on <= self.in_force_until)


def _by_key(*procedures: Procedure) -> dict[str, Procedure]:
    return {procedure.key: procedure for procedure in procedures}


STATUTES = (
    Statute(
        terms_2008.CODE,
        "国务院令第492号",
        terms_2008.IN_FORCE,
        procedure_2008.IN_FORCE_UNTIL,
        terms_2008,
        _by_key(
            procedure_2008.REQUEST,
            children_2008.CONSULTATION,
            children_2008.RECONSIDERATION,
            children_2008.LITIGATION,
        ),
        outcomes_2008.OUTCOMES,
    ),
    Statute(
        terms_2019.CODE,
        "国务院令第711号",
        terms_2019.IN_FORCE,
        None,
        terms_2019,
        _by_key(
            procedure_2019.REQUEST,
            children_2019.CONSULTATION,
            children_2019.RECONSIDERATION,
            children_2019.LITIGATION,
        )
        | processes.PROCESSES,
        outcomes_2019.OUTCOMES,
    ),
)


def get(code: str) -> Statute:
    """Return a statute by its code; InputError names those that exist."""
    for statute in STATUTES:
        if statute.code == code:
            return statute
    known = listing(statute.code for statute in STATUTES)
    raise InputError("procedure.unknown_statute", code=code, known=known)


def on(received_on: date) -> Statute:
    """Return the statute of a request received on a day: the request keeps it for good.

    There is no transition clause (art. 56 only sets the date): the day of receipt decides [J].
    InputError before 2008-05-01, when no Regulation was in force.
    """
    for statute in STATUTES:
        if statute.holds(received_on):
            return statute
    first = day_text(STATUTES[0].in_force_from)
    raise InputError("procedure.before_all_law", on=day_text(received_on), first=first)
