"""Agencies, users and numbers: each change on record, each number by the office's own pattern."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app.agencies import (
    NewAgency,
    add_agency,
    card_of,
    change_agency,
    get_agency,
    list_agencies,
    settings_of,
)
from workflow.app.listing import Filter, list_cases
from workflow.app.numbers import notice_number
from workflow.app.office import Actor
from workflow.app.projecting import CASE
from workflow.app.users import NewUser, add_user, get_user, hasher, holders, people_of, roles_of
from workflow.errors import ConflictError, InputError, NotFoundError, RefusedError
from workflow.store import journals

ADMIN = Actor("root", "admin")
OFFICER = Actor("safe", "security_officer")
ON = date(2026, 11, 20)


def chain(office, name):
    with office.store.read() as session:
        return journals.read_chain(session, name)


def test_an_agency_opens_its_chain_in_the_installation_s(office):
    opening = [one for one in chain(office, "installation") if one.trigger == "add_agency"]
    assert [one.facts["opens"] for one in opening] == ["agency:liangtian", "agency:shili"]
    first = chain(office, "agency:liangtian")[0]
    assert first.facts["region"] == "ningxia"
    assert first.facts["settings"] == {}


def test_a_change_of_its_record_is_in_its_chain(office):
    change_agency(office, "shili", {"telephone": "010-0000000", "court": "示例法院"}, ADMIN)
    change_agency(office, "shili", {"settings": {"other_agency_days": 10}}, ADMIN)
    entries = chain(office, "agency:shili")
    assert [one.trigger for one in entries] == ["add_agency", "change_agency", "change_agency"]
    assert entries[1].facts["telephone"] == "010-0000000"
    assert entries[2].facts["settings"] == {"other_agency_days": 10}
    with office.store.read() as session:
        row = get_agency(session, "shili")
        assert card_of(row).court == "示例法院"
        assert settings_of(row)["other_agency_days"] == 10
        assert settings_of(row)["law_by"] == "receipt"


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"code": "other"},
        {"settings": {"no_such": 1}},
        {"settings": {"other_agency_days": "ten"}},
        {"number_pattern": "{n}"},
        {"numbering": {"own_series": ["N04"]}},
    ],
)
def test_a_wrong_change_is_refused_and_leaves_nothing(office, changes):
    before = len(chain(office, "agency:shili"))
    with pytest.raises(InputError):
        change_agency(office, "shili", changes, ADMIN)
    assert len(chain(office, "agency:shili")) == before


def test_a_code_is_taken_once_and_a_parent_must_exist(office):
    with pytest.raises(ConflictError):
        add_agency(office, NewAgency("shili", "示例", {}), ADMIN)
    with pytest.raises(NotFoundError):
        add_agency(office, NewAgency("below", "示例", {}, parent="nobody"), ADMIN)
    add_agency(office, NewAgency("below", "示例", {}, parent="shili"), ADMIN)
    assert [row.code for row in list_agencies(office)] == ["below", "liangtian", "shili"]


def test_a_user_s_roles_hold_in_his_agency_only(office):
    add_user(office, NewUser("li", "li", ("clerk",), "shili"), OFFICER)
    with office.store.read() as session:
        assert sorted(roles_of(session, "li")) == [("liangtian", "clerk"), ("shili", "clerk")]
        assert holders(session, "shili", "clerk", "leader") == ["li"]
        assert holders(session, "liangtian", "leader") == ["sun"]
        assert people_of(session, ["li", "nobody"]) == {"li": "li（示例）"}
        with pytest.raises(NotFoundError):
            get_user(session, "nobody")


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewUser("li", "x", ("clerk",), "liangtian"), ConflictError),
        (NewUser("Li Si", "x", ("clerk",), "liangtian"), InputError),
        (NewUser("new", "x", (), "liangtian"), InputError),
        (NewUser("new", "x", ("clerk",)), InputError),
        (NewUser("new", "x", ("king",), "liangtian"), RefusedError),
        (NewUser("new", "x", ("admin", "auditor")), RefusedError),
        (NewUser("new", "x", ("clerk", "admin"), "liangtian"), RefusedError),
        (NewUser("new", "x", ("clerk",), "nowhere"), NotFoundError),
        (NewUser("new", "x", ("clerk",), "liangtian", "short"), InputError),
    ],
)
def test_a_wrong_user_is_refused_and_leaves_nothing(office, new, error):
    before = len(chain(office, "installation"))
    with pytest.raises(error):
        add_user(office, new, OFFICER)
    assert len(chain(office, "installation")) == before


def test_a_password_is_kept_as_a_hash_and_stands_in_no_journal(office):
    password = "correct horse"
    account = add_user(office, NewUser("new", "x", ("auditor",), "", password), OFFICER)
    assert password not in account.password_hash
    assert hasher().verify(password, account.password_hash)
    assert password not in repr(NewUser("new", "x", (), "", password))
    last = chain(office, "installation")[-1]
    assert last.facts == {"agency": "", "roles": ["auditor"], "user": "new"}


def test_series_run_by_agency_and_year(clerk):
    numbers = [
        clerk.register(date(2025, 3, 3)),
        clerk.register(date(2026, 3, 3)),
        clerk.register(date(2025, 3, 4)),
        clerk.register(date(2026, 3, 4), agency="shili"),
    ]
    assert numbers == [
        "良政公开〔2025〕1号",
        "良政公开〔2026〕1号",
        "良政公开〔2025〕2号",
        "示政公开〔2026〕1号",
    ]


def test_the_year_of_a_number_is_that_of_the_receipt(clerk):
    number = clerk.register(date(2025, 12, 30), "signed_mail", received_on="2026-01-04")
    assert number == "良政公开〔2026〕1号"


@pytest.mark.parametrize(
    ("pattern", "numbering", "notice", "expected"),
    [
        ("{word}〔{year}〕{n}号", {}, "N04", "示〔2026〕1号-延"),
        ("{word}（{year}）第{n}号", {"suffixes": {"N02": "-补告"}}, "N02", "示（2026）第1号-补告"),
        (
            "{word}〔{year}〕{n}号",
            {"patterns": {"N02": "{word}补〔{year}〕{n}号"}, "own_series": ["N02"]},
            "N02",
            "示补〔2026〕1号",
        ),
    ],
)
def test_an_office_numbers_as_it_writes(office, clerk, pattern, numbering, notice, expected):
    card = {"number_word": "示"}
    new = NewAgency("own", "示例", card, number_pattern=pattern, numbering=numbering)
    add_agency(office, new, ADMIN)
    number = clerk.register(ON, agency="own")
    with office.store.write() as session:
        agency = get_agency(session, "own")
        assert notice_number(session, agency, number, notice, ON) == expected


def test_a_number_of_no_pattern_lends_itself_as_it_is(office):
    with office.store.write() as session:
        agency = get_agency(session, "shili")
        assert notice_number(session, agency, "2019-07", "N04", ON) == "2019-07-延"
        assert notice_number(session, agency, "2019-07", "N04", ON, 2) == "2019-07-延-2"


def test_settings_of_the_law_pack_change_the_dates_of_the_agency_s_cases(office, clerk):
    change_agency(office, "shili", {"settings": {"law_by": "submission"}}, ADMIN)
    by_submission = clerk.register(date(2019, 5, 13), "ordinary_mail", agency="shili")
    by_receipt = clerk.register(date(2019, 5, 13), "ordinary_mail")
    for number in (by_submission, by_receipt):
        clerk.move(number, "confirm", date(2019, 5, 16), attempts="示例")
    with office.store.read() as session:
        assert json.loads(get_agency(session, "shili").settings) == {"law_by": "submission"}
    from_list = {row["number"]: row["received_on"] for row in listed(office)}
    assert from_list[by_submission] == from_list[by_receipt] == date(2019, 5, 16)
    assert statutes(office) == {by_submission: "cn-2008", by_receipt: "cn-2019"}


def listed(office):
    return list_cases(office, Filter())


def statutes(office):
    with office.store.read() as session:
        return {row.number: row.statute for row in session.execute(sa.select(CASE))}
