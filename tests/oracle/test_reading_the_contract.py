"""Every sentence under the answer of ``due``: the product against dates worked by hand."""

from datetime import date, timedelta

import pytest

from oracle.comparison import differences
from oracle.contract_rows import RECEIVED, ROWS, correction, dispatched, received, sent, served
from oracle.product import due
from oracle.worked import TODAY, document, happened, submitted
from workflow.errors import InputError


def ask(events, as_of="2024-03-20", **facts):
    return due({**document(None, events), **facts}, date.fromisoformat(as_of))


def clock(answer, name):
    wanted, _, child = name.partition(":")
    found = [
        one
        for one in answer["deadlines"]
        if one["clock"] == wanted and (not child or one["id"] == child)
    ]
    assert len(found) == 1, (name, [(one["clock"], one["id"]) for one in answer["deadlines"]])
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "events", "as_of", "expected", "absent"), ROWS, ids=[row[0] for row in ROWS]
)
def test_sentence(sentence, events, as_of, expected, absent):
    answer = ask(events, as_of)
    for name, fields in expected.items():
        found = clock(answer, name)
        assert {field: found[field] for field in fields} == fields, name
    assert not {one["clock"] for one in answer["deadlines"]} & set(absent)
    assert differences(document(None, events), date.fromisoformat(as_of), answer) == []


# --------------------------------------------------------------------- the whole answer


def test_the_contracts_own_example():
    answer = ask(
        [
            submitted("2020-09-14"),
            happened(
                "correction_requested",
                "2020-09-22",
                received_on="2020-09-24",
                period={"length": 15, "unit": "working_days"},
            ),
            happened("corrected", "2020-10-09"),
        ],
        "2020-10-12",
    )
    assert list(answer)[:6] == [
        "received_on",
        "day_zero",
        "law",
        "reconsideration_law",
        "warnings",
        "deadlines",
    ]
    assert (answer["received_on"], answer["day_zero"]) == ("2020-09-14", "2020-10-09")
    assert (answer["law"], answer["reconsideration_law"]) == ("cn-2019", None)
    reply = clock(answer, "reply")
    assert (reply["due"], reply["state"], reply["provisional"]) == ("2020-11-05", "running", False)
    assert reply["basis"][0] == {"law": "cn-2019", "article": "第三十三条第二款"}
    assert reply["history"] == [{"due": "2020-10-16", "until": "2020-09-22", "why": "补正"}]
    assert reply["proof"][1] == {
        "on": "2020-10-11",
        "day": None,
        "counted": False,
        "why": "weekend",
        "source": None,
    }
    swapped = dict(reply["proof"][0])
    assert "国办发明电〔2019〕16号" in swapped.pop("source")
    assert swapped == {"on": "2020-10-10", "day": 1, "counted": True, "why": "swapped_workday"}


def test_received_on_never_moves():
    answer = ask([RECEIVED, correction("2024-03-08"), happened("corrected", "2024-03-14")])
    assert (answer["received_on"], answer["day_zero"]) == ("2024-03-01", "2024-03-14")


def test_a_web_form_with_its_automatic_receipt_is_received_at_once():
    assert ask([submitted("2024-03-01", "web", receipt="automatic")])["received_on"] == "2024-03-01"


@pytest.mark.parametrize("channel", ["ordinary_mail", "web", "email", "fax"])
def test_what_must_be_confirmed_is_received_when_it_is(channel):
    events = [submitted("2024-03-01", channel), happened("confirmed", "2024-03-05")]
    assert ask(events)["received_on"] == "2024-03-05"
    waiting = ask(events[:1])
    assert waiting["received_on"] is None
    assert clock(waiting, "confirmation")["state"] == "late"


def test_the_receipt_chooses_the_law_unless_it_is_asked_for():
    # 2019-05-14: 15 wd by the 2008 text; by the 2019 text 20 wd: 5/31=13, 6/3-6=17, 6/10-12=20.
    assert ask([submitted("2019-05-14")], "2019-06-01")["law"] == "cn-2008"
    assert ask([submitted("2019-05-15")], "2019-06-01")["law"] == "cn-2019"
    asked = ask([submitted("2019-05-14")], "2019-06-01", law="cn-2019")
    assert (asked["law"], clock(asked, "reply")["due"]) == ("cn-2019", "2019-06-12")


