"""Calculators: a document of events in, every deadline out; the end of a term; the fee.

Nothing is read but the calendar and the token's settings of its agency; nothing is kept.
"""

from typing import Annotated, Literal

from fastapi import Body, Query

from workflow.app.due import answer, to_json
from workflow.calendars import load
from workflow.core.terms import Term, Unit, end
from workflow.statutes.fee import fee
from workflow.web.api import shapes
from workflow.web.api.bearer import AnyHolder
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("dates")

EXAMPLE = {
    "law": "auto",
    "events": [
        {"kind": "submitted", "on": "2020-09-14", "channel": "in_person"},
        {"kind": "correction_requested", "on": "2020-09-22", "received_on": "2020-09-24"},
        {"kind": "corrected", "on": "2020-10-09"},
    ],
}


@router.post("/deadlines")
def deadlines(
    office: TheOffice,
    _: AnyHolder,
    document: Annotated[dict[shapes.Word, shapes.Json], Body(examples=[EXAMPLE])],
    as_of: Annotated[shapes.Day | None, Query(description="Default: today.")] = None,
) -> shapes.Deadlines:
    """Derive every deadline of a document of events (the shape of ``workflow due``)."""
    return shapes.Deadlines(**to_json(answer(document, as_of or office.today)))


@router.get("/term")
def term(
    office: TheOffice,
    _: AnyHolder,
    day_zero: Annotated[shapes.Day, Query(alias="from", description="Day 0, not counted.")],
    length: Annotated[int, Query(ge=1, le=10_000)],
    unit: Annotated[Unit, Query()],
    no_roll: Annotated[bool, Query(description="Leave the end on a free day.")] = False,
    as_of: Annotated[shapes.Day | None, Query(description="Default: today.")] = None,
) -> shapes.Term:
    """Return the last day of a length of time by the national calendar."""
    published = load(as_of=as_of or office.today)
    last = end(Term(length, unit, rolls=not no_roll), day_zero, published)
    return shapes.Term(
        due=last.due,
        provisional=last.provisional,
        not_before=last.not_before,
        not_after=last.not_after,
    )


@router.get("/fee", tags=["fee"])
def information_fee(
    _: AnyHolder,
    kind: Annotated[
        Literal["items", "pages"],
        Query(description="items: of one applicant in a month; pages: of one application."),
    ],
    count: Annotated[int, Query(ge=0, le=1_000_000)],
) -> shapes.Fee:
    """Return the information-processing fee, tier by tier."""
    return shapes.Fee(**fee(kind, count).to_json())
