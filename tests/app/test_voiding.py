"""作废: what went out is marked, explained and kept; its number is never given again."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.adapters.templated import TemplatedNotices
from workflow.app import keeping
from workflow.app.bundle import bundle
from workflow.app.filing import DOCUMENT, content_of
from workflow.app.handlers import carry_out
from workflow.app.letters import make_letter
from workflow.app.office import Actor
from workflow.app.own_templates import StoredTemplates
from workflow.app.showing import show
from workflow.app.voiding import Which, void
from workflow.cli.main import run
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.store.vaults import Vault

ON = date(2026, 11, 20)
HEAD = Actor("zhao", "office_head")
WHY = "示例：印错了附件"


@pytest.fixture
def office(office):
    return replace(office, documents=TemplatedNotices(StoredTemplates(office.store)))


@pytest.fixture
def number(clerk):
    return clerk.register(ON)


@pytest.fixture
def documents(office):
    def rows():
        assert carry_out(office).failed == ()
        names = ("id", "notice", "number", "status")
        with office.store.read() as session:
            found = sa.select(*(DOCUMENT.c[name] for name in names)).order_by(DOCUMENT.c.id)
            return [tuple(row) for row in session.execute(found)]

    return rows


def refusals(office, which, actor=HEAD):
    with pytest.raises(RefusedError) as refused:
        void(office, which, actor, WHY)
    return [reason.code for reason in refused.value.reasons]


def test_a_void_document_keeps_number_and_content_and_the_journal_says_why(
    office, number, documents
):
    ((ident, notice, text, status),) = documents()
    assert status == "issued"
    with office.store.read() as session:
        before = content_of(office, session, ident)
    done = void(office, Which(number, notice), HEAD, WHY, "cli")
    assert (done.number, done.document) == (text, ident)
    assert documents() == [(ident, notice, text, "void")]
    with office.store.read() as session:
        assert content_of(office, session, ident) == before
    last = show(office, number, "li")["journal"][-1]
    assert (last["trigger"], last["actor"], last["role"]) == (
        "void_document", "zhao", "office_head",
    )  # fmt: skip
    assert last["facts"]["document_number"] == text
    assert keeping.verify(office, derived=True).broken == ()


def test_voiding_changes_no_state_and_no_date(office, number, documents):
    documents()
    names = ("state", "deadlines")
    before = [show(office, number, "li")[name] for name in names]
    void(office, Which(number, "N01"), HEAD, WHY)
    assert [show(office, number, "li")[name] for name in names] == before


def test_the_reason_is_personal_and_stands_in_no_table_in_clear(office, number, documents):
    documents()
    void(office, Which(number, "N01"), HEAD, "示例：写了申请人张三")
    with office.store.read() as session:
        assert Vault(session, office.keys, "request:1").wrapped()
        rows = session.execute(sa.text("SELECT facts, reason FROM journal")).all()
    assert "张三" not in str(rows)


def test_a_new_letter_after_a_void_one_has_another_number(office, clerk, number, documents):
    clerk.answer(number, ON)
    documents()
    first = make_letter(office, "N10", number)
    void(office, Which(number, "N10"), HEAD, WHY)
    assert make_letter(office, "N10", number) != first


def test_the_bundle_holds_it_marked(office, number, documents):
    documents()
    void(office, Which(number, "N01"), HEAD, WHY)
    with zipfile.ZipFile(io.BytesIO(bundle(office, number))) as packed:
        assert [name for name in packed.namelist() if "作废" in name]


def test_what_is_void_a_draft_or_nobodys_to_void_is_refused_with_every_reason(
    office, clerk, number, documents
):
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    documents()
    assert refusals(office, Which(number, "N10")) == ["voiding.is_draft"]
    void(office, Which(number, "N01"), HEAD, WHY)
    assert refusals(office, Which(number, "N01"), Actor("li", "clerk")) == [
        "voiding.role", "voiding.is_void",
    ]  # fmt: skip


def test_without_reason_or_document_nothing_happens(office, number, documents):
    documents()
    with pytest.raises(InputError, match="理由"):
        void(office, Which(number, "N01"), HEAD, " ")
    with pytest.raises(NotFoundError):
        void(office, Which(number, "N10"), HEAD, WHY)
    with pytest.raises(NotFoundError):
        void(office, Which(number, document=99), HEAD, WHY)


def test_of_several_the_number_says_which(office, clerk, number, documents):
    for _ in range(2):
        made = clerk.move(number, "draft", ON, child="consultation", party="third_party")
        clerk.move(number, "send", ON, child=made.entry.child)
    documents()
    with pytest.raises(InputError, match="--number"):
        void(office, Which(number, "N05"), HEAD, WHY)


def test_the_command_voids_and_says_what_it_means(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WORKFLOW_LANG", "zh")
    card = ["--number-word", "良政公开", "--address", "示例路1号", "--telephone", "000"]
    assert run(["agency", "add", "--code", "liang", "--name", "良田镇（示例）", *card]) == 0
    head = ["--name", "zhao", "--role", "office_head", "--agency", "liang"]
    assert run(["user", "add", *head]) == 0
    words = ["--channel", "in_person", "--submitted", "2026-01-05", "--class", "natural"]
    words += ["--applicant", "张三（示例）", "--content", "示例", "--as", "li"]
    capsys.readouterr()
    assert run(["case", "register", "--agency", "liang", *words]) == 0
    number = capsys.readouterr().out.strip()
    asked = ["document", "void", "N01", "--case", number, "--reason", WHY]
    assert run([*asked, "--as", "zhao"]) == 0
    assert "文号不再使用" in capsys.readouterr().out
    assert run([*asked, "--as", "zhao"]) == 1
    assert "已经作废过了" in capsys.readouterr().err
