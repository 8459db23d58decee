"""What a paper of the office would say now, so that a template of it can be tried before it serves.

Each is about something else: a half year, a document to be published, the office itself.
"""

from collections.abc import Callable, Mapping

from workflow.app.catalogue_paper import catalogue_paper
from workflow.app.disclosing import sheet_paper
from workflow.app.disclosing_reading import find_chain, read_item
from workflow.app.figure_periods import half_of, read_period
from workflow.app.guide import guide_of, guide_paper
from workflow.app.office import Office
from workflow.app.official_text import Filled, made
from workflow.app.self_inspection import inspection_paper, record_of
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.papers.notices import APPROVAL, CATALOGUE, GUIDE, SELF_INSPECTION
from workflow.store import journals

#: An office, its agency, what the paper is about as somebody typed it.
Ask = Callable[[Office, str, str], Filled]


def tried(office: Office, agency: str, key: str, about: str, template: bytes) -> bytes:
    """Return a paper made from a template that isn't installed; nothing is kept.

    ``about`` is the period of a self-inspection report (empty: the half year of today) or the
    number of a document to be published; the others need none. InputError says what is missing.
    """
    if key not in _ASKS:
        known = "、".join(sorted(_ASKS))
        raise InputError("template.key_unknown", notice=key, known=known)
    return made(office, _ASKS[key](office, agency, about.strip()), template)


def _inspection(office: Office, agency: str, about: str) -> Filled:
    period = read_period(about) if about else half_of(office.today)
    return inspection_paper(record_of(office, agency, period), office.today)


def _guide(office: Office, agency: str, _about: str) -> Filled:
    return guide_paper(guide_of(office, agency, office.today))


def _catalogue(office: Office, agency: str, _about: str) -> Filled:
    return catalogue_paper(office, agency, office.today)


def _sheet(office: Office, agency: str, about: str) -> Filled:
    if not about:
        raise InputError("template.try_number", paper=say("notices.APPROVAL", "zh"))
    with office.store.read() as session:
        chain = find_chain(session, agency, about)
        item = read_item(office, session, agency, journals.read_chain(session, chain))
        return sheet_paper(office, session, item)


_ASKS: Mapping[str, Ask] = {
    SELF_INSPECTION: _inspection,
    GUIDE: _guide,
    CATALOGUE: _catalogue,
    APPROVAL: _sheet,
}
