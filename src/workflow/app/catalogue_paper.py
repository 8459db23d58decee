"""政务公开基本目录 as an office prints it: nine attributes an item, across sheets on their side."""

from datetime import date

from workflow.app.agencies import card_of, get_agency
from workflow.app.disclosing_catalogue import catalogue_of, cells
from workflow.app.disclosing_reading import ATTRIBUTES
from workflow.app.office import Office
from workflow.app.official_text import Filled, day_text, made
from workflow.messages import say
from workflow.statutes.papers.notices import CATALOGUE

#: The template's name for an attribute, where it isn't the fact's own.
_NAMES = {"title": "item", "basis": "disclosure_basis"}
_FIELDS = tuple(_NAMES.get(name, name) for name in ATTRIBUTES)


def catalogue_docx(office: Office, agency: str, on: date) -> bytes:
    """Return an agency's catalogue as .docx from the template in force, dated ``on``."""
    return made(office, catalogue_paper(office, agency, on))


def catalogue_paper(office: Office, agency: str, on: date) -> Filled:
    """Return what the catalogue's template is filled with."""
    kept = catalogue_of(office, agency)
    with office.store.read() as session:
        card = card_of(get_agency(session, agency))
    rows = [
        {"serial": str(number), **dict(zip(_FIELDS, cells(row), strict=True))}
        for number, row in enumerate(kept, 1)
    ]
    title = say("disclosure.catalogue_title", "zh", name=card.short_name or card.name)
    values = {
        "agency_name": card.name,
        "title": title,
        "count": str(len(rows)),
        "on": day_text(on),
        "catalogue_rows": rows,
    }
    return Filled(CATALOGUE, agency, title, card.name, on, values)
