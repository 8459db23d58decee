"""A letter asked for right after its step is the one that went out, sweep or no sweep."""

import zipfile

import pytest

from workflow.documents.package import open_package
from workflow.documents.readback import text_lines


def text_of(path):
    return "".join(text_lines(open_package(path.read_bytes())))


@pytest.fixture
def refused_in_2023(office):
    number = office.register("2023-05-08")
    office.advance(number, "acknowledge", "2023-05-09")
    office.answer(number, "2023-05-22", outcome="A9", reasons="过程性信息")
    return number


def test_an_answer_bears_the_day_of_dispatch_not_the_day_of_printing(
    office, refused_in_2023, tmp_path
):
    out = tmp_path / "answer.docx"
    office.do("document", "render", "N10", "--case", refused_in_2023, "--out", out)
    assert "2023年5月22日" in text_of(out)


def test_an_answer_of_2023_names_the_remedy_of_2023(office, refused_in_2023, tmp_path):
    out = tmp_path / "answer.docx"
    office.do("document", "render", "N10", "--case", refused_in_2023, "--out", out)
    text = text_of(out)
    assert "申请行政复议，或者在6个月内" in text
    assert "应当先" not in text


def test_a_refusal_of_2024_names_reconsideration_first(office, tmp_path):
    number = office.register("2024-05-06")
    office.answer(number, "2024-05-22", outcome="A9", reasons="过程性信息")
    out = tmp_path / "answer.docx"
    office.do("document", "render", "N10", "--case", number, "--out", out)
    assert "应当先自收到本答复之日起60日内" in text_of(out)


def test_the_case_shows_the_letters_of_its_steps_at_once(office, refused_in_2023):
    issued = [
        one["notice"]
        for one in office.show(refused_in_2023)["documents"]
        if one["status"] == "issued"
    ]
    assert {"N01", "N10"} <= set(issued)


def test_the_bundle_holds_the_letters_of_its_steps_at_once(office, refused_in_2023, tmp_path):
    out = tmp_path / "case.zip"
    office.do("case", "bundle", refused_in_2023, out)
    assert any("N10" in name for name in zipfile.ZipFile(out).namelist())


def test_every_case_that_owes_a_letter_gets_one_before_any_sweep(office, tmp_path):
    number = office.register("2024-05-06")
    office.advance(number, "submit_answer", "2024-05-20", outcome="A12", search_record="档案室")
    office.do("document", "render", "N10", "--all", "--out", tmp_path / "owed")
    assert [path.suffix for path in (tmp_path / "owed").iterdir()] == [".docx"]


def test_a_letter_that_was_printed_at_once_agrees_with_its_case(office, refused_in_2023, tmp_path):
    out = tmp_path / "answer.docx"
    office.do("document", "render", "N10", "--case", refused_in_2023, "--out", out)
    assert "差" not in office.do("document", "check", out, "--case", refused_in_2023, "--json")


def test_a_second_look_makes_no_second_letter(office, refused_in_2023):
    assert office.show(refused_in_2023)["documents"] == office.show(refused_in_2023)["documents"]
