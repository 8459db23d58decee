"""The drafts of an answer that were handed in before the one in review.

Only the newest draft is kept as a file; an earlier one is made again from the journal, as the
case stood when it was handed in.
"""

from sqlmodel import Session

from workflow.app.casefiles import assemble
from workflow.app.filing import case_at
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.core.journal import Entry
from workflow.errors import NotFoundError
from workflow.statutes.rules.answer import SUBMISSIONS


def earlier_drafts(case: Case) -> tuple[Entry, ...]:
    """Return the entries that handed in a draft before the newest, the first one first."""
    own = [one for one in case.holding if one.child is None and one.trigger in SUBMISSIONS]
    return tuple(own[:-1])


def make_draft(office: Office, case: Case, place: int, number: str) -> bytes:
    """Return an earlier draft (1: the first one) as a .docx; ``number`` is the letter's.

    NotFoundError where there is no such draft, or where no letter could be made of it.
    """
    drafts = earlier_drafts(case)
    if not 1 <= place <= len(drafts):
        raise NotFoundError("web.no_record")
    with office.store.read() as session:
        return _made(office, session, drafts[place - 1], number)


def _made(office: Office, session: Session, entry: Entry, number: str) -> bytes:
    then = case_at(session, entry.chain, entry.entry)
    outcome = then.statute.outcomes.get(str(entry.facts.get("outcome")))
    if office.documents is None or outcome is None or not outcome.notice:
        raise NotFoundError("web.no_record")
    file = assemble(office, session, then)
    key = outcome.template or outcome.notice
    return office.documents.render(outcome.notice, key, file, entry.on, number, None).content
