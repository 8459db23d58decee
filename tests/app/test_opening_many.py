"""The texts of many cases are opened in a few questions, and only what is shown."""

from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import summaries as module
from workflow.app.agencies import get_agency
from workflow.app.asking import for_anybody, possible_moves
from workflow.app.attaching import add, content_of, files
from workflow.app.casefiles import GONE, assemble
from workflow.app.frame import Frame, frame_of
from workflow.app.moving import place_of
from workflow.app.office import Actor
from workflow.app.reading import find_case
from workflow.app.rectifying import Mend, rectify
from workflow.app.summaries import headings, summaries
from workflow.app.texts import in_clear
from workflow.app.viewing import view
from workflow.core.procedure import Move, hindrances, probe
from workflow.errors import NotFoundError, StorageError
from workflow.store import journals
from workflow.store.vaults import Vault, opened

from .conftest import CONTENT, NAME


@pytest.fixture
def chains(office, clerk):
    for at in range(5):
        number = clerk.register(content=f"{CONTENT}{at}")
        clerk.move(number, "acknowledge", date(2020, 5, 12))
    return [f"request:{at}" for at in range(1, 6)]


@pytest.fixture
def asked(office):
    """The questions that were sent to the database; what begins a transaction is none."""
    sent = []

    def listen(_connection, _cursor, said, *_):
        if not said.startswith("BEGIN"):
            sent.append(said)

    sa.event.listen(office.store.engine, "before_cursor_execute", listen)
    return sent


def test_headings_say_what_the_summaries_say(office, chains):
    with office.store.read() as session:
        short, whole = headings(office, session, chains), summaries(office, session, chains)
    assert [one.content for one in short.values()] == [f"{CONTENT}{at}" for at in range(5)]
    for chain in chains:
        assert (short[chain].applicant, short[chain].content) == (NAME, whole[chain].content)
        assert [one.trigger for one in whole[chain].entries] == ["register", "acknowledge"]
        assert whole[chain].last.trigger == "acknowledge"


def test_so_many_cases_cost_two_questions_and_more_are_asked_for_in_portions(
    office, chains, asked, monkeypatch
):
    with office.store.read() as session:
        headings(office, session, chains)
        at_once = len(asked)
        monkeypatch.setattr(module, "AT_ONCE", 2)
        found = headings(office, session, [*chains, *chains])
    assert at_once == 2
    assert len(asked) - at_once == 2 * 3
    assert list(found) == chains


def test_a_mended_opening_is_what_the_list_shows(office, clerk, chains):
    clerk.move(office_number(office), "extend", date(2020, 6, 9), "zhao", length=20,
               consented_on="2020-06-08", grounds_text="示例")  # fmt: skip
    mended = Mend(office_number(office), 1, {"content": "示例：另一件"}, reason="示例：打错了")
    rectify(office, mended, Actor("li", "clerk"))
    with office.store.read() as session:
        assert headings(office, session, chains[:1])[chains[0]].content == "示例：另一件"


def office_number(office):
    with office.store.read() as session:
        return str(journals.read_chain(session, "request:1")[0].facts["number"])


def test_what_was_destroyed_says_so_beside_what_was_not(office, chains):
    with office.store.write() as session:
        Vault(session, office.keys, chains[1]).destroy(office.now())
    with office.store.read() as session:
        found = headings(office, session, chains)
    assert found[chains[1]].applicant == GONE
    assert found[chains[0]].applicant == NAME


def test_a_value_that_is_missing_is_named(office, chains):
    with office.store.write() as session:
        session.execute(sa.text("DELETE FROM vault_value WHERE chain = 'request:2'"))
    with office.store.read() as session, pytest.raises(StorageError, match=r"vault\.missing"):
        headings(office, session, chains)


def test_nothing_wanted_is_nothing_asked(office, chains, asked):
    with office.store.read() as session:
        assert opened(session, office.keys, {chains[0]: {}}) == {}
        assert in_clear(office, session, ()) == ()
    assert asked == []


def test_entries_of_several_cases_are_opened_together(office, chains):
    with office.store.read() as session:
        read = journals.read_chains(session, [*chains, "request:none"])
        openings = [entries[0] for entries in read.values()]
        together = in_clear(office, session, openings)
        assert together == tuple(in_clear(office, session, (one,))[0] for one in openings)
    assert sorted(read) == chains
    assert all(len(entries) == 2 for entries in read.values())


def test_a_page_opens_a_case_once(office, chains, asked):
    viewed = view(office, 1, "li", "clerk", "liangtian")
    assert sum("vault_value" in said for said in asked) == 1
    with office.store.read() as session:
        case = find_case(office, session, office_number(office))
        assert assemble(office, session, case) == viewed.file


def test_moves_for_anybody_are_those_of_the_role_that_may(office, clerk, chains):
    number = office_number(office)
    with office.store.read() as session:
        case = find_case(office, session, number)
    for role in ("clerk", "reviewer", "leader", "supervisor"):
        as_told = for_anybody(possible_moves(office, case, "li", role))
        wanted = possible_moves(office, case, "li", None)
        assert [one.to_json() for one in as_told] == [one.to_json() for one in wanted]


def test_hindrances_are_what_the_rules_say_where_state_role_and_day_are_right(office, chains):
    with office.store.read() as session:
        case = find_case(office, session, office_number(office))
    seen = 0
    for one in possible_moves(office, case, "li", None):
        if one.child is None:
            procedure, situation = place_of(office, case, None, office.today)
            step = one.verdict.step
            move = Move(one.verdict.trigger, office.today, "li", step.roles[0])
            assert hindrances(step, situation, move) == probe(procedure, situation, move).reasons
            seen += bool(one.verdict.reasons)
    assert seen


def test_names_of_files_are_read_without_their_content(office, chains, asked):
    add(office, chains[0], "1.file", "申请_1%.pdf", b"%PDF-1.7")
    asked.clear()
    (file,) = files(office, chains[0], "1.file")
    assert (file.name, file.size) == ("申请_1%.pdf", 8)
    assert not any("content" in said for said in asked)
    assert content_of(office, chains[0], "1.file1")[2] == b"%PDF-1.7"
    assert files(office, chains[0], "1_file") == []


def test_the_frame_tells_of_the_agency_and_of_what_waits(office, clerk, chains):
    clerk.move(
        office_number(office), "submit_answer", date(2020, 5, 20), outcome="A12",
        search_record="示例：检索了全部目录",
    )  # fmt: skip
    assert frame_of(office, "liangtian") == Frame("良田镇人民政府（示例）", False, 1)
    assert frame_of(office, "shili").reviews_waiting == 0
    assert frame_of(office, "") == frame_of(office, "nowhere") == Frame()


def test_an_agency_to_read_from_tells_all_that_is_known_of_it(office):
    with office.store.read() as session:
        row = get_agency(session, "liangtian")
        assert (row.code, row.region, row.number_word) == ("liangtian", "ningxia", "良政公开")
        with pytest.raises(NotFoundError, match=r"agency\.unknown"):
            get_agency(session, "nowhere")