@pytest.mark.parametrize(
    ("accepted", "copy", "law"),
    [
        ("2023-12-28", "2024-01-03", "fy-2017"),
        (None, "2024-01-03", "fy-2023"),
        (None, "2023-12-28", "fy-2017"),
    ],
)
def test_the_reconsideration_law_goes_by_acceptance_else_by_the_copy(accepted, copy, law):
    events = [submitted("2023-11-01"), dispatched("2023-11-28"), served("2023-11-30")]
    if accepted:
        events.append(happened("reconsideration_accepted", accepted, procedure="ordinary"))
    events.append(happened("reconsideration_copy_received", copy, procedure="ordinary"))
    assert ask(events, "2024-01-05")["reconsideration_law"] == law


# --------------------------------------------------------------------- warnings


def warned(answer):
    return [w for one in answer["deadlines"] for w in one["warnings"]] + answer["warnings"]


@pytest.mark.parametrize(
    "event",
    [
        correction("2024-03-13"),
        happened("extended", "2024-04-01", length=5),
        happened("delayed", "2024-04-01", until="2024-05-06"),
        happened("fee_notified", "2024-04-01", received_on="2024-04-01"),
        happened("fee_notified", "2024-03-11"),
        happened(
            "correction_requested", "2024-03-08", period={"length": 5, "unit": "working_days"}
        ),
        happened("suspended", "2024-03-08", reason="示例"),
        sent("2024-03-08"),
    ],
    ids=lambda event: f"{event['kind']} {event['on']}",
)
def test_what_has_no_effect_no_basis_or_no_receipt_is_warned_of(event):
    before = [one["code"] for one in warned(ask([RECEIVED], "2024-03-15"))]
    after = warned(ask([RECEIVED, event], "2024-03-15"))
    new = [one for one in after if one["code"] not in before]
    assert new
    assert all(one["message"] for one in new)


# --------------------------------------------------------------------- regions


@pytest.mark.parametrize(
    ("region", "on", "due", "first", "last"),
    [
        # Tibet: no year known; 3/29, one working day earlier, five later: 4/1-3, 4/7, 4/8.
        ("xizang", "2024-03-01", "2024-03-29", "2024-03-28", "2024-04-08"),
        # Guangxi 2019: 5/15 → 6/13; its longest listed year (2017) frees three: 6/14, 6/17, 6/18.
        ("guangxi", "2019-05-15", "2019-06-13", "2019-06-12", "2019-06-18"),
        # Xinjiang 2020: 5/11 → 6/8; the longest listed years free four: 6/9-12.
        ("xinjiang", "2020-05-11", "2020-06-08", "2020-06-05", "2020-06-12"),
    ],
)
def test_a_year_whose_regional_notice_is_not_known_makes_the_date_provisional(
    region, on, due, first, last
):
    answer = ask([submitted(on)], "2026-11-24", region=region)
    reply = clock(answer, "reply")
    assert (reply["provisional"], reply["due"]) == (True, due)
    assert (reply["not_before"], reply["not_after"]) == (first, last)
    assert warned(answer)


def test_a_known_regional_year_is_firm_and_shown():
    reply = clock(ask([submitted("2020-05-11")], "2020-06-01", region="ningxia"), "reply")
    assert (reply["due"], reply["provisional"]) == ("2020-06-10", False)
    regional = [row["on"] for row in reply["proof"] if row["why"] == "regional"]
    assert regional == ["2020-05-25", "2020-05-26"]
    assert all(row["source"] for row in reply["proof"] if row["why"] == "regional")


def test_a_regional_sunday_that_works_counts():
    # Guangxi 2021: 4/14-16 off, Sunday 4/18 works. From 4/9: 4/12 4/13=2, 4/18=3, 4/19-23=8,
    # 4/25 (national swap)=9, 4/26-30=14, 5/6 5/7=16, 5/8 (Sat, works)=17, 5/10-12=20.
    reply = clock(ask([submitted("2021-04-09")], "2021-05-01", region="guangxi"), "reply")
    assert (reply["due"], reply["provisional"]) == ("2021-05-12", False)


