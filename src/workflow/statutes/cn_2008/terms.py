"""The 2008 Regulation's terms (国务院令第492号, in force 2008-05-01 to 2019-05-14).

Only its own clocks, the reply and the applicant's (law.md 2): no confirmation, correction notice,
joint agency, fee or delay; another agency's opinion doesn't suspend, a third party's does without
any limit (art. 23, 24 [V R08]). Its correction (art. 21(4)) has neither a term nor a reset [J].
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.core.clock_laws import Regulation, Rule
from workflow.core.deadlines import Basis
from workflow.core.terms import Term

CODE = "cn-2008"
IN_FORCE = date(2008, 5, 1)  # art. 38 [V]

REPLY_DAYS = 15  # art. 24(2) [V]
EXTENSION_CAP = 15  # art. 24(2) [V]

EXCLUSION = Basis(CODE, "第二十四条第三款")


def regulation(settings: Mapping[str, Any]) -> Regulation:  # noqa: ARG001
    """Return the version; no setting touches its clocks."""
    return Regulation(
        code=CODE,
        reply=Rule(Term(REPLY_DAYS), (Basis(CODE, "第二十四条第二款"),)),
        extension_cap=EXTENSION_CAP,
        exclusion=EXCLUSION,
        consultations={"third_party": Rule(None, (EXCLUSION,))},
    )
