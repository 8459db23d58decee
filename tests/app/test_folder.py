"""The documents' folder: a folder a case, names that people know, nobody's work lost."""

import hashlib
import shutil
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import folder
from workflow.app.agencies import change_agency
from workflow.app.filing import DOCUMENT, file_name, letter_of
from workflow.app.folder import INDEX, write_out
from workflow.app.handlers import carry_out
from workflow.app.office import Actor
from workflow.app.ports import Rendered
from workflow.app.who_saw import Asked, who_saw
from workflow.errors import StorageError
from workflow.store.vaults import Vault

ON = date(2026, 11, 20)
ADMIN = Actor("root", "admin")


class PlainDocuments:
    """Makes notices of a few words: which one, its number, its day, the state of its case."""

    def render(self, notice, key, case, on, number, child, **more):
        text = f"{key} {number} {on} {case.state} {len(case.entries)} {more.get('about')}"
        return Rendered(text.encode(), {}, key, hashlib.sha256(key.encode()).hexdigest())


@pytest.fixture
def office(office, tmp_path):
    return replace(office, documents=PlainDocuments(), documents_dir=tmp_path / "documents")


@pytest.fixture
def lay(office):
    """Carry out what waits, write the folder, and return what lies in it."""

    def lying():
        assert carry_out(office).failed == ()
        written = write_out(office)
        assert all(path.exists() for path in written)
        folder = office.documents_dir
        return {
            str(path.relative_to(folder)): path.read_text("utf-8")
            for path in folder.glob("**/*.docx")
        }

    return lying


def submit(clerk, number):
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")


def test_each_case_has_a_folder_and_drafts_are_marked(clerk, lay):
    number = clerk.register(ON)
    submit(clerk, number)
    assert set(lay()) == {
        f"{number}/登记回执（N01）.docx",
        f"{number}/答复书（N10）草稿.docx",
        f"{number}/审批单（N14）草稿.docx",
    }


