"""A1-A24 under the 2019 Regulation (law.md 1.8; rows: the annual-report forms of 2019 and 2021).

Row names are read in the forms [V]; which outcome falls into which row follows from names and
articles [M 95 %; A20 and A23 85 %; A24 75 %].
"""

from workflow.statutes.outcome import ENCLOSED, Outcome, demand


def _rows(key: str) -> dict[str, str]:
    return {"2019": key, "2021": key}


def _other(key: str) -> dict[str, str]:
    """Return the rows of another end: the 2019 form has one for all, the 2021 form three."""
    return {"2019": "other_total", "2021": key}


def _refusal(code: str, article: str, row: str) -> Outcome:
    return Outcome(code, article, _rows(row), "N10", (demand("reasons"),), refusal=True)


OUTCOMES = {
    outcome.code: outcome
    for outcome in (
        Outcome(
            "A1",
            "条例第三十六条第（一）项",
            _rows("granted"),
            "N10",
            (demand("access_way"), demand("access_route")),
        ),
        Outcome(
            "A2",
            "条例第三十六条第（二）项",
            _rows("granted"),
            "N10",
            (demand("information", "access_way+access_route+access_time", *ENCLOSED),),
        ),
        Outcome(
            "A3",
            "条例第三十七条",
            _rows("partial"),
            "N10",
            (demand("published_part", *ENCLOSED), demand("reasons"), demand("grounds")),
        ),
        _refusal("A4", "条例第十四条、第三十六条第（三）项", "deny_state_secret"),
        _refusal("A5", "条例第十四条、第三十六条第（三）项", "deny_law_forbidden"),
        _refusal("A6", "条例第十四条、第三十六条第（三）项", "deny_three_security"),
        _refusal("A7", "条例第十五条、第三十六条第（三）项", "deny_third_party"),
        _refusal("A8", "条例第十六条第一款、第三十六条第（三）项", "deny_internal"),
        _refusal("A9", "条例第十六条第二款、第三十六条第（三）项", "deny_process"),
        _refusal("A10", "条例第十六条第二款、第三十六条第（三）项", "deny_enforcement_file"),
        Outcome(
            "A11",
            "条例第三十六条第（七）项",
            _rows("deny_admin_query"),
            "N10",
            (demand("access_rule"),),
        ),
        Outcome(
            "A12",
            "条例第三十六条第（四）项",
            _rows("unable_not_held"),
            "N10",
            (demand("search_record"),),
        ),
        Outcome(
            "A13",
            "条例第三十六条第（五）项",
            _rows("unable_not_held"),
            "N10",
            (
                demand("reasons"),
                demand("other_agency+other_agency_contact", "other_agency_undetermined"),
            ),
        ),
        Outcome(
            "A14",
            "条例第三十八条",
            _rows("unable_needs_creation"),
            "N10",
            (demand("reasons"),),
        ),
        Outcome(
            "A15",
            "条例第三十条",
            _rows("unable_unclear"),
            "N10",
            (demand("reasons"),),
            after=("receive_correction",),
            mark="M95",
        ),
        Outcome(
            "A16",
            "条例第三十九条第一款",
            _rows("reject_petition"),
            "N11",
            (demand("reasons"),),
        ),
        Outcome(
            "A17",
            "条例第三十六条第（六）项",
            _rows("reject_repeat"),
            "N11",
            (demand("earlier_answer"),),
        ),
        Outcome(
            "A18",
            "条例第三十九条第二款",
            _rows("reject_publication"),
            "N11",
            (demand("reasons"),),
        ),
        Outcome(
            "A19",
            "条例第三十五条",
            _rows("reject_massive"),
            "N11",
            (demand("reasons"),),
            after=("request_reasons",),
        ),
        Outcome(
            "A20",
            "年度报告格式（国办公开办函〔2021〕30号）第三（五）5项",
            _rows("reject_reissue"),
            "N11",
            (demand("reasons"),),
            mark="M85",
        ),
        Outcome(
            "A21",
            "条例第三十条",
            _other("other_overdue_correction"),
            "N11",
            after=("lapse",),
        ),
        Outcome(
            "A22",
            "国办函〔2020〕109号第六条",
            _other("other_overdue_fee"),
            "N11",
            after=("lapse",),
        ),
        Outcome(
            "A23",
            "年度报告格式（国办公开办函〔2021〕30号）第三（六）3项",
            _other("other_misc"),
            None,
            mark="M85",
        ),
        Outcome(
            "A24",
            "条例第二条",
            _other("other_misc"),
            "N11",
            (demand("reasons"),),
            mark="M75",
        ),
    )
}
