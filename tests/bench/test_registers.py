"""The registers that benches measure over: the mix of the reports, and copies that are whole."""

import importlib
from collections import Counter
from datetime import date

import pytest

from bench.test_lines import ROOT

UNTIL = date(2026, 11, 24)


@pytest.fixture
def module(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def test_the_requests_come_in_the_shares_that_are_told(module):
    mix = module("mix")
    size = 20_000
    made = list(mix.requests(size, UNTIL))
    for name, shares in (("applicant", mix.APPLICANTS), ("channel", mix.CHANNELS)):
        found = Counter(getattr(one, name) for one in made)
        for key, share in shares.items():
            assert abs(found[key] / size - share / 1000) < 0.01, (key, found[key])
    ended = Counter(one.outcome for one in made if one.outcome)
    total = sum(mix.OUTCOMES.values())
    for key, share in mix.OUTCOMES.items():
        assert abs(ended[key] / ended.total() - share / total) < 0.015, key


def test_a_request_is_open_where_its_answer_would_come_later(module):
    for one in module("mix").requests(3000, UNTIL):
        assert one.received < UNTIL
        assert (one.outcome is None) == (one.decided is None)
        if one.decided is None:
            assert (UNTIL - one.received).days <= module("mix").LONGEST
        else:
            assert one.received < one.decided < UNTIL


def test_copies_are_journals_of_their_own_that_verify_and_are_found(module, tmp_path):
    office_of, copies, mix = module("office"), module("copies"), module("mix")
    importing = importlib.import_module("workflow.app.ledger.importing")
    agencies = importlib.import_module("workflow.app.agencies")
    keeping = importlib.import_module("workflow.app.keeping")
    browsing = importlib.import_module("workflow.app.browsing")
    ledger = mix.write_ledger(tmp_path / "ledger.xlsx", 40, UNTIL)
    with office_of.office(UNTIL) as made:
        importing.import_ledger(made, importing.Ledger(office_of.AGENCY, ledger), office_of.CLERK)
        card = {"region": "ningxia", "number_word": "示"}
        agencies.add_agency(made, agencies.NewAgency("b", "示例乙", card), office_of.ADMIN)
        cases, copied = copies.originals(made, office_of.AGENCY), copies.Copies(made)
        copied.to(cases, "b")
        copied.to(cases, office_of.AGENCY, "之二")
        with made.store.write() as session:
            copied.derive(session)
        found = keeping.verify(made, derived=True)
        assert found.broken == ()
        assert found.chains == 3 * 40 + 3  # with those of two agencies and the installation
        for agency, many in (("b", 1), (office_of.AGENCY, 2)):
            wanted = browsing.Wanted(frozenset({agency}), kind="all", text="39号")
            assert len(browsing.browse(made, wanted).rows) == many
