"""Search from one character on, without a readable text in the database."""

import csv
from datetime import date

import pytest

from workflow.app.gram_rows import found_by
from workflow.app.keeping import rebuild
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.listing import Filter, list_cases
from workflow.app.office import Actor
from workflow.app.searching import likely

ON = date(2026, 11, 20)
TEXTS = ("土地征收补偿方案", "低保2023年发放名单", "水库除险加固 A1 标段")


@pytest.fixture
def numbers(clerk):
    return [clerk.register(ON, content=text, person={}) for text in TEXTS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("土", [0]),
        ("土地", [0]),
        ("低保 2023", [1]),
        ("低保 2024", []),
        ("ａ1", [2]),
        ("补偿方案", [0]),
        ("张三", [0, 1, 2]),
        ("水地", []),
        ("2026", [0, 1, 2]),
        ("，。", []),
    ],
)
def test_a_case_is_found_by_any_part_of_its_texts(office, numbers, text, found):
    rows = {row["number"] for row in list_cases(office, Filter(text=text))}
    assert rows == {numbers[place] for place in found}


@pytest.fixture
def alike_to(office, tmp_path):
    """Take a ledger with one request of 张三 and say what a new application may repeat."""
    rows = [{"申请编号": "旧1号", "申请人": "张三（示例）", "申请人类别": "自然人",
             "受理渠道": "当面", "提交日期": "2020-05-11", "申请内容": TEXTS[0]}]  # fmt: skip
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ledger = Ledger("liangtian", tmp_path / "a.csv")
    assert import_ledger(office, ledger, Actor("li", "clerk")).done

    def alike(name="张三（示例）", document=None, content=TEXTS[0]):
        person = {"id_number": document} if document else {}
        facts = {"applicant": name, "content": content}
        with office.store.read() as session:
            found = likely(session, office.keys, "liangtian", person, facts)
        return [(one.number, one.score, [reason.code for reason in one.reasons]) for one in found]

    return alike


BY_NAME = ["ledger.why_name", "ledger.why_content"]
BY_DOCUMENT = ["ledger.why_document", "ledger.why_content"]
DOCUMENT, OTHER = "640104200001011001", "640104200001012002"


def test_an_imported_request_is_found_by_its_name_for_an_application_with_a_document(alike_to):
    assert alike_to(document=DOCUMENT) == [("旧1号", 80, BY_NAME)]
    assert alike_to() == [("旧1号", 80, BY_NAME)]
    assert alike_to(name="李四（示例）", document=DOCUMENT) == []
    assert alike_to(document=DOCUMENT, content=TEXTS[1]) == []


def test_a_document_is_surer_than_a_name_and_two_documents_are_two_people(alike_to, clerk):
    number = clerk.register(ON, content=TEXTS[0], person={"id_number": DOCUMENT})
    assert alike_to(document=DOCUMENT) == [(number, 100, BY_DOCUMENT), ("旧1号", 80, BY_NAME)]
    assert alike_to(document=OTHER) == [("旧1号", 80, BY_NAME)]
    assert sorted(alike_to()) == sorted([("旧1号", 80, BY_NAME), (number, 80, BY_NAME)])


def test_a_part_of_the_text_scores_its_part(alike_to):
    # 土地征收补偿方案 has 7 bigrams; 的批复 adds 3 of which none is there: 7 ÷ 10
    assert alike_to(document=DOCUMENT, content=TEXTS[0] + "的批复") == [("旧1号", 56, BY_NAME)]


def test_many_written_at_once_are_found_by_the_same_as_one_by_one(office, alike_to):
    def written():
        with office.store.read() as session:
            return found_by(session, "request:1")

    before = written()
    assert rebuild(office) == 1
    assert written() == before != set()
