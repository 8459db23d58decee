"""Refused sign-ins are counted in the database: all processes that serve count together."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from workflow.app import refusals
from workflow.app.refusals import MOST, REFUSAL, WINDOW, must_wait, note
from workflow.store.engine import Store

ADDRESS, NEIGHBOUR = "192.0.2.7", "192.0.2.8"
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def elsewhere(office, database_url):
    """The same installation, served by another process with connections of its own."""
    other = Store(database_url)
    yield replace(office, store=other)
    other.close()


def test_the_twentieth_refusal_in_a_minute_is_the_last(office):
    for _ in range(MOST - 1):
        note(office, ADDRESS)
    assert not must_wait(office, ADDRESS)
    note(office, ADDRESS)
    assert must_wait(office, ADDRESS)
    assert not must_wait(office, NEIGHBOUR)


def test_another_process_counts_on(office, elsewhere, monkeypatch):
    monkeypatch.setattr(refusals, "MOST", 2)
    note(office, ADDRESS)
    assert not must_wait(elsewhere, ADDRESS)
    note(elsewhere, ADDRESS)
    assert must_wait(office, ADDRESS)
    assert must_wait(elsewhere, ADDRESS)


def test_a_refusal_counts_for_a_minute_and_is_then_forgotten(office, clock, monkeypatch):
    monkeypatch.setattr(refusals, "MOST", 1)
    note(office, ADDRESS)
    clock.at += WINDOW - A_MOMENT
    assert must_wait(office, ADDRESS)
    clock.at += A_MOMENT
    assert not must_wait(office, ADDRESS)
    note(office, NEIGHBOUR)
    with office.store.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(REFUSAL)).scalar_one() == 1


def test_the_address_itself_is_kept_nowhere(office):
    note(office, ADDRESS)
    with office.store.read() as session:
        (row,) = session.execute(sa.select(REFUSAL)).all()
    assert ADDRESS not in str(row)
    assert row.source == office.keys.search_digest(f"=address:{ADDRESS}")
