"""The search index finds what reading every text would find, whatever was written or taken away."""

from contextlib import suppress
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.app import gram_rows, searching
from workflow.app.gram_rows import CASE, GRAM, SEARCH, Gathering, found_by, number_of
from workflow.app.searching import asked, grams, matching, sharing
from workflow.store.prepared import insert_into

HIGHEST = 30
AGENCIES = ("liangtian", "shili")
#: Few signs, so that texts share grams and miss some.
TEXTS = st.text("土地a1 、", max_size=6)
NUMBERS = st.integers(1, HIGHEST)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("many"), st.dictionaries(NUMBERS, TEXTS, min_size=1, max_size=8)),
        st.tuples(st.just("replace"), st.tuples(NUMBERS, TEXTS)),
        st.tuples(st.just("remove"), NUMBERS),
    ),
    max_size=8,
)
#: How many cases are few, and in how many portions a digest may be: every way to search.
WAYS = st.sampled_from([(1000, 1000), (-1, 1000), (1000, 1), (2, 2), (1000, 0)])


def chain(number):
    return f"request:{number}"


@pytest.fixture
def cases(store):
    """Write the rows of cases that nothing finds yet, two agencies in turn."""
    filled = {bool: True, int: 1, date: date(2020, 5, 11)}
    needed = (one for one in CASE.c if not one.nullable)
    row = {one.name: filled.get(one.type.python_type, "x") for one in needed}
    with store.write() as session:
        insert_into(CASE).many(
            session,
            (
                row | {"chain": chain(n), "number": str(n), "agency": AGENCIES[n % 2]}
                for n in range(1, HIGHEST + 1)
            ),
        )
    return store


class Register:
    """The index of some texts, and the texts in clear, in which an oracle looks."""

    def __init__(self, session, keys):
        self.session = session
        self.keys = keys
        self.texts = {}
        self.used = set()

    def digests(self, text):
        return {*map(self.keys.search_digest, grams(text))}

    def many(self, texts):
        index = Gathering(self.session)
        new = {number: text for number, text in texts.items() if number not in self.used}
        for number, text in new.items():
            index.add(chain(number), self.digests(text))
        index.close()
        self.texts |= new
        self.used |= new.keys()

    def replace(self, one):
        number, text = one
        gram_rows.replace(self.session, chain(number), self.digests(text))
        self.texts[number] = text
        self.used.add(number)

    def remove(self, number):
        gram_rows.remove(self.session, chain(number))
        self.texts.pop(number, None)

    def found(self, text):
        wanted = sa.select(CASE.c.chain).where(matching(self.session, self.keys, text))
        return {number_of(one) for one in self.session.execute(wanted).scalars()}

    def read(self, text):
        """Find by looking into every text."""
        wanted = asked(text)
        return {n for n, said in self.texts.items() if wanted and wanted <= grams(said)}

    def alike(self, agency, text):
        wanted = self.digests(text)
        return sharing(self.session, agency, wanted, HIGHEST) if wanted else {}

    def read_alike(self, agency, text):
        wanted = grams(text)
        shared = {n: len(wanted & grams(said)) for n, said in self.texts.items()}
        return {
            chain(n): many
            for n, many in shared.items()
            if wanted and AGENCIES[n % 2] == agency and many >= searching.ALIKE * len(wanted)
        }


class _TakenBackError(Exception):
    """Leaves a transaction without a trace."""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS, texts=st.lists(TEXTS, min_size=1, max_size=4), way=WAYS)
def test_a_search_finds_what_looking_into_every_text_finds(cases, keys, acts, texts, way):
    with pytest.MonkeyPatch.context() as patch, suppress(_TakenBackError):
        patch.setattr(searching, "FEW", way[0])
        patch.setattr(gram_rows, "MOST_PORTIONS", way[1])
        with cases.write() as session:
            register = Register(session, keys)
            for what, value in acts:
                getattr(register, what)(value)
            for text in texts:
                assert register.found(text) == register.read(text)
                for agency in AGENCIES:
                    assert register.alike(agency, text) == register.read_alike(agency, text)
            for number, said in register.texts.items():
                assert found_by(session, chain(number)) == register.digests(said)
            raise _TakenBackError


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_nothing_is_left_of_cases_that_are_taken_away(cases, keys, acts):
    with suppress(_TakenBackError), cases.write() as session:
        register = Register(session, keys)
        for what, value in acts:
            getattr(register, what)(value)
        for number in [*register.texts]:
            register.remove(number)
        for table in (SEARCH, GRAM):
            assert session.execute(sa.select(table)).all() == []
        raise _TakenBackError


def test_a_word_that_many_share_is_one_row(cases, keys):
    with cases.write() as session:
        Register(session, keys).many(dict.fromkeys(range(1, 11), "土地"))
    with cases.read() as session:
        rows = session.execute(sa.select(GRAM)).all()
        portions = session.execute(sa.select(SEARCH.c.portion)).scalars().all()
    assert {(row.portion, gram_rows.unpack_numbers(row.cases)) for row in rows} == {
        (10, tuple(range(1, 11)))
    }
    assert len(rows) == len({"土", "地", "土地"})
    assert portions == [10] * 10


def test_what_gathers_beyond_the_bound_is_written_as_a_portion(cases, keys, monkeypatch):
    monkeypatch.setattr(gram_rows, "GATHERED", 7)
    with cases.write() as session:
        Register(session, keys).many(dict.fromkeys(range(1, 9), "土地"))  # three digests each
        portions = session.execute(sa.select(SEARCH.c.portion).distinct()).scalars().all()
    assert sorted(portions) == [3, 6, 8]


def test_a_mended_case_stays_in_its_portion_beside_the_others(cases, keys):
    with cases.write() as session:
        register = Register(session, keys)
        register.many(dict.fromkeys(range(1, 4), "土地"))
        register.replace((2, "土a"))
        portions = session.execute(sa.select(SEARCH.c.portion)).scalars().all()
        assert portions == [3, 3, 3]
        assert register.found("土") == {1, 2, 3}
        assert (register.found("地"), register.found("a")) == ({1, 3}, {2})


def test_a_row_that_is_missing_is_written_again_with_the_case(cases, keys):
    with cases.write() as session:
        register = Register(session, keys)
        register.replace((2, "土地"))
        session.execute(sa.delete(SEARCH))
        assert found_by(session, chain(2)) == set()
        register.replace((2, "土地"))
        assert found_by(session, chain(2)) == register.digests("土地")
