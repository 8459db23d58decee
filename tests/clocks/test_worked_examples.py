"""The law's worked deadlines, each with its arithmetic, checked row by row against the proof."""

import pytest

from clocks.cases import clock, derived, due, happened, received, replied, sent, submitted
from workflow.core.calendar import Why

COPY = "reconsideration_copy_received"
ACCEPTED = "reconsideration_accepted"
ANSWERED = [happened("dispatched", "2024-07-26", outcome="A12")]
IN_2024 = [submitted("2024-07-01"), *ANSWERED]

EXAMPLES = [
    # 1: 5/16=1 … 5/31=12, 6/3-6/6=13-16, 6/7 端午 off, 6/10=17 6/11 6/12 6/13=20
    ("1 base", "reply", [submitted("2019-05-15")], "2019-06-13"),
    # 2: 15 wd under the old text: 5/15=1 … 5/31=13, 6/3=14 6/4=15
    ("2 old law", "reply", [submitted("2019-05-14")], "2019-06-04"),
    # 3: 9/23-27=1-5, 9/29日班=6 9/30=7, 10/1-7 off, 10/8=8 … 10/12六班=12 … 10/23=20
    ("3 National Day", "reply", [submitted("2019-09-20", "signed_mail")], "2019-10-23"),
    # 5: 2/2-5=1-4, 2/7日班=5, 2/8-10=6-8, 2/11-17 off, 2/18=9 2/19=10 2/20六班=11 … 3/4=20
    (
        "5 Spring Festival",
        "reply",
        [submitted("2021-01-29", "web"), happened("confirmed", "2021-02-01")],
        "2021-03-04",
    ),
    # 8: 9/15=1 … 9/18=4, 9/21-23=5-7
    ("8 correction notice", "correction_notice", [submitted("2020-09-14")], "2020-09-23"),
    # 8: 10/10六班=1 10/12=2 … 10/16=6, 10/19=7 … 10/30=16, 11/2=17 … 11/5=20
    (
        "8 correction",
        "reply",
        [
            submitted("2020-09-14"),
            happened("correction_requested", "2020-09-22", received_on="2020-09-22"),
            happened("corrected", "2020-10-09"),
        ],
        "2020-11-05",
    ),
    # 10: base 5/16; excluded in (4/20, 5/10]: 4/21, 4/23, 4/24-28, 5/4-6, 5/8-10 = 13; 5/16+13 wd
    (
        "10 third party",
        "reply",
        [
            submitted("2023-04-17"),
            sent("2023-04-20"),
            received("2023-04-24"),
            replied("2023-05-10"),
        ],
        "2023-06-02",
    ),
    # 12: base 2/22 (2/4日班=10, 2/18日班=16); 2/23=1 2/26=2 … 3/1=6 … 3/21=20
    (
        "12 extension",
        "reply",
        [submitted("2024-01-22"), happened("extended", "2024-02-20", length=20)],
        "2024-03-21",
    ),
    # 15: 9/9=1 … 9/26=14 9/28日班=15 9/29 9/30=17, 10/9=18 10/10=19 10/11六班=20
    (
        "15 fee to pay",
        "fee_payment",
        [
            submitted("2025-09-01"),
            happened("fee_notified", "2025-09-05", received_on="2025-09-08"),
        ],
        "2025-10-11",
    ),
    # 15: 9/26=1 9/28日班=2 9/29 9/30=4 10/9=5 10/10=6 10/11六班=7 10/13=8 … 10/29=20
    (
        "15 fee paid",
        "reply",
        [
            submitted("2025-09-01"),
            happened("fee_notified", "2025-09-05", received_on="2025-09-08"),
            happened("fee_paid", "2025-09-25"),
        ],
        "2025-10-29",
    ),
    # 18: day 60 = 2024-10-04, a holiday; 10/8 is the first working day after it
    (
        "18 sixty days",
        "reconsideration",
        [*IN_2024, happened("served", "2024-08-05")],
        "2024-10-08",
    ),
    # 19: 9/28日班=1 9/29 9/30=3 10/9=4 10/10=5
    (
        "19 simplified answer",
        "reconsideration_answer",
        [*IN_2024, happened(COPY, "2025-09-26", procedure="simplified")],
        "2025-10-10",
    ),
    # 19: … 10/11六班=6 10/13=7 … 10/16=10
    (
        "19 ordinary answer",
        "reconsideration_answer",
        [*IN_2024, happened(COPY, "2025-09-26", procedure="ordinary")],
        "2025-10-16",
    ),
    # 19: ten calendar days = 10/6, a holiday; Saturday 10/7 works
    (
        "19 answer of 2017",
        "reconsideration_answer",
        [submitted("2023-07-03"), happened(COPY, "2023-09-26")],
        "2023-10-07",
    ),
    # 21: 30 d
    (
        "21 simplified decision",
        "reconsideration_decision",
        [*IN_2024, happened(ACCEPTED, "2025-07-15", procedure="simplified")],
        "2025-08-14",
    ),
    # 21: 60 d = Saturday 9/13
    (
        "21 ordinary decision",
        "reconsideration_decision",
        [*IN_2024, happened(ACCEPTED, "2025-07-15", procedure="ordinary")],
        "2025-09-15",
    ),
    # 21: 60 + 30 = 90 d
    (
        "21 extended decision",
        "reconsideration_decision",
        [*IN_2024, happened(ACCEPTED, "2025-07-15", procedure="ordinary", extended=True)],
        "2025-10-13",
    ),
]


