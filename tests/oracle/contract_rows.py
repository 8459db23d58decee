"""The contract's bullets under the answer of ``due``, one hand-worked case a sentence.

A row is (sentence, events, as_of, {clock or clock:id: {field: value}}, absent clocks). Most cases
stand in a spring without a surprise. Received on Friday 2024-03-01:
3/4-8=1-5, 3/11-15=6-10, 3/18-22=11-15, 3/25-29=16-20, so 20 wd end on 2024-03-29 and 7 wd on 03-12.
Later: 4/1-3, 4/4-6 清明 off, 4/7 (Sun) works, 4/8-12, 4/15-19, 4/22-26, 4/28 (Sun) works,
4/29 4/30, 5/1-5 off, 5/6-10, 5/11 (Sat) works.
"""

from oracle.worked import happened, submitted

RECEIVED = submitted("2024-03-01")


def sent(on, party="third_party", name="c1"):
    return happened("consultation_sent", on, id=name, party=party)


def received(on, name="c1"):
    return happened("consultation_received", on, id=name)


def opinion(on, name="c1"):
    return happened("consultation_answered", on, id=name)


def correction(on, length=10):
    period = {"length": length, "unit": "working_days"}
    return happened("correction_requested", on, received_on=on, period=period)


def dispatched(on, outcome="A12", **facts):
    return happened("dispatched", on, outcome=outcome, **facts)


def served(on):
    return happened("served", on)