# --------------------------------------------------------------------- proof


def rows(answer, name):
    return clock(answer, name)["proof"]


def test_a_letter_sent_on_the_date_then_due_takes_that_days_number_to_the_new_date():
    proof = rows(ask([RECEIVED, sent("2024-03-29"), received("2024-04-01")]), "reply")
    by_day = {row["on"]: row for row in proof}
    assert by_day["2024-03-28"]["day"] == 19
    assert (by_day["2024-03-29"]["day"], by_day["2024-03-29"]["why"]) == (None, "suspended")
    assert (proof[-1]["on"], proof[-1]["day"]) == ("2024-04-23", 20)
    assert [row["day"] for row in proof if row["counted"]] == list(range(1, 21))


def test_suspended_days_name_their_consultation():
    proof = rows(ask([RECEIVED, sent("2024-03-08"), received("2024-03-11")]), "reply")
    suspended = [row for row in proof if row["why"] == "suspended"]
    days = [row["on"] for row in suspended if date.fromisoformat(row["on"]).weekday() < 5]
    # (3/8, 4/1]: 3/11-15, 3/18-22, 3/25-29, 4/1.
    assert (days[0], days[-1], len(days)) == ("2024-03-11", "2024-04-01", 16)
    assert all("c1" in row["source"] for row in suspended)


def test_calendar_days_count_every_day_and_the_end_rolls():
    # 8/5 + 60 = 10/4, a holiday; 10/5-7 too; 10/8 works.
    events = [submitted("2024-07-01"), dispatched("2024-07-26"), served("2024-08-05")]
    proof = rows(ask(events, "2024-08-06"), "reconsideration")
    counted = [row for row in proof if row["counted"]]
    assert {row["why"] for row in counted} == {"calendar_day"}
    assert (len(counted), counted[-1]["on"], counted[-1]["day"]) == (60, "2024-10-04", 60)
    rolled = [(row["on"], row["why"], row["day"]) for row in proof[60:]]
    assert rolled == [(f"2024-10-0{day}", "rolled", None) for day in (5, 6, 7, 8)]


def test_months_count_every_day_too():
    # 2024-03-28 + 6 months = 9/28 (Sat): 3 + 30 + 31 + 30 + 31 + 31 + 28 = 184 days; 9/29 works.
    proof = rows(ask([RECEIVED, dispatched("2024-03-25"), served("2024-03-28")]), "lawsuit")
    assert [row["counted"] for row in proof] == [True] * 184 + [False]
    assert (proof[-1]["on"], proof[-1]["why"]) == ("2024-09-29", "rolled")


def test_a_date_set_by_the_agency_is_one_row():
    proof = rows(ask([RECEIVED, happened("delayed", "2024-03-20", until="2024-05-04")]), "reply")
    assert [(row["on"], row["why"]) for row in proof] == [("2024-05-04", "agency_set")]


def test_holidays_and_swapped_days_name_their_notice():
    proof = rows(ask([submitted("2019-09-20")], "2019-09-23"), "reply")
    by_day = {row["on"]: row for row in proof}
    assert by_day["2019-09-29"]["why"] == "swapped_workday"
    assert by_day["2019-10-01"]["why"] == "holiday"
    for day in ("2019-09-29", "2019-10-01"):
        assert "国办发明电〔2018〕15号" in by_day[day]["source"]
    assert (by_day["2019-09-28"]["why"], by_day["2019-09-28"]["source"]) == ("weekend", None)
    assert by_day["2019-09-23"]["why"] == "workday"


def test_the_calendar_is_that_of_the_day_asked_about():
    # Received 2020-01-06: 1/7-10=4, 1/13-17=9, 1/19 (Sun, works)=10, 1/20-23=14. By the notice
    # of 2019: 1/31=15, 2/1 (Sat, works)=16, 2/3-6=20. By that of 2020-01-26: 2/3-7=19, 2/10=20.
    events = [submitted("2020-01-06")]
    assert clock(ask(events, "2020-01-20"), "reply")["due"] == "2020-02-06"
    assert clock(ask(events, "2020-01-27"), "reply")["due"] == "2020-02-10"


