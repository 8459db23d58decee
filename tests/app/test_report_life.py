"""An annual report from its first draft to the lock, and what the next year makes of it."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import annual_report, report_life
from workflow.app.annual_report import Inputs
from workflow.app.folder import write_out
from workflow.app.office import Actor
from workflow.app.report_comparison import compared, received_over
from workflow.app.report_life import Wanted
from workflow.app.report_register import OfficeRegister
from workflow.app.report_versions import REPORT, text_of
from workflow.errors import InputError, NotFoundError, RefusedError, StorageError
from workflow.reports.model import to_json
from workflow.reports.reading import read_report
from workflow.store import journals

CLERK, LEADER = Actor("li", "clerk"), Actor("sun", "leader")
JANUARY = date(2026, 1, 15)


def step(actor=CLERK, on=JANUARY, year=2025, agency="liangtian"):
    return Wanted(agency, year, on, actor)


def publish(office, inputs=None, year=2025):
    on = date(year + 1, 1, 15)
    report_life.draft(office, step(on=on, year=year), inputs or Inputs())
    report_life.check_built(office, step(on=on, year=year))
    report_life.approve(office, step(LEADER, on=on, year=year), "同意")
    return report_life.publish(office, step(on=on, year=year), "示例网站")


def state(office, year=2025):
    return report_life.standing(office, "liangtian", year).state


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_report_goes_through_its_four_states(office):
    assert state(office) == ""
    report_life.draft(office, step())
    assert state(office) == "drafting"
    report_life.check_built(office, step())
    assert state(office) == "checked"
    report_life.approve(office, step(LEADER))
    assert state(office) == "approved"
    report_life.publish(office, step())
    assert state(office) == "published"


def test_what_is_published_is_locked_under_the_hash_of_its_json(office):
    made = publish(office)
    assert made.digest == hashlib.sha256(text_of(to_json(made.printed)).encode()).hexdigest()
    (last,) = [one for one in report_life.history(office, "liangtian", 2025) if one["sha256"]]
    assert (last["trigger"], last["sha256"]) == ("publish", made.digest)
    with pytest.raises(RefusedError) as refused:
        report_life.draft(office, step())
    assert "procedure.wrong_state" in codes(refused)
    with pytest.raises(RefusedError):
        report_life.publish(office, step())


def test_the_document_says_what_the_json_says(office, clerk, tmp_path):
    clerk.answer(clerk.register(date(2025, 3, 3)), date(2025, 3, 10))
    made = publish(office)
    path = tmp_path / "report.docx"
    path.write_bytes(made.content)
    read = to_json(read_report(path))
    assert read["received"] == to_json(made.printed)["received"]
    assert read["received"]["unable_not_held"]["natural"] == 1


def test_a_violation_stops_the_check_and_nothing_else(office):
    built = report_life.draft(office, step(), Inputs(), "2019")
    assert [finding.rule for finding in built.checked.violations] == ["form_of_year"]
    with pytest.raises(RefusedError) as refused:
        report_life.check_built(office, step())
    assert "2021年格式" in refused.value.reasons[0].message
    assert state(office) == "drafting"
    report_life.draft(office, step())
    report_life.check_built(office, step())
    assert state(office) == "checked"


def test_a_draft_takes_the_inputs_of_the_draft_before(office):
    given = Inputs(proactive={"normative": {"made": 3}}, text={"6": "没有需要报告的其他事项。"})
    report_life.draft(office, step(), given)
    again = report_life.draft(office, step())
    assert again.report.proactive["normative"]["made"] == 3
    assert again.report.text["6"] == "没有需要报告的其他事项。"
    (kept,) = report_life.versions(office, "liangtian", 2025)
    assert kept.version == 1


def test_a_checked_report_that_is_drafted_again_must_be_checked_again(office):
    report_life.draft(office, step())
    report_life.check_built(office, step())
    report_life.draft(office, step())
    with pytest.raises(RefusedError):
        report_life.approve(office, step(LEADER))


def test_who_drafted_it_does_not_approve_it(office):
    report_life.draft(office, step())
    report_life.check_built(office, step())
    with pytest.raises(RefusedError) as refused:
        report_life.approve(office, step(Actor("li", "leader")))
    assert any("第四十九条" in reason.message for reason in refused.value.reasons)


@pytest.mark.parametrize("who", [LEADER, Actor("root", "admin")])
def test_a_step_needs_its_role(office, who):
    with pytest.raises(RefusedError) as refused:
        report_life.draft(office, step(who))
    assert "procedure.wrong_role" in codes(refused)


def test_a_step_lies_neither_in_the_future_nor_before_the_last_one(office):
    with pytest.raises(RefusedError):
        report_life.draft(office, step(on=date(2027, 1, 1)))
    report_life.draft(office, step())
    with pytest.raises(RefusedError):
        report_life.check_built(office, step(on=date(2026, 1, 14)))


def test_a_reissue_is_a_new_version_with_a_reason_and_the_old_one_stays(office, clerk):
    first = publish(office)
    clerk.answer(clerk.register(date(2025, 3, 3)), date(2025, 3, 10))  # entered late
    with pytest.raises(RefusedError):
        report_life.reissue(office, step(on=date(2026, 2, 1)), "  ")
    report_life.reissue(office, step(on=date(2026, 2, 1)), "补记一件申请（示例）")
    assert state(office) == "drafting"
    assert OfficeRegister(office).published("liangtian", 2025) == first.printed
    later = date(2026, 2, 2)
    report_life.check_built(office, step(on=later))
    report_life.approve(office, step(LEADER, on=later))
    second = report_life.publish(office, step(on=later))
    assert (first.version, second.version) == (1, 2)
    assert second.digest != first.digest
    kept = report_life.versions(office, "liangtian", 2025)
    assert [one.digest for one in kept] == [first.digest, second.digest]
    reasons = [one["reason"] for one in report_life.history(office, "liangtian", 2025)]
    assert "补记一件申请（示例）" in reasons
    assert OfficeRegister(office).published("liangtian", 2025) == second.printed


def test_the_next_year_follows_the_published_report_and_warns_of_late_entries(office, clerk):
    """Published: nothing carried over; then a request of December 2025 is entered late."""
    publish(office)
    clerk.register(date(2025, 12, 30))
    built = annual_report.build(OfficeRegister(office), "liangtian", 2026, Inputs())
    assert built.report.received["carried_in"]["total"] == 0
    late = [one for one in built.checked.warnings if one.rule == "late_entry"]
    assert {(one.expected, one.found) for one in late} == {(0, 1)}


def test_a_report_handed_over_as_a_file_goes_before_the_one_kept(office):
    made = publish(office)
    other = replace(made.printed, body="另一份")
    assert OfficeRegister(office, other).published("liangtian", 2025) == other
    assert OfficeRegister(office, other).published("liangtian", 2024) is None


def test_a_published_report_that_was_changed_is_found(office):
    publish(office)
    with office.store.write() as session:
        changed = sa.func.replace(REPORT.c.printed, "良田镇", "另一镇")
        session.execute(sa.update(REPORT).values(printed=changed))
    with pytest.raises(StorageError) as caught:
        OfficeRegister(office).published("liangtian", 2025)
    assert caught.value.code == "report.changed_after"


def test_every_step_stands_in_the_agencys_chain_without_free_words(office):
    publish(office)
    with office.store.read() as session:
        chain = journals.read_chain(session, "agency:liangtian")
        assert journals.verify(session, office.keys.head_key).broken == ()
    steps = [entry for entry in chain if entry.child == "annual_report:2025"]
    assert [entry.trigger for entry in steps] == ["draft", "check", "approve", "publish"]
    assert [entry.role for entry in steps] == ["clerk", "clerk", "leader", "clerk"]
    assert set(steps[2].facts["opinion"]) == {"ref", "digest"}
    assert steps[3].facts["version"] == 1


def test_two_years_and_two_agencies_stand_apart(office):
    publish(office)
    assert state(office, 2024) == ""
    report_life.draft(office, step(agency="shili"))
    assert report_life.standing(office, "shili", 2025).state == "drafting"
    assert len(report_life.history(office, "liangtian", 2025)) == 4


def test_its_date_is_31_january_and_does_not_roll(office, clock):
    """2026-01-31 is a Saturday: a date fixed by law doesn't move (条例第五十条)."""
    report_life.draft(office, step())
    assert report_life.standing(office, "liangtian", 2025).deadline.due == date(2026, 1, 31)


