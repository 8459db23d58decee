"""Files of an answer: drafted, handed in under their digests, listed in the letter, kept."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from documents.wordfile import lines_of
from workflow.adapters.templated import TemplatedNotices
from workflow.app import answer_files, keeping
from workflow.app.answer_naming import content_of
from workflow.app.attaching import ATTACHMENT, LARGEST
from workflow.app.bundle import bundle
from workflow.app.handlers import carry_out
from workflow.app.letters import make_letter
from workflow.app.office import Actor
from workflow.app.rectifying import Mend, rectify
from workflow.app.showing import show
from workflow.errors import InputError, NotFoundError, RefusedError, StorageError
from workflow.store.vaults import Vault

ON = date(2026, 11, 20)
LI = Actor("li", "clerk")
PDF = b"%PDF-1.4 example"
REPORT = "结算审计报告（示例）.pdf"


@pytest.fixture
def office(office):
    return replace(office, documents=TemplatedNotices())


@pytest.fixture
def number(clerk):
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    return number


@pytest.fixture
def add(office, number):
    return lambda name=REPORT, content=PDF, who=LI: answer_files.add(
        office, number, name, content, who
    )


def chosen(office, number):
    return [one.file.ref for one in answer_files.listed(office, number) if one.chosen]


def letter(office, number, notice="N10"):
    assert carry_out(office).failed == ()
    return lines_of(make_letter(office, notice, number))


def test_an_answer_takes_the_files_that_wait_for_it_and_the_letter_lists_them(
    office, clerk, number, add
):
    add()
    add("单价表.xlsx", b"PK\x03\x04 example")
    clerk.answer(number, ON, "A2", attachments="收据存根（示例）")
    found = answer_files.listed(office, number)
    assert [(one.file.name, one.entries) for one in found] == [
        (REPORT, (3,)),
        ("单价表.xlsx", (3,)),
    ]
    lines = [line.strip() for line in letter(office, number)]
    start = lines.index("附件：1.结算审计报告（示例）")
    assert lines[start : start + 3] == [
        "附件：1.结算审计报告（示例）", "2.单价表", "3.收据存根（示例）",
    ]  # fmt: skip
    assert any("现向您提供该政府信息，见附件。" in line for line in lines)


def test_one_file_is_listed_without_a_number_and_part_of_the_information_may_be_one(
    office, clerk, number, add
):
    add()
    clerk.answer(number, ON, "A3", grounds=["A7"], reasons="单价属于商业秘密")
    lines = [line.strip() for line in letter(office, number)]
    assert "附件：结算审计报告（示例）" in lines
    assert any("提供可以公开的政府信息内容，见附件。" in line for line in lines)


def test_a_refusal_to_handle_lists_its_files_too(office, clerk, number, add):
    add("信访渠道说明.pdf")
    clerk.answer(number, ON, "A16", reasons="申请内容是反映问题")
    assert "附件：信访渠道说明" in [line.strip() for line in letter(office, number, "N11")]


def test_an_answer_may_choose_among_the_files_or_take_none(office, clerk, number, add):
    first, second = add(), add("别的.pdf")
    clerk.move(number, "submit_answer", ON, outcome="A2", files=[second.ref])
    clerk.move(number, "return_answer", ON, "wang", comment="换一份")
    assert chosen(office, number) == [first.ref, second.ref]
    clerk.move(number, "submit_answer", ON, outcome="A2", information="正文", files=[])
    clerk.move(number, "return_answer", ON, "wang", comment="还是要附")
    assert chosen(office, number) == [first.ref]
    assert [one.entries for one in answer_files.listed(office, number)] == [(), (3,)]


def test_of_two_files_with_one_name_the_newer_goes_out_and_the_one_handed_in_stays(
    office, clerk, number, add
):
    add()
    clerk.move(number, "submit_answer", ON, outcome="A2")
    clerk.move(number, "return_answer", ON, "wang", comment="扫描不清")
    add(content=b"%PDF-1.4 second")
    newest = add(content=b"%PDF-1.4 third")
    assert chosen(office, number) == [newest.ref]
    assert [one.file.ref for one in answer_files.listed(office, number)] == ["answer.1", newest.ref]
    assert content_of(office, "request:1", "answer.1")[2] == PDF
    assert content_of(office, "request:1", newest.ref)[2] == b"%PDF-1.4 third"


def test_neither_name_nor_content_stands_anywhere_in_clear(office, clerk, number, add):
    add()
    clerk.move(number, "submit_answer", ON, outcome="A2")
    fact = show(office, number, "li")["journal"][-1]["facts"]["files"]
    assert set(fact) == {"ref", "digest"}
    with office.store.read() as session:
        row = session.execute(sa.select(ATTACHMENT)).mappings().one()
    assert "审计".encode() not in row["name"]
    assert b"PDF" not in row["content"]
    assert keeping.verify(office, derived=True).broken == ()


def test_a_file_that_is_not_what_was_handed_in_is_given_to_nobody(office, clerk, number, add):
    add()
    clerk.move(number, "submit_answer", ON, outcome="A2")
    with office.store.write() as session:
        sealed = Vault(session, office.keys, "request:1").seal(
            "attachment|content", "answer.1", b"%PDF-1.4 another"
        )
        session.execute(sa.update(ATTACHMENT).values(content=sealed))
    for asked in (
        lambda: content_of(office, "request:1", "answer.1"),
        lambda: bundle(office, number),
    ):
        with pytest.raises(StorageError) as told:
            asked()
        assert told.value.code == "answer_files.damaged"


def test_a_drafted_file_can_go_and_one_handed_in_cannot(office, clerk, number, add):
    gone, kept = add(), add("留下.pdf")
    answer_files.remove(office, number, gone.ref, LI)
    clerk.move(number, "submit_answer", ON, outcome="A2")
    clerk.move(number, "return_answer", ON, "wang", comment="改")
    with pytest.raises(RefusedError) as refused:
        answer_files.remove(office, number, kept.ref, LI)
    assert [one.code for one in refused.value.reasons] == ["answer_files.handed_in"]
    with pytest.raises(NotFoundError):
        answer_files.remove(office, number, gone.ref, LI)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("程序.exe", b"MZ", "web_register.file_kind"),
        ("空.pdf", b"", "web_register.file_empty"),
        ("假.pdf", b"MZ", "web_register.file_other"),
        ("大.txt", b"0" * (LARGEST + 1), "web_register.file_large"),
    ],
)
def test_the_files_are_guarded_as_those_of_a_registration(add, name, content, code):
    with pytest.raises(InputError) as refused:
        add(name, content)
    assert refused.value.code == code


def test_so_many_files_and_no_more(office, number, add, monkeypatch):
    monkeypatch.setattr(answer_files, "MOST", 1)
    add()
    with pytest.raises(InputError, match="最多 1 个"):
        add("再一个.pdf")


@pytest.mark.parametrize("named", ["answer.1", ["answer.9"], [{"ref": "answer.1"}], [1]])
def test_a_file_that_there_is_not_is_no_file_of_an_answer(clerk, number, add, named):
    add()
    with pytest.raises(InputError) as refused:
        clerk.move(number, "submit_answer", ON, outcome="A2", files=named)
    assert refused.value.code.startswith("answer_files.")


def test_only_a_clerk_and_only_while_an_answer_is_written(office, clerk, number, add):
    def code(who=LI):
        with pytest.raises(RefusedError) as refused:
            add(who=who)
        return refused.value.reasons[0].code

    assert code(Actor("wang", "reviewer")) == "answer_files.role"
    clerk.answer(number, ON)
    add("补充.pdf")  # answered: a supplement may take it
    clerk.move(number, "record_service", ON, evidence="示例")
    clerk.move(number, "archive", ON)
    assert code() == "answer_files.not_now"


def test_a_supplement_takes_its_own_files_alone(office, clerk, number, add):
    add()
    clerk.answer(number, ON, "A2")
    add("验收意见.pdf")
    clerk.move(number, "supplement", ON, text="补充提供验收意见", approved_by="sun")
    files = {one.file.name: one.entries for one in answer_files.listed(office, number)}
    assert files == {REPORT: (3,), "验收意见.pdf": (8,)}


def test_a_rectified_answer_names_other_files_or_none(office, clerk, number, add):
    first = add()
    add("第二个.pdf")
    clerk.move(number, "submit_answer", ON, outcome="A2", files=[first.ref])
    rectify(office, Mend(number, 3, {"files": ["answer.2"]}, reason="附错了"), LI)
    assert [one.entries for one in answer_files.listed(office, number)] == [(3,), (4,)]
    rectify(office, Mend(number, 4, {"files": [], "information": "正文"}, reason="不附"), LI)
    assert "files" not in show(office, number, "li")["journal"][-1]["facts"]


def test_the_bundle_holds_them_and_tells_which_went_out(office, clerk, number, add):
    add()
    clerk.answer(number, ON, "A2")
    add("没用上.pdf")
    with zipfile.ZipFile(io.BytesIO(bundle(office, number))) as packed:
        assert packed.read(f"附件/answer.1 {REPORT}") == PDF
        index = packed.read("目录.html").decode()
    assert "随答复发出" in index
    assert "草稿附件，没有随答复发出" in index
