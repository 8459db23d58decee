"""Bad input over HTTP: every form of every page, uploads, addresses, the API's bodies.

The forms are not listed here: the pages are walked as four people, and what forms stand on them
is tried. A refusal is a status of 4xx, or 503 in plain words; any other 5xx is a finding.
"""

import asyncio
import json
import logging
import random
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
from acts import ADMIN, TODAY
from mutating import PIECES, by_bytes, by_parts, by_values
from server import BROWSER, load

from workflow.app.office import Actor, Office
from workflow.app.sign_in import open_session
from workflow.app.tokens import make_token, scopes_of
from workflow.app.users import NewUser, add_user
from workflow.errors import InputError
from workflow.web.app import create_app

HOST = "http://testserver"
#: Where a defect is told under its number.
LOGS = ("workflow.web", "workflow.api")
#: Who looks at the pages: a clerk, who reviews, who decides, two of the three keepers.
PEOPLE = {"li": None, "wang": None, "sun": None, "guan": "admin", "shen": "auditor"}
#: Forms that end the session or change who one is: after them nothing else would be tried.
LEAVING = re.compile(r"/(sign-out|sessions|act-as|sign-in|settings/tokens/.*)")
MOST_PAGES = 50
SERVER_ERROR, UNAVAILABLE, REFUSED = 500, 503, 400


class Defect(logging.Handler):
    """Keeps the exception behind a page that shows only its number."""

    def __init__(self) -> None:
        super().__init__()
        self.error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Take the exception of a log line."""
        if record.exc_info and record.exc_info[1] is not None:
            self.error = record.exc_info[1]


@dataclass(slots=True)
class Site:
    """The application over an office, asked as somebody."""

    office: Office
    app: Any = None
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    defect: Defect = field(default_factory=Defect)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    most_pages: int = MOST_PAGES
    walked: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let everybody in."""
        self.app = create_app(self.office)
        for name in LOGS:
            logging.getLogger(name).addHandler(self.defect)
        for name, role in PEOPLE.items():
            if role is not None:
                add_user(self.office, NewUser(name, f"{name}（示例）", (role,), ""), ADMIN)
            self.sessions[name] = open_session(self.office, name, self.office.now())
        for name, role, agency in (("li", "clerk", "liangtian"), ("shen", "auditor", "")):
            made = make_token(self.office, Actor(name, role), agency, "示例", scopes_of(role), 30)
            self.tokens[name] = made

    def close(self) -> None:
        """Give the loop back."""
        for name in LOGS:
            logging.getLogger(name).removeHandler(self.defect)
        self.loop.close()

    def ask(self, who: str, request: httpx.Request) -> httpx.Response:
        """Send a request as somebody: with his token to the API, with his session elsewhere."""
        if request.url.path.startswith("/api/"):
            request.headers["authorization"] = f"Bearer {self.tokens.get(who, self.tokens['li'])}"
        else:
            request.headers["cookie"] = f"workflow_session={self.sessions[who]}"
        return self.loop.run_until_complete(self._send(request))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        answer = await transport.handle_async_request(request)
        await answer.aread()
        return answer

    def read(self, data: bytes) -> object:
        """Send what ``packed`` packed; InputError for a refusal, its own error for a defect."""
        who, method, path, kind, body = data.split(b"\n", 4)
        with suppress(UnicodeError, httpx.InvalidURL):
            address = HOST + quote(path.decode("latin-1"), safe="/?&=%:+,.~-_")
            headers = {"content-type": kind.decode("latin-1")}
            request = httpx.Request(method.decode(), address, headers=headers, content=body)
            self.defect.error = None
            status = self.ask(who.decode(), request).status_code
            if status >= SERVER_ERROR and status != UNAVAILABLE:
                raise self.defect.error or RuntimeError(f"status {status} of {path!r}")
            if status >= REFUSED:
                raise InputError("web.not_read")
            return status
        raise InputError("web.not_read")

    def pages(self, who: str) -> list[tuple[str, str]]:
        """Return the pages that somebody gets to, one of each kind: address and HTML."""
        if who not in self.walked:
            self.walked[who] = list(self._walk(who))
        return self.walked[who]

    def _walk(self, who: str) -> Iterator[tuple[str, str]]:
        waiting, kinds = ["/"], set()
        while waiting and len(kinds) < self.most_pages:
            path = waiting.pop(0)
            kind = re.sub(r"\d+", "0", urlsplit(path).path)
            if kind in kinds:
                continue
            kinds.add(kind)
            answer = self.ask(who, httpx.Request("GET", HOST + path))
            if "text/html" in answer.headers.get("content-type", ""):
                yield path, answer.text
                found = re.findall(r'href="(/[^"#]*)"', answer.text)
                waiting += [one.replace("&amp;", "&") for one in found if "/static" not in one]


def packed(who: str, method: str, path: str, kind: str = "", body: bytes = b"") -> bytes:
    """Return a request as the bytes that are mutated."""
    return b"\n".join([*(one.encode() for one in (who, method, path, kind)), body])


def forms(site: Site) -> list[bytes]:
    """Return every form of every page as it stands."""
    found: dict[str, bytes] = {}
    for who in PEOPLE:
        for _, html in site.pages(who):
            for action, fields in _fields_of(html).items():
                path = re.sub(r"\d+", "0", action)
                if (
                    action.startswith("/")
                    and not LEAVING.fullmatch(action)
                    and (who, path) not in found
                ):
                    body = urlencode(fields).encode()
                    kind = "application/x-www-form-urlencoded"
                    found[f"{who} {path}"] = packed(who, "POST", action, kind, body)
    return list(found.values())


