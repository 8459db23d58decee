"""提醒送达、我的通知方式: what leaves the house, what couldn't, and where each is reached."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from web.browser import Browser
from web.town import ROOT
from workflow.adapters.kept_channels import KeptChannels
from workflow.app.contacts import NewContact, contacts_of, set_contact
from workflow.app.deliveries import PAUSES, deliver, deliveries
from workflow.app.reminding import sweep
from workflow.web.app import create_app
from workflow.web.pages.contacts import read_time


@pytest.fixture
def channels():
    return KeptChannels()


@pytest.fixture
def reached(office, channels):
    """The town, Wang reachable by mail, its reminders on their way."""
    made = replace(office, channels=channels)
    set_contact(made, NewContact("wang", "mail", "wang@example.invalid"), ROOT)
    sweep(made)
    return made


@pytest.fixture
def person(reached):
    app = create_app(reached)
    return lambda name: Browser(app).enter(name)


def given_up(office, channels, clock):
    """Let every message to Wang fail until it is given up."""
    channels.broken.add("mail")
    set_contact(office, NewContact("wang", "mail", "", quiet=(time(0), time(0))), ROOT)
    office = replace(office, reminders=replace(office.reminders, working_days_only=False))
    for pause in (*PAUSES, timedelta()):
        deliver(office)
        clock.at += pause
    assert deliveries(office, state="given_up")


def test_each_delivery_says_deadline_threshold_person_channel_and_next_try(person):
    page = person("wang").get("/deliveries")
    assert "河政公开〔2026〕1号" in page.text
    assert "还剩 3 个工作日时" in page.text
    assert "11月27日（周五）" in page.text
    assert "王示例" in page.text
    assert "电子邮件" in page.text
    assert "再试" in page.text


def test_what_was_sent_says_when(person, reached):
    deliver(reached)
    page = person("wang").get("/deliveries?state=sent")
    assert "11月24日（周二） 9:00 送出" in page.text
    assert "没有这样的提醒" in person("wang").get("/deliveries?state=waiting").text


def test_what_was_given_up_says_so_and_is_sent_again(person, reached, channels, clock):
    given_up(reached, channels, clock)
    wang = person("wang")
    page = wang.get("/deliveries?state=given_up")
    assert "未送达" in page.text
    assert "试了 9 次，最多 9 次 · 对方没有收下" in page.text
    first = min(one["id"] for one in deliveries(reached, state="given_up"))
    channels.broken.clear()
    wang.follow(wang.submit(f"/deliveries/{first}/again", at=page))
    deliver(reached)
    assert first in {one["id"] for one in deliveries(reached, state="sent")}


def test_a_clerk_sees_only_his_own_and_the_head_the_whole_agency(person, reached, channels, clock):
    assert "没有这样的提醒" in person("both").get("/deliveries").text
    assert "河政公开" in person("zheng").get("/deliveries").text
    assert "没有这样的提醒" in person("far").get("/deliveries").text
    given_up(reached, channels, clock)
    (first, *_rest) = deliveries(reached, state="given_up")
    page = person("wang").get("/deliveries")
    stranger = person("both")
    answer = stranger.submit(f"/deliveries/{first['id']}/again", at=page)
    assert answer.status in {404, 409}
    assert deliveries(reached, state="given_up")


def test_the_admin_sees_that_it_failed_and_not_what_it_says(person, reached):
    page = person("admin").get("/deliveries")
    assert "王示例" in page.text
    assert "系统管理员不看" in page.text
    assert "河政公开" not in page.html
    assert "11月27日" not in page.html


def test_without_channels_the_page_says_that_reminders_stay_on_the_desk(office):
    wang = Browser(create_app(replace(office, channels=None))).enter("wang")
    assert "提醒只在工作台里" in wang.get("/deliveries").text
    assert "提醒只在工作台里" in wang.get("/contacts").text


def test_long_lists_have_pages(person, reached, monkeypatch):
    monkeypatch.setattr("workflow.web.pages.deliveries.PAGE", 2)
    page = person("wang").get("/deliveries")
    assert page.html.count("<tr>") == 3  # the head and two
    assert "page_number=2" in page.html


def test_a_channel_is_kept_with_its_hours_and_shown_masked(person, reached):
    li = person("liu")
    form = {
        "address": "liu@example.invalid",
        "quiet_from": "20:30",
        "quiet_until": "7点",
        "digest": "on",
    }
    page = li.follow(li.submit("/contacts", "/contacts/mail", **form))
    assert "已保存" in page.text
    assert "l***@example.invalid" in page.text
    assert "liu@example.invalid" not in page.html
    (kept,) = contacts_of(reached, "liu")
    assert kept["quiet"] == (time(20, 30), time(7))
    assert (kept["digest"], kept["active"]) == (True, True)


def test_the_address_stays_where_only_the_hours_change(person, reached):
    wang = person("wang")
    wang.follow(wang.submit("/contacts", "/contacts/mail", quiet_from="12", quiet_until="14"))
    (kept,) = contacts_of(reached, "wang")
    assert (kept["address"], kept["quiet"]) == ("w***@example.invalid", (time(12), time(14)))


def test_a_channel_is_put_to_rest(person, reached):
    wang = person("wang")
    form = wang.get("/contacts").form("/contacts/mail")
    form.pop("active")
    wang.post("/contacts/mail", form)
    assert "停用" in wang.get("/contacts").text
    assert not contacts_of(reached, "wang")[0]["active"]


def test_a_message_is_sent_to_try_and_a_failure_is_said(person, channels):
    wang = person("wang")
    assert (
        "已发出一条试试"
        in wang.follow(wang.submit("/contacts", "/contacts/mail", action="try")).text
    )
    assert channels.sent[-1][:2] == ("mail", "wang@example.invalid")
    channels.broken.add("mail")
    assert "对方没有收下" in wang.submit("/contacts", "/contacts/mail", action="try").text


def test_an_address_is_forgotten(person, reached):
    wang = person("wang")
    wang.follow(wang.submit("/contacts", "/contacts/mail", action="remove"))
    assert contacts_of(reached, "wang") == []


@pytest.mark.parametrize(
    ("channel", "typed", "said"),
    [
        ("mail", {"address": "没有信箱"}, "邮件请填邮箱地址"),
        ("wecom", {"address": ""}, "企业微信的地址读不懂"),
        ("mail", {"quiet_from": "晚上"}, "不打扰的时间“晚上”到“”读不懂"),
        ("mail", {"quiet_from": "25", "quiet_until": "8"}, "不打扰的时间“25”到“8”读不懂"),
    ],
)
def test_what_is_wrong_is_said_and_kept_in_its_field(person, channel, typed, said):
    wang = person("wang")
    page = wang.submit("/contacts", f"/contacts/{channel}", **typed)
    assert page.status == 400
    assert said in page.text
    kept = page.form(f"/contacts/{channel}")
    assert all(kept[name] == [text] for name, text in typed.items())


def test_a_channel_that_is_none_is_refused(person):
    wang = person("wang")
    token = wang.get("/contacts").form("/contacts/mail")["form_token"][0]
    answer = wang.post("/contacts/pigeon", {"form_token": token, "address": "x"})
    assert answer.status == 400
    assert "没有“pigeon”这种通知方式" in answer.text


@pytest.mark.parametrize("text", ["", "8:60", "24", "八点", "8:00:00", "-1"])
def test_what_is_no_time_of_day_is_none(text):
    assert read_time(text) is None
