"""The collector stays off while an import runs, and comes back whatever happens."""

import gc

import pytest

from workflow.app.ledger.collecting import collector_paused, tidy


def test_no_collection_starts_by_itself_until_the_end():
    before = gc.get_stats()[0]["collections"]
    with collector_paused():
        assert not gc.isenabled()
        kept = [[n] for n in range(5000)]
        assert gc.get_stats()[0]["collections"] == before
    assert gc.isenabled()
    assert len(kept) == 5000


def test_it_comes_back_when_an_import_fails():
    with pytest.raises(ZeroDivisionError), collector_paused():
        1 / 0  # noqa: B018
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Knot:
    """An object that holds itself."""

    alive = 0

    def __init__(self):
        self.me = self
        Knot.alive += 1

    def __del__(self):
        Knot.alive -= 1


def test_what_is_young_is_collected_between():
    with collector_paused():
        Knot()
        assert Knot.alive == 1
        tidy()
        assert Knot.alive == 0
