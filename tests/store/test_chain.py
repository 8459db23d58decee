"""The chain's pure part: canonical text, references, and every mutation of a journal found."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.core.chain import (
    GENESIS,
    Breach,
    StoredEntry,
    check_chain,
    check_heads,
    digest_of,
    make_head,
)
from workflow.core.journal import (
    COLUMNS,
    Entry,
    canonical,
    columns_of,
    effective,
    entry_of,
    is_reference,
    refer,
    utc_text,
)
from workflow.messages import say

KEY = b"k" * 32
AT = datetime(2020, 5, 11, 1, 2, 3, 4, tzinfo=UTC)


def entry(number, **rest):
    made = {"trigger": "extend", "actor": "zhao", "role": "office_head", **rest}
    return Entry("request:1", number, on=date(2020, 6, 9), recorded_at=AT, **made)


def stored(entries):
    rows, previous = [], GENESIS
    for one in entries:
        columns = columns_of(one)
        previous = digest_of(previous, columns)
        rows.append(StoredEntry(columns, previous))
    return rows, make_head(KEY, "request:1", len(rows), previous)


ROWS, HEAD = stored(
    [
        entry(1, trigger="register", facts={"channel": "in_person", "text": "土地"}),
        entry(2, child="consultation:c1", reason='{"digest":"0","ref":"2"}'),
        entry(3, supersedes=2, facts={"length": 20}),
        entry(4, facts={"grounds": ["A4", "A7"], "order": True}),
    ]
)


def test_an_untouched_chain_has_no_breach():
    assert check_chain("request:1", ROWS, HEAD) == []
    assert check_heads(KEY, [HEAD]) == []


@st.composite
def mutations(draw):
    """One byte of one column of one row (or of its hash) changed, added or taken away."""
    place = draw(st.integers(0, len(ROWS) - 1))
    at = draw(st.integers(0, len(COLUMNS)))
    row = ROWS[place]
    old = row.digest if at == len(COLUMNS) else row.columns[at]
    raw = bytearray((old or "").encode())
    where = draw(st.integers(0, len(raw)))
    way = draw(st.sampled_from(["change", "insert", "remove"]))
    if way == "insert" or not raw:
        raw.insert(where, draw(st.integers(0, 127)))
    elif way == "remove":
        del raw[where % len(raw)]
    else:
        raw[where % len(raw)] ^= draw(st.integers(1, 255))
    return place, at, raw.decode("utf-8", "surrogateescape")


@given(mutations())
@settings(max_examples=200)
def test_a_change_of_any_byte_is_found(mutation):
    place, at, text = mutation
    row = ROWS[place]
    if at == len(COLUMNS):
        changed = StoredEntry(row.columns, text)
    else:
        changed = StoredEntry((*row.columns[:at], text, *row.columns[at + 1 :]), row.digest)
    rows = [*ROWS[:place], changed, *ROWS[place + 1 :]]
    assert check_chain("request:1", rows, HEAD)


@given(st.permutations(range(4)))
@settings(max_examples=24)
def test_any_other_order_is_found(order):
    rows = [ROWS[place] for place in order]
    assert bool(check_chain("request:1", rows, HEAD)) == (list(order) != [0, 1, 2, 3])


@given(st.sets(st.integers(0, 3), min_size=1))
def test_every_missing_entry_is_named(gone):
    rows = [row for place, row in enumerate(ROWS) if place not in gone]
    found = check_chain("request:1", rows, HEAD)
    assert {b.entry for b in found if b.what == "missing"} == {place + 1 for place in gone}


def test_an_empty_value_and_no_value_are_two_things():
    assert digest_of(GENESIS, ["a", None]) != digest_of(GENESIS, ["a", ""])
    assert digest_of(GENESIS, ["ab", "c"]) != digest_of(GENESIS, ["a", "bc"])


def test_a_number_or_blob_in_place_of_a_text_is_found():
    row = ROWS[0]
    as_bytes = StoredEntry((*row.columns[:5], b"zhao", *row.columns[6:]), row.digest)
    assert check_chain("request:1", [as_bytes, *ROWS[1:]], HEAD)
    as_word = StoredEntry((row.columns[0], "one", *row.columns[2:]), row.digest)
    assert check_chain("request:1", [as_word, *ROWS[1:]], HEAD)


def test_a_head_of_another_key_count_or_chain_is_found():
    assert check_heads(b"x" * 32, [HEAD])[0].what == "head_changed"
    forged = make_head(b"x" * 32, "request:1", 3, ROWS[2].digest)
    assert check_heads(KEY, [forged])[0].what == "head_changed"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), values))
@settings(max_examples=40)
def test_an_entry_comes_back_from_its_columns(facts):
    made = entry(7, facts=facts, child="litigation:l1", supersedes=3)
    assert entry_of(columns_of(made)) == made


def test_canonical_text_does_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": [2, None]}) == canonical({"a": [2, None], "b": 1})


@pytest.mark.parametrize("value", [1.0, {"a": 0.5}, {1: "a"}, [date(2020, 1, 1)], {"a": b"x"}])
def test_what_two_databases_could_write_back_otherwise_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_moments_are_written_in_utc_whatever_their_zone():
    china = timezone(timedelta(hours=8))
    assert utc_text(AT.astimezone(china)) == utc_text(AT) == "2020-05-11T01:02:03.000004+00:00"
    with pytest.raises(ValueError, match="zone"):
        utc_text(datetime(2020, 5, 11))


def test_a_reference_tells_nothing_without_its_salt():
    one, other = refer("1.applicant", b"a" * 16, "张三"), refer("1.applicant", b"b" * 16, "张三")
    assert is_reference(one)
    assert one["ref"] == other["ref"]
    assert one["digest"] != other["digest"]
    assert not is_reference({"length": 15, "unit": "working_days"})
    assert not is_reference("1.applicant")


def test_a_mend_of_a_mend_stands_in_the_first_one_s_place():
    entries = [
        entry(1),
        entry(2, facts={"length": 10}),
        entry(3),
        entry(4, supersedes=2, facts={"length": 11}, actor="li"),
        entry(5, supersedes=4, facts={"length": 12}, actor="wang"),
    ]
    holding = effective(entries)
    assert [one.entry for one in holding] == [1, 2, 3]
    assert holding[1].facts == {"length": 12}
    assert holding[1].actor == "zhao"
    assert holding[1].supersedes == 4


@pytest.mark.parametrize(
    ("entry", "what", "code"),
    [
        (3, "missing", "journal.missing"),
        (None, "missing", "journal.all_missing"),  # an emptied chain misses no numbered entry
        (2, "changed", "journal.changed"),
        (None, "head_missing", "journal.head_missing"),
    ],
)
def test_each_breach_has_a_sentence_and_an_emptied_chain_its_own(entry, what, code):
    breach = Breach("request:1", entry, what)
    assert breach.code == code
    said = say(code, "zh", chain=breach.chain, entry=breach.entry)
    assert "None" not in said