def _fields_of(html: str) -> dict[str, list[tuple[str, str]]]:
    """Return the fields of a page's forms, read as the tests' browser reads them."""
    reader = load(BROWSER).Fields()
    reader.feed(html)
    found: dict[str, list[tuple[str, str]]] = reader.forms
    return found


def addresses(site: Site) -> list[bytes]:
    """Return every page's address."""
    return [packed(who, "GET", path) for who in PEOPLE for path, _ in site.pages(who)]


#: Pages that take a file: who, page, form, the file's field and name, what is typed beside it.
UPLOADS: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    ("li", "/register", "/register", "files", "example.txt", {"action": "upload"}),
    ("li", "/ledger", "/ledger/file", "file", "ledger.xlsx", {}),
    ("guan", "/holidays", "/holidays/preview", "list", "list.csv", {
        "year": "2027", "number": "示例1号", "dated": "2026-11-20", "known_since": "2026-11-21",
        "source": "示例", "title": "示例",
    }),
    ("guan", "/templates", "/templates/check", "file", "N10.docx", {
        "law": "cn-2019", "key": "N10",
    }),
)  # fmt: skip


def uploads(site: Site, files: dict[str, bytes]) -> list[bytes]:
    """Return the forms that take files, each with a sound one."""
    found = []
    for who, page, action, name, file, typed in UPLOADS:
        html = site.ask(who, httpx.Request("GET", HOST + page)).text
        fields = dict(_fields_of(html)[action]) | typed
        given = {name: (file, files[file])}
        request = httpx.Request("POST", HOST + action, data=fields, files=given)
        found.append(packed(who, "POST", action, request.headers["content-type"], request.read()))
    return found


def operations(events: Any, report: Any) -> list[bytes]:
    """Return sound bodies of the API's operations."""
    case = {
        "channel": "in_person", "submitted_on": str(TODAY), "applicant_class": "natural",
        "applicant": "张三（示例）", "content": "示例土地", "person": {"id_number": "示例"},
    }  # fmt: skip
    move = {"trigger": "withdraw", "on": str(TODAY), "facts": {"statement": "示例"}}
    mend = {"entry": 1, "facts": {"content": "示例"}, "reason": "示例"}
    bodies = [
        ("li", "/cases", case), ("li", "/deadlines", events),
        ("li", "/reports/check", {"report": report}), ("li", "/inbox/read", {"ids": [1]}),
        ("shen", "/journal/showings", {"applicant": "张三（示例）", "since": str(TODAY)}),
    ]  # fmt: skip
    for number in range(1, 6):
        bodies += [("li", f"/cases/{number}/moves", move)]
        bodies += [("li", f"/cases/{number}/rectifications", mend)]
    return [
        packed(who, "POST", f"/api/v1{path}", "application/json", json.dumps(body).encode())
        for who, path, body in bodies
    ]


def by_request(data: bytes, dice: random.Random) -> bytes:
    """Spoil a request: a field of its form, a value of its JSON, its file, its address, its bytes.

    The form's own token stays: without it nothing behind it would be reached.
    """
    who, method, path, kind, body = data.split(b"\n", 4)
    if dice.randrange(8) == 0:
        path = by_bytes(path, dice).replace(b"\n", b"") or b"/"
    elif method == b"GET":
        path = _with_query(path, dice)
    elif kind.endswith(b"json"):
        body = by_values(body, dice)
    elif kind.startswith(b"multipart") or dice.randrange(8) == 0:
        body = _file_spoilt(body, dice) if b"PK\x03\x04" in body else by_bytes(body, dice)
    else:
        body = _fields_spoilt(body, dice)
    return b"\n".join([who, method, path if path.startswith(b"/") else b"/" + path, kind, body])


def _with_query(path: bytes, dice: random.Random) -> bytes:
    names = ("page", "month", "state", "search", "clock", "chain", "kind", "on", "year", "law")
    address, _, query = path.partition(b"?")
    pairs = [*parse_qsl(query.decode("latin-1")), (dice.choice(names), "1")]
    at = dice.randrange(len(pairs))
    pairs[at] = (pairs[at][0], _text(dice))
    return address + b"?" + urlencode(pairs).encode()


def _fields_spoilt(body: bytes, dice: random.Random) -> bytes:
    pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
    own = [pair for pair in pairs if pair[0] == "form_token"]
    rest = [pair for pair in pairs if pair[0] != "form_token"]
    for _ in range(dice.choice([1, 1, 2, 4])):
        if not rest:
            break
        at, what = dice.randrange(len(rest)), dice.randrange(6)
        if what == 0:
            del rest[at]
        elif what == 1:
            rest.append((rest[at][0], _text(dice)))
        else:
            rest[at] = (rest[at][0], _text(dice))
    return urlencode([*own, *rest]).encode()


def _file_spoilt(body: bytes, dice: random.Random) -> bytes:
    """Spoil the Office file inside a multipart body."""
    start, end = body.index(b"PK\x03\x04"), body.rindex(b"\r\n--")
    return body[:start] + by_parts(body[start:end], dice) + body[end:]


def _text(dice: random.Random) -> str:
    """Return something that may be typed, or something that may not."""
    fitting = (
        "", "1", "0", "-1", "2026-11-24", "2026-11-20", "示例", "A12", "A99", "on", "natural",
        "email", "post", "20", "third_party", "2026年11月20日", "十一月二十日", "1" * 30,
        "一" * 3000,
    )  # fmt: skip
    if dice.random() < 1 / 2:
        return dice.choice(fitting)
    return dice.choice(PIECES).decode("utf-8", "replace")
