"""节假日: the notices known; a list looked at line by line, then accepted; what it moves."""

import re

import pytest

from workflow.app.calendars import imported_notices
from workflow.app.working import do_heavy_work
from workflow.store import journals

HEADING = {
    "year": "2027",
    "number": "国办发明电〔2026〕99号（示例）",
    "title": "示例",
    "dated": "2026-11-20",
    "known_since": "2026-11-23",
    "source": "示例来源",
    "kind": "yearly",
}
#: Every statutory day of 2027 (全国年节及纪念日放假办法, 2024): invented beyond these.
DAYS = {
    "元旦": ["2027-01-01"],
    "春节": ["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09"],
    "清明节": ["2027-04-05"],
    "劳动节": ["2027-05-01", "2027-05-02"],
    "端午节": ["2027-06-09"],
    "中秋节": ["2027-09-15"],
    "国庆节": ["2027-10-01", "2027-10-02", "2027-10-03"],
}
#: A change of this year: Friday 27 November 2026 becomes free.
CHANGE = HEADING | {"year": "2026", "kind": "change"}


@pytest.fixture
def admin(browser):
    """The admin's one browser: a form goes back with the session that it came from."""
    return browser("admin")


def listed(days, works=()):
    lines = ["日期,类型,名称"]
    lines += [f"{day},休,{name}" for name, named in days.items() for day in named]
    lines += [f"{day},班,{name}" for day, name in works]
    return "\n".join(lines).encode()


def looked_at(admin, content, heading=HEADING, name="安排.csv"):
    token = admin.get("/holidays").form("/holidays/preview")["form_token"][0]
    files = {"list": (name, content, "text/csv")}
    return admin.post("/holidays/preview", {**heading, "form_token": token}, files)


def imported(office):
    with office.store.read() as session:
        return imported_notices(session)


def test_a_year_shows_its_notice_with_number_days_and_source(browser):
    page = browser("wang").get("/holidays?year=2026")
    assert "国办发明电〔2025〕7号" in page.text
    assert "10月1日（周四）" in page.text
    assert "10月10日（周六）" in page.text
    assert "来源" in page.text


def test_a_year_without_a_notice_says_so(browser):
    assert "2027年还没有收录放假安排" in browser("wang").get("/holidays?year=2027").text


def test_a_clerk_sees_no_form_to_import(browser):
    assert "/holidays/preview" not in browser("wang").get("/holidays").html


def test_a_list_is_shown_day_by_day_before_anything_is_kept(admin, office):
    page = looked_at(admin, listed(DAYS))
    assert page.status == 200, page.text
    assert "2027年1月1日（周五）" in page.text
    assert "元旦" in page.text
    assert imported(office) == ()


def test_the_dates_that_would_move_are_told_without_a_word_of_the_case(admin):
    page = looked_at(admin, listed({"示例节": ["2026-11-27"]}), CHANGE)
    assert page.status == 200, page.text
    # 河政公开〔2026〕1号: 20 working days from 10-30 ended on Friday 11-27, now free → Monday 11-30
    moved = re.search(r"河政公开〔2026〕1号.*?</li>", page.html, re.DOTALL)[0]
    assert "2026年11月27日（周五）" in moved
    assert "2026年11月30日（周一）" in moved
    assert "高标准农田" not in page.html


def test_accepting_writes_the_journal_and_the_calendar_follows(browser, admin, office):
    page = looked_at(admin, listed({"示例节": ["2026-11-27"]}), CHANGE)
    accepted = admin.submit("/holidays/import", at=page)
    assert accepted.status == 303, accepted.text
    assert accepted.location == "/tasks/1"
    assert "按新日历重新推算期限" in admin.get("/tasks/1").text
    do_heavy_work(office)
    assert "期限变动" in admin.get("/tasks/1").text
    assert [notice.number for notice in imported(office)] == [HEADING["number"]]
    with office.store.read() as session:
        last = journals.read_chain(session, journals.INSTALLATION)[-1]
    assert (last.trigger, last.actor) == ("accept_notice", "admin")
    assert "11月30日（周一）" in browser("wang").get("/cases/1").text
    assert "本机关导入" in browser("wang").get("/holidays?year=2026").text


def test_a_list_that_touches_no_case_orders_nothing(admin, office):
    page = looked_at(admin, listed({"示例节": ["2027-03-01"]}), CHANGE | {"year": "2027"})
    accepted = admin.submit("/holidays/import", at=page)
    assert (accepted.status, accepted.location) == (303, "/holidays?year=2027")


def test_the_same_list_twice_is_a_conflict(admin):
    page = looked_at(admin, listed({"示例节": ["2026-11-27"]}), CHANGE)
    admin.submit("/holidays/import", at=page)
    assert admin.submit("/holidays/import", at=page).status == 409


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "安排.csv", "安排.csv"),
        (b"\xff\xfe\x00", "安排.csv", "编码"),
        ("日期,类型,名称\n去年底,休,元旦".encode(), "安排.csv", "去年底"),
        ("日期,类型,名称\n2027-01-01,歇,元旦".encode(), "安排.csv", "歇"),
        (b"{", "安排.json", "安排.json"),
        (b"x", "安排.exe", "安排.exe"),
        (b"x" * 300_000, "安排.csv", "256"),
    ],
)
def test_a_list_that_is_none_is_refused_in_one_sentence(admin, office, content, name, said):
    page = looked_at(admin, content, name=name)
    assert page.status == 400
    assert said in page.text
    assert imported(office) == ()


def test_a_list_that_forgets_a_statutory_day_is_refused(admin):
    short = {name: days for name, days in DAYS.items() if name != "国庆节"}
    page = looked_at(admin, listed(short))
    assert page.status == 400
    assert "国庆节" in page.text


@pytest.mark.parametrize("name", ["year", "number", "dated", "known_since", "source"])
def test_what_is_missing_in_the_heading_is_said_and_the_rest_kept(admin, name):
    page = looked_at(admin, listed(DAYS), HEADING | {name: ""})
    assert page.status == 400
    kept = page.form("/holidays/preview")
    assert kept["title"] == ["示例"]