OPEN_ENDS = [
    (
        # Own last day from 3/11: 3/12-15=1-4, 3/18-22=5-9, 3/25-29=10-14, 4/1=15.
        # Excluded (3/8, 4/1]: 5+5+5+1=16; 3/29 + 16: 4/1-3=3, 4/7=4, 4/8-12=9, 4/15-19=14, 4/23=16.
        "a consultation without an answer is taken to end on its own last day",
        [RECEIVED, sent("2024-03-08"), received("2024-03-11")],
        "2024-03-20",
        {
            "third_party:c1": {"due": "2024-04-01", "state": "running", "provisional": False},
            "reply": {
                "due": "2024-04-23",
                "state": "suspended",
                "waiting_for": None,
                "provisional": False,
            },
        },
        [],
    ),
    (
        # From 3/8: 3/11-15=1-5, 3/18-22=6-10, 3/25-29=11-15. 3/29 + 15 = 4/22.
        "without its receipt it ends 15 wd after it was sent, and the dates are provisional",
        [RECEIVED, sent("2024-03-08")],
        "2024-03-20",
        {
            "third_party:c1": {"due": "2024-03-29", "provisional": True, "not_before": None},
            "reply": {
                "due": "2024-04-22",
                "provisional": True,
                "not_before": None,
                "not_after": None,
            },
        },
        [],
    ),
    (
        # Excluded (3/8, 3/20]: 3/11-15=5, 3/18-20=8. 3/29 + 8: 4/1-3=3, 4/7=4, 4/8-11=8.
        "the date moves earlier when the answer comes",
        [RECEIVED, sent("2024-03-08"), received("2024-03-11"), opinion("2024-03-20")],
        "2024-03-25",
        {
            "third_party:c1": {"due": "2024-04-01", "state": "met"},
            "reply": {"due": "2024-04-11", "state": "running"},
        },
        [],
    ),
    (
        "an answer after the last day changes nothing",
        [RECEIVED, sent("2024-03-08"), received("2024-03-11"), opinion("2024-04-08")],
        "2024-04-10",
        {"reply": {"due": "2024-04-23", "state": "running"}},
        [],
    ),
    (
        # Own last day from 4/1: 4/2 4/3=2, 4/7=3, 4/8-12=8, 4/15-19=13, 4/22=14 4/23=15.
        # Excluded (3/29, 4/23]: 4/1-3=3, 4/7=4, 4/8-12=9, 4/15-19=14, 4/22 4/23=16;
        # 3/29 + 16 = 4/23.
        "a letter sent on the date then due counts",
        [RECEIVED, sent("2024-03-29"), received("2024-04-01")],
        "2024-04-10",
        {"reply": {"due": "2024-04-23", "state": "suspended"}},
        [],
    ),
    (
        "a letter sent later moves nothing, and has its own clock all the same",
        [RECEIVED, sent("2024-04-01"), received("2024-04-01")],
        "2024-04-02",
        {
            "reply": {"due": "2024-03-29", "state": "late", "history": []},
            "third_party:c1": {"due": "2024-04-23", "state": "running"},
        },
        [],
    ),
    (
        # The date then due is 4/11 (see above): a letter of 4/11 counts although 3/29 is over.
        # Excluded: 8 of c1, (4/11, 4/16]: 4/12 4/15 4/16 = 3. 3/29 + 11: 4/11=8, 4/12=9, 4/15=10,
        # 4/16=11.
        "the date then due is the date as other letters have moved it",
        [
            RECEIVED,
            sent("2024-03-08"),
            received("2024-03-11"),
            opinion("2024-03-20"),
            sent("2024-04-11", "other_agency", "c2"),
            received("2024-04-11", "c2"),
            opinion("2024-04-16", "c2"),
        ],
        "2024-04-16",
        {"reply": {"due": "2024-04-16"}},
        [],
    ),
    (
        # Day 0 = 3/14: 3/15=1, 3/18-22=6, 3/25-29=11, 4/1-3=14, 4/7=15, 4/8-12=20 → 4/12.
        # Excluded after day 0: 3/15 3/18 3/19 3/20 = 4 → 4/15 4/16 4/17 4/18.
        "what lies before a reset is gone with the old period",
        [
            RECEIVED,
            sent("2024-03-06"),
            received("2024-03-07"),
            correction("2024-03-08"),
            happened("corrected", "2024-03-14"),
            opinion("2024-03-20"),
        ],
        "2024-03-25",
        {"reply": {"due": "2024-04-18", "state": "running"}},
        [],
    ),
    (
        # Answered on 3/13, before day 0 = 3/14: nothing of it is left. 4/12.
        "a consultation that was over before the reset excludes nothing",
        [
            RECEIVED,
            sent("2024-03-06"),
            received("2024-03-07"),
            correction("2024-03-08"),
            opinion("2024-03-13"),
            happened("corrected", "2024-03-14"),
        ],
        "2024-03-25",
        {"reply": {"due": "2024-04-12"}},
        [],
    ),
    (
        # Sent while the correction is awaited: no date has passed. Excluded, (3/12, 3/19] after
        # 3/14: 3/15 3/18 3/19 = 3. 4/12 + 3: 4/15 4/16 4/17.
        "a letter sent while a correction is awaited counts",
        [
            RECEIVED,
            correction("2024-03-08"),
            sent("2024-03-12"),
            received("2024-03-12"),
            happened("corrected", "2024-03-14"),
            opinion("2024-03-19"),
        ],
        "2024-03-25",
        {"reply": {"due": "2024-04-17"}},
        [],
    ),
    (
        "while a correction is awaited the reply has no date",
        [RECEIVED, correction("2024-03-12")],
        "2024-03-20",
        {
            "correction_notice": {"due": "2024-03-12", "state": "met"},
            "reply": {"due": None, "state": "suspended", "waiting_for": "correction", "proof": []},
        },
        [],
    ),
    (
        # fee_payment from 3/13: 3/14 3/15=2, 3/18-22=7, 3/25-29=12, 4/1-3=15, 4/7=16, 4/8-11=20.
        "while a payment is awaited the reply has no date",
        [RECEIVED, happened("fee_notified", "2024-03-11", received_on="2024-03-13")],
        "2024-03-20",
        {
            "fee_payment": {"due": "2024-04-11", "state": "running"},
            "reply": {"due": None, "state": "suspended", "waiting_for": "payment"},
        },
        [],
    ),
    (
        # Day 0 = 3/20: 3/21 3/22=2, 3/25-29=7, 4/1-3=10, 4/7=11, 4/8-12=16, 4/15-18=20.
        "a payment counts the whole period afresh",
        [
            RECEIVED,
            happened("fee_notified", "2024-03-11", received_on="2024-03-13"),
            happened("fee_paid", "2024-03-20"),
        ],
        "2024-03-20",
        {"fee_payment": {"state": "met"}, "reply": {"due": "2024-04-18", "state": "running"}},
        [],
    ),
    (
        # 2018: 15 wd from 3/1: 3/2=1, 3/5-9=6, 3/12-16=11, 3/19-22=15.
        "under cn-2008 the reply has no date while a third party is asked",
        [submitted("2018-03-01"), sent("2018-03-05")],
        "2018-03-16",
        {"reply": {"due": None, "state": "suspended", "waiting_for": "third_party"}},
        ["third_party", "correction_notice"],
    ),
    (
        # (3/5, 3/16]: 3/6-9=4, 3/12-16=9. 3/22 + 9: 3/23=1, 3/26-30=6, 4/2-4=9.
        "under cn-2008 the whole time until the answer is excluded",
        [submitted("2018-03-01"), sent("2018-03-05"), opinion("2018-03-16")],
        "2018-03-20",
        {"reply": {"due": "2018-04-04", "state": "running"}},
        [],
    ),
    (
        # Beyond 15 wd: (3/5, 4/4]: 3/6-9=4, 12-16=9, 19-23=14, 26-30=19, 4/2-4=22. 3/22 + 22:
        # 3/23=1, 3/26-30=6, 4/2-4=9, 4/8 (Sun, works)=10, 4/9-13=15, 4/16-20=20, 4/23 4/24=22.
        "under cn-2008 a third party has no last day",
        [submitted("2018-03-01"), sent("2018-03-05"), opinion("2018-04-04")],
        "2018-04-10",
        {"reply": {"due": "2018-04-24", "state": "running"}},
        [],
    ),
    (
        "a correction notice after its 7 wd doesn't stop the clock",
        [RECEIVED, correction("2024-03-13")],
        "2024-03-20",
        {
            "correction_notice": {"due": "2024-03-12", "state": "late"},
            "reply": {"due": "2024-03-29", "state": "running", "waiting_for": None, "history": []},
        },
        [],
    ),
    (
        "nor does the corrected application then start it afresh",
        [RECEIVED, correction("2024-03-13"), happened("corrected", "2024-03-20")],
        "2024-03-20",
        {"reply": {"due": "2024-03-29", "state": "running"}},
        [],
    ),
    (
        "an extension on the date then due moves it",
        # 3/29 + 5: 4/1-3=3, 4/7=4, 4/8=5.
        [RECEIVED, happened("extended", "2024-03-29", length=5)],
        "2024-04-08",
        {"reply": {"due": "2024-04-08", "state": "running"}},
        [],
    ),
    (
        "an extension after the date then due doesn't move it",
        [RECEIVED, happened("extended", "2024-04-01", length=20)],
        "2024-04-01",
        {"reply": {"due": "2024-03-29", "state": "late", "history": []}},
        [],
    ),
    (
        # 3/29 + 5 = 4/8; on 4/7 another 15: 4/9-12=4, 4/15-19=9, 4/22-26=14, 4/28=15.
        "two extensions within the cap both count",
        [
            RECEIVED,
            happened("extended", "2024-03-25", length=5),
            happened("extended", "2024-04-07", length=15),
        ],
        "2024-04-08",
        {"reply": {"due": "2024-04-28"}},
        [],
    ),
    (
        "a delay after the date then due doesn't move it",
        [RECEIVED, happened("delayed", "2024-04-01", until="2024-05-06")],
        "2024-04-01",
        {"reply": {"due": "2024-03-29", "state": "late"}},
        [],
    ),
    (
        "a date set by the agency isn't rolled",
        [RECEIVED, happened("delayed", "2024-03-20", until="2024-05-04")],
        "2024-03-20",
        {"reply": {"due": "2024-05-04", "state": "running"}},
        [],
    ),
    (
        # Excluded (3/25, 4/8]: 3/26-29=4, 4/1-3=7, 4/7=8, 4/8=9.
        # After 5/4: 5/6-10=5, 5/11=6, 5/13-15=9.
        "a letter sent on or before the date that the agency set moves it by its working days",
        [
            RECEIVED,
            happened("delayed", "2024-03-20", until="2024-05-04"),
            sent("2024-03-25"),
            received("2024-03-26"),
            opinion("2024-04-08"),
        ],
        "2024-04-09",
        {"reply": {"due": "2024-05-15", "state": "running"}},
        [],
    ),
    (
        "a letter that was out when the agency set its date doesn't move it",
        [
            RECEIVED,
            sent("2024-03-18"),
            received("2024-03-19"),
            happened("delayed", "2024-03-20", until="2024-05-06"),
            opinion("2024-03-28"),
        ],
        "2024-03-29",
        {"reply": {"due": "2024-05-06", "state": "running"}},
        [],
    ),
    (
        # Day 0 = 3/20: 3/21 3/22=2, 3/25-29=7, 4/1-3=10, 4/7=11, 4/8-12=16, 4/15-18=20 -> 4/18;
        # + 20: 4/19=1, 4/22-26=6, 4/28=7, 4/29 4/30=9, 5/6-11=15, 5/13-17=20.
        "after a reset the extensions of the old period are gone, and the cap is whole again",
        [
            RECEIVED,
            happened("extended", "2024-03-05", length=20),
            correction("2024-03-12"),
            happened("corrected", "2024-03-20"),
            happened("extended", "2024-04-18", length=20),
        ],
        "2024-04-18",
        {"reply": {"due": "2024-05-17", "state": "running"}},
        [],
    ),
    (
        "a fee notice after the date then due doesn't stop the clock, nor its payment reset it",
        [
            RECEIVED,
            happened("fee_notified", "2024-04-01", received_on="2024-04-01"),
            happened("fee_paid", "2024-04-02"),
        ],
        "2024-04-02",
        {"reply": {"due": "2024-03-29", "state": "late", "waiting_for": None}},
        [],
    ),
    (
        # Day 0 = 3/18: 3/19-22=4, 3/25-29=9, 4/1-3=12, 4/7=13, 4/8-12=18, 4/15 4/16=20.
        "after a lapse the reply runs 20 wd from that day",
        [RECEIVED, correction("2024-03-08", 5), happened("lapsed", "2024-03-18")],
        "2024-03-20",
        {"reply": {"due": "2024-04-16", "state": "running", "waiting_for": None}},
        [],
    ),
    (
        # Day 0 = 3/25: 3/26-29=4, 4/1-3=7, 4/7=8, 4/8-12=13, 4/15-19=18, 4/22 4/23=20.
        "an act that comes after the lapse with a good reason resets the clock",
        [
            RECEIVED,
            correction("2024-03-08", 5),
            happened("lapsed", "2024-03-18"),
            happened("corrected", "2024-03-25"),
        ],
        "2024-03-26",
        {
            "reply": {"due": "2024-04-23"},
            "correction_reply": {"due": "2024-03-15", "state": "late"},
        },
        [],
    ),
    (
        # (3/6, 3/13]: 3/7 3/8 3/11 3/12 3/13 = 5. 3/29 + 5 = 4/8.
        "a suspension by hand is honoured",
        [
            RECEIVED,
            happened("suspended", "2024-03-06", reason="示例"),
            happened("resumed", "2024-03-13"),
        ],
        "2024-03-14",
        {"reply": {"due": "2024-04-08", "state": "running"}},
        [],
    ),
]

