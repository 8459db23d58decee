"""How a request could end under the 2008 Regulation, by the codes of today.

Articles 8, 14, 21-23 [M 95 %; R08 23-27 read]. What the 2019 text added (internal affairs,
process information, enforcement files, repeated and excessive requests, fees) isn't there.
"""

from workflow.statutes.outcome import ENCLOSED, Outcome, demand


def _rows(key: str) -> dict[str, str]:
    return {"2019": key, "2021": key}


def _refusal(code: str, article: str, row: str) -> Outcome:
    article = f"{article}、第二十一条第（二）项"
    return Outcome(code, article, _rows(row), "N10", (demand("reasons"),), refusal=True, mark="M95")


OUTCOMES = {
    outcome.code: outcome
    for outcome in (
        Outcome(
            "A1",
            "条例（2008）第二十一条第（一）项",
            _rows("granted"),
            "N10",
            (demand("access_way"), demand("access_route")),
            mark="M95",
        ),
        Outcome(
            "A2",
            "条例（2008）第二十一条第（一）项",
            _rows("granted"),
            "N10",
            (demand("information", "access_way+access_route", *ENCLOSED),),
            mark="M95",
        ),
        Outcome(
            "A3",
            "条例（2008）第二十二条",
            _rows("partial"),
            "N10",
            (demand("published_part", *ENCLOSED), demand("reasons"), demand("grounds")),
            mark="M95",
        ),
        _refusal("A4", "条例（2008）第十四条第四款", "deny_state_secret"),
        _refusal("A5", "条例（2008）第十四条", "deny_law_forbidden"),
        _refusal("A6", "条例（2008）第八条", "deny_three_security"),
        _refusal("A7", "条例（2008）第十四条第四款、第二十三条", "deny_third_party"),
        Outcome(
            "A12",
            "条例（2008）第二十一条第（三）项",
            _rows("unable_not_held"),
            "N10",
            (demand("search_record"),),
            mark="M95",
        ),
        Outcome(
            "A13",
            "条例（2008）第二十一条第（三）项",
            _rows("unable_not_held"),
            "N10",
            (
                demand("reasons"),
                demand("other_agency+other_agency_contact", "other_agency_undetermined"),
            ),
            mark="M95",
        ),
        Outcome(
            "A15",
            "条例（2008）第二十一条第（四）项",
            _rows("unable_unclear"),
            "N10",
            (demand("reasons"),),
            after=("request_correction",),
            mark="M95",
        ),
        Outcome(
            "A23",
            "条例（2008）未规定",
            {"2019": "other_total", "2021": "other_misc"},
            None,
            mark="M85",
        ),
        Outcome(
            "A24",
            "条例（2008）第二条",
            {"2019": "other_total", "2021": "other_misc"},
            "N11",
            (demand("reasons"),),
            mark="M75",
        ),
    )
}
