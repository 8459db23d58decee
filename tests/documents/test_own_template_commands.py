"""``workflow template install`` and its kin, ``document redraft``, ``case bundle``."""

import io
import json
import zipfile

import docx
import pytest

from documents.wordfile import lines_of, saved, with_lines
from workflow.cli.main import run
from workflow.documents.library import builtin, builtin_keys

CASE = "示例公开〔2026〕1号"
AGENCY = ["agency", "add", "--code", "lt", "--name", "示例镇人民政府", "--number-word", "示例公开"]
REQUEST = [
    *("case", "register", "--agency", "lt", "--channel", "in_person", "--class", "natural"),
    *("--submitted", "2026-11-02", "--applicant", "示例申请人", "--content", "示例方案"),
    *("--as", "li"),
]
ANSWER = [
    *("case", "advance", CASE, "submit_answer", "--on", "2026-11-03", "--as", "li"),
    *("--fact", "outcome=A12", "--fact", "search_record=已检索全部目录"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own(folder):
    """Our answer with the office's own closing words."""
    document = docx.Document(io.BytesIO(builtin("cn-2019", "N10-A12")))
    for paragraph in document.paragraphs:
        for one in paragraph.runs:
            one.text = one.text.replace("特此答复", "特此函复")
    path = folder / "own.docx"
    path.write_bytes(saved(document))
    return path


def out(capsys):
    return capsys.readouterr().out


def test_an_own_template_is_installed_listed_and_withdrawn(folder, own, capsys):
    assert run(AGENCY) == 0
    install = ["template", "install", str(own), "--notice", "N10-A12", "--agency", "lt"]
    assert run(install) == 0
    assert "第 1 版已启用" in out(capsys)
    assert run([*install, "--json"]) == 0
    assert json.loads(out(capsys)) == {
        "key": "N10-A12", "law": "cn-2019", "agency": "lt", "version": 2,
    }  # fmt: skip
    assert run(["template", "list", "--json"]) == 0
    rows = json.loads(out(capsys))
    assert [row["key"] for row in rows if not row["own"]] == list(builtin_keys("cn-2019"))
    mine = [(row["agency"], row["version"], row["active"]) for row in rows if row["own"]]
    assert mine == [("lt", 1, False), ("lt", 2, True)]
    where = ["--notice", "N10-A12", "--agency", "lt"]
    assert run(["template", "activate", *where, "--version", "1"]) == 0
    assert run(["template", "withdraw", *where]) == 0
    capsys.readouterr()
    assert run(["template", "list"]) == 0
    assert out(capsys).count("已停用") == 2
    assert run(["template", "export", "copy.docx", *where, "--version", "2"]) == 0
    assert (folder / "copy.docx").read_bytes() == own.read_bytes()


def test_the_list_makes_no_data_folder(folder, capsys):
    assert run(["template", "list"]) == 0
    assert list(folder.iterdir()) == []


def test_a_template_with_findings_has_exit_status_1_and_says_them(folder, capsys):
    (folder / "bad.docx").write_bytes(with_lines("{{ addresee }}", "2024年5月11日"))
    assert run(["template", "install", "bad.docx", "--notice", "N10"]) == 1
    error = capsys.readouterr().err
    assert "addressee" in error
    assert "2024年5月11日" in error
    assert "救济途径" in error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["install", "missing.docx", "--notice", "N04"], "missing.docx"),
        (["install", "own.docx", "--notice", "N99"], "N99"),
        (["install", "own.docx", "--notice", "N10-A12", "--agency", "no"], "no"),
        (["install", "own.docx", "--notice", "N10-A12", "--law", "cn-1999"], "cn-1999"),
        (["withdraw", "--notice", "N04"], "N04"),
        (["activate", "--notice", "N04", "--version", "3"], "3"),
        (["export", "own.docx", "--notice", "N04", "--version", "1"], "own.docx"),
    ],
)
def test_a_wrong_call_has_exit_status_2_and_one_sentence(own, capsys, arguments, words):
    assert run(["template", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_a_clerk_on_record_installs_nothing(own, capsys):
    assert run(AGENCY) == 0
    add = ["user", "add", "--name", "li", "--display-name", "示例", "--agency", "lt"]
    assert run([*add, "--role", "clerk"]) == 0
    install = ["template", "install", str(own), "--notice", "N10-A12", "--as", "li"]
    assert run(install) == 1


def test_a_draft_is_made_again_by_the_new_template(own, capsys):
    for command in (AGENCY, REQUEST, ANSWER, ["worker", "--once"]):
        assert run(command) == 0
    assert run(["template", "install", str(own), "--notice", "N10-A12"]) == 0
    assert run(["document", "redraft", "N10", "--case", CASE]) == 0
    assert f"{CASE}-答" in out(capsys)
    render = ["document", "render", "N10", "--case", CASE, "--out", "n10.docx"]
    assert run(render) == 0
    assert "特此函复。" in lines_of((own.parent / "n10.docx").read_bytes())
    assert run(["document", "redraft", "N01", "--case", CASE]) == 1
    assert "发出的文书不能再改" in capsys.readouterr().err


def test_a_case_is_bundled(folder, capsys):
    for command in (AGENCY, REQUEST, ANSWER, ["worker", "--once"]):
        assert run(command) == 0
    capsys.readouterr()
    for name in ("one.zip", "two.zip"):
        assert run(["case", "bundle", CASE, name]) == 0
    assert "个人信息" in out(capsys)
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()
    with zipfile.ZipFile(folder / "one.zip") as packed:
        assert packed.testzip() is None
        assert "目录.html" in packed.namelist()
    assert run(["case", "bundle", "没有", "three.zip"]) == 2
    assert not (folder / "three.zip").exists()
