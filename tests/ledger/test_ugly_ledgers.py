"""Every ledger of the corpus comes out as it must; and says the mend where it can't come in."""

import pytest

from ledger.ledgers import codes, doubts
from ledger.ugly import CORPUS
from workflow.app.facts_of_case import request_facts
from workflow.errors import InputError
from workflow.messages import catalogue


def come_out(desk):
    """Return what the register has: number → (state, received, decided, outcome or row)."""
    found = {}
    for number in desk.numbers():
        case = desk.case(number)
        facts = request_facts(case)
        how = facts.outcome or facts.row
        found[number] = (case.state, facts.received_on, facts.decided_on, how)
    return found


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 25


@pytest.mark.parametrize("name", CORPUS)
def test_an_ugly_ledger_comes_out_as_it_must(name, local_desk, tmp_path):
    ledger = CORPUS[name]
    path = ledger.make(tmp_path)
    if ledger.error:
        with pytest.raises(InputError) as caught:
            local_desk.take(path, mapping=ledger.mapping)
        assert caught.value.code == f"ledger.{ledger.error}"
        assert path.name in caught.value.message
        assert local_desk.numbers() == set()
        return
    result = local_desk.take(path, mapping=ledger.mapping)
    assert sorted(codes(result)) == sorted(ledger.bad)
    assert come_out(local_desk) == ledger.good
    assert result.done == (not ledger.bad)
    if not ledger.bad:
        assert doubts(result) == ledger.doubts
        assert result.kept == set(ledger.notes)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_complaint_about_a_row_tells_the_mend(language):
    mends = ("请", "fill", "write", "check", "leave", "remove", "format", "Is the same")
    told = {code for ugly in CORPUS.values() for _, _, code in ugly.bad}
    told |= {f"result_{why}" for why in ("unknown", "heading", "computed", "other_total")}
    for code in told:
        sentence = catalogue(language)[f"ledger.{code}"]
        assert any(word in sentence for word in mends), code