# --------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("events", "facts"),
    [
        ([RECEIVED, happened("extended", "2024-02-20", length=5)], {}),
        ([RECEIVED, happened("extended", "2024-03-20", length=21)], {}),
        (
            [
                RECEIVED,
                happened("extended", "2024-03-20", length=15),
                happened("extended", "2024-03-21", length=6),
            ],
            {},
        ),
        (
            [
                RECEIVED,
                happened("consultation_answered", "2024-03-05", id="c1"),
                sent("2024-03-08"),
            ],
            {},
        ),
        ([RECEIVED, received("2024-03-08")], {}),
        ([submitted("2008-04-30")], {}),
        ([RECEIVED], {"region": "atlantis"}),
        ([RECEIVED], {"law": "cn-1999"}),
        ([], {}),
        ([happened("extended", "2024-03-20", length=5)], {}),
        ([RECEIVED, happened("vanished", "2024-03-20")], {}),
        ([submitted("2024-02-30")], {}),
    ],
    ids=[
        "out of order",
        "an extension over the cap",
        "two extensions over the cap",
        "answered before it was sent",
        "received without being sent",
        "before any Regulation was in force",
        "an unknown region",
        "an unknown law",
        "nothing",
        "nothing submitted",
        "an unknown kind",
        "a day that doesn't exist",
    ],
)
def test_wrong_input_is_refused_in_one_sentence(events, facts):
    with pytest.raises(InputError) as refused:
        ask(events, **facts)
    assert refused.value.exit_status == 2
    assert refused.value.message
    assert "\n" not in refused.value.message


def test_a_later_year_without_a_notice_is_provisional_never_refused():
    day = TODAY + timedelta(days=600)
    answer = ask([submitted(day.isoformat())], "2026-11-24")
    assert clock(answer, "reply")["provisional"] is True


# --------------------------------------------------------------------- basis

ARTICLES = [
    # law.md 1.12, 2, 3, 5: clock, events, the law and the article that its length comes from
    ("correction_notice", [RECEIVED], "cn-2019", "第三十条"),
    ("reply", [RECEIVED], "cn-2019", "第三十三条第二款"),
    ("reply", [submitted("2018-03-01")], "cn-2008", "第二十四条"),
    (
        "reply",
        [RECEIVED, happened("delayed", "2024-03-20", until="2024-05-06")],
        "cn-2019",
        "第三十五条",
    ),
    ("third_party", [RECEIVED, sent("2024-03-08")], "cn-2019", "第三十二条"),
    ("joint_agency", [RECEIVED, sent("2024-03-08", "joint_agency")], "cn-2019", "第三十四条"),
    ("other_agency", [RECEIVED, sent("2024-03-08", "other_agency")], "cn-2019", "第三十三条第三款"),
]


@pytest.mark.parametrize(
    ("name", "events", "law", "article"), ARTICLES, ids=[f"{row[0]} {row[3]}" for row in ARTICLES]
)
def test_a_clock_names_the_article_it_comes_from(name, events, law, article):
    basis = clock(ask(events), name)["basis"]
    assert any(one["law"] == law and one["article"].startswith(article) for one in basis), basis


@pytest.mark.parametrize(
    ("copy", "law", "article"),
    [("2023-12-01", "fy-2017", "第二十三条"), ("2024-01-03", "fy-2023", "第四十八条")],
)
def test_the_defence_names_the_reconsideration_law_it_comes_from(copy, law, article):
    events = [submitted("2023-10-09"), dispatched("2023-10-30"), served("2023-11-02")]
    events.append(happened("reconsideration_copy_received", copy, procedure="ordinary"))
    basis = clock(ask(events, "2024-01-05"), "reconsideration_answer")["basis"]
    assert any(one["law"] == law and one["article"].startswith(article) for one in basis), basis
