"""Which agency a page is about: the person's own, or one below that a supervisor reads."""

from workflow.app.agencies import get_agency, list_agencies
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.viewing import agencies_seen
from workflow.errors import NotFoundError
from workflow.store.tables import Agency


def seen_agency(office: Office, person: Person, asked: str = "") -> str:
    """Return the agency asked for, else the person's own; one that he doesn't see isn't found."""
    code = asked or person.agency
    with office.store.read() as session:
        if code not in agencies_seen(session, person.agency, person.role):
            raise NotFoundError("agency.unknown", code=code)
    return code


def agencies_to_choose(office: Office, person: Person) -> list[Agency]:
    """Return the agencies that a person may choose from: none where he sees only his own."""
    with office.store.read() as session:
        seen = agencies_seen(session, person.agency, person.role)
    return [row for row in list_agencies(office) if row.code in seen] if len(seen) > 1 else []


def name_of(office: Office, code: str) -> str:
    """Return the full name of an agency."""
    with office.store.read() as session:
        return get_agency(session, code).name
