"""Does the letter say what the case says: the list that an approver goes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.core.casefile import CaseFile
from workflow.core.facts import given
from workflow.core.past import latest
from workflow.documents.citations import citations, version_for
from workflow.messages import say
from workflow.statutes.notices.common import title


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: what the case says, and whether the letter says it too.

    ``expected`` is what the case says (or what is wrong, where nothing is compared); ``fields``
    are those of the notice that the line is about.
    """

    key: str
    holds: bool
    expected: str
    fields: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What is checked."""
        return say(f"web_review.check_{self.key}")


def check_answer(file: CaseFile, text: str, on: date) -> list[Check]:
    """Compare the text of an answer with its case, as of a day."""
    squeezed = _squeezed(text)
    return [
        Check(key, _squeezed(expected) in squeezed, expected, fields)
        for key, expected, fields in _expected(file)
    ] + [_articles(file, text, on), *_remedy(file, squeezed), *_attachments(file, squeezed)]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _expected(file: CaseFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what must stand in the letter word by word."""
    yield "applicant", file.applicant.name, ("addressee",)
    received = file.deadlines.received_on if file.deadlines else None
    if received is not None:
        yield "received", _day(received), ("receipt",)
    yield "content", file.content, ("receipt",)
    own = [entry for entry in file.entries if entry.child is None]
    if corrected := latest(own, "receive_correction"):
        yield "correction", _day(corrected.on), ("course",)
    for child in file.children:
        sent = latest(child.entries, "send") if child.kind == "consultation" else None
        if sent:
            yield "consultation", _day(sent.on), ("course",)
    if extended := latest(own, "extend"):
        yield "extension", _day(extended.on), ("course",)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _articles(file: CaseFile, text: str, on: date) -> Check:
    """Tell whether every law that the letter cites is known in the version of that day."""
    wrong = [
        f"《{found.law}》{found.article}"
        for found in citations(_squeezed(text))
        if version_for(found.law, file.statute, on) is None
    ]
    return Check("articles", not wrong, "、".join(wrong), ("articles",))


def _remedy(file: CaseFile, squeezed: str) -> Iterator[Check]:
    """Tell whether the letter names where to apply for reconsideration."""
    body = file.agency.reconsideration_body
    if body:
        yield Check("remedy", _squeezed(body) in squeezed, body, ("remedy",))


def _attachments(file: CaseFile, squeezed: str) -> Iterator[Check]:
    """Tell whether a letter that names attachments has them listed in the case, each file too."""
    answer = latest(file.entries, "submit_answer")
    facts = answer.facts if answer else {}
    files = [title(str(one["name"])) for one in facts.get("files") or ()]
    listed, named = bool(files) or given(facts, "attachments"), "附件" in squeezed
    if named or listed:
        holds = named == listed and all(_squeezed(one) in squeezed for one in files)
        yield Check("attachments", holds, "、".join(files), ("attachments", "item"))
