"""Effects are carried out exactly once, whatever is killed in between."""

import hashlib
import shutil
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app.filing import DOCUMENT, content_of
from workflow.app.folder import write_out
from workflow.app.handlers import HANDLERS, carry_out
from workflow.app.inbox import INBOX, inbox, mark_read
from workflow.app.outbox import OUTBOX
from workflow.app.ports import Rendered
from workflow.app.working import work
from workflow.errors import InputError

ON = date(2026, 11, 20)


class PlainDocuments:
    """Makes notices of a few words; refuses the notices it is told to."""

    def __init__(self):
        self.refused = set()
        self.made = []

    def render(self, notice, key, case, on, number, child, **more):
        if notice in self.refused:
            raise InputError("error.file_missing", path=notice)
        self.made.append((notice, key, on, number, child, case.state))
        content = f"{number} {case.applicant.name} {on}".encode()
        digest = hashlib.sha256(key.encode()).hexdigest()
        return Rendered(content, {"applicant": case.applicant.name}, f"{key}/1", digest)


@pytest.fixture
def documents():
    return PlainDocuments()


@pytest.fixture
def office(office, documents, tmp_path):
    return replace(office, documents=documents, documents_dir=tmp_path / "documents")


def kept(office):
    with office.store.read() as session:
        return [
            (row.notice, row.status, row.number)
            for row in session.execute(sa.select(DOCUMENT).order_by(DOCUMENT.c.id))
        ]


def test_each_move_leaves_its_effects_and_a_pass_carries_them_out(office, clerk, documents):
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    done = carry_out(office)
    assert done.failed == ()
    assert done.done == (
        "request:1/1/issue_notice/N01",
        "request:1/2/issue_notice/N01/N01-acceptance",
    )
    # each as the case stood at its own move, under its own number
    assert [(m[3], m[5]) for m in documents.made] == [
        (f"{number}-回", "received"),
        (f"{number}-受", "processing"),
    ]
    assert carry_out(office).done == ()


def test_an_issued_document_never_changes_and_a_draft_is_replaced(office, clerk):
    number = clerk.register(ON)
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    carry_out(office)
    before = kept(office)
    assert [row[:2] for row in before] == [
        ("N01", "issued"),
        ("N10", "draft"),
        ("N14", "draft"),
    ]
    clerk.move(number, "pass_secrecy_review", ON, "wang")
    clerk.move(number, "pass_legal_review", ON, "wang")
    clerk.move(number, "approve", ON, "sun")
    clerk.move(number, "dispatch", ON, way="post", carrier="postal")
    carry_out(office)
    now = kept(office)
    assert now[0] == before[0]
    assert [status for notice, status, _ in now if notice == "N10"] == ["issued"]
    assert len({(notice, number) for notice, _, number in now}) == len(now)


def test_a_kill_between_the_effect_and_its_note_leaves_neither(office, clerk, monkeypatch):
    clerk.register(ON)
    whole = HANDLERS["issue_notice"]

    def killed(*arguments):
        whole(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setitem(HANDLERS, "issue_notice", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_out(office)
    assert kept(office) == []
    monkeypatch.undo()
    assert carry_out(office).done == ("request:1/1/issue_notice/N01",)
    assert len(kept(office)) == 1


def test_a_failing_effect_is_noted_holds_up_no_other_and_is_tried_again(office, clerk, documents):
    documents.refused.add("N01")
    number = clerk.register(ON)
    clerk.move(number, "propose_extension", ON, length=5)
    done = carry_out(office)
    assert [effect for effect, _ in done.failed] == ["request:1/1/issue_notice/N01"]
    assert "request:1/2/draft_notice/N04" in done.done
    with office.store.read() as session:
        row = session.execute(sa.select(OUTBOX).where(OUTBOX.c.done_at.is_(None))).one()
    assert (row.attempts, row.failure) == (1, "error.file_missing")
    documents.refused.clear()
    assert carry_out(office).done == ("request:1/1/issue_notice/N01",)


def test_people_whose_turn_it_is_find_a_message_once(office, clerk):
    number = clerk.register(ON)
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    carry_out(office)
    (message,) = inbox(office, "wang")
    assert number in message["message"]
    assert not message["read"]
    mark_read(office, "wang", [message["id"]])
    assert inbox(office, "wang", unread=True) == []
    with office.store.write() as session:
        session.execute(sa.update(OUTBOX).values(done_at=None))
    carry_out(office)  # as if every note had been lost
    assert len(inbox(office, "wang")) == 1
    assert len(kept(office)) == 3


def test_documents_are_encrypted_and_written_out_again_when_their_folder_is_gone(
    office, clerk, tmp_path
):
    clerk.register(ON)
    first = work(office)
    (path,) = first.written
    assert path.is_relative_to(tmp_path / "documents")
    content = path.read_bytes()
    assert "张三（示例）".encode() in content
    with office.store.read() as session:
        row = session.execute(sa.select(DOCUMENT)).one()
        assert content_of(office, session, row.id) == content
    assert "张三".encode() not in bytes(row.content) + bytes(row.data)
    assert row.digest == hashlib.sha256(content).hexdigest()
    shutil.rmtree(tmp_path / "documents")
    assert [*work(office).written] == [path]
    assert path.read_bytes() == content
    assert write_out(office) == []


def test_every_message_says_a_sentence_of_the_catalogue(office, clerk):
    number = clerk.register(ON)
    clerk.move(number, "withdraw", ON, statement="示例：不要了")
    clerk.move(number, "archive", ON)
    carry_out(office)
    assert [message["code"] for message in inbox(office, "li")] == ["inbox.bundle"]
    with office.store.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(INBOX)).scalar_one() == 1
