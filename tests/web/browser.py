"""A browser without a screen: keeps cookies, follows nothing by itself, reads forms.

It speaks to the application directly (no socket), one event loop a request.
"""

import asyncio
import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import httpx

from workflow.app.sign_in import open_session

HOST = "http://testserver"


class Fields(HTMLParser):
    """The fields of every form of a page, by the form's action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self.form: str | None = None
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        name = values.get("name")
        if tag == "form":
            self.form = values.get("action", "")
            self.forms.setdefault(self.form, [])
        elif self.form is None or (name is None and tag != "option"):
            return
        elif tag == "input":
            if values.get("type") in {"radio", "checkbox"} and "checked" not in values:
                return
            if values.get("type") != "file":
                self.forms[self.form].append((name, values.get("value", "")))
        elif tag == "textarea":
            self.area = name
            self.forms[self.form].append((name, ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in values:
            self.forms[self.form].append((self.select, values.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.form is not None and self.area is not None:
            self.forms[self.form][-1] = (self.area, self.forms[self.form][-1][1] + data)


class Page:
    """An answer: its status, its text as a person reads it, its forms."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.html = answer.text if "text" in answer.headers.get("content-type", "") else ""
        self.location = answer.headers.get("location", "")

    @property
    def text(self) -> str:
        body = re.sub(r"(?s)<(script|style|title)\b.*?</\1>", " ", self.html)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    @property
    def title(self) -> str:
        return re.search(r"<title>(.*?)</title>", self.html)[1]

    def form(self, action: str) -> dict[str, list[str]]:
        fields = Fields()
        fields.feed(self.html)
        found: dict[str, list[str]] = {}
        for name, value in fields.forms[action]:
            found.setdefault(name, []).append(value)
        return found


class Browser:
    """One person's browser."""

    def __init__(self, app) -> None:
        self.app = app
        self.office = app.state.office
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Page:
        return self._send("GET", path, headers=headers)

    def post(self, path: str, data=None, files=None, **headers: str) -> Page:
        return self._send("POST", path, data=data or {}, files=files, headers=headers)

    def _send(self, method: str, path: str, **rest) -> Page:
        async def send():
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=HOST, cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **rest)
                await answer.aread()
                return answer

        answer = asyncio.run(send())
        for header in answer.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(header).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]
        return Page(answer)

    def follow(self, page: Page) -> Page:
        assert page.status == 303, page.text
        parts = urlsplit(page.location)
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def enter(self, name: str) -> "Browser":
        """Sign in without hashing a password: the way through the form has its own tests."""
        self.cookies = {"workflow_session": open_session(self.office, name, self.office.now())}
        return self

    def submit(self, path: str, to: str | None = None, at: Page | None = None, **typed) -> Page:
        """Open a page, fill its form in, and send it: what isn't typed stays as it stands."""
        page = at or self.get(path)
        assert page.status < 500, page.text
        fields = page.form(to or path)
        for name, value in typed.items():
            fields[name] = [value] if isinstance(value, str) else list(value)
        return self.post(to or path, fields)