ENDS = [
    (
        "by post the reply ends on the day of posting",
        [RECEIVED, dispatched("2024-03-29", way="post"), served("2024-04-03")],
        "2024-04-08",
        {"reply": {"state": "met"}},
        [],
    ),
    *[
        (
            f"{way}: it ends on the day of the signature, if that is later",
            [RECEIVED, dispatched("2024-03-29", way=way), served("2024-04-03")],
            "2024-04-08",
            {"reply": {"due": "2024-03-29", "state": "late"}},
            [],
        )
        for way in ("direct", "through_agency")
    ],
    (
        "sent by wire it ends on the day of sending",
        [RECEIVED, dispatched("2024-03-29", way="electronic"), served("2024-04-03")],
        "2024-04-08",
        {"reply": {"state": "met"}},
        [],
    ),
    (
        # 3/4=1.
        "confirmation ends with confirmed, which is the receipt",
        [submitted("2024-03-01", "email"), happened("confirmed", "2024-03-04")],
        "2024-03-04",
        {
            "confirmation": {"due": "2024-03-04", "state": "met"},
            # 3/5-8=4, 3/11-15=9, 3/18-22=14, 3/25-29=19, 4/1=20
            "reply": {"due": "2024-04-01"},
        },
        [],
    ),
    (
        "ordinary mail must be confirmed on the day of its arrival",
        [submitted("2024-03-01", "ordinary_mail"), happened("confirmed", "2024-03-04")],
        "2024-03-04",
        {"confirmation": {"due": "2024-03-01", "state": "late"}},
        [],
    ),
    (
        # 3/12 + 10 wd: 3/13-15=3, 3/18-22=8, 3/25 3/26=10.
        "correction_reply ends with corrected",
        [RECEIVED, correction("2024-03-12"), happened("corrected", "2024-03-26")],
        "2024-03-26",
        {"correction_reply": {"due": "2024-03-26", "state": "met"}},
        [],
    ),
    (
        "the correction period moves to the day it is extended to",
        [
            RECEIVED,
            correction("2024-03-12"),
            happened("correction_period_extended", "2024-03-20", until="2024-04-10"),
        ],
        "2024-03-27",
        {"correction_reply": {"due": "2024-04-10", "state": "running"}},
        [],
    ),
    (
        # From 3/11: 3/12-15=4, 3/18-22=9, 3/25-29=14, 4/1-3=17, 4/7=18, 4/8 4/9=20.
        "without its received_on a fee notice counts from the day it was sent",
        [RECEIVED, happened("fee_notified", "2024-03-11")],
        "2024-03-20",
        {"fee_payment": {"due": "2024-04-09"}},
        [],
    ),
    (
        # 3/25 + 15 = 4/9.
        "service_proof ends with served",
        [RECEIVED, dispatched("2024-03-25"), served("2024-04-09")],
        "2024-04-09",
        {"service_proof": {"due": "2024-04-09", "state": "met"}},
        [],
    ),
    (
        # 3/28 + 60: 3 in March, 30 in April, 27 in May. 6 months: 9/28, a Saturday → Sun
        # 9/29, working.
        "the applicant's clocks run from served and end with his appeal",
        [
            RECEIVED,
            dispatched("2024-03-25"),
            served("2024-03-28"),
            happened(
                "reconsideration_accepted", "2024-05-27", procedure="ordinary", extended=False
            ),
        ],
        "2024-05-27",
        {
            "reconsideration": {"due": "2024-05-27", "state": "met"},
            "lawsuit": {"due": "2024-09-29"},
            # 5/27 + 60: 4 in May, 30 in June, 26 in July
            "reconsideration_decision": {"due": "2024-07-26", "state": "running"},
        },
        ["reconsideration_answer"],
    ),
    (
        # 7/1 + 15 = 7/16.
        "court_answer and the suit after reconsideration have 15 days each",
        [
            RECEIVED,
            dispatched("2024-03-25"),
            served("2024-03-28"),
            happened("reconsideration_copy_received", "2024-05-06", id="r1", procedure="ordinary"),
            happened("reconsideration_answered", "2024-05-17", id="r1"),
            happened("reconsideration_decision_received", "2024-07-01", id="r1"),
            happened("lawsuit_copy_received", "2024-07-16", id="l1"),
            happened("lawsuit_answered", "2024-08-01", id="l1"),
        ],
        "2024-08-05",
        {
            # 5/7-10=4, 5/11 (Sat, works)=5, 5/13-17=10
            "reconsideration_answer:r1": {"due": "2024-05-17", "state": "met"},
            "lawsuit_after_reconsideration:r1": {"due": "2024-07-16", "state": "met"},
            # 7/16 + 15 = 7/31
            "court_answer:l1": {"due": "2024-07-31", "state": "late"},
        },
        [],
    ),
    (
        # 7/2-5=4, 7/8-12=9, 7/15-19=14, 7/22-26=19, 7/29=20.
        "redo ends with the next answer",
        [
            RECEIVED,
            dispatched("2024-03-25"),
            served("2024-03-28"),
            happened("redo_ordered", "2024-07-01", period={"length": 20, "unit": "working_days"}),
            dispatched("2024-07-29"),
        ],
        "2024-07-29",
        {"redo": {"due": "2024-07-29", "state": "met"}, "reply": {"state": "met"}},
        [],
    ),
    (
        # 7/1 + 60: 30 in July, 30 in August.
        "an order without a period has 60 days, beside a reply that stays late",
        [RECEIVED, happened("redo_ordered", "2024-07-01")],
        "2024-07-02",
        {
            "redo": {"due": "2024-08-30", "state": "running"},
            "reply": {"due": "2024-03-29", "state": "late"},
        },
        [],
    ),
]

