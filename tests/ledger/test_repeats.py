"""Likely repeats are scored and explained; counts are by applicant and month."""

from sqlalchemy.event import listen

from ledger.conftest import CLERK
from ledger.ledgers import DAY, row, xlsx
from workflow.app.ledger.repeats import counts, repeats
from workflow.app.registering import Application, register

PLAN = "示例村2019年土地征收补偿安置方案"
OPEN = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}


def ask(desk, on, name="王五（示例）", content=PLAN, document=None):
    facts = {"channel": "in_person", "applicant_class": "natural", "applicant": name,
             "content": content}  # fmt: skip
    person = {"id_kind": "居民身份证", "id_number": document} if document else {}
    return register(
        desk.office, Application("liangtian", DAY(on), facts, person), CLERK
    ).case.number


def test_the_same_text_of_the_same_name_is_found_with_its_earlier_answer(desk, tmp_path):
    again = {
        "申请编号": "2",
        "提交日期": "2020-07-01",
        "申请内容": "示例村 土地征收补偿方案。",
        **OPEN,
    }
    desk.take(xlsx(tmp_path / "a.xlsx", row(), row(**again)))
    (found,) = repeats(desk.office, "liangtian")
    assert (found.later.number, found.earlier.number) == ("2", row()["申请编号"])
    assert found.score == 80  # a name alone is worth 0.8, the texts are the same
    assert [reason.code for reason in found.reasons] == [
        "ledger.why_name",
        "ledger.why_same_content",
        "ledger.why_answered_document",
    ]
    document = found.to_json()
    assert document["earlier_answer"] == "示例答〔2020〕1号"
    assert document["earlier_answered_on"] == DAY("2020-06-01")
    assert "1.本机关不掌握相关政府信息" in document["reasons"][2]["message"]


def test_an_identity_document_is_worth_more_than_a_name(local_desk):
    ask(local_desk, "2026-11-02", document="640104200001011001")
    ask(local_desk, "2026-11-03", document="640104200001011001", content=PLAN + "及批复")
    ask(local_desk, "2026-11-04", document="640104200001012002")  # a namesake
    (found,) = repeats(local_desk.office, "liangtian")
    assert found.reasons[0].code == "ledger.why_document"
    # 17 characters of 17 and 20 (one bracket-free text each): 2 × 17 ÷ 37 = 0.92
    assert found.score == round(100 * 2 * len(PLAN) / (2 * len(PLAN) + 3))
    assert found.reasons[1].values["percent"] == int(200 * len(PLAN) / (2 * len(PLAN) + 3))
    assert found.to_json()["earlier_answer"] is None  # it isn't answered yet


def test_other_applicants_and_other_subjects_are_no_repeats(local_desk):
    ask(local_desk, "2026-11-02")
    ask(local_desk, "2026-11-03", name="赵六（示例）")
    ask(local_desk, "2026-11-04", content="示例街道低保户名单及发放标准")
    ask(local_desk, "2026-11-05", content="")
    assert repeats(local_desk.office, "liangtian") == []


def test_the_likeliest_earlier_one_is_named_and_one_number_can_be_asked_for(local_desk):
    ask(local_desk, "2026-11-02", content="示例村2018年土地征收补偿安置方案公告")
    second = ask(local_desk, "2026-11-03")
    third = ask(local_desk, "2026-11-04")
    found = {
        one.later.number: one.earlier.number for one in repeats(local_desk.office, "liangtian")
    }
    assert found[third] == second
    (only,) = repeats(local_desk.office, "liangtian", third)
    assert only.later.number == third
    assert repeats(local_desk.office, "liangtian", "没有的编号") == []


def test_requests_are_counted_by_applicant_and_month(desk, tmp_path):
    days = ("2020-05-11", "2020-05-12", "2020-06-01", "2021-01-04")
    rows = [row(申请编号=str(n), 提交日期=day, **OPEN) for n, day in enumerate(days)]
    other = row(申请编号="9", 申请人="李四（示例）", **OPEN)
    nobody = row(申请编号="10", 申请人="", **OPEN)
    desk.take(xlsx(tmp_path / "a.xlsx", *rows, other, nobody))
    most, least = counts(desk.office, "liangtian", 2020)
    assert most.to_json() == {
        "year": 2020,
        "total": 3,
        "months": {"2020-05": 2, "2020-06": 1},
        "numbers": ["0", "1", "2"],
    }
    assert least.numbers == ("9",)
    assert [one.total for one in counts(desk.office, "liangtian", 2021)] == [1]


def test_many_requests_are_read_some_at_a_time_and_none_twice(local_desk, monkeypatch):
    numbers = [ask(local_desk, f"2020-07-0{day}") for day in range(1, 6)]
    whole = [one.to_json() for one in repeats(local_desk.office, "liangtian")]
    asked = []
    listen(local_desk.office.store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    monkeypatch.setattr("workflow.app.ledger.repeats.AT_ONCE", 2)
    assert [one.to_json() for one in repeats(local_desk.office, "liangtian")] == whole
    assert sorted(one["number"] for one in whole) == sorted(numbers)[1:]
    # the list once; journals and values of two, two and one
    assert len([text for text in asked if text.startswith("SELECT")]) == 1 + 2 * 3
