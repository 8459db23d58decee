"""设置: the agency's record, numbering and law settings; users and roles; tokens."""

import json
import re
from html import unescape

import pytest

from workflow.app.agencies import get_agency
from workflow.app.people import people
from workflow.app.sign_in import person_of, sign_in
from workflow.errors import RefusedError
from workflow.statutes.settings import all_settings
from workflow.store import journals

HEWAN = "/settings/agencies/hewan"


def agency(office):
    with office.store.read() as session:
        return get_agency(session, "hewan")


def entries(office, chain):
    with office.store.read() as session:
        return journals.read_chain(session, chain)


def test_the_admin_changes_the_record_and_the_journal_says_so(browser, office):
    page = browser("admin").submit(HEWAN, telephone="010-0000 0000", court="示例县人民法院")
    assert page.status == 303
    assert agency(office).telephone == "010-0000 0000"
    last = entries(office, "agency:hewan")[-1]
    assert (last.trigger, last.actor) == ("change_agency", "admin")


def test_the_numbers_are_shown_as_the_pattern_makes_them(browser):
    admin = browser("admin")
    admin.submit(HEWAN, number_pattern="{机关代字}（{年份}）第{序号:3}号")
    page = admin.get(HEWAN)
    assert "河政公开（2026）第001号" in page.text
    assert "河政公开（2026）第001号-答" in page.text


@pytest.mark.parametrize("pattern", ["没有位置", "{年份}{年份}{序号}", "{机关}〔{年份}〕{序号}号"])
def test_a_pattern_that_numbers_nothing_is_refused_with_what_was_typed(browser, office, pattern):
    page = browser("admin").submit(HEWAN, number_pattern=pattern)
    assert page.status == 400
    assert page.form(HEWAN)["number_pattern"] == [pattern]
    assert agency(office).number_pattern != pattern


def test_every_setting_of_law_has_its_label_default_article_and_doubt(browser):
    page = browser("wang").get(HEWAN)
    for setting in all_settings().values():
        assert setting.label in page.text
        assert setting.doubt in unescape(page.html)
        assert setting.article in page.text
    assert page.text.count("默认：") == len(all_settings())


def test_a_setting_that_differs_is_kept_and_the_others_are_not(browser, office):
    law = f"{HEWAN}/law"
    page = browser("admin").submit(HEWAN, law, correction_days="15", count_redo="as_new")
    assert page.status == 303
    assert json.loads(agency(office).settings) == {"correction_days": 15, "count_redo": "as_new"}
    again = browser("admin").submit(HEWAN, law, correction_days="10", count_redo="never")
    assert again.status == 303
    assert json.loads(agency(office).settings) == {}


def test_a_setting_follows_a_flag_both_ways(browser, office):
    law = f"{HEWAN}/law"
    browser("admin").submit(HEWAN, law, author_may_approve="true")
    assert json.loads(agency(office).settings) == {"author_may_approve": True}
    browser("admin").submit(HEWAN, law, author_may_approve="false")
    assert json.loads(agency(office).settings) == {}


@pytest.mark.parametrize(
    ("name", "value"), [("correction_days", "十天"), ("correction_days", "0"), ("law_by", "x")]
)
def test_a_setting_that_makes_no_sense_is_refused(browser, office, name, value):
    page = browser("admin").submit(HEWAN, f"{HEWAN}/law", **{name: value})
    assert page.status == 400
    assert json.loads(agency(office).settings) == {}


def test_a_clerk_reads_his_agencys_record_and_changes_nothing(browser):
    page = browser("wang").get(HEWAN)
    assert "<form" not in page.html.partition('id="main"')[2]
    assert "云川县人民法院（示例）" in page.text


def test_the_admin_adds_an_agency(browser):
    page = browser("admin").submit(
        "/settings",
        "/settings/agencies",
        code="baita",
        name="白塔镇人民政府（示例）",
        parent="xian",
    )
    assert page.location == "/settings/agencies/baita"
    assert "白塔镇人民政府（示例）" in browser("admin").get("/settings").text


def user(office, name):
    return next((one for one in people(office) if one.name == name), None)


