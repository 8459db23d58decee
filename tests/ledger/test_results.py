import pytest

from workflow.errors import Reason
from workflow.forms import all_forms
from workflow.ledger.results import COMPUTED, Result, outcome_of_row, read_result, row_of
from workflow.statutes.registry import STATUTES

LEAVES_2021 = [*all_forms()["2021"].results]
#: Rows that several outcomes share: 予以公开 A1, A2; 不掌握 A12, A13; 六.3 A23, A24.
SHARED = {"granted", "unable_not_held", "other_misc"}


@pytest.mark.parametrize("code", [f"A{n}" for n in range(1, 25)])
def test_every_code_is_an_outcome_however_it_is_typed(code):
    typed = (code, code.lower(), f" {code} ", f"{code}：任何说明", code.replace("A", "Ａ"))
    assert [read_result(text, 2024) for text in typed] == [Result(outcome=code)] * 5


@pytest.mark.parametrize("key", LEAVES_2021)
def test_a_row_names_its_outcome_unless_several_share_it(key):
    wanted = Result(row=key) if key in SHARED else Result(outcome=outcome_of_row(key))
    assert read_result(key, 2024) == wanted
    assert wanted.row or row_of(str(wanted.outcome)) == key


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.key)
def test_a_printed_label_is_read_with_and_without_its_number(form):
    for row in form.rows:
        if row.key in form.results:
            year = form.first_year
            bare = row.label.lstrip("（一二三四五六七）1234567890.") or row.label
            assert read_result(row.label, year) == read_result(row.key, year)
            assert read_result(bare, year) == read_result(row.key, year)


def test_partial_is_one_outcome_with_or_without_the_words_in_brackets():
    for text in ("部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"):
        assert read_result(text, 2024) == Result(outcome="A3")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("不予公开—属于行政执法案卷", Result(outcome="A10")),
        ("（三）不予公开 4.保护第三方合法权益", Result(outcome="A7")),
        ("无法提供/本机关不掌握相关政府信息", Result(row="unable_not_held")),
        ("信息不存在", Result(outcome="A12")),
        ("不属于本机关负责公开", Result(outcome="A13")),
        ("申请人撤回", Result(outcome="A23")),
        ("3.其他", Result(row="other_misc")),
        ("其他", Result(row="other_misc")),
    ],
)
def test_the_words_that_ledgers_use_are_read(text, wanted):
    assert read_result(text, 2024) == wanted


def test_a_misprint_is_read_and_said():
    found = read_result("其他法律行政止公开", 2024)
    assert isinstance(found, Result)
    assert (found.outcome, found.misprint) == ("A5", "2.其他法律行政法规禁止公开")


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        *((key, 2020, "computed") for key in sorted(COMPUTED)),
        ("（七）总计", 2024, "computed"),
        ("四、结转下年度继续办理", 2024, "computed"),
        ("其他处理", 2021, "other_total"),
        ("（六）其他处理", 2024, "other_total"),
        ("other_total", 2021, "other_total"),
        ("不予公开", 2024, "heading"),
        ("（四）无法提供", 2024, "heading"),
        ("不予处理", 2020, "heading"),
        ("A0", 2024, "unknown"),
        ("A25", 2024, "unknown"),
        ("已答复", 2024, "unknown"),
        ("B12", 2024, "unknown"),
    ],
)
def test_what_is_no_result_says_why(text, year, code):
    found = read_result(text, year)
    assert isinstance(found, Reason)
    assert found.code == f"ledger.result_{code}"
    assert text in found.message


@pytest.mark.parametrize("year", [2010, 2018, 2019, 2020])
def test_before_2021_other_handling_is_a_row_of_its_own(year):
    assert read_result("（六）其他处理", year) == Result(row="other_total")


def test_a_six_sub_row_is_taken_in_a_2019_form_year_too():
    assert read_result("other_overdue_fee", 2020) == Result(outcome="A22")
    assert read_result("other_misc", 2020) == Result(row="other_misc")


def test_back_from_a_row_is_the_inverse_of_the_outcomes_own_rows():
    for code, outcome in STATUTES[-1].outcomes.items():
        assert outcome_of_row(outcome.rows["2021"]) in {code, None}
