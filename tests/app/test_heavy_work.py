"""Heavy work: each kind does its whole, a killed one resumes, a cancelled one leaves nothing."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

import leases
from app.conftest import NAME
from ledger.ledgers import row, xlsx
from reports.samples import document
from workflow.adapters.templated import TemplatedNotices
from workflow.app import running
from workflow.app.filing import DOCUMENT
from workflow.app.handlers import carry_out
from workflow.app.heavy import KINDS, bundles, letters, pdf
from workflow.app.inbox import inbox
from workflow.app.office import Actor
from workflow.app.own_templates import StoredTemplates
from workflow.app.projecting import CASE
from workflow.app.running import Kind, Step, empty_old, release_all, run_tasks, waits
from workflow.app.tasks import (
    ATTACHMENT,
    KEPT,
    XLSX,
    Order,
    TaskFile,
    cancel,
    progress,
    result,
    start,
    tasks,
)
from workflow.app.who_saw import Asked, who_saw
from workflow.app.working import do_heavy_work, look_after, work
from workflow.errors import ConflictError, NotFoundError, StorageError

LI = Actor("li", "clerk")
ON = date(2020, 5, 11)
LATER = date(2020, 7, 1)


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    """SQLite alone: ``cluster.test_tasks`` does what differs on PostgreSQL."""
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    return f"sqlite:///{tmp_path}/workflow.db"


@pytest.fixture
def printing(office, clock):
    """The office with its templates, so that letters are made."""
    clock.set(ON)
    return replace(office, documents=TemplatedNotices(StoredTemplates(office.store)))


@pytest.fixture
def drafts(printing, clerk):
    """Three cases with a draft of their answer."""
    numbers = [clerk.register(ON) for _ in range(3)]
    for number in numbers:
        clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    carry_out(printing)
    return numbers


def names_in(made):
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def chains(office):
    with office.store.read() as session:
        return session.execute(sa.select(CASE.c.chain).order_by(CASE.c.chain)).scalars().all()


def toy(steps, seen):
    """A kind that does so many steps of one, noting each in ``seen``."""

    def some(_office, job):
        at = int(job.cursor or 0)
        if at == steps:
            return Step(last=True)
        seen.append(at)
        return Step(str(at + 1), 1, [TaskFile(f"{at}.txt", "text/plain", b"x")], counts={"made": 1})

    return {"journal": Kind(lambda _office, _job: steps, some)}


def order(office, **wanted):
    return start(office, Order("journal", "liangtian", wanted), LI)


def test_notices_of_all_cases_that_owe_them_come_as_one_zip(printing, drafts, monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    ident = start(printing, Order("letters", "liangtian", {"notice": "N10"}), LI)
    assert progress(printing, ident).state == "waiting"
    assert do_heavy_work(printing) == 1
    done = progress(printing, ident)
    assert (done.state, done.done, done.total, done.files) == ("finished", 3, 3, 3)
    assert len(names_in(result(printing, ident))) == 3


def test_notices_of_another_agency_are_not_among_them(printing, drafts):
    ident = start(printing, Order("letters", "shili", {"notice": "N10"}), LI)
    do_heavy_work(printing)
    assert progress(printing, ident).total == 0
    with pytest.raises(NotFoundError):
        result(printing, ident)


def test_a_case_that_can_not_be_made_is_left_out_and_named(printing, drafts, monkeypatch):
    def broken(office, notice, owing):
        raise StorageError("vault.destroyed", chain=owing[0].chain)

    monkeypatch.setattr(letters, "make_letters", broken)
    ident = start(printing, Order("letters", "", {"notice": "N10"}), LI)
    do_heavy_work(printing)
    done = progress(printing, ident)
    assert (done.state, done.counts) == ("finished", {"made": 0, "left_out": 3})
    assert [one.code for one in done.findings] == ["task.left_out"] * 3


def test_bundles_of_many_cases_are_a_zip_of_zips(printing, drafts, monkeypatch):
    monkeypatch.setattr(bundles, "AT_ONCE", 2)
    ident = start(printing, Order("bundles", "liangtian", {"cases": chains(printing)}), LI)
    do_heavy_work(printing)
    made = result(printing, ident)
    assert len(names_in(made)) == 3
    assert made.name.startswith("成批导出案卷")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        inner = zipfile.ZipFile(io.BytesIO(archive.read(archive.namelist()[0])))
        assert any(name.endswith(".html") for name in inner.namelist())


def test_two_files_of_one_name_keep_both(printing, drafts, monkeypatch):
    monkeypatch.setattr(bundles, "AT_ONCE", 1)
    ident = start(printing, Order("bundles", "", {"cases": chains(printing)[:1] * 2}), LI)
    do_heavy_work(printing)
    first, second = names_in(result(printing, ident))
    assert second == first.replace(".zip", "（2）.zip")


def documents(office):
    with office.store.read() as session:
        return session.execute(sa.select(DOCUMENT.c.id).order_by(DOCUMENT.c.id)).scalars().all()


def test_documents_become_pdfs_a_few_a_call(printing, drafts, monkeypatch):
    calls = []

    def converted(self, given):
        calls.append(len(given))
        return [b"%PDF-1.7 " + bytes([at]) for at in range(len(given))]

    monkeypatch.setattr(pdf.Converter, "to_pdf", converted)
    monkeypatch.setattr(pdf, "AT_ONCE", 2)
    idents = documents(printing)[:3]
    ident = start(printing, Order("pdf", "liangtian", {"documents": idents}), LI)
    do_heavy_work(printing)
    assert calls == [2, 1]
    assert [name[-4:] for name in names_in(result(printing, ident))] == [".pdf"] * 3


def test_a_document_that_libreoffice_refuses_is_left_out_alone(printing, drafts, monkeypatch):
    def converted(self, given):
        if len(given) > 1 or b"bad" in given[0]:
            raise StorageError("docx.office_failed", what="1")
        return [b"%PDF"]

    monkeypatch.setattr(pdf.Converter, "to_pdf", converted)
    bad = documents(printing)[0]
    whole = pdf.content_of
    monkeypatch.setattr(pdf, "content_of", lambda *at: b"bad" if at[2] == bad else whole(*at))
    ident = start(printing, Order("pdf", "", {"documents": documents(printing)[:3]}), LI)
    do_heavy_work(printing)
    assert progress(printing, ident).counts == {"made": 2, "left_out": 1}


def test_without_libreoffice_the_task_fails_with_that_sentence(printing, drafts, monkeypatch):
    def missing(self, given):
        raise StorageError("docx.office_missing")

    monkeypatch.setattr(pdf.Converter, "to_pdf", missing)
    ident = start(printing, Order("pdf", "", {"documents": documents(printing)}), LI)
    do_heavy_work(printing)
    done = progress(printing, ident)
    assert (done.state, done.failure.code) == ("failed", "docx.office_missing")


def ledger_file(tmp_path, *rows):
    path = tmp_path / "台账.xlsx"
    xlsx(path, *rows)
    return TaskFile(path.name, XLSX, path.read_bytes())


WANTED = {"mapping": {}, "dry_run": False, "skip_bad": False}


def test_a_ledger_is_imported_whole_with_its_counts(office, clock, tmp_path):
    clock.set(LATER)
    file = ledger_file(tmp_path, row(申请编号="示1号"), row(申请编号="示2号"))
    ident = start(office, Order("ledger", "liangtian", WANTED, [file]), LI)
    do_heavy_work(office)
    done = progress(office, ident)
    assert (done.state, done.done, done.total is not None) == ("finished", done.total, True)
    assert done.counts["added"] == 2
    assert done.counts["imported"] == 1
    assert len(chains(office)) == 2


def test_a_bad_row_imports_nothing_and_is_named(office, clock, tmp_path):
    clock.set(LATER)
    file = ledger_file(tmp_path, row(申请编号="示1号"), row(申请编号="示2号", 受理渠道="飞鸽"))
    ident = start(office, Order("ledger", "liangtian", WANTED, [file]), LI)
    do_heavy_work(office)
    done = progress(office, ident)
    assert (done.counts["bad"], done.counts["imported"]) == (1, 0)
    assert "第3行" in done.findings[0].message
    assert chains(office) == []


def test_the_bad_rows_left_out_come_back_as_a_file(office, clock, tmp_path):
    clock.set(LATER)
    file = ledger_file(tmp_path, row(申请编号="示1号"), row(申请编号="示2号", 受理渠道="飞鸽"))
    ident = start(office, Order("ledger", "liangtian", WANTED | {"skip_bad": True}, [file]), LI)
    do_heavy_work(office)
    assert result(office, ident).media_type == XLSX
    assert len(chains(office)) == 1


def test_a_file_that_is_no_ledger_fails_under_its_own_name(office):
    file = TaskFile("并非台账.csv", "text/csv", b"a,b\n1,2\n")
    ident = start(office, Order("ledger", "liangtian", WANTED, [file]), LI)
    do_heavy_work(office)
    done = progress(office, ident)
    assert done.failure.code == "ledger.no_header_here"
    assert "“并非台账.csv”" in done.failure.message or "并非台账.csv" in done.failure.message
    assert "/" not in done.failure.message.replace("挂号信/EMS", "")


def test_an_import_killed_before_its_note_is_done_once_and_counted_right(
    office, clock, tmp_path, monkeypatch
):
    clock.set(LATER)
    file = ledger_file(tmp_path, row(申请编号="示1号"))
    ident = start(office, Order("ledger", "liangtian", WANTED, [file]), LI)
    whole = running._note

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(running, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            do_heavy_work(office)
    assert chains(office) == []  # nothing half-written
    assert running._note is whole
    release_all(office)
    do_heavy_work(office)
    assert progress(office, ident).counts["added"] == 1


def test_reports_are_rolled_up_into_files(office):
    given = [
        TaskFile(f"{name}.json", "application/json", json.dumps(document(body=name)).encode())
        for name in ("甲镇（示例）", "乙镇（示例）")
    ]
    ident = start(office, Order("rollup", "liangtian", {}, given), LI)
    do_heavy_work(office)
    done = progress(office, ident)
    assert (done.state, done.total, done.counts["added"]) == ("finished", 2, 2)
    kinds = sorted(name.rpartition(".")[2] for name in names_in(result(office, ident)))
    assert kinds == ["docx", "docx", "docx", "json", "xlsx"]


def test_the_journal_is_verified_in_the_background(office, clerk):
    clerk.register(date(2026, 11, 20))
    ident = start(office, Order("journal", "", {"derived": True}), LI)
    do_heavy_work(office)
    done = progress(office, ident)
    assert done.counts["broken"] == 0
    assert json.loads(result(office, ident).content)["chains"] == done.total


# --- claims, ends, files -----------------------------------------------------------------------


def test_a_task_stopped_between_steps_is_returned_and_gone_on_with_at_once(office):
    seen = []
    ident = order(office)
    kinds = toy(3, seen)
    assert run_tasks(replace(office, stopping=lambda: len(seen) == 1), kinds) == 0
    assert (progress(office, ident).done, waits(office)) == (1, True)
    assert run_tasks(office, kinds) == 1
    assert seen == [0, 1, 2]
    assert progress(office, ident).files == 3


def test_a_task_killed_in_a_step_repeats_only_that_step(office):
    seen = []
    ident = order(office)
    kinds = toy(3, seen)

    def dying(job_office, job):
        if seen == [0]:
            seen.append("killed")
            raise KeyboardInterrupt
        return kinds["journal"].some(job_office, job)

    with pytest.raises(KeyboardInterrupt):
        run_tasks(office, {"journal": Kind(lambda *_: 3, dying)})
    assert not waits(office)  # its claim holds
    release_all(office)  # as a new process does on SQLite
    run_tasks(office, kinds)
    assert seen == [0, "killed", 1, 2]
    assert progress(office, ident).counts == {"made": 3}


def test_a_process_that_was_overtaken_writes_nothing(office):
    ident = order(office)
    seen = []

    def slow(job_office, job):
        leases.run_out(job_office)  # in the middle of the step
        assert run_tasks(job_office, toy(2, seen)) == 1
        return Step("9", 9, counts={"made": 9}, last=True)

    assert run_tasks(office, {"journal": Kind(lambda *_: 2, slow)}) == 0
    done = progress(office, ident)
    assert (done.state, done.done, done.counts) == ("finished", 2, {"made": 2})


def test_a_jump_of_the_clock_takes_no_task_from_the_process_at_work(office, clock):
    ident = order(office)

    def slow(job_office, _job):
        clock.at += timedelta(days=10)
        assert not waits(job_office)
        return Step("1", 1, last=True)

    assert run_tasks(office, {"journal": Kind(lambda *_: 1, slow)}) == 1
    assert progress(office, ident).state == "finished"


def test_a_task_that_kills_its_processes_is_given_up(office):
    def dying(*_):
        raise KeyboardInterrupt

    ident = order(office)
    for _ in range(running.TRIES):
        with pytest.raises(KeyboardInterrupt):
            run_tasks(office, {"journal": Kind(lambda *_: 1, dying)})
        leases.run_out(office)
    assert run_tasks(office, {}) == 0
    assert progress(office, ident).failure.code == "task.gave_up"


def test_a_defect_ends_the_task_with_a_sentence_and_the_log_has_it(office, caplog):
    def defective(*_):
        raise RuntimeError("a defect")

    ident = order(office)
    run_tasks(office, {"journal": Kind(lambda *_: 1, defective)})
    assert progress(office, ident).failure.code == "task.defect"
    assert "a defect" in caplog.text


def test_a_busy_database_is_tried_again_after_a_pause(office):
    def busy(*_):
        raise ConflictError("store.busy", what="locked")

    ident = order(office)
    assert run_tasks(office, {"journal": Kind(lambda *_: 1, busy)}) == 0
    assert progress(office, ident).state == "running"
    assert not waits(office)
    leases.run_out(office)
    assert run_tasks(office, toy(1, [])) == 1


def test_a_task_cancelled_before_it_began_never_begins(office):
    ident = order(office)
    cancel(office, ident)
    assert progress(office, ident).state == "cancelled"
    assert run_tasks(office, {}) == 0
    cancel(office, ident)  # twice is no harm


def test_a_task_cancelled_under_way_ends_after_its_step_and_leaves_no_file(office):
    ident = order(office)
    seen = []
    kinds = toy(3, seen)

    def some(job_office, job):
        if seen == [0]:
            cancel(job_office, ident)
        return kinds["journal"].some(job_office, job)

    assert run_tasks(office, {"journal": Kind(lambda *_: 3, some)}) == 0
    assert seen == [0, 1]
    assert (progress(office, ident).state, progress(office, ident).files) == ("cancelled", 0)


def test_cancelling_comes_too_late_for_the_last_step(office):
    ident = order(office)

    def last(job_office, job):
        cancel(job_office, ident)
        return Step(last=True)

    assert run_tasks(office, {"journal": Kind(lambda *_: 1, last)}) == 1
    assert progress(office, ident).state == "finished"


def test_who_ordered_a_task_hears_of_its_end(office):
    ident = order(office)
    run_tasks(office, toy(1, []))
    (said,) = [one for one in inbox(office, "li") if one["code"].startswith("task.")]
    assert said["message"] == f"后台任务 {ident}（核验操作记录）已完成。"


def test_what_came_and_what_was_made_lies_encrypted_and_goes_after_a_week(office, clock):
    given = TaskFile("张三的台账.csv", "text/csv", NAME.encode())
    ident = start(office, Order("journal", "liangtian", {}, [given]), LI)
    with office.store.read() as session:
        rows = session.execute(sa.select(ATTACHMENT.c.name, ATTACHMENT.c.content)).all()
    assert all(NAME.encode() not in bytes(one.content) for one in rows)
    assert all("张三".encode() not in bytes(one.name) for one in rows)
    run_tasks(office, toy(2, []))
    clock.at += KEPT - timedelta(minutes=1)
    empty_old(office)
    assert progress(office, ident).files == 2
    clock.at += timedelta(minutes=1)
    look_after(office)
    assert (progress(office, ident).files, progress(office, ident).state) == (0, "finished")
    with pytest.raises(NotFoundError, match=r"task\.no_files"):
        result(office, ident)


def test_why_a_task_failed_is_forgotten_with_its_files(office, clock):
    ident = start(office, Order("ledger", "liangtian", WANTED,
                                [TaskFile("x.csv", "text/csv", b"1,2\n")]), LI)  # fmt: skip
    do_heavy_work(office)
    clock.at += KEPT
    empty_old(office)
    done = progress(office, ident)
    assert (done.state, done.failure.code, done.findings) == ("failed", "task.forgotten", ())


def test_no_result_before_the_end_and_none_of_an_unknown_task(office):
    ident = order(office)
    with pytest.raises(ConflictError, match=r"task\.not_finished"):
        result(office, ident)
    with pytest.raises(NotFoundError, match=r"task\.unknown"):
        progress(office, ident + 1)


def test_tasks_are_listed_by_agency_and_by_person(office):
    first = order(office)
    second = start(office, Order("rederive"), Actor("guan", "admin"))
    assert [one.id for one in tasks(office)] == [second, first]
    assert [one.id for one in tasks(office, agency="liangtian")] == [first]
    assert [one.id for one in tasks(office, made_by="guan")] == [second]
    shown = progress(office, first).to_json()
    assert (shown["label"], shown["state_label"]) == ("核验操作记录", "等待中")
    json.dumps(shown, default=str)


def test_one_pass_does_heavy_work_too_and_looking_after_leaves_it(office):
    ident = start(office, Order("journal", "", {"derived": False}), LI)
    look_after(office)
    assert progress(office, ident).state == "waiting"
    work(office)
    assert progress(office, ident).state == "finished"


def test_every_kind_has_a_name_in_the_offices_words(office):
    for kind in KINDS:
        ident = start(office, Order(kind), LI)
        assert progress(office, ident).label


def test_what_a_task_opened_for_somebody_is_on_the_record_of_showings(printing, clerk):
    number = clerk.register(ON)
    chain = chains_of_all(printing)[0]
    start(printing, Order("bundles", "liangtian", {"cases": [chain]}), LI)
    start(printing, Order("rederive"), LI)
    do_heavy_work(printing)
    (seen,) = [one for one in who_saw(printing, Asked(number)) if one.via == "task"]
    assert (seen.actor, seen.role, seen.act) == ("li", "clerk", "bundles")
    assert {"applicant", "content"} <= set(seen.kinds)


def chains_of_all(office):
    with office.store.read() as session:
        return list(session.execute(sa.select(CASE.c.chain)).scalars())
