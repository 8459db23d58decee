"""提醒: the thresholds are chosen on a page, hold from the next sweep on, stand in the journal."""

from datetime import date

import pytest

from workflow.app.reminder_rules import CASE_CLOCKS, OWN_CLOCKS, ROLES, check_thresholds
from workflow.app.reminder_settings import rules_now
from workflow.app.reminding import sweep
from workflow.bootstrap import build
from workflow.errors import InputError
from workflow.settings import ReminderSettings, Settings
from workflow.store import journals

PATH = "/settings/reminders"


def test_every_clock_and_role_has_a_field_with_what_holds_without_it(browser):
    page = browser("admin").get(PATH)
    for clock in CASE_CLOCKS:
        for role in ROLES:
            assert f'name="{clock}/{role}"' in page.html
    for clock in OWN_CLOCKS:
        assert f'name="{clock}/clerk"' in page.html
    assert "答复 经办人" in page.html
    assert "默认：5、3、1" in page.text
    assert "默认：20、10、5、3、1" in page.text  # the annual report
    assert page.html.count('name="report/') == 1


def test_what_is_chosen_holds_and_what_is_left_empty_stays(browser, office):
    page = browser("admin").submit(
        PATH, **{"reply/clerk": "10, 4", "leader": "不提醒", "internal_days": "3"}
    )
    assert page.status == 303
    rules = rules_now(office)
    assert rules.of("reply", "clerk") == (10, 4)
    assert rules.of("reply", "leader") == ()
    assert rules.of("confirmation", "clerk") == (5, 3, 1)
    assert (rules.internal_days, rules.review_days) == (3, 2)
    assert 'value="10、4"' in browser("admin").get(PATH).html


def test_the_choice_is_an_entry_of_the_journal(browser, office):
    browser("admin").submit(PATH, clerk="7")
    with office.store.read() as session:
        last = journals.read_chain(session, journals.INSTALLATION)[-1]
    assert (last.trigger, last.actor) == ("change_reminders", "admin")
    assert last.facts == {"thresholds": {"clerk": [7]}}
    assert "改提醒" in browser("auditor").get("/journal?chain=installation").text


def test_an_emptied_field_is_as_it_was_shipped_again(browser, office):
    admin = browser("admin")
    admin.submit(PATH, clerk="7")
    admin.submit(PATH, clerk="")
    assert rules_now(office).of("reply", "clerk") == (5, 3, 1)


def test_the_next_sweep_reminds_by_it(browser, office):
    on = date(2026, 11, 24)  # the reply of case 5 is due on 12-11: 13 working days are left
    told = [one for one in sweep(office, on) if one.clock == "reply" and one.left == 13]
    assert told == []
    browser("admin").submit(PATH, **{"reply/clerk": "15、3"})
    told = [one for one in sweep(office, on) if one.clock == "reply" and one.left == 13]
    assert [one.person for one in told] == ["wang"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"clerk": "五天"}, "“五天”读不懂：请写成 5、3、1，或者“不提醒”"),
        ({"reply/clerk": "99"}, "请填 -10 到 60"),
        ({"internal_days": "16"}, "请填 0 到 15 的整数"),
        ({"review_days": "0"}, "请填 1 到 15 的整数"),
        ({"review_days": "两天"}, "请填 1 到 15 的整数"),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(browser, office, typed, said):
    page = browser("admin").submit(PATH, **typed)
    assert page.status == 400
    assert said in page.text
    assert f'value="{next(iter(typed.values()))}"' in page.html
    assert rules_now(office) == office.reminders


def test_an_officer_reads_what_holds_and_changes_nothing(browser):
    browser("admin").submit(PATH, **{"reply/clerk": "8"})
    page = browser("wang").get(PATH)
    assert "<b>8</b>" in page.html
    assert "<input" not in page.html.split('<form class="card"')[1].split("</form>")[0].replace(
        '<input type="hidden"', ""
    )


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("replay/clerk", "reply/clerk"),
        ("clerks", "clerk"),
        ("leaders", "leader"),
        ("report/leader", "report/clerk"),
    ],
)
def test_a_name_that_is_no_reminder_is_told_with_what_was_meant(key, meant):
    with pytest.raises(InputError, match=f"“{meant}”"):
        check_thresholds({key: (1,)})


def test_a_wrong_name_in_the_settings_file_stops_the_start(tmp_path):
    wrong = ReminderSettings(thresholds={"replay/clerk": (3,)})
    with pytest.raises(InputError, match="replay/clerk"):
        build(Settings(data_dir=tmp_path, reminders=wrong))
