"""The journal, for the auditor: entries without case content, verification, anchors."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from workflow.app.anchoring import Anchor, anchor_from, make_anchor
from workflow.app.journal_reading import REVEALING, lines
from workflow.app.keeping import verify
from workflow.web.api import shapes
from workflow.web.api.bearer import JournalReader, Verifier
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("journal", "/journal")


class Line(shapes.Answer):
    """An entry; ``facts`` are empty for a case's: whoever reads the journal sees no case."""

    chain: str
    entry: int
    trigger: str
    on: str
    recorded_at: datetime
    actor: str
    role: str
    via: str
    supersedes: int | None
    facts: dict[str, Any]


class Lines(shapes.Answer):
    """A page of entries, the newest first."""

    entries: list[Line]
    page: int
    more: bool


class Verified(shapes.Answer):
    """What the journal's verification says."""

    entries: int
    chains: int
    broken: list[dict[str, Any]]


class AnchorFile(shapes.Answer):
    """Count and last hash of every chain at a moment, one digest over all: keep it elsewhere."""

    format: str
    made_at: str
    chains: int
    entries: int
    heads: dict[str, Annotated[list[Any], Field(min_length=2, max_length=2)]]
    digest: str


class GivenAnchor(shapes.Given):
    """An anchor as it was kept."""

    format: Literal["workflow-anchor/1"]
    made_at: shapes.Word
    heads: dict[shapes.Word, tuple[Annotated[int, Field(ge=1)], shapes.Word]]
    digest: shapes.Word
    chains: int = 0
    entries: int = 0


@router.get("")
def list_entries(
    office: TheOffice,
    _: JournalReader,
    chain: Annotated[shapes.Text, Query(max_length=120)] = "",
    only: Annotated[
        Literal["all", "seen"], Query(description="seen: showings of what is masked.")
    ] = "all",
    page: shapes.Page = 1,
) -> Lines:
    """List entries of one chain or of all, the newest first, 50 a page."""
    found, more = lines(office, chain, REVEALING if only == "seen" else (), page)
    names = list(Line.model_fields)
    told = [Line(**{name: getattr(one, name) for name in names}) for one in found]
    return Lines(entries=told, page=page, more=more)


@router.get("/verification")
def verification(office: TheOffice, _: Verifier, derived: bool = False) -> Verified:
    """Read the whole journal against its hashes and heads; with ``derived`` fold it too."""
    return Verified(**verify(office, derived=derived).to_json())


@router.post("/verification")
def verification_with_anchors(
    office: TheOffice, _: Verifier, given: Annotated[list[GivenAnchor], Field(max_length=100)]
) -> Verified:
    """Verify against anchors that were kept elsewhere: a rewritten past doesn't fit them."""
    anchors = [anchor_from(one.model_dump(), "anchor") for one in given]
    return Verified(**verify(office, anchors=anchors).to_json())


@router.get("/anchor")
def anchor(office: TheOffice, _: Verifier) -> AnchorFile:
    """Return the anchor of this moment, to be kept where nobody of this office can change it."""
    made: Anchor = make_anchor(office)
    return AnchorFile(**made.to_json())
