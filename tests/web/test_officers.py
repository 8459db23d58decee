"""Officers at work at once: the bench's morning (``benchmarks.officers``), by a few of them."""

import asyncio
import importlib
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from workflow.app.outbox import OUTBOX
from workflow.bootstrap import build
from workflow.settings import Settings
from workflow.web.app import create_app

OFFICERS = 4
SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture
def officers(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("benchmarks.officers")


@pytest.fixture
def busy(officers, tmp_path, database_url):
    """An office whose clerks have a case each, on both databases."""
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url)
    officers.prepare(settings, OFFICERS)
    office = build(settings)
    yield office
    office.store.close()


async def all_at_once(app, work):
    """Let each officer work; return the statuses of all answers."""
    statuses = []

    async def noted(answer):
        statuses.append(answer.status_code)

    async def one(at):
        transport = httpx.ASGITransport(app)
        hooks = {"response": [noted]}
        address = "http://workbench.example"
        async with httpx.AsyncClient(
            transport=transport, base_url=address, event_hooks=hooks
        ) as client:
            await work(client, at)

    await asyncio.gather(*(one(at) for at in range(OFFICERS)))
    return statuses


def test_officers_who_sign_in_move_cases_and_fetch_letters_at_once_get_no_error(officers, busy):
    statuses = asyncio.run(all_at_once(create_app(busy), officers.work))
    assert len(statuses) == 12 * OFFICERS
    assert set(statuses) == {200, 303}
    with busy.store.read() as session:
        failed = sa.select(OUTBOX).where(
            sa.or_(OUTBOX.c.failure.is_not(None), OUTBOX.c.attempts > 1)
        )
        assert session.execute(failed).all() == []
