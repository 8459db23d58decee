"""下级报送 inside one installation: what subordinate agencies have ready goes into the batch."""

import json

from workflow.app import report_life
from workflow.app.agencies import list_agencies
from workflow.app.office import Office
from workflow.app.report_uploads import Upload
from workflow.app.rollup_batches import add
from workflow.errors import InputError
from workflow.reports.model import to_json

#: A report is handed in once its equations hold: checked, approved or published.
READY = frozenset({"checked", "approved", "published"})


def gather(office: Office, person: str, agency: str, year: int) -> int:
    """Add the reports about a year that subordinate agencies have ready; return how many.

    InputError where none of them has one.
    """
    found = [
        Upload(f"{row.name}{year}.json", content)
        for row in list_agencies(office)
        if row.parent == agency and (content := _ready(office, row.code, year))
    ]
    if not found:
        raise InputError("web_rollup.none_ready", year=year)
    add(office, person, found)
    return len(found)


def _ready(office: Office, code: str, year: int) -> bytes | None:
    stands = report_life.standing(office, code, year)
    if stands.version is None or stands.state not in READY:
        return None
    printed = to_json(stands.version.printed)
    if stands.version.published_on:
        printed["published_on"] = stands.version.published_on.isoformat()
    return json.dumps(printed, ensure_ascii=False).encode()
