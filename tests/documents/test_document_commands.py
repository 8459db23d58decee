"""``workflow document``: letters of a real register, rendered and compared."""

import io
import json

import docx
import pytest

from documents.wordfile import lines_of, saved, with_lines
from workflow.cli.main import run
from workflow.documents.readback import read_back

CASE = "示例公开〔2026〕1号"
AGENCY = [
    *("agency", "add", "--code", "lt", "--name", "示例镇人民政府", "--region", "ningxia"),
    *("--number-word", "示例公开", "--reconsideration-body", "示例区人民政府"),
    *("--court", "示例区人民法院", "--office-name", "示例镇党政综合办公室"),
]
REQUEST = [
    *("case", "register", "--agency", "lt", "--channel", "in_person", "--class", "natural"),
    *("--submitted", "2026-11-02", "--applicant", "示例申请人", "--content", "示例方案"),
    *("--as", "li"),
]


@pytest.fixture
def register(tmp_path, monkeypatch, capsys):
    """A register with one acknowledged request, its N01 on record."""
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert run(AGENCY) == 0
    assert run(REQUEST) == 0
    acknowledge = ["case", "advance", CASE, "acknowledge", "--on", "2026-11-02", "--as", "li"]
    assert run(acknowledge) == 0
    assert run(["worker", "--once"]) == 0
    capsys.readouterr()
    return tmp_path


def test_an_issued_notice_is_written_as_it_went_out_and_agrees_with_its_case(register, capsys):
    for name in ("one.docx", "two.docx"):
        assert run(["document", "render", "N01", "--case", CASE, "--out", name]) == 0
    letter = (register / "one.docx").read_bytes()
    assert letter == (register / "two.docx").read_bytes()
    assert "示例申请人：" in lines_of(letter)
    assert run(["document", "check", "one.docx", "--case", CASE]) == 0
    assert "一致" in capsys.readouterr().out


def edit(path, old, new):
    document = docx.Document(io.BytesIO(path.read_bytes()))
    for paragraph in document.paragraphs:
        for one in paragraph.runs:
            one.text = one.text.replace(old, new)
    path.write_bytes(saved(document))


def test_what_an_officer_changed_is_shown_before_issue(register, capsys):
    run(["document", "render", "N01", "--case", CASE, "--out", "n01.docx"])
    edit(register / "n01.docx", "示例申请人", "另一个人")
    edit(register / "n01.docx", "2026年11月30日", "2026年12月30日")
    capsys.readouterr()
    assert run(["document", "check", "n01.docx", "--case", CASE, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["case"], told["notice"]) == (CASE, "N01")
    found = {each["field"]: (each["expected"], each["found"]) for each in told["differences"]}
    assert found["addressee"] == ("示例申请人", "另一个人")
    assert found["due"] == ("2026年11月30日", "2026年12月30日")
    assert run(["document", "check", "n01.docx", "--case", CASE]) == 1
    assert "案卷是“示例申请人”，文中写成“另一个人”" in capsys.readouterr().out


def test_a_draft_before_its_step_is_compared_with_the_case_of_today(register, capsys):
    assert run(["document", "render", "N14", "--case", CASE, "--out", "n14.docx"]) == 0
    assert run(["document", "check", "n14.docx", "--case", CASE]) == 0


def test_every_case_that_owes_a_notice_gets_a_file(register, capsys):
    assert run(["document", "render", "N01", "--all", "--out", "all"]) == 0
    assert "0 份" in capsys.readouterr().out  # issued already: nobody owes it
    answer = ["case", "advance", CASE, "submit_answer", "--on", "2026-11-03", "--as", "li"]
    facts = ["--fact", "outcome=A12", "--fact", "search_record=已检索全部目录"]
    assert run([*answer, *facts]) == 0
    assert run(["worker", "--once"]) == 0
    capsys.readouterr()
    assert run(["document", "render", "N10", "--all", "--out", "all"]) == 0
    assert "1 份" in capsys.readouterr().out
    (letter,) = (register / "all").iterdir()
    assert any("该政府信息不存在" in line for line in lines_of(letter.read_bytes()))
    assert run(["document", "check", str(letter), "--case", CASE]) == 0


def test_the_date_of_an_issued_letter_is_the_cases_that_of_a_draft_the_officers(register, capsys):
    for notice, status in (("N01", 1), ("N04", 0)):
        path = register / f"{notice}.docx"
        assert run(["document", "render", notice, "--case", CASE, "--out", str(path)]) == 0
        day = read_back(path.read_bytes())["date"][0]
        edit(path, day, "2026年11月29日")
        assert run(["document", "check", str(path), "--case", CASE]) == status


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["render", "N01", "--out", "x.docx"], "--case"),
        (["render", "N01", "--case", CASE, "--all", "--out", "x.docx"], "--all"),
        (["render", "N01", "--case", "没有", "--out", "x.docx"], "没有"),
        (["render", "N99", "--case", CASE, "--out", "x.docx"], "N99"),
        (["check", "missing.docx", "--case", CASE], "missing.docx"),
        (["check", "strange.docx", "--case", CASE], CASE),
        (["check", "no.docx", "--case", CASE], ".docx"),
    ],
)
def test_a_wrong_call_has_exit_status_2_and_one_sentence(register, capsys, arguments, words):
    (register / "strange.docx").write_bytes(with_lines("别的文件"))
    (register / "no.docx").write_bytes(b"plain text")
    assert run(["document", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not (register / "x.docx").exists()
