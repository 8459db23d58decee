"""The register's list: what the database finds is what reading every item finds, page by page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.adapters.keyfile import keyring
from workflow.app import keeping
from workflow.app.disclosing_browsing import OWED, PAGE, Sought, all_found, browse
from workflow.app.disclosing_projecting import DISCLOSURES
from workflow.app.disclosing_reading import items_of
from workflow.app.figure_periods import Period, read_period
from workflow.app.office import Actor
from workflow.app.rotating import rotate

AGENCY = "liangtian"
WORDS = ("土地整治方案", "财政决算", "救助公示〔2020〕3号", "预算Budget")
COLUMNS, CATEGORIES = (None, "规划计划", "财政信息"), (None, "部门文件", "社会救助")


def slow(office, sought):
    """Return the numbers of what is looked for by reading the whole register."""
    fitting = [item for item in items_of(office, AGENCY) if fits(item, sought)]
    owed = [item for item in fitting if item.owed]
    done = [item for item in fitting if not item.owed]
    owed.sort(key=lambda one: (-day_of(one).toordinal(), -one.place[1]))
    owed.sort(key=lambda one: (one.deadline.due, one.deadline.proof[0].on))  # day 0, the day before
    done.sort(key=lambda one: (day_of(one), one.place), reverse=True)
    return [one.number for one in (*owed, *done)]


def day_of(item):
    return item.published_on or item.made_on or item.entries[0].on


def fits(item, sought):
    names = ("title", "item_content", "document_number")
    said = "\n".join([item.number, *(str(item.facts.get(name, "")) for name in names)])
    return (
        all(word in said for word in sought.text.split())
        and sought.state in {"", item.state, OWED if item.owed else ""}
        and sought.column in {"", item.facts.get("site_column")}
        and sought.category in {"", item.facts.get("category")}
        and (not sought.channel or sought.channel in item.channels)
        and (sought.period is None or sought.period.holds(day_of(item)))
    )


@pytest.fixture
def register(desk):
    """Sixteen items in every state, of three columns and categories."""
    for place in range(16):
        about = {"site_column": COLUMNS[place % 3], "category": CATEGORIES[place // 2 % 3]}
        facts = {name: value for name, value in about.items() if value}
        on = date(2020, 9, 1) + timedelta(days=place)
        title = f"{WORDS[place % 4]}（示例）"
        if place % 3:
            item = desk.publish(on, ("website", "weibo")[: place % 2 + 1], title=title, **facts)
        else:
            item = desk.draft(on, title=title, **facts)
        if place % 5 == 4 and place % 3:
            desk.step("revise", on, item.number, text="改了一个数（示例）")
    desk.draft(date(2020, 9, 24), title="不公开的（示例）", attribute="withheld")
    return desk


SOUGHT = st.builds(
    Sought,
    text=st.sampled_from(["", "土地", "整治方案", "示例", "预算Budget 示例", "2020", "没有的词"]),
    state=st.sampled_from(["", OWED, "drafted", "published", "revised"]),
    column=st.sampled_from(["", "规划计划", "没有的栏目"]),
    channel=st.sampled_from(["", "website", "weibo", "web"]),
    category=st.sampled_from(["", "部门文件"]),
    period=st.sampled_from([None, Period(2020), read_period("2020-09"), Period(2019)]),
)


def test_whatever_is_looked_for_the_database_finds_what_reading_every_item_finds(office, register):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sought=SOUGHT)
    def check(sought):
        found = browse(office, AGENCY, sought)
        wanted = slow(office, sought)
        assert [one.number for one in found.items] == wanted
        assert (found.total, found.more) == (len(wanted), False)
        assert [one.number for one in all_found(office, AGENCY, sought)] == wanted

    check()


def test_the_list_knows_how_much_is_owed_and_which_columns_and_categories_there_are(
    office, register
):
    found = browse(office, AGENCY, Sought(text="没有的词"))
    assert (found.total, found.items) == (0, [])
    assert found.owed == sum(one.owed for one in items_of(office, AGENCY)) > 0
    assert (found.columns, found.categories) == (["规划计划", "财政信息"], ["社会救助", "部门文件"])


def test_pages_follow_each_other_and_one_beyond_the_last_is_the_last(office, monkeypatch, register):
    monkeypatch.setattr("workflow.app.disclosing_browsing.PAGE", 7)
    pages = [browse(office, AGENCY, Sought(page=page)) for page in (1, 2, 3)]
    assert [len(one.items) for one in pages] == [7, 7, 3]
    assert [one.more for one in pages] == [True, True, False]
    assert [item.number for one in pages for item in one.items] == slow(office, Sought())
    assert browse(office, AGENCY, Sought(page=99)).sought.page == 3
    assert PAGE == 50


def test_a_page_asks_as_little_of_a_large_register_as_of_a_small_one(office, desk):
    def asked():
        said = []
        listen = ("before_cursor_execute", lambda *told: said.append(told[2]))
        sa.event.listen(sa.engine.Engine, *listen)
        try:
            browse(office, AGENCY, Sought())
        finally:
            sa.event.remove(sa.engine.Engine, *listen)
        return len(said)

    desk.draft()
    before = asked()
    for _ in range(5):
        desk.draft()
    assert asked() == before


def test_neither_title_nor_column_stands_in_the_rows_in_clear(office, register):
    with office.store.read() as session:
        rows = str(session.execute(sa.select(DISCLOSURES)).all())
    assert "土地" not in rows
    assert "规划计划" not in rows


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(DISCLOSURES).values(state="taken_down"),
        sa.update(DISCLOSURES).values(since=None),
        sa.delete(DISCLOSURES),
    ],
)
def test_a_row_that_differs_is_found_and_made_again(office, register, statement):
    before = slow(office, Sought())
    with office.store.write() as session:
        session.execute(statement)
    broken = keeping.verify(office, derived=True).broken
    assert {one.table for one in broken} == {"derived_disclosure"}
    keeping.rebuild(office)
    assert keeping.verify(office, derived=True).broken == ()
    assert [one.number for one in all_found(office, AGENCY, Sought())] == before


def test_under_another_key_the_rows_are_made_anew(office, register):
    new = keyring(bytes(range(1, 33)))
    rotate(office, new, Actor("root", "admin"))
    rotated = replace(office, keys=new)
    assert keeping.verify(rotated, derived=True).broken == ()
    sought = Sought(text="土地", column="规划计划")
    assert [one.number for one in browse(rotated, AGENCY, sought).items] == slow(rotated, sought)


@pytest.mark.usefixtures("register")
def test_another_agencys_items_are_not_found(office):
    assert browse(office, "shili", Sought()).total == 0
