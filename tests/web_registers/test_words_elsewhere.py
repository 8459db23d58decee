"""A page, a task and the API say how to name a header there; only commands speak of ``--map``."""

import pytest

from web_registers.conftest import CLERK
from web_registers.test_ledger_page import GOOD, HEADER, sent, sheet
from workflow.app import tasks
from workflow.app.heavy import KINDS
from workflow.app.ledger.elsewhere import _ELSEWHERE
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.running import run_tasks
from workflow.app.tasks import XLSX, Order, TaskFile
from workflow.errors import InputError
from workflow.messages import catalogue

OTHER = ["答复时间" if name == "答复日期" else name for name in HEADER]
LACKING = ["何时来的" if name == "提交日期" else name for name in HEADER]


def failed_task(office, content, mapping=None):
    wanted = {"mapping": mapping or {}, "dry_run": False, "skip_bad": False}
    order = Order("ledger", "hewan", wanted, (TaskFile("台账.xlsx", XLSX, content),))
    ident = tasks.start(office, order, CLERK)
    run_tasks(office, KINDS)
    return tasks.progress(office, ident).failure.message


def command(office, content, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        import_ledger(office, Ledger("hewan", path), CLERK)
    return refused.value.message


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (OTHER, "“答复时间”→“答复日期”"),
        (LACKING, "提交日期"),
        (["一", "二", "三"], "没有找到表头"),
    ],
)
def test_a_tasks_failure_speaks_of_no_command(office, header, said):
    message = failed_task(office, sheet(GOOD[: len(header)], header=header))
    assert said in message
    assert "--" not in message
    assert "workflow" not in message


def test_a_task_with_a_mapping_for_nothing_speaks_of_no_command(office):
    for mapping in ({"没有的列": "答复日期"}, {"答复时间": "没有的列"}):
        message = failed_task(office, sheet(GOOD), mapping)
        assert "没有的列" in message
        assert "--map" not in message


def test_the_page_says_what_to_choose(browser):
    wang = browser("wang")
    page = wang.follow(sent(wang, sheet(GOOD, header=LACKING)))
    at = page.form("/ledger/import")
    refused = wang.submit(
        "/ledger/import", at=page, **{name: "" for name in at if "column" in name}
    )
    assert refused.status == 400
    assert "缺少列：提交日期" in refused.text
    assert "--map" not in refused.text


def test_the_command_still_says_what_to_type(office, tmp_path):
    assert "--map 答复时间=答复日期" in command(office, sheet(GOOD, header=OTHER), tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_for_elsewhere_is_there_and_names_no_option(language):
    said = catalogue(language)
    assert [code for code in _ELSEWHERE.values() if "--" in said[code]] == []
