"""The registration form read into an application: what each way of receipt asks for.

Our own typing slips stop it; what the applicant left out never does (条例第二十九条、第三十条).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.app.registering import PERSON_FIELDS, Application
from workflow.messages import say
from workflow.statutes.facts import CHANNELS, CLASSES
from workflow.web.typed import plain, read_day

#: The five groups of the form: its name, and the ways of receipt that it is for.
GROUPS = (
    ("in_person", ("in_person",)),
    ("signed_mail", ("signed_mail",)),
    ("ordinary_mail", ("ordinary_mail",)),
    ("web", ("web",)),
    ("message", ("email", "fax")),
)
ID_CARD = "居民身份证"
ID_KINDS = (ID_CARD, "护照", "港澳台居民居住证", "统一社会信用代码", "其他")
ID_LENGTH, CODE_LENGTH = 18, 18
CREDIT_CODE = "统一社会信用代码"
FORMS = ("纸质", "电子版", "其他")
WAYS = ("邮寄", "自行领取", "电子邮件", "其他")
MAIL_NUMBER = re.compile(r"[A-Z0-9]{8,20}")

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed, read: the day, the facts, the person, and the slips by field."""

    typed: Typed
    channel: str = ""
    on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the one text of a field."""
        return "".join(self.typed.get(name, ())[:1]).strip()

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the boxes ticked."""
        return tuple(self.typed.get(name, ()))

    def application(self, agency: str, today: date) -> Application:
        """Return the application; where no day was typed, as if it came today."""
        return Application(agency, self.on or today, self.facts, self.person)


class Reader:
    """Reads the form once; ``errors`` collects what must be mended, in the form's order."""

    def __init__(self, typed: Typed, today: date) -> None:
        self.typed = typed
        self.today = today
        self.errors: dict[str, str] = {}

    def text(self, name: str) -> str:
        """Return a text as typed, without blanks around it."""
        return "".join(self.typed.get(name, ())[:1]).strip()

    def wrong(self, name: str, code: str, **values: Any) -> None:
        """Note a slip, the first one of a field."""
        self.errors.setdefault(name, say(f"web_register.{code}", **values))

    def day(self, name: str, *, required: bool = True) -> date | None:
        """Return a day that isn't in the future."""
        said = self.text(name)
        label = say(f"web_register.{name}")
        if not said:
            if required:
                self.wrong(name, "day_missing", label=label)
            return None
        on = read_day(said, self.today)
        if on is None:
            self.wrong(name, "day_wrong", label=label, said=said)
        elif on > self.today:
            self.wrong(name, "day_future", label=label, said=said)
            return None
        return on


def read_application(typed: Typed, today: date) -> Typing:
    """Read the whole form."""
    reader = Reader(typed, today)
    channel = reader.text("channel")
    if channel not in CHANNELS:
        reader.wrong("channel", "channel_missing")
        channel = ""
    on, received, evidence = _receipt(reader, channel)
    person = _person(reader)
    facts = {
        "channel": channel or "in_person",
        "receipt": "automatic" if channel == "web" and reader.text("web_automatic") else None,
        "received_on": received.isoformat() if received else None,
        "applicant_class": _class(reader),
        "applicant": _required(reader, "applicant"),
        "content": _required(reader, "content"),
        "form_wanted": "、".join(typed.get("form_wanted", ())),
        "way_wanted": "、".join(typed.get("way_wanted", ())),
        "evidence": evidence,
    }
    kept = {name: value for name, value in facts.items() if value}
    return Typing(typed, channel, on, kept, person, reader.errors)


def _receipt(  # noqa: PLR0911  (each way of receipt has its own evidence)
    reader: Reader, channel: str
) -> tuple[date | None, date | None, str]:
    """Return the day of submission, the day of confirmation, and the evidence of receipt."""
    match channel:
        case "in_person":
            return reader.day("in_person_on"), None, _said(reader, "in_person_by")
        case "signed_mail":
            return reader.day("signed_mail_on"), None, _mail_number(reader)
        case "ordinary_mail":
            confirmed = reader.day("ordinary_mail_confirmed", required=False)
            return reader.day("ordinary_mail_on"), confirmed, _said(reader, "ordinary_mail_calls")
        case "web":
            if reader.text("web_automatic"):
                return reader.day("web_on"), None, say("web_register.evidence_web_automatic")
            confirmed = reader.day("web_confirmed", required=False)
            return reader.day("web_on"), confirmed, _said(reader, "web_how")
        case "email" | "fax":
            confirmed = reader.day("message_confirmed", required=False)
            return reader.day("message_on"), confirmed, _said(reader, "message_how")
        case _:
            return None, None, ""


def _said(reader: Reader, name: str) -> str:
    text = reader.text(name)
    return say(f"web_register.evidence_{name}", text=text) if text else ""


def _mail_number(reader: Reader) -> str:
    number = plain(reader.text("mail_number")).upper().replace(" ", "")
    if not number:
        reader.wrong("mail_number", "mail_number_missing")
    elif not MAIL_NUMBER.fullmatch(number):
        reader.wrong("mail_number", "mail_number_wrong", said=number)
    return say("web_register.evidence_mail_number", text=number)


def _class(reader: Reader) -> str:
    chosen = reader.text("applicant_class")
    if chosen not in CLASSES:
        reader.wrong("applicant_class", "class_missing")
    return chosen


def _required(reader: Reader, name: str) -> str:
    text = reader.text(name)
    if not text:
        reader.wrong(name, f"{name}_missing")
    return text


def _person(reader: Reader) -> dict[str, str]:
    person = {name: reader.text(name) for name in PERSON_FIELDS}
    number = plain(person["id_number"]).upper().replace(" ", "")
    person["id_number"] = number
    if not number:
        person["id_kind"] = ""
    elif person["id_kind"] == ID_CARD and not re.fullmatch(r"\d{17}[\dX]", number):
        reader.wrong("id_number", "id_number_wrong", n=len(number), wanted=ID_LENGTH)
    elif person["id_kind"] == CREDIT_CODE and len(number) != CODE_LENGTH:
        reader.wrong("id_number", "credit_code_wrong", n=len(number), wanted=CODE_LENGTH)
    return {name: text for name, text in person.items() if text}


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the list of article 29: what an application should have, and has or not."""

    label: str
    there: bool


def contents(typing: Typing) -> tuple[Part, ...]:
    """Return what article 29 asks of an application, and whether it is there."""
    contact = any(typing.person.get(name) for name in ("telephone", "email", "address"))
    held = (
        ("art_name", bool(typing.facts.get("applicant")) and contact),
        ("art_content", bool(typing.facts.get("content"))),
        ("art_form", bool(typing.facts.get("form_wanted"))),
        ("art_identity", bool(typing.person.get("id_number"))),
    )
    return tuple(Part(say(f"web_register.{code}"), there) for code, there in held)
