"""Who was shown whose personal data, for the auditor's programs."""

from datetime import date
from typing import Annotated

from pydantic import Field

from workflow.app.who_saw import Asked, who_saw
from workflow.web.api.bearer import Verifier
from workflow.web.api.shapes import Answer, Given, Text
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("journal", "/journal")
MOST = 10_000


class AskedShowings(Given):
    """What is asked about; all that is given must fit. Without anything: the latest of all."""

    number: Text | None = Field(None, description="The number of a request.")
    applicant: Text | None = Field(None, description="A whole name, or a document's number.")
    person: Text | None = Field(None, description="The name of a user.")
    agency: Text | None = Field(None, description="The code of the viewer's agency.")
    since: date | None = None
    until: date | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 1000


class Showing(Answer):
    """One act: data shown (``show``), shown in full (``show_identity``), or destroyed."""

    at: str = Field(description="The moment, UTC.")
    actor: str
    role: str
    agency: str
    trigger: str
    numbers: list[str] = Field(description="The cases asked about; of many, twenty.")
    count: int = Field(description="How many cases it was.")
    via: str
    act: str = Field(description="The address of the page or operation, or the command.")
    kinds: list[str] = Field(description="Kinds of data: applicant, content, document …")
    message: str


@router.post("/showings")
def showings(office: TheOffice, _: Verifier, given: AskedShowings) -> list[Showing]:
    """List who was shown whose personal data, the earliest first; of many the latest.

    It is asked in the body: an applicant's name belongs into no address.
    """
    found = who_saw(office, Asked(**given.model_dump(exclude={"limit"})), given.limit)
    return [Showing(**one.to_json()) for one in found]