def test_nothing_is_checked_or_approved_before_there_is_a_draft(office):
    for act in (report_life.check_built, report_life.approve, report_life.publish):
        with pytest.raises(NotFoundError) as caught:
            act(office, step())
        assert "report draft" in caught.value.message


def test_published_reports_lie_in_the_documents_folder(office, tmp_path):
    office = replace(office, documents_dir=tmp_path / "documents")
    report_life.draft(office, step())
    assert write_out(office) == []
    report_life.check_built(office, step())
    report_life.approve(office, step(LEADER))
    made = report_life.publish(office, step())
    (path,) = write_out(office)
    assert path.name == "良田镇人民政府（示例）2025年政府信息公开工作年度报告.docx"
    assert path.read_bytes() == made.content
    report_life.reissue(office, step(), "更正（示例）")
    report_life.check_built(office, step())
    report_life.approve(office, step(LEADER))
    report_life.publish(office, step())
    (second,) = write_out(office)
    assert second.name.endswith("（第2版）.docx")
    path.unlink()
    assert write_out(office) == [path]


class TestOverTheYears:
    """A published year as it was published, another as the register counts it today."""

    @pytest.fixture
    def years(self, office, clerk):
        clerk.register(date(2025, 3, 3))
        publish(office)
        clerk.register(date(2025, 11, 3))  # found in a drawer after publishing
        clerk.register(date(2026, 3, 3))
        return office

    def test_each_year_says_where_its_figures_are_from(self, years):
        found = compared(years, "liangtian", 2026)
        assert [(one.year, one.source) for one in found.years] == [
            (2025, "published"), (2026, "register"),
        ]  # fmt: skip
        series = {one.key: list(one.values.values()) for one in found.series}
        assert series["new_received"] == [1, 1]
        assert series["carried_in"] == [0, 1]  # 二 follows what was published

    def test_years_of_which_nothing_is_known_are_no_zeros(self, years):
        assert received_over(years, "liangtian", range(2022, 2027)) == {2025: 1, 2026: 1}
        with pytest.raises(InputError) as refused:
            compared(years, "shili", 2026)
        assert refused.value.code == "report.nothing_to_compare"

    def test_only_as_many_years_are_compared_as_were_asked_for(self, years):
        assert [one.year for one in compared(years, "liangtian", 2026, 1).years] == [2026]
