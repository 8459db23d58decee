"""Every command that the documentation shows is typed here, on the demonstration it speaks of."""

import re
import shutil
from datetime import date

import pytest
from openpyxl import Workbook

from docs.pages import ROOT, follow, pages_with_commands, typed
from workflow.cli.main import run

YEARS = {"report.docx": 2025, "last-year.docx": 2024, "年度报告.docx": 2025, "上年.docx": 2024}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder in which the demonstration was played, as ``scripts/run`` leaves it."""
    folder = tmp_path_factory.mktemp("reader")
    assert run(["demo", "--dir", str(folder / "demo")]) == 0
    return folder


@pytest.fixture
def reader(played, tmp_path, monkeypatch):
    """A reader's folder: the demonstration, and the files that the README speaks of."""
    folder = tmp_path / "reader"
    shutil.copytree(played, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WORKFLOW_DATA_DIR", "demo/data")
    for name, year in YEARS.items():
        built = ["report", "build", "--agency", "hewan", "--year", str(year), "--docx", name]
        assert run(built) == 0
    for towns in ("town", "各乡镇"):
        (folder / towns).mkdir()
        shutil.copy("report.docx", f"{towns}/河湾镇.docx")
    shutil.copy(ROOT / "tests" / "docs" / "case.json", "case.json")
    ledger_of_a_year(folder / "台账.xlsx")
    monkeypatch.delenv("WORKFLOW_DATA_DIR")
    return folder


def ledger_of_a_year(path):
    """Write a ledger with one request, under the column names of the contract."""
    book = Workbook()
    sheet = book.active
    one = {
        "申请编号": "示例〔2024〕1号",
        "申请人": "示例甲",
        "申请人类别": "自然人",
        "受理渠道": "网络",
        "提交日期": date(2024, 3, 1),
        "收到日期": date(2024, 3, 1),
        "申请内容": "村级账目",
        "答复日期": date(2024, 3, 20),
        "办理结果": "予以公开",
    }
    sheet.append(list(one))
    sheet.append(list(one.values()))
    book.save(path)


@pytest.mark.parametrize("page", pages_with_commands())
def test_the_commands_of_a_page_do_what_it_says(page, reader, monkeypatch, capfd):
    commands = typed(page)
    capfd.readouterr()
    assert commands
    for command in commands:
        follow(command, monkeypatch, capfd)


def test_every_link_of_the_documentation_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


def test_every_script_that_the_documentation_names_is_there():
    """The how-tos name files that they make: ``test_how_to.py`` makes them."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in (page for page in pages if page.parent.name != "how-to"):
        for name in re.findall(r"\bscripts/[\w/]+(?:\.py)?", page.read_text("utf-8")):
            assert (ROOT / name).exists(), (page.name, name)
