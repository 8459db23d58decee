"""Long files go into the background: lists of documents, figures, the ledger written out."""

import io

import openpyxl
import pytest

from web_registers.conftest import CLERK
from web_registers.test_disclosure_lists import LIST, PUBLISHED, fed
from web_registers.test_ledger_page import GOOD, sheet
from workflow.app import disclosing_import, figure_files, running, tasks
from workflow.app.disclosing_reading import items_of
from workflow.app.figure_periods import Period
from workflow.app.figures import figures_of
from workflow.app.heavy import KINDS, export
from workflow.app.ledger import importing
from workflow.app.running import release_all, run_tasks
from workflow.app.tasks import ATTACHMENT, TASK
from workflow.app.who_saw import Asked, who_saw

IMPORT = "/disclosures/import"
TASK_PAGE = "/tasks/1"
FIGURES = ["期间", "指标", "数值", "来源"]
ROWS = (["2025", "培训次数", 3, "示例"], ["2025", "微博公开信息", 9, "示例"])


@pytest.fixture
def wang(browser):
    return browser("wang")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """One row is already many."""
    for module in (disclosing_import, figure_files, export):
        monkeypatch.setattr(module, "AT_ONCE", 1)


def published(n):
    return [f"公告{n}（示例）", *PUBLISHED[1:]]


def listed(*rows):
    return sheet(*rows, header=LIST)


def ended(who, office, answer):
    """Follow an order to its task, let it be done, look at it again."""
    assert "等待中" in who.follow(answer).text
    run_tasks(office, KINDS)
    return who.get(TASK_PAGE)


def test_a_long_list_of_documents_is_taken_as_a_task_once(wang, office):
    page = ended(wang, office, fed(wang, IMPORT, listed(published(1), published(2))))
    assert "导入主动公开登记簿" in page.text
    assert "新增 2" in page.text
    assert {item.title for item in items_of(office, "hewan")} == {"公告1（示例）", "公告2（示例）"}
    ended(wang, office, fed(wang, IMPORT, listed(published(1), published(2))))
    assert "没有变化 2" in wang.get("/tasks/2").text
    assert len(items_of(office, "hewan")) == 2


def test_a_short_list_is_taken_at_once(wang, office):
    assert "新增1项" in fed(wang, IMPORT, listed(published(1))).text
    assert tasks.tasks(office) == []


def test_a_long_list_with_bad_rows_takes_none_and_names_each(wang, office):
    bad = published(2)
    bad[LIST.index("公开日期")] = "上个月"
    page = ended(wang, office, fed(wang, IMPORT, listed(published(1), bad), name="登记簿.xlsx"))
    assert "一行也没有导入" in page.text
    assert "第 3 行" in page.text.replace("第3行", "第 3 行")
    assert "登记簿.xlsx" in page.text
    assert "workflow-" not in page.text  # no place of ours
    assert items_of(office, "hewan") == []


def test_a_list_that_cannot_be_read_is_refused_on_the_page_itself(wang, office):
    page = fed(wang, IMPORT, sheet(["甲"], header=["乙"]))
    assert page.status == 400
    assert tasks.tasks(office) == []


def test_long_figures_are_entered_as_a_task_with_the_source_that_was_written(wang, office):
    rows = [[*one[:3], ""] for one in ROWS]
    token = wang.get("/figures").form("/figures/import")["form_token"][0]
    form = {"form_token": token, "period": "2026", "source": "示例：李某提供"}
    file = {"file": ("数据.xlsx", sheet(*rows, header=FIGURES), "x/y")}
    page = ended(wang, office, wang.post("/figures/import", form, file))
    assert "导入填报数据" in page.text
    kept = figures_of(office, "hewan")
    assert kept.value(Period(2025), "training_sessions") == 3
    assert kept.entered(Period(2025), "weibo_items").source == "示例：李某提供"
    with office.store.read() as session:
        assert "李某" not in session.execute(TASK.select()).one().wanted


def test_long_figures_with_a_bad_row_enter_nothing(wang, office):
    token = wang.get("/figures").form("/figures/import")["form_token"][0]
    rows = (*ROWS, ["2025", "培训人次", "许多", "示例"])
    file = {"file": ("数据.xlsx", sheet(*rows, header=FIGURES), "x/y")}
    answer = wang.post("/figures/import", {"form_token": token, "period": "2026"}, file)
    page = ended(wang, office, answer)
    assert "许多" in page.text
    assert "一行也没有导入" in page.text
    assert list(figures_of(office, "hewan")) == []


@pytest.fixture
def requests(office, tmp_path):
    """Two imported requests beside those of the town."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet(GOOD, ["旧〔2025〕9号", "周甲（示例）", *GOOD[2:]]))
    ledger = importing.Ledger("hewan", path)
    assert importing.import_ledger(office, ledger, CLERK).requests.added == 2


def rows_in(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return list(book.worksheets[0].values)


def test_a_long_ledger_is_written_as_a_task_by_its_filters(wang, office, requests):
    page = ended(wang, office, wang.get("/ledger/export.xlsx?year=2025"))
    assert "导出台账" in page.text
    rows = rows_in(wang.get(f"{TASK_PAGE}/file").answer)
    assert {row[0] for row in rows[1:]} == {GOOD[0], "旧〔2025〕9号"}


def test_whom_it_shows_is_on_the_record_and_the_words_looked_for_lie_encrypted(
    wang, office, requests
):
    token = wang.get("/ledger").form("/ledger/export.xlsx")["form_token"][0]
    answer = wang.post(
        "/ledger/export.xlsx", {"form_token": token, "q": "旧〔2025〕", "year": "2025"}
    )
    ended(wang, office, answer)
    assert len(rows_in(wang.get(f"{TASK_PAGE}/file").answer)) == 3
    with office.store.read() as session:
        assert "旧" not in session.execute(TASK.select()).one().wanted
        names = session.execute(ATTACHMENT.select()).all()
    assert all("旧〔2025〕".encode() not in bytes(one.content) for one in names)
    seen = who_saw(office, Asked(person="wang"))
    assert any(one.via == "task" for one in seen)


def test_a_supervisors_copy_of_another_agency_is_written_at_once(browser, office, requests):
    answer = browser("chief").get("/ledger/export.xlsx?agency=hewan").answer
    assert answer.status_code == 200
    assert all("*" in row[1] for row in rows_in(answer)[1:])


class KilledError(BaseException):
    """The process dies."""


def test_an_import_that_is_killed_before_its_note_is_done_once(wang, office, monkeypatch):
    fed(wang, IMPORT, listed(published(1), published(2)))

    def dies(*_args, **_named):
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(running, "_note", dies)
        with pytest.raises(KilledError):
            run_tasks(office, KINDS)
    assert items_of(office, "hewan") == []
    release_all(office)
    run_tasks(office, KINDS)
    assert len(items_of(office, "hewan")) == 2
