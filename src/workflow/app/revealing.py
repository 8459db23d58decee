"""Showing a masked identity number on request: the showing itself is an entry of the journal."""

from workflow.app.agencies import chain_of
from workflow.app.casefiles import assemble
from workflow.app.office import Actor, Office
from workflow.app.viewing import open_case
from workflow.store import journals


def reveal(office: Office, ident: int, actor: Actor, agency: str) -> str:
    """Return the applicant's identity number in full, and note in the agency's chain who saw it."""
    with office.store.write() as session:
        case = open_case(office, session, ident, {agency})
        number = assemble(office, session, case).applicant.id_number
        entry = journals.make_entry(
            chain_of(agency), "show_identity", office.today, office.now(), actor.name, actor.role,
            facts={"case": case.chain}, via="web",
        )  # fmt: skip
        journals.append(session, office.keys.head_key, entry)
    return number
