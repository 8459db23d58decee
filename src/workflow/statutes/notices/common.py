"""What every notice fills in the same way: the agency, the request, the remedy."""

from typing import Any

from workflow.statutes.notices.course import course, receipt
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.words import day, trimmed, words


def common(draft: Draft) -> dict[str, Any]:
    """Return the fields of ``COMMON`` and ``CONTACT``."""
    agency = draft.case.agency
    return {
        "agency_name": agency.name,
        "number": draft.number,
        "date": day(draft.on),
        "office_name": agency.office_name,
        "telephone": agency.telephone,
        "address": agency.address,
        "postcode": agency.postcode,
    }


def request(draft: Draft) -> dict[str, Any]:
    """Return the fields of ``REQUEST``."""
    case = draft.case
    return {
        "application_number": case.number,
        "received_on": day(case.deadlines.received_on if case.deadlines else None),
        "content": trimmed(case.content),
    }


def to_applicant(draft: Draft) -> dict[str, Any]:
    """Return the fields of ``TO_APPLICANT``."""
    return {
        **common(draft),
        **request(draft),
        "addressee": draft.case.applicant.name,
        "you": draft.you,
        "receipt": receipt(draft),
    }


def answer_head(draft: Draft) -> dict[str, Any]:
    """Return the fields of an answer's opening: the request and the way so far."""
    return {**to_applicant(draft), "course": course(draft)}


def attachments(draft: Draft) -> list[dict[str, str]]:
    """Return the attachment list, files before papers: numbered where there is more than one."""
    entry = draft.entry("submit_answer", "supplement", "lapse")
    files = [title(str(one["name"])) for one in draft.fact("files", entry) or ()]
    names = list(dict.fromkeys([*files, *draft.items("attachments", entry)]))
    many = len(names) > 1
    return [
        {"number": f"{place}." if many else "", "text": name} for place, name in enumerate(names, 1)
    ]


def title(name: str) -> str:
    """Return a file's name as a letter lists it, without its kind.

    >>> title("结算审计报告.pdf"), title("2024.5.11 会议纪要")
    ('结算审计报告', '2024.5.11 会议纪要')
    """
    stem, dot, kind = name.rpartition(".")
    return stem if dot and stem and kind.isascii() and kind.isalnum() else name


def provisional_note(draft: Draft, clock: str = "reply") -> str:
    """Return the remark that a date may move with a holiday notice, ``""`` for a firm date."""
    deadline = draft.due_then(clock)
    wanted = draft.case.settings.get("letter_tells_provisional", True)
    return words("provisional") if deadline and deadline.provisional and wanted else ""
