"""What surrounds every answer, and the desk of an agency with more duties than it shows."""

import asyncio
import re
from datetime import date, timedelta

import pytest
from fastapi.responses import PlainTextResponse

from workflow.app.listing import DeskRow
from workflow.app.reviewing import may_decide
from workflow.calendars import load
from workflow.messages import language, one_language, say
from workflow.web import agenda
from workflow.web.agenda import BANDS, bands, placed, shown
from workflow.web.watching import HEADERS, LastDefence

TODAY = date(2026, 11, 24)
SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}
ROW = DeskRow(
    number="示政公开〔2026〕1号", agency="hewan", chain="request:1", state="processing",
    clock="reply", child="", due=TODAY, warn_on=TODAY, waiting_for=None, provisional=False,
    not_before=None, not_after=None, handler="wang", example=True,
)  # fmt: skip


def told(app):
    """Return what an ASGI application sends to a request."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    try:
        asyncio.run(app(SCOPE, receive, send))
    except ZeroDivisionError:
        sent.append("raised")
    return sent


async def fails(_scope, _receive, _send):
    raise ZeroDivisionError


async def fails_late(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ZeroDivisionError


def an_answer(_request, error):
    return PlainTextResponse(type(error).__name__, status_code=500)


def test_what_fails_before_its_answer_is_answered_for():
    start, body = told(LastDefence(fails, answer=an_answer))
    assert (start["status"], body["body"]) == (500, b"ZeroDivisionError")


def test_what_fails_within_its_answer_can_only_end_it():
    start, ended = told(LastDefence(fails_late, answer=an_answer))
    assert (start["status"], ended) == (200, "raised")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/sign-in", "/static/workflow.css", "/healthz"])
def test_every_answer_has_the_headers(browser, path):
    answer = browser("wang").get(path).answer
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    kept = "max-age=3600" if path.startswith("/static") else "no-store"
    assert answer.headers["cache-control"] == kept


def test_a_page_is_in_one_language_even_if_another_is_asked_for_meanwhile(monkeypatch):
    with one_language():
        before = say("web.product")
        monkeypatch.setenv("WORKFLOW_LANG", "en")
        assert (language(), say("web.product")) == ("zh", before)
    assert language() == "en"
    with one_language():
        assert language() == "en"


def test_pages_speak_the_language_that_is_asked_for_now(browser, monkeypatch):
    zh = browser().get("/sign-in").html
    monkeypatch.setenv("WORKFLOW_LANG", "en")
    en = browser().get("/sign-in").html
    assert 'lang="zh-CN"' in zh
    assert 'lang="en"' in en


def rows(*days):
    """Return a duty for each day after today (negative: before)."""
    return [
        ROW._replace(chain=f"request:{at}", due=TODAY + timedelta(n), warn_on=TODAY + timedelta(n))
        for at, n in enumerate(days)
    ]


def test_bands_count_what_they_do_not_show(monkeypatch):
    monkeypatch.setattr(agenda, "SHOWN", 2)
    calendar = load("ningxia", as_of=TODAY)
    found = placed(rows(-3, -2, -1, 0, 1, 30, 40), calendar, TODAY)
    to_show = shown(found)
    assert [row.chain for row in to_show] == [f"request:{at}" for at in (0, 1, 3, 4, 5)]
    told_of = {one.key: (one.count, one.left_out) for one in bands(found, (), calendar, TODAY)}
    assert told_of == {
        "late": (3, 3), "today": (1, 1), "soon": (1, 1), "near": (0, 0), "open": (0, 0),
        "later": (2, 2),
    }  # fmt: skip
    assert [one.key for one in bands(found, (), calendar, TODAY)] == list(BANDS)


def test_the_desk_tells_how_many_it_leaves_out(browser, monkeypatch):
    monkeypatch.setattr(agenda, "SHOWN", 1)
    page = browser("wang").get("/")
    counts = [int(n) for n in re.findall(r'class="n">(\d+)<', page.html)]
    assert counts == [2, 2, 1, 0, 1]
    assert page.text.count("另有 1 个期限没有列出") == 2
    assert page.html.count('class="what-to-do"') == 4


def test_only_who_can_decide_is_asked_to():
    roles = ("clerk", "reviewer", "office_head", "leader", "supervisor")
    assert [role for role in roles if may_decide(role)] == ["reviewer", "office_head", "leader"]
