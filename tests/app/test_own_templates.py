"""An office's own templates: checked, versioned, put in force, and never in an issued letter."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
import sqlalchemy as sa

from documents.wordfile import lines_of, saved
from workflow.adapters.templated import TemplatedNotices
from workflow.app import own_templates
from workflow.app.filing import DOCUMENT, content_of
from workflow.app.handlers import carry_out
from workflow.app.letters import draft_again
from workflow.app.office import Actor
from workflow.app.own_templates import Place, StoredTemplates
from workflow.documents.library import builtin
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.store import journals

ADMIN = Actor("root", "admin")
ON = date(2026, 11, 20)
OURS = "本机关于"


@pytest.fixture
def office(office):
    return replace(office, documents=TemplatedNotices(StoredTemplates(office.store)))


def changed(key, old, new, law="cn-2019"):
    """Return our template with words changed, as an officer does it in Word."""
    document = docx.Document(io.BytesIO(builtin(law, key)))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    for run in runs:
        run.text = run.text.replace(old, new)
    assert any(new in run.text for run in runs)
    return saved(document)


def closing(words, key="N10-A12"):
    return changed(key, "特此答复", words)


def letters(office):
    with office.store.read() as session:
        rows = session.execute(sa.select(DOCUMENT).order_by(DOCUMENT.c.id)).mappings().all()
        return {
            (row["notice"], row["status"]): (row, lines_of(content_of(office, session, row["id"])))
            for row in rows
        }


def answered(office, clerk, agency="liangtian"):
    number = clerk.register(ON, agency=agency)
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    assert carry_out(office).failed == ()
    return number


def test_an_installed_template_makes_the_letters_and_they_remember_its_version(office, clerk):
    data = closing("特此函复")
    assert own_templates.install(office, data, Place("N10-A12"), ADMIN) == 1
    answered(office, clerk)
    row, lines = letters(office)["N10", "draft"]
    assert "特此函复。" in lines
    assert row["template"] == "*:cn-2019/N10-A12@1"
    assert row["key"] == "N10-A12"


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ([("N10", "")], "甲"),  # the office's own N10 goes before our N10-A12
        ([("N10", ""), ("N10-A12", "")], "乙"),  # the narrower wins
        ([("N10-A12", ""), ("N10-A12", "liangtian")], "乙"),  # the agency's own wins
        ([("N10", "liangtian"), ("N10-A12", "")], "乙"),  # narrow before near
        ([("N10-A12", "shili")], "特此答复"),  # another agency's doesn't serve
        ([("N10-A13", "")], "特此答复"),  # nor another outcome's
    ],
)
def test_the_narrower_wins_and_own_goes_before_built_in(office, clerk, installed, expected):
    for (key, agency), word in zip(installed, ("甲", "乙"), strict=False):
        own_templates.install(office, closing(word, key), Place(key, agency=agency), ADMIN)
    answered(office, clerk)
    _, lines = letters(office)["N10", "draft"]
    assert f"{expected}。" in lines


def test_a_supplement_is_not_worded_as_the_offices_own_answer(office, clerk):
    own_templates.install(office, closing("特此函复", "N10"), Place("N10"), ADMIN)
    number = clerk.register(ON)
    clerk.answer(number, ON)
    clerk.move(number, "supplement", ON, text="示例：补充内容", approved_by="sun")
    assert carry_out(office).failed == ()
    row, lines = letters(office)["N10", "issued"]
    assert row["key"] == "N10-supplement"
    assert "特此函复。" not in lines


def test_a_new_version_replaces_the_old_one_which_can_come_back(office, clerk):
    for words in ("甲", "乙"):
        own_templates.install(office, closing(words), Place("N10-A12"), ADMIN)
    own_templates.activate(office, Place("N10-A12"), 1, ADMIN)
    found = [(row["version"], row["active"]) for row in own_templates.versions(office)]
    assert found == [(1, True), (2, False)]
    number = answered(office, clerk)
    assert "甲。" in letters(office)["N10", "draft"][1]
    assert own_templates.withdraw(office, Place("N10-A12"), ADMIN) == 1
    draft_again(office, "N10", number)
    row, lines = letters(office)["N10", "draft"]
    assert "特此答复。" in lines
    assert row["template"] == "cn-2019/N10-A12"


def test_a_draft_made_again_keeps_its_number_and_day(office, clerk):
    number = answered(office, clerk)
    before, _ = letters(office)["N10", "draft"]
    own_templates.install(office, closing("特此函复"), Place("N10-A12"), ADMIN)
    assert draft_again(office, "N10", number) == f"{number}-答"
    after, lines = letters(office)["N10", "draft"]
    assert "特此函复。" in lines
    assert (after["id"], after["number"]) == (before["id"], before["number"])
    assert after["digest"] != before["digest"]
    assert any("2026年11月20日" in line for line in lines)


def test_what_was_issued_never_changes(office, clerk):
    number = clerk.register(ON)
    clerk.answer(number, ON)
    carry_out(office)
    before, lines = letters(office)["N10", "issued"]
    own_templates.install(office, closing("特此函复"), Place("N10-A12"), ADMIN)
    with pytest.raises(RefusedError) as refused:
        draft_again(office, "N10", number)
    assert [reason.code for reason in refused.value.reasons] == ["docx.issued_stays"]
    assert letters(office)["N10", "issued"] == (before, lines)


def test_there_is_nothing_to_make_again_without_a_draft(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(RefusedError) as refused:
        draft_again(office, "N10", number)
    assert [reason.code for reason in refused.value.reasons] == ["docx.no_draft"]


def test_a_template_with_findings_is_refused_with_every_one(office):
    bad = changed("N10-A12", "{{ remedy }}", "如不服可复议。{{ addresee }}")
    with pytest.raises(RefusedError) as refused:
        own_templates.install(office, bad, Place("N10-A12"), ADMIN)
    said = "".join(reason.message for reason in refused.value.reasons)
    assert "addressee" in said
    assert "救济途径" in said
    assert own_templates.versions(office) == []


def test_a_template_for_every_outcome_is_checked_over_every_outcome(office):
    """Our N10-A13 gives reasons, which A1 (already public) has none of."""
    with pytest.raises(RefusedError) as refused:
        own_templates.install(office, builtin("cn-2019", "N10-A13"), Place("N10"), ADMIN)
    assert any("A1、A2" in reason.message for reason in refused.value.reasons)


@pytest.mark.parametrize("key", ["N10-A16", "N99", "N04-A12", "N14-fee"])
def test_a_key_that_no_letter_has_is_refused(office, key):
    with pytest.raises(InputError) as caught:
        own_templates.install(office, builtin("cn-2019", "N04"), Place(key), ADMIN)
    assert caught.value.code == "template.key_unknown"
    assert "N10-A12" in caught.value.message


def test_an_acceptance_can_be_worded_apart_from_the_receipt(office, clerk):
    data = changed("N01", "特此告知", "特此受理")
    own_templates.install(office, data, Place("N01-acceptance"), ADMIN)
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    carry_out(office)
    with office.store.read() as session:
        rows = session.execute(sa.select(DOCUMENT).order_by(DOCUMENT.c.id)).mappings().all()
        lines = [lines_of(content_of(office, session, row["id"])) for row in rows]
    assert [row["number"] for row in rows] == [f"{number}-回", f"{number}-受"]
    assert ["特此受理。" in one for one in lines] == [False, True]


def test_only_the_administrator_touches_templates(office):
    for act in (
        lambda who: own_templates.install(office, builtin("cn-2019", "N04"), Place("N04"), who),
        lambda who: own_templates.activate(office, Place("N04"), 1, who),
        lambda who: own_templates.withdraw(office, Place("N04"), who),
    ):
        with pytest.raises(RefusedError) as refused:
            act(Actor("li", "clerk"))
        assert [reason.code for reason in refused.value.reasons] == ["template.admin_only"]


def test_what_is_not_there_is_said(office):
    with pytest.raises(NotFoundError) as caught:
        own_templates.withdraw(office, Place("N04"), ADMIN)
    assert caught.value.code == "template.none_active"
    with pytest.raises(NotFoundError) as caught:
        own_templates.activate(office, Place("N04"), 7, ADMIN)
    assert "7" in caught.value.message
    with pytest.raises(NotFoundError):
        own_templates.install(
            office, builtin("cn-2019", "N04"), Place("N04", agency="nobody"), ADMIN
        )


def test_every_act_is_an_entry_with_the_hash_of_the_file(office):
    data = builtin("cn-2019", "N04")
    own_templates.install(office, data, Place("N04", agency="liangtian"), ADMIN)
    own_templates.withdraw(office, Place("N04", agency="liangtian"), ADMIN)
    own_templates.activate(office, Place("N04", agency="liangtian"), 1, ADMIN)
    own_templates.install(office, data, Place("N04"), ADMIN)
    with office.store.read() as session:
        own = journals.read_chain(session, "agency:liangtian")
        whole = journals.read_chain(session, journals.INSTALLATION)
        assert journals.verify(session, office.keys.head_key).broken == ()
    acts = [entry for entry in own if entry.trigger.endswith("_template")]
    assert [entry.trigger for entry in acts] == [
        "install_template",
        "withdraw_template",
        "activate_template",
    ]
    (row, _) = own_templates.versions(office)[::-1]
    assert acts[0].facts["digest"] == row["digest"]
    assert (acts[0].facts["template"], acts[0].facts["version"]) == ("N04", 1)
    assert whole[-1].trigger == "install_template"


def test_the_installed_file_comes_back_as_it_was(office):
    data = builtin("cn-2008", "N04")
    own_templates.install(office, data, Place("N04", "cn-2008"), ADMIN)
    assert own_templates.content_of(office, Place("N04", "cn-2008"), 1) == data
    assert own_templates.versions(office, "cn-2019") == []
