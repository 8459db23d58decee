"""docs/ledger.md: every command in it does, in its order, what the text around it says."""

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ledger.ledgers import NUMBER, row, table
from workflow.cli.main import run

GUIDE = Path(__file__).parents[2] / "docs" / "ledger.md"
#: The commands of the guide: how each begins, and what it ends with and says.
COMMANDS = [
    ("agency add", 0, ""),
    ("ledger template", 0, "台账.xlsx"),
    ("ledger import", 2, "第4行“提交日期”"),  # a trial tells of the bad row
    ("ledger import", 0, "新增1件"),
    ("ledger import", 0, "新增1件"),
    ("case rectify", 0, NUMBER),
    ("report build", 0, ""),
    ("ledger export", 0, "导出.xlsx"),
]


def commands():
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("workflow ")]


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def call(arguments):
        status = run(arguments)
        said = capsys.readouterr()
        return status, said.out + said.err

    return call


def fill_in(path):
    """Fill in the template as an office would: a good row and one with an unreadable day."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for made in (row(), row(申请编号="示例〔2020〕2号", 提交日期="5月11日")):
        sheet.append([made.get(name) for name in names])
    book.save(path)


def correct(path):
    book = load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("提交日期") + 1, "2020-05-11")
    book.save(path)


def test_the_guide_leads_from_an_empty_folder_to_a_report(call):
    found = commands()
    assert [" ".join(one[:2]) for one in found] == [begins for begins, _, _ in COMMANDS]
    for at, (arguments, (_, status, said)) in enumerate(zip(found, COMMANDS, strict=True)):
        ended, text = call(arguments)
        assert (ended, said in text) == (status, True), (arguments, text)
        if at == 1:
            fill_in("台账.xlsx")
        if "--skip-bad" in arguments:
            correct("待改.xlsx")
    results = {one["申请编号"]: one["办理结果"] for one in table(Path("导出.xlsx"))}
    assert results[NUMBER] == "A14"
    assert len(results) == 2
    assert Path("年报.docx").read_bytes()[:2] == Path("年报.xlsx").read_bytes()[:2] == b"PK"