@pytest.mark.parametrize(
    ("name", "events", "expected"),
    [example[1:] for example in EXAMPLES],
    ids=[example[0] for example in EXAMPLES],
)
def test_the_example_gives_its_date(name, events, expected):
    assert due(name, *events) == expected
    proof = clock(name, *events).proof
    assert proof[-1].on.isoformat() == expected


def test_example_2_by_the_new_text_would_be_a_week_later():
    assert due("reply", submitted("2019-05-14"), law="cn-2019") == "2019-06-12"


def test_example_8_without_a_correction():
    assert due("reply", submitted("2020-09-14")) == "2020-10-16"


def test_example_10_the_third_party_has_fifteen_working_days():
    events = [submitted("2023-04-17"), sent("2023-04-20"), received("2023-04-24")]
    assert due("third_party", *events, child="c1") == "2023-05-17"


def test_example_16_counts_the_days_of_ningxia():
    assert due("reply", submitted("2020-05-11")) == "2020-06-08"
    assert due("reply", submitted("2020-05-11"), region="ningxia") == "2020-06-10"


def test_example_16_says_which_days_the_region_freed():
    proof = clock("reply", submitted("2020-05-11"), region="ningxia").proof
    freed = [row.on.isoformat() for row in proof if row.why is Why.REGIONAL]
    assert freed == ["2020-05-25", "2020-05-26"]


def test_the_open_year_2027_is_entered_on_30_november_2026():
    # 12/1=1 … 12/25=19, 12/28=20: the first plain request whose date no notice settles (law.md 10)
    assert not clock("reply", submitted("2026-11-27"), as_of="2026-11-27").provisional
    assert clock("reply", submitted("2026-11-30"), as_of="2026-11-30").provisional


def test_a_case_of_two_overlapping_consultations_counts_each_day_once():
    # union (9/6, 9/24]: 9/9-9/14 = 6 (14 works), 9/18-9/20 = 3, 9/23 9/24 = 2: 11, not 16
    found = derived(
        submitted("2024-09-02"),
        sent("2024-09-06", "c1"),
        received("2024-09-09", "c1"),
        sent("2024-09-12", "c2", "joint_agency"),
        received("2024-09-13", "c2"),
        replied("2024-09-20", "c1"),
        replied("2024-09-24", "c2"),
    ).clock("reply")
    assert found.due.isoformat() == "2024-10-21"
    assert sum(row.why is Why.SUSPENDED for row in found.proof) == 11