def added(browser, **typed):
    values = {"name": "new", "display_name": "新示例", "agency": "hewan", "roles": ["clerk"]}
    return browser("officer").submit(
        "/settings/users", **{**values, "password": "long-enough", **typed}
    )


def test_the_security_officer_adds_a_user_who_can_sign_in(browser, office):
    assert added(browser).status == 303
    assert user(office, "new").roles == (("hewan", "clerk"),)
    assert person_of(office, sign_in(office, "new", "long-enough")).role == "clerk"


def test_the_three_keepers_exclude_each_other_and_every_case_role(browser, office):
    for roles in (["admin", "auditor"], ["clerk", "security_officer"]):
        page = added(browser, roles=roles, agency="hewan")
        assert page.status == 400
        assert "一个人不能同时是" in page.text
    assert user(office, "new") is None


@pytest.mark.parametrize(
    "typed",
    [{"name": "大写"}, {"password": "short"}, {"roles": []}, {"agency": "", "roles": ["clerk"]}],
)
def test_what_is_wrong_with_a_new_user_is_said_and_the_rest_kept(browser, office, typed):
    page = added(browser, **typed)
    assert page.status == 400
    assert page.form("/settings/users")["display_name"] == ["新示例"]
    assert user(office, "new") is None


def test_a_new_password_ends_every_session(browser, office):
    added(browser)
    token = sign_in(office, "new", "long-enough")
    act = "/settings/users/new/password"
    page = browser("officer").submit("/settings/users", act, password="another-one")
    assert page.status == 303
    assert person_of(office, token) is None
    assert sign_in(office, "new", "another-one")


def test_a_user_kept_out_signs_in_no_more_until_he_is_let_in(browser, office):
    added(browser)
    browser("officer").submit("/settings/users", "/settings/users/new/keep-out")
    with pytest.raises(RefusedError):
        sign_in(office, "new", "long-enough")
    browser("officer").submit("/settings/users", "/settings/users/new/let-in")
    assert sign_in(office, "new", "long-enough")


def test_a_role_taken_is_gone(browser, office):
    form = {"agency": "hewan", "role": "clerk"}
    page = browser("officer").submit("/settings/users", "/settings/users/both/take-role", **form)
    assert page.status == 303
    assert user(office, "both").roles == (("hewan", "reviewer"),)


def test_nobody_locks_himself_out(browser):
    officer = browser("officer")
    form = officer.get("/settings/users").form("/settings/users")
    token = {"form_token": form["form_token"][0]}
    for act in ("keep-out", "take-role"):
        answer = officer.post(
            f"/settings/users/officer/{act}", {**token, "agency": "", "role": "security_officer"}
        )
        assert answer.status == 400
        assert "不能停用自己" in answer.text


def test_every_act_on_a_user_stands_in_the_installations_chain(browser, office):
    added(browser)
    browser("officer").submit("/settings/users", "/settings/users/new/keep-out")
    acts = [(one.trigger, one.actor) for one in entries(office, "installation")[-2:]]
    assert acts == [("add_user", "officer"), ("keep_out", "officer")]


def test_a_token_is_shown_once_with_what_it_may(browser):
    wang = browser("wang")
    page = wang.submit("/settings/tokens", label="县政务平台", scopes=["cases:read"], days="30")
    token = re.search(r'class="secret">(wft_.*?)<', page.html)[1]
    listed = wang.get("/settings/tokens")
    assert token not in listed.html
    assert "县政务平台" in listed.text
    assert "2026年12月24日（周四）" in listed.text  # 30 days after 24 November


@pytest.mark.parametrize(
    "typed", [{"label": ""}, {"scopes": []}, {"days": "永久"}, {"days": "9999"}, {"scopes": ["x"]}]
)
def test_a_token_that_lacks_something_is_refused(browser, typed):
    values = {"label": "程序", "scopes": ["inbox"], "days": "30"} | typed
    page = browser("wang").submit("/settings/tokens", **values)
    assert page.status == 400
    assert "secret" not in page.html


def test_a_keeper_is_offered_no_scope_that_shows_a_case(browser):
    page = browser("auditor").get("/settings/tokens")
    assert "核对日志" in page.text
    assert "看案件" not in page.text