STATES = [
    (
        "on its last day a clock still runs",
        [RECEIVED],
        "2024-03-29",
        {"reply": {"state": "running"}},
        ["reconsideration", "lawsuit"],
    ),
    (
        # 3/29 + 60: 2 in March, 30 in April, 28 in May. 6 months: Sun 9/29, a working day.
        "after it the reply is late, and the applicant's clocks start at its end",
        [RECEIVED],
        "2024-03-30",
        {
            "reply": {"due": "2024-03-29", "state": "late"},
            "reconsideration": {"due": "2024-05-28", "state": "running"},
            "lawsuit": {"due": "2024-09-29", "state": "running"},
        },
        [],
    ),
    (
        "without served the applicant's clocks don't start",
        [RECEIVED, dispatched("2024-03-25")],
        "2024-06-03",
        {"service_proof": {"due": "2024-04-09", "state": "late"}, "reply": {"state": "met"}},
        ["reconsideration", "lawsuit"],
    ),
    (
        "an answer after the last day is late",
        [RECEIVED, dispatched("2024-04-01"), served("2024-04-03")],
        "2024-04-03",
        {"reply": {"due": "2024-03-29", "state": "late"}},
        [],
    ),
    (
        "withdrawn: the clock lapses",
        [RECEIVED, happened("withdrawn", "2024-03-15")],
        "2024-06-03",
        {"reply": {"state": "lapsed"}},
        ["reconsideration", "lawsuit"],
    ),
    (
        "a consultation silent on its last day lapses",
        [RECEIVED, sent("2024-03-08"), received("2024-03-11")],
        "2024-04-02",
        {"third_party:c1": {"state": "lapsed"}, "reply": {"due": "2024-04-23", "state": "running"}},
        [],
    ),
    (
        "the day of sending lies outside the suspension, which is open at its start",
        [RECEIVED, sent("2024-03-08"), received("2024-03-08")],
        "2024-03-08",
        {"reply": {"state": "running"}},
        [],
    ),
    (
        "the day of the answer lies inside it",
        [RECEIVED, sent("2024-03-08"), received("2024-03-11"), opinion("2024-03-20")],
        "2024-03-20",
        {"reply": {"state": "suspended"}},
        [],
    ),
    (
        "where reconsideration comes first there is no direct suit",
        [RECEIVED, dispatched("2024-03-25", "A3", grounds=["A7"]), served("2024-03-28")],
        "2024-04-01",
        {"reconsideration": {"due": "2024-05-27"}},
        ["lawsuit"],
    ),
    (
        "a special way of access (A11) leaves the choice",
        [RECEIVED, dispatched("2024-03-25", "A11"), served("2024-03-28")],
        "2024-04-01",
        {"lawsuit": {"due": "2024-09-29"}},
        [],
    ),
    (
        # 6 months from 2023-12-29: Sat 2024-06-29 → Mon 07-01.
        "before 2024-01-01 a refusal left the choice",
        [submitted("2023-12-01"), dispatched("2023-12-29", "A7"), served("2023-12-29")],
        "2024-01-02",
        {"lawsuit": {"due": "2024-07-01"}},
        [],
    ),
    (
        # 3 months from 4/22: 7/22, a Wednesday.
        "an answer before 2015-05-01 could be sued over for three months",
        [submitted("2015-04-01"), dispatched("2015-04-20"), served("2015-04-22")],
        "2015-06-01",
        {"lawsuit": {"due": "2015-07-22"}},
        [],
    ),
    (
        "an answer from 2015-05-01 on, for six",
        [submitted("2015-04-20"), dispatched("2015-05-04"), served("2015-05-04")],
        "2015-06-01",
        {"lawsuit": {"due": "2015-11-04"}},
        [],
    ),
    (
        # 10 calendar days from 1/3: Sat 1/13 → Mon 1/15; 60 days from 12/28: 3 + 31 + 26 = 2/26.
        "the reconsideration law is that of the day on which the body accepted",
        [
            submitted("2023-11-01"),
            dispatched("2023-11-28"),
            served("2023-11-30"),
            happened(
                "reconsideration_accepted", "2023-12-28", procedure="ordinary", extended=False
            ),
            happened("reconsideration_copy_received", "2024-01-03", procedure="ordinary"),
        ],
        "2024-01-04",
        {
            "reconsideration_answer": {"due": "2024-01-15"},
            "reconsideration_decision": {"due": "2024-02-26"},
        },
        [],
    ),
    (
        # 1/4 1/5=2, 1/8-12=7, 1/15-17=10.
        "else of the day on which the copy came",
        [
            submitted("2023-11-01"),
            dispatched("2023-11-28"),
            served("2023-11-30"),
            happened("reconsideration_copy_received", "2024-01-03", procedure="ordinary"),
        ],
        "2024-01-04",
        {"reconsideration_answer": {"due": "2024-01-17"}},
        ["reconsideration_decision"],
    ),
]

