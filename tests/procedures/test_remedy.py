"""The remedy paragraph, by ground and date; never by the report row."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.statutes.cn_2019.outcomes import OUTCOMES
from workflow.statutes.remedy import CUTS, Answer, Route, remedy, route, suit_months, version

BODY, COURT = "银川市金凤区人民政府", "银川市金凤区人民法院"
CHOICE, FIRST, NONE = Route.CHOICE, Route.RECONSIDERATION_FIRST, Route.NONE
BEFORE, AFTER = date(2023, 12, 31), date(2024, 1, 1)


def answer(outcome, on, grounds=(), **named):
    return Answer(outcome, on, grounds, body=BODY, court=COURT, **named)


REFUSED = [("A3", ("A7",)), *((f"A{number}", ()) for number in range(4, 11))]
BY_CHOICE = [
    ("A1", ()), ("A2", ()), ("A3", ()), *((f"A{n}", ()) for n in range(11, 23)), ("A24", ()),
]  # fmt: skip


@pytest.mark.parametrize(("outcome", "grounds"), REFUSED)
@pytest.mark.parametrize(
    ("on", "way"),
    [
        (date(2015, 4, 30), CHOICE),
        (BEFORE, CHOICE),
        (AFTER, FIRST),
        (date(2025, 5, 31), FIRST),
        (date(2025, 6, 1), FIRST),
        (date(2026, 7, 1), FIRST),
    ],
)
def test_what_is_withheld_under_articles_14_to_16_goes_to_reconsideration_first_from_2024(
    outcome, grounds, on, way
):
    assert route(answer(outcome, on, grounds)) is way


@pytest.mark.parametrize(("outcome", "grounds"), BY_CHOICE)
@pytest.mark.parametrize("on", [date(2015, 4, 30), BEFORE, AFTER, *CUTS])
def test_any_other_end_leaves_the_choice_at_all_times(outcome, grounds, on):
    assert route(answer(outcome, on, grounds)) is CHOICE


def test_the_row_does_not_decide_a11_is_counted_as_refused_and_leaves_the_choice():
    assert OUTCOMES["A11"].rows["2021"].startswith("deny_")
    assert route(answer("A11", date(2026, 7, 1))) is CHOICE


def test_a_withdrawn_request_has_no_remedy():
    assert remedy(answer("A23", AFTER)).text == ""
    assert route(answer("A23", AFTER)) is NONE


@pytest.mark.parametrize("notice", ["N01", "N02", "N03", "N04", "N05", "N06", "N08", "N09", "N13"])
def test_process_letters_carry_no_remedy(notice):
    assert remedy(answer(None, AFTER, notice=notice)) == remedy(answer("A7", AFTER, notice=notice))
    assert route(answer("A7", AFTER, notice=notice)) is NONE


@pytest.mark.parametrize("notice", ["N07", "N12"])
def test_a_decision_that_is_no_answer_leaves_the_choice(notice):
    told = remedy(answer(None, AFTER, notice=notice))
    assert (told.route, told.suit_months, BODY in told.text) == (CHOICE, 6, True)


@pytest.mark.parametrize(
    ("on", "months", "since"),
    [
        (date(2009, 1, 1), 3, None),
        (date(2015, 4, 30), 3, None),
        (date(2015, 5, 1), 6, date(2015, 5, 1)),
        (BEFORE, 6, date(2015, 5, 1)),
        (AFTER, 6, AFTER),
        (date(2025, 5, 31), 6, AFTER),
        (date(2025, 6, 1), 6, date(2025, 6, 1)),
        (date(2026, 6, 30), 6, date(2025, 6, 1)),
        (date(2026, 7, 1), 6, date(2026, 7, 1)),
    ],
)
def test_the_paragraph_is_cut_at_four_dates(on, months, since):
    assert (suit_months(on), version(on)) == (months, since)
    assert remedy(answer("A12", on)).suit_months == months


def test_the_town_could_be_contested_by_choice_in_2020():
    told = remedy(answer("A12", date(2020, 6, 23)))
    assert told.text == (
        "如不服本答复，可以自收到本答复之日起60日内向银川市金凤区人民政府申请行政复议，"
        "或者在6个月内依法向银川市金凤区人民法院提起行政诉讼。"
    )
    assert told.articles == (
        "条例第五十一条", "行政复议法（2017）第九条", "行政诉讼法第四十六条",
    )  # fmt: skip
    assert (told.warnings, told.reconsideration_days) == ((), 60)


def test_a_refusal_of_today_names_reconsideration_first():
    told = remedy(answer("A7", date(2025, 8, 1)))
    assert told.text.startswith("如不服本答复，应当先自收到本答复之日起60日内向")
    assert "自收到行政复议决定书之日起15日内" in told.text
    assert (told.suit_months, "或者" in told.text) == (None, False)
    assert told.articles == (
        "条例第五十一条",
        "行政复议法（2023）第二十条",
        "行政复议法（2023）第二十三条第一款第四项、第二款",
        "法释〔2025〕8号第一条",
    )


def test_a_partial_answer_speaks_of_the_part_that_is_withheld():
    assert "不予公开的部分" in remedy(answer("A3", AFTER, ("A7",))).text
    assert "不予公开的部分" not in remedy(answer("A3", BEFORE, ("A7",))).text


def test_a_partial_answer_without_grounds_is_doubtful():
    told = remedy(answer("A3", date(2025, 8, 1)))
    assert [reason.code for reason in told.warnings] == ["remedy.grounds_unknown"]


@pytest.mark.parametrize(
    ("outcome", "grounds", "on", "warned"),
    [
        ("A12", (), date(2024, 6, 1), True),
        ("A3", ("A7",), date(2024, 6, 1), True),
        ("A7", (), date(2024, 6, 1), False),
        ("A1", (), date(2024, 6, 1), False),
        ("A12", (), BEFORE, False),
        ("A12", (), date(2025, 6, 1), False),
    ],
)
def test_the_scope_was_disputed_until_the_supreme_court_settled_it(outcome, grounds, on, warned):
    codes = [reason.code for reason in remedy(answer(outcome, on, grounds)).warnings]
    assert ("remedy.scope_disputed" in codes) is warned


def test_an_office_may_read_the_disputed_time_widely():
    wide = {"reconsideration_first_2024": "all_refusals"}
    assert route(answer("A12", date(2024, 6, 1), settings=wide)) is FIRST
    assert route(answer("A2", date(2024, 6, 1), settings=wide)) is CHOICE
    assert route(answer("A12", date(2025, 6, 1), settings=wide)) is CHOICE


def test_the_rules_of_2026_are_not_read_and_cited_only_where_the_office_checked_them():
    on = date(2026, 7, 1)
    told = remedy(answer("A7", on))
    assert [reason.code for reason in told.warnings] == ["remedy.rules_unread"]
    assert not [text for text in told.articles if "2026" in text]
    cited = remedy(answer("A7", on, settings={"remedy_2026_cites": "rules"}))
    assert cited.articles[-1] == "行政复议法实施条例（2026）第三十一条"
    early = remedy(answer("A7", date(2026, 6, 30), settings={"remedy_2026_cites": "rules"}))
    assert (early.warnings, early.articles[-1]) == ((), "法释〔2025〕8号第一条")


@pytest.mark.parametrize(
    ("way", "on", "online", "told", "warned"),
    [
        ("electronic", AFTER, "https://example.invalid/fy", True, False),
        ("electronic", AFTER, "", False, True),
        ("electronic", BEFORE, "https://example.invalid/fy", False, False),
        ("post", AFTER, "https://example.invalid/fy", False, False),
    ],
)
def test_an_answer_served_by_internet_offers_the_internet_channel(way, on, online, told, warned):
    told_now = remedy(answer("A12", on, way=way, online=online))
    assert ("example.invalid" in told_now.text) is told
    assert ("remedy.no_online" in [reason.code for reason in told_now.warnings]) is warned


def test_what_the_agencys_record_lacks_is_named_in_the_text_and_beside_it():
    told = remedy(Answer("A12", date(2025, 8, 1)))
    assert {reason.code for reason in told.warnings} == {"remedy.no_body", "remedy.no_court"}
    assert "（行政复议机关）" in told.text
    assert "（人民法院）" in told.text


def test_an_unpaid_fee_is_contested_after_the_payment_period():
    unpaid = answer("A22", date(2025, 11, 3), notice="N11", payment_due=date(2025, 10, 11))
    assert (
        "可以在缴费期限（2025年10月11日）届满之后，自收到本告知之日起60日内" in remedy(unpaid).text
    )
    assert "缴费期限" not in remedy(replace(unpaid, payment_due=None)).text
    assert "缴费期限" not in remedy(replace(unpaid, outcome="A21")).text


@pytest.mark.parametrize(
    ("on", "article"),
    [
        (date(2014, 1, 1), "条例（2008）第三十三条第二款"),
        (date(2019, 5, 14), "条例（2008）第三十三条第二款"),
        (date(2019, 5, 15), "条例第五十一条"),
    ],
)
def test_the_right_is_cited_from_the_regulation_of_the_day(on, article):
    assert remedy(answer("A12", on)).articles[0] == article


def test_before_may_2015_three_months_under_the_first_litigation_law():
    told = remedy(answer("A7", date(2015, 4, 30)))
    assert "在3个月内" in told.text
    assert told.articles[-1] == "行政诉讼法（1989）第三十九条"
