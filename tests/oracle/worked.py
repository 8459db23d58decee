"""The worked deadlines of law.md, section 9, and the published cases, as documents with answers.

Each row of ``WORKED`` is (name, region, events, {clock: date}); the arithmetic stands beside it,
as the law's text prints it, so that a reader can follow it on a wall calendar.
"""

import json
from datetime import date
from pathlib import Path

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "data" / "oracle" / "deadline-cases.json").read_text("utf-8")
)
TODAY = date(2026, 11, 24)


def submitted(on, channel="in_person", **facts):
    return {"kind": "submitted", "on": on, "channel": channel, **facts}


def happened(kind, on, **facts):
    return {"kind": kind, "on": on, **facts}


def answered(dispatched, served, outcome="A12"):
    return [happened("dispatched", dispatched, outcome=outcome), happened("served", served)]


WORKED = [
    # 5/16=1 … 5/31=12, 6/3=13 6/4 6/5 6/6=16, 6/7 端午 off, 6/10=17 6/11 6/12 6/13=20
    ("1 base", None, [submitted("2019-05-15")], {"reply": "2019-06-13"}),
    # R08: 15 wd. 5/15=1 … 5/17=3, 5/20-24=4-8, 5/27-31=9-13, 6/3=14 6/4=15
    ("2 old law", None, [submitted("2019-05-14")], {"reply": "2019-06-04"}),
    # 9/23-27=1-5, 9/29日班=6 9/30=7, 10/1-7 off, 10/8-11=8-11, 10/12六班=12, 10/14-18=13-17,
    # 10/21=18 10/22=19 10/23=20
    (
        "3 National Day 2019",
        None,
        [submitted("2019-09-20", "signed_mail")],
        {"reply": "2019-10-23"},
    ),
    # 2/2-5=1-4, 2/7日班=5, 2/8-10=6-8, 2/11-17 off, 2/18=9 2/19=10 2/20六班=11, 2/22-26=12-16,
    # 3/1-4=17-20
    (
        "5 Spring Festival 2021",
        None,
        [submitted("2021-01-29", "web"), happened("confirmed", "2021-02-01")],
        {"reply": "2021-03-04"},
    ),
    # notice: 9/15-18=1-4, 9/21-23=5-7. Reset on 10/9: 10/10六班=1, 10/12-16=2-6, 10/19-23=7-11,
    # 10/26-30=12-16, 11/2-5=17-20
    (
        "8 correction reset",
        None,
        [
            submitted("2020-09-14"),
            happened(
                "correction_requested",
                "2020-09-22",
                received_on="2020-09-22",
                period={"length": 15, "unit": "working_days"},
            ),
            happened("corrected", "2020-10-09"),
        ],
        {"correction_notice": "2020-09-23", "reply": "2020-11-05"},
    ),
    # base 5/16; excluded in (4/20, 5/10]: 4/21, 4/23, 4/24-28, 5/4-6, 5/8-10 = 13 → 6/2
    # third party, from 4/24: 4/25-28=1-4, 5/4-6=5-7, 5/8-12=8-12, 5/15=13 5/16=14 5/17=15
    (
        "10 third party",
        None,
        [
            submitted("2023-04-17"),
            happened("consultation_sent", "2023-04-20", id="c1", party="third_party"),
            happened("consultation_received", "2023-04-24", id="c1"),
            happened("consultation_answered", "2023-05-10", id="c1"),
        ],
        {"third_party": "2023-05-17", "reply": "2023-06-02"},
    ),
    # base: 1/23-26=1-4, 1/29-2/2=5-9, 2/4日班=10, 2/5-9=11-15, 2/18日班=16, 2/19-22=17-20;
    # 20 more: 2/23=1, 2/26-3/1=2-6, 3/4-8=7-11, 3/11-15=12-16, 3/18-21=17-20
    ("12 before the extension", None, [submitted("2024-01-22")], {"reply": "2024-02-22"}),
    (
        "12 extension",
        None,
        [submitted("2024-01-22"), happened("extended", "2024-02-20", length=20)],
        {"reply": "2024-03-21"},
    ),
    # base 9/28 (日班). Pay, from 9/8: 9/9-12=1-4, 9/15-19=5-9, 9/22-26=10-14, 9/28日班=15, 9/29=16
    # 9/30=17, 10/9=18 10/10=19 10/11六班=20. Paid 9/25: 9/26=1 9/28日班=2 9/29 9/30=4 10/9=5
    # 10/10=6 10/11六班=7, 10/13-17=8-12, 10/20-24=13-17, 10/27-29=18-20
    ("15 before the fee", None, [submitted("2025-09-01")], {"reply": "2025-09-28"}),
    (
        "15 fee",
        None,
        [
            submitted("2025-09-01"),
            happened("fee_notified", "2025-09-05", received_on="2025-09-08"),
            happened("fee_paid", "2025-09-25"),
        ],
        {"fee_payment": "2025-10-11", "reply": "2025-10-29"},
    ),
    # 5/12-15=1-4, 5/18-22=5-9, 5/25-29=10-14, 6/1-5=15-19, 6/8=20; 开斋节 5/25-26 off: two later
    ("16 the whole country", None, [submitted("2020-05-11")], {"reply": "2020-06-08"}),
    ("16 Ningxia", "ningxia", [submitted("2020-05-11")], {"reply": "2020-06-10"}),
    # 8/5 + 60 = 10/4 (26 in August, 30 in September, 4 in October), a holiday → 10/8
    (
        "18 sixty days",
        None,
        [submitted("2024-07-01"), *answered("2024-07-26", "2024-08-05")],
        {"reconsideration": "2024-10-08"},
    ),
    # simplified: 9/28日班=1 9/29 9/30=3 10/9=4 10/10=5; ordinary: 10/11六班=6, 10/13-16=7-10
    (
        "19 simplified",
        None,
        [
            submitted("2025-07-01"),
            *answered("2025-07-25", "2025-07-28"),
            happened("reconsideration_copy_received", "2025-09-26", procedure="simplified"),
        ],
        {"reconsideration_answer": "2025-10-10"},
    ),
    (
        "19 ordinary",
        None,
        [
            submitted("2025-07-01"),
            *answered("2025-07-25", "2025-07-28"),
            happened("reconsideration_copy_received", "2025-09-26", procedure="ordinary"),
        ],
        {"reconsideration_answer": "2025-10-16"},
    ),
    # 2017 law: 10 calendar days = 10/6, a holiday → 10/7, a working Saturday
    (
        "19 under the 2017 law",
        None,
        [
            submitted("2023-07-03"),
            *answered("2023-07-25", "2023-07-28"),
            happened("reconsideration_copy_received", "2023-09-26", procedure="ordinary"),
        ],
        {"reconsideration_answer": "2023-10-07"},
    ),
    # 7/15 + 30 = 8/14; + 60 = 9/13 (Sat) → 9/15; + 90 = 10/13
    *[
        (
            f"21 decision, {procedure}, extended {extended}",
            None,
            [
                submitted("2025-06-03"),
                *answered("2025-06-25", "2025-06-27"),
                happened(
                    "reconsideration_accepted",
                    "2025-07-15",
                    procedure=procedure,
                    extended=extended,
                ),
            ],
            {"reconsideration_decision": due},
        )
        for procedure, extended, due in [
            ("simplified", False, "2025-08-14"),
            ("ordinary", False, "2025-09-15"),
            ("ordinary", True, "2025-10-13"),
        ]
    ],
]


def document(region, events):
    return {"law": "auto", "region": region, "events": events}