PROVISIONAL = [
    (
        # 11/30-12/4=5, 12/7-11=10, 12/14-18=15, 12/21-25=20: before the first open day.
        "a date before 26 December of the last known year is firm",
        [submitted("2026-11-27")],
        "2026-11-27",
        {
            "reply": {
                "due": "2026-12-25",
                "provisional": False,
                "not_before": None,
                "not_after": None,
            }
        },
        [],
    ),
    (
        # 12/1-4=4, 12/7-11=9, 12/14-18=14, 12/21-25=19; likely 12/28=20; earliest Sat 12/26=20
        # (within 14 days of 1 January); latest 12/28=20 (元旦 −3 is 12/29).
        "a date on or after it is provisional, with its bounds",
        [submitted("2026-11-30")],
        "2026-11-30",
        {
            "reply": {
                "due": "2026-12-28",
                "provisional": True,
                "not_before": "2026-12-26",
                "not_after": "2026-12-28",
            }
        },
        [],
    ),
    (
        # To 12/25: 12/4=1, 12/7-11=6, 12/14-18=11, 12/21-25=16. Likely 12/28-31=20. Earliest
        # 12/26=17 12/27=18 12/28=19 12/29=20. Latest 12/28=17, 12/29-1/3 off, 1/4 1/5 1/6=20.
        "each of the three dates is a walk of its own",
        [submitted("2026-12-03")],
        "2026-11-24",
        {
            "reply": {
                "due": "2026-12-31",
                "provisional": True,
                "not_before": "2026-12-29",
                "not_after": "2027-01-06",
            }
        },
        [],
    ),
]

ROWS = OPEN_ENDS + ENDS + STATES + PROVISIONAL
