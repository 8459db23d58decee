"""Fifty officers at once on a real ``workflow serve``: a morning's work of each, without an error.

Each signs in, opens his desk, the list, a search and a case, has a draft kept, asks for a
correction, and downloads the letter. One wrong answer ends the measuring. The trivial page is
served by the same server to as many visitors, each asking as often.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from typing import Any

import httpx
import sqlalchemy as sa

from benchmarks.office import ADMIN, AGENCY, NAME, PASSWORD
from benchmarks.row import Row
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register
from workflow.app.users import ACCOUNT, NewUser, add_user
from workflow.bootstrap import build
from workflow.settings import Settings

OFFICERS = 50
GOAL = 0.1
#: How the commands say where they listen.
ADDRESS = re.compile(r"http://[\d.]+:\d+")
#: A trivial page, served in the same way.
TRIVIAL = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return "<!doctype html><title>示例</title><p>示例"
uvicorn.run(app, port=0, access_log=False, server_header=False)
"""
PATIENCE = httpx.Timeout(120)

Visitor = Callable[[httpx.AsyncClient, int], Coroutine[Any, Any, None]]


def measure(size: int = OFFICERS) -> Iterator[Row]:
    """Yield one row: answers a second, all of them right."""
    with TemporaryDirectory() as folder:
        environment = {"WORKFLOW_DATA_DIR": folder}
        prepare(Settings(data_dir=Path(folder)), size)
        yield row_of("officers", "SQLite", environment, size)


def row_of(name: str, database: str, environment: dict[str, str], size: int) -> Row:
    """Let the officers work on what is prepared, and measure it beside the trivial page."""
    with serving(["-m", "workflow", "serve", "--port", "0"], environment) as address:
        answers, seconds = at_once(address, size, work)
    with serving(["-c", TRIVIAL], {}) as address:
        trivial, trivially = at_once(address, size, visit)
    return Row(
        name=name,
        what=f"{size} officers at work at once on {database}, {answers} answers without an error",
        ours=answers / seconds,
        baseline=trivial / trivially,
        baseline_is="a FastAPI page of one line, asked by as many at once",
        goal=GOAL,
        unit="answers/s",
        size=size,
        less_is_better=False,
    )


def prepare(settings: Settings, officers: int) -> None:
    """Make an office with so many clerks, each with a case on his desk."""
    office = build(settings)
    card = {"region": "ningxia", "number_word": "示政公开"}
    add_agency(office, NewAgency(AGENCY, NAME, card, example=True), ADMIN)
    for at in range(officers):
        password = PASSWORD if at == 0 else None
        add_user(office, NewUser(f"c{at}", f"示例{at}", ("clerk",), AGENCY, password), ADMIN)
        _register(office, at)
    first = sa.select(ACCOUNT.c.password_hash).where(ACCOUNT.c.name == "c0").scalar_subquery()
    with office.store.write() as session:  # one hash for all: making it isn't what is measured
        session.execute(sa.update(ACCOUNT).values(password_hash=first))
    office.store.close()


def _register(office: Office, at: int) -> None:
    facts = {
        "channel": "in_person",
        "applicant_class": "natural",
        "applicant": f"张某{at}（示例）",
        "content": f"示例村第{at}组土地征收补偿方案",
        "form_wanted": "纸质",
    }
    person = {"id_kind": "居民身份证", "id_number": f"64010420000101{at:04}"}
    on = office.today - timedelta(days=6)  # what is due in a few days stands on the desk
    application = Application(AGENCY, on, facts, person, example=True)
    register(office, application, Actor(f"c{at}", "clerk"))


@contextmanager
def serving(arguments: list[str], environment: dict[str, str]) -> Iterator[str]:
    """Run a server in a process of its own; give its address; it must leave when told to."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    address = next(found[0] for line in process.stderr if (found := ADDRESS.search(line)))
    drain = Thread(target=process.stderr.read)  # a full pipe would stop the server
    drain.start()
    try:
        yield address
    finally:
        process.terminate()
        assert process.wait(timeout=60) in {0, -15}, process.returncode
        drain.join()
        process.stderr.close()


def at_once(address: str, count: int, visitor: Visitor) -> tuple[int, float]:
    """Let so many visit at the same time; return the number of right answers and the seconds."""
    return asyncio.run(_at_once(address, count, visitor))


async def _at_once(address: str, count: int, visitor: Visitor) -> tuple[int, float]:
    answers = 0

    async def counted(response: httpx.Response) -> None:
        nonlocal answers
        await response.aread()
        assert response.status_code in {200, 303}, (str(response.url), response.text[-2000:])
        answers += 1

    @asynccontextmanager
    async def client() -> AsyncIterator[httpx.AsyncClient]:
        hooks = {"response": [counted]}
        async with httpx.AsyncClient(base_url=address, event_hooks=hooks, timeout=PATIENCE) as one:
            yield one

    async def one(at: int) -> None:
        async with client() as opened:
            await visitor(opened, at)

    begun = perf_counter()
    await asyncio.gather(*(one(at) for at in range(count)))
    return answers, perf_counter() - begun


async def visit(client: httpx.AsyncClient, _: int) -> None:
    """Ask for the trivial page as often as an officer asks for something."""
    for _each in range(13):
        await client.get("/")


async def work(client: httpx.AsyncClient, at: int) -> None:
    """Do what an officer does in a morning."""
    entered = await client.post("/sign-in", data={"name": f"c{at}", "password": PASSWORD})
    assert entered.headers["location"] == "/"
    desk = (await client.get("/")).text
    assert f"张某{at}（示例）" in desk
    await client.get("/cases")
    found = (await client.get("/cases", params={"q": "土地", "kind": "all"})).text
    assert "张某" in found
    ident = _first(r'class="what-to-do" href="/cases/(\d+)"', desk)
    case = (await client.get(f"/cases/{ident}")).text
    assert f"第{at}组" in case
    letter = await _ask_for_correction(client, ident)
    assert letter.startswith(b"PK")
    await client.get("/calendar")
    await client.get(f"/cases/{ident}")


async def _ask_for_correction(client: httpx.AsyncClient, ident: str) -> bytes:
    """Have a draft kept, make the move, and return the letter that it caused, as .docx."""
    address = f"/cases/{ident}/do/request/request_correction"
    form = (await client.get(address)).text
    typed = dict(_hidden(form)) | {
        "on": _first(r'name="on" value="([^"]*)"', form),
        "items": "示例：所需信息的名称",
        "period": "10",
        "period_unit": "working_days",
    }
    await client.post(f"/drafts{address}", data=typed)
    done = await client.post(address, data=typed | {"action": "confirmed"})
    assert done.status_code == 303, done.text[-2000:]  # noqa: PLR2004
    case = (await client.get(done.headers["location"])).text
    document = await client.get(_first(r'href="(/cases/\d+/documents/\d+\.docx)"', case))
    return document.content


def _hidden(form: str) -> Iterator[tuple[str, str]]:
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        yield name, unescape(value)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return unescape(found[1])
