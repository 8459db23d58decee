"""The office's own headers: told once, remembered as an act of the agency's chain."""

import json
from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of
from workflow.store.journals import JOURNAL

TRIGGER = "map_ledger"


def remembered(session: Session, agency: str) -> dict[str, str]:
    """Return an agency's own headers with the column that each is."""
    found = (
        sa.select(JOURNAL.c.facts)
        .where(JOURNAL.c.chain == chain_of(agency), JOURNAL.c.trigger == TRIGGER)
        .order_by(JOURNAL.c.entry.desc())
        .limit(1)
    )
    facts = session.execute(found).scalar_one_or_none()
    return dict(json.loads(facts)["headers"]) if facts else {}


def merged(known: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Return the headers known with those told now over them."""
    return {**known, **told}