def test_a_killed_pass_never_takes_its_own_draft_for_an_edited_one(office, clerk, lay, monkeypatch):
    """Killed with the file in its place; before the next pass the draft is made anew."""
    number = clerk.register(ON)
    submit(clerk, number)
    assert carry_out(office).failed == ()

    def write_and_die(path, data):
        real(path, data)
        if path.suffix == ".docx":
            raise KeyboardInterrupt

    real = folder.write_file
    monkeypatch.setattr(folder, "write_file", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        write_out(office)
    monkeypatch.setattr(folder, "write_file", real)
    clerk.move(number, "return_answer", ON, "wang", reason="示例：再查一遍")
    submit(clerk, number)
    assert not [name for name in lay() if "手改" in name]


def test_what_is_laid_out_for_everybody_is_on_the_record_of_showings(office, clerk, lay):
    number = clerk.register(ON)
    lay()
    lay()  # nothing new: no further row
    (seen,) = who_saw(office, Asked(number))
    assert (seen.actor, seen.via, seen.kinds) == ("workflow", "folder", ("document",))
    assert "写入文书文件夹" in seen.via_label


def test_a_draft_goes_when_it_is_issued(office, clerk, lay):
    number = clerk.register(ON)
    submit(clerk, number)
    lay()
    killed_writers = office.documents_dir / number / ".答复书（N10）草稿.docx.half"
    killed_writers.write_bytes(b"half")
    clerk.move(number, "pass_secrecy_review", ON, "wang")
    clerk.move(number, "pass_legal_review", ON, "wang")
    clerk.move(number, "approve", ON, "sun")
    clerk.move(number, "dispatch", ON, way="post", carrier="postal")
    assert set(lay()) == {
        f"{number}/登记回执（N01）.docx",
        f"{number}/答复书（N10）.docx",
        f"{number}/审批单（N14）.docx",
        f"{number}/期限计算说明（N16）.docx",
        f"{number}/送达回证（N13）草稿.docx",
    }
    assert not killed_writers.exists()


def test_a_newer_draft_takes_the_place_of_the_older(clerk, lay):
    number = clerk.register(ON)
    submit(clerk, number)
    before = lay()[f"{number}/审批单（N14）草稿.docx"]
    clerk.move(number, "pass_secrecy_review", ON, "wang")
    after = lay()
    assert after[f"{number}/审批单（N14）草稿.docx"] != before
    assert len(after) == 3


def test_a_draft_that_somebody_edited_stays_beside_the_newer_one(office, clerk, lay):
    number = clerk.register(ON)
    submit(clerk, number)
    lay()
    edited = office.documents_dir / number / "审批单（N14）草稿.docx"
    for place, words in enumerate(("改了一处", "又改一处"), 1):
        edited.write_text(words, "utf-8")
        who = "pass_secrecy_review" if place == 1 else "pass_legal_review"
        clerk.move(number, who, ON, "wang")
        after = lay()
        assert after[f"{number}/审批单（N14）草稿（手改{place}）.docx"] == words
        assert "in_review" in after[f"{number}/审批单（N14）草稿.docx"]


def test_an_issued_file_is_left_as_it_lies(office, clerk, lay):
    number = clerk.register(ON)
    lay()
    signed = office.documents_dir / number / "登记回执（N01）.docx"
    signed.write_text("盖了章的扫描件", "utf-8")
    assert lay() == {f"{number}/登记回执（N01）.docx": "盖了章的扫描件"}


def test_what_is_deleted_comes_back_the_same(office, clerk, lay):
    number = clerk.register(ON)
    submit(clerk, number)
    before = lay()
    (office.documents_dir / number / "登记回执（N01）.docx").unlink()
    assert lay() == before
    shutil.rmtree(office.documents_dir)
    assert lay() == before
    assert write_out(office) == []


def test_a_second_of_a_kind_carries_its_number(clerk, lay):
    number = clerk.register(ON)
    clerk.move(number, "extend", ON, "zhao", length=5, consented_on="2026-11-20")
    clerk.move(number, "extend", ON, "zhao", length=5, consented_on="2026-11-20")
    assert set(lay()) == {
        f"{number}/登记回执（N01）.docx",
        f"{number}/延期答复告知书（N04）.docx",
        f"{number}/延期答复告知书（N04） {number}-延-2.docx",
        f"{number}/延期审批单（N14）.docx",
        f"{number}/延期审批单（N14） {number}-审-2.docx",
        f"{number}/期限计算说明（N16）草稿.docx",
    }


def test_receipt_and_acceptance_are_two_letters_with_two_numbers(office, clerk, lay):
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    found = lay()
    assert f"N01 {number}-回" in found[f"{number}/登记回执（N01）.docx"]
    assert f"N01-acceptance {number}-受" in found[f"{number}/受理告知书（N01）.docx"]


def test_forms_name_the_letter_that_they_speak_of(clerk, lay):
    number = clerk.register(ON)
    clerk.move(number, "extend", ON, "zhao", length=5, consented_on="2026-11-20")
    clerk.answer(number, ON)
    found = lay()
    assert f"('N04', '{number}-延')" in found[f"{number}/延期审批单（N14）.docx"]
    for name in ("审批单（N14）.docx", "送达回证（N13）草稿.docx", "审批单（N14）.docx"):
        assert f"('N10', '{number}-答')" in found[f"{number}/{name}"]


def test_an_answer_under_the_2008_regulation_has_its_sheet_and_its_proof_too(clerk, lay):
    number = clerk.register(date(2018, 3, 1))
    clerk.answer(number, date(2018, 3, 12))
    found = set(lay())
    assert f"{number}/审批单（N14）.docx" in found
    assert f"{number}/期限计算说明（N16）.docx" in found


def test_two_cases_of_one_number_have_two_folders(office, clerk, lay):
    change_agency(office, "shili", {"number_word": "良政公开"}, ADMIN)
    first, second = clerk.register(ON), clerk.register(ON, agency="shili")
    assert first == second
    assert set(lay()) == {
        f"{first}/登记回执（N01）.docx",
        f"{first}（shili）/登记回执（N01）.docx",
    }


def test_files_of_a_destroyed_case_are_taken_away_and_those_of_people_stay(office, clerk, lay):
    number = clerk.register(ON)
    lay()
    own = office.documents_dir / number / "我的笔记.docx"
    own.write_text("笔记", "utf-8")
    with office.store.write() as session:
        Vault(session, office.keys, "request:1").destroy(office.now())
    assert lay() == {f"{number}/我的笔记.docx": "笔记"}
    own.unlink()
    with office.store.write() as session:
        assert session.execute(sa.select(DOCUMENT)).first() is not None


def test_an_empty_folder_goes_with_its_last_file(office, clerk, lay):
    number = clerk.register(ON)
    lay()
    with office.store.write() as session:
        Vault(session, office.keys, "request:1").destroy(office.now())
    assert lay() == {}
    assert not (office.documents_dir / number).exists()


@pytest.mark.parametrize("index", ["", "[]", "{broken"])
def test_a_broken_index_loses_nothing(office, clerk, lay, index):
    number = clerk.register(ON)
    submit(clerk, number)
    before = lay()
    (office.documents_dir / number / INDEX).write_text(index, "utf-8")
    after = lay()
    assert {name: after[name] for name in before} == before


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(office, clerk, tmp_path):
    clerk.register(ON)
    carry_out(office)
    (tmp_path / "documents").write_text("a file", "utf-8")
    with pytest.raises(StorageError) as caught:
        write_out(office)
    assert str(tmp_path / "documents") in caught.value.message


def test_no_folder_wanted_no_folder_made(office, clerk, tmp_path):
    clerk.register(ON)
    carry_out(office)
    assert write_out(replace(office, documents_dir=None)) == []
    assert not (tmp_path / "documents").exists()


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (("N10", "N10-A12", "", "issued"), "甲-答 答复书（N10）.docx"),
        (("N11", "N11-A16", "", "draft"), "甲-答 不予处理告知书（N11）草稿.docx"),
        (("N11", "N11-A21", "", "issued"), "甲-答 不再处理告知书（N11）.docx"),
        (("N15", "N15", "litigation:l1", "issued"), "甲-答 行政诉讼答辩状（N15）.docx"),
        (("N15", "N15", "reconsideration:r1", "void"), "甲-答 行政复议答复书（N15）作废.docx"),
        (("N12", "N12-transfer", "", "issued"), "甲-答 更正申请转送函（N12）.docx"),
    ],
)
def test_a_file_has_the_name_that_officers_use(row, name):
    notice, key, child, status = row
    values = {"number": "甲-答", "case_number": "甲"}
    given = {"notice": notice, "key": key, "child": child, "status": status, **values}
    assert file_name(given) == name


@pytest.mark.parametrize(
    ("key", "letter"),
    [("N10-A12", "N10"), ("N10-supplement", "N10-supplement"), ("N11-A24", "N11"), ("N04", "N04")],
)
def test_an_outcome_is_no_letter_of_its_own(key, letter):
    assert letter_of(key) == letter
