"""Many reports of one year: checked, added up, a sum beside its parts found and not added."""

import gc
import json
import tracemalloc
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.samples import document, documents, report, sample, spoiled
from workflow.app.report_comments import comment_sheet, file_name
from workflow.errors import InputError
from workflow.reports.model import from_json, to_json
from workflow.reports.reading import word
from workflow.reports.rollup import late_bodies, matrix, roll_up
from workflow.reports.rollup_workbook import rollup_xlsx


@pytest.fixture
def put(tmp_path):
    """Write documents as files, in order."""

    def putting(*bases, folder="in"):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        files = []
        for base in bases:
            files.append(place / f"{len(files):03d}.json")
            files[-1].write_text(json.dumps(base, ensure_ascii=False), "utf-8")
        return files

    return putting


def town(number, **leaves):
    return document(2024, f"示例省示例县第{number}镇人民政府", leaves)


TOWNS = (
    town(1, granted=(3, 1), unable_not_held=(2,)),
    town(2, granted=(1,), reject_petition=(4,)),
    town(3, partial=(0, 0, 0, 0, 2)),
)


def added(*bases):
    """Add tables up in the plainest way."""
    total = json.loads(json.dumps(bases[0]))
    for base in bases[1:]:
        for table in ("received", "appeals", "proactive"):
            for key, cells in base[table].items():
                for column, number in cells.items():
                    total[table][key][column] += number
    return total


def same_tables(found, wanted):
    for table in ("received", "appeals", "proactive"):
        assert found.table(table) == wanted[table]


def test_the_sum_is_a_report_of_its_own(put):
    found = roll_up(put(*TOWNS), "示例县汇总")
    same_tables(found.total, added(*TOWNS))
    assert (found.total.body, found.total.year, found.total.form) == ("示例县汇总", 2024, "2021")
    assert found.checked.violations == ()
    assert not found.has_violations


@given(st.lists(documents(year=2024, most=500), min_size=1, max_size=4))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_reports_add_up_to_what_a_plain_sum_gives(put, bases):
    named = [base | {"body": f"第{n}镇"} for n, base in enumerate(bases)]
    found = roll_up(put(*named), "合计")
    same_tables(found.total, added(*named))
    assert found.checked.violations == ()


def test_the_sum_in_json_is_a_report_that_can_be_read(put):
    found = roll_up(put(*TOWNS), "合计").to_json()
    assert from_json(found, "x").received == added(*TOWNS)["received"]
    assert to_json(from_json(found, "x"))["files"] == found["files"]


def test_every_violation_names_its_file(put):
    wrong = spoiled(TOWNS[1], received__granted__total=9)
    files = put(TOWNS[0], wrong, TOWNS[2])
    found = roll_up(files, "合计")
    assert found.has_violations
    violations = found.to_json()["violations"]
    assert {v["file"] for v in violations} == {str(files[1])}
    assert {v["rule"] for v in violations} == {"row_sum", "results_sum"}
    assert violations[0]["body"] == TOWNS[1]["body"]


class TestASumBesideItsParts:
    def left_out(self, found):
        return {body.name: body.left_out for body in found.bodies if body.left_out}

    @pytest.mark.parametrize("place", [0, 1, 3])
    def test_it_is_found_wherever_it_stands_and_not_added_twice(self, put, place):
        county = added(*TOWNS) | {"body": "示例省示例县人民政府"}
        bases = [*TOWNS[:place], county, *TOWNS[place:]]
        found = roll_up(put(*bases), "合计")
        assert self.left_out(found) == {"示例省示例县人民政府": "sum"}
        same_tables(found.total, added(*TOWNS))

    @pytest.mark.parametrize("name", ["汇总", "另一个名字", ""])
    def test_the_sum_of_all_others_is_found_whatever_it_is_called(self, put, name):
        found = roll_up(put(*TOWNS, added(*TOWNS) | {"body": name}), "合计")
        assert [body.left_out for body in found.bodies] == [None, None, None, "sum"]
        same_tables(found.total, added(*TOWNS))

    def test_sums_within_sums_are_found_from_the_smallest_area_up(self, put):
        def named(county, number, **leaves):
            return document(2024, f"示例市{county}第{number}镇人民政府", leaves)

        east = [named("东县", 1, granted=(3,)), named("东县", 2, partial=(2,))]
        west = [named("西县", 1, granted=(5,)), named("西县", 2, unable_not_held=(7,))]
        counties = [
            added(*east) | {"body": "示例市东县人民政府"},
            added(*west) | {"body": "示例市西县人民政府（汇总）"},
        ]
        city = added(*counties) | {"body": "示例市人民政府（全市汇总）"}
        found = roll_up(put(city, *counties, *east, *west), "合计")
        assert set(self.left_out(found)) == {base["body"] for base in (city, *counties)}
        same_tables(found.total, added(*east, *west))

    def test_a_town_is_never_taken_for_the_sum_of_other_towns(self, put):
        both = town(9, granted=(4, 1), unable_not_held=(2,), reject_petition=(4,))
        found = roll_up(put(*TOWNS[:2], both), "合计")
        assert self.left_out(found) == {}

    def test_reports_without_any_request_are_no_sums(self, put):
        empty = [document(2024, f"示例第{n}局") for n in range(4)]
        assert self.left_out(roll_up(put(*empty), "合计")) == {}

    def test_without_requests_the_other_tables_tell_the_sum(self, put):
        towns = [
            spoiled(document(2024, f"示例县第{n}镇"), proactive__licensing__decisions=n + 1)
            for n in range(3)
        ]
        county = added(*towns) | {"body": "示例县人民政府"}
        found = roll_up(put(county, *towns), "合计")
        assert self.left_out(found) == {"示例县人民政府": "sum"}
        assert found.total.proactive["licensing"]["decisions"] == 6  # 1 + 2 + 3

    def test_a_part_without_requests_is_no_sum_of_others_that_have_some(self, put):
        licences = {"proactive__licensing__decisions": 2}
        towns = [spoiled(base, proactive__licensing__decisions=1) for base in TOWNS[:2]]
        office = spoiled(document(2024, "示例省示例县人民政府"), **licences)
        assert self.left_out(roll_up(put(*towns, office), "合计")) == {}

    def test_a_county_that_has_requests_of_its_own_is_a_part(self, put):
        county = added(*TOWNS, town(0, granted=(1,))) | {"body": "示例省示例县人民政府"}
        assert self.left_out(roll_up(put(*TOWNS, county), "合计")) == {}

    def test_one_report_that_equals_another_is_no_sum(self, put):
        other = TOWNS[0] | {"body": "示例省示例局"}
        assert self.left_out(roll_up(put(TOWNS[0], other), "合计")) == {}


def test_a_body_that_comes_twice_is_added_once(put):
    found = roll_up(put(*TOWNS, TOWNS[0]), "合计")
    assert [body.left_out for body in found.bodies] == [None, None, None, "twice"]
    same_tables(found.total, added(*TOWNS))


def test_a_report_of_another_year_is_checked_and_not_added(put):
    other = spoiled(sample(2023), received__partial__total=5)
    found = roll_up(put(*TOWNS, other), "合计")
    assert found.bodies[-1].left_out == "other_year"
    assert found.bodies[-1].checked.violations
    same_tables(found.total, added(*TOWNS))


def test_two_years_equally_often_are_refused(put):
    with pytest.raises(InputError, match="2023、2024"):
        roll_up(put(sample(2023), sample(2024)), "合计")


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_added(put, tmp_path):
    broken = tmp_path / "坏.json"
    broken.write_text("{", "utf-8")
    found = roll_up([*put(*TOWNS), broken], "合计")
    assert [(each.file, each.code) for each in found.unread] == [(str(broken), "error.json_broken")]
    assert not found.has_violations
    same_tables(found.total, added(*TOWNS))


def test_without_a_readable_file_there_is_nothing_to_roll_up(tmp_path):
    with pytest.raises(InputError) as refused:
        roll_up([tmp_path / "none.json"], "合计")
    assert refused.value.code == "report.nothing_to_roll_up"


def test_results_in_the_rows_of_the_old_form_stay_in_the_sum_and_are_said(put):
    old = document(2020, "示例省示例县第5镇人民政府", {"other_total": (2,)})
    found = roll_up(put(*TOWNS, old | {"year": 2024}), "合计")
    assert found.total.received["other_total"]["natural"] == 2
    assert [v.rule for v in found.checked.violations] == ["form_of_year"]


def test_empty_rows_of_the_old_form_do_not_spoil_the_sum(put):
    old = document(2020, "示例省示例县第5镇人民政府", {"granted": (2,)})
    found = roll_up(put(*TOWNS, old | {"year": 2024}), "合计")
    assert "other_total" not in found.total.received
    assert found.checked.violations == ()


def test_money_is_added_without_a_rounding_error(put):
    bases = [spoiled(t, proactive__admin_fee__amount_wan_yuan=0.1) for t in TOWNS]
    total = roll_up(put(*bases), "合计").total
    assert total.proactive["admin_fee"]["amount_wan_yuan"] == 0.3


def test_progress_is_told_for_every_file(put):
    told = []
    roll_up(put(*TOWNS), "合计", lambda: told.append(1))
    assert len(told) == 3


class TestWhoIsLate:
    DUE = date(2025, 1, 31)

    @pytest.mark.parametrize(
        ("published", "late"), [("2025-01-31", []), ("2025-02-01", [date(2025, 2, 1)])]
    )
    def test_the_last_day_is_in_time(self, put, published, late):
        bodies = roll_up(put(sample() | {"published_on": published}), "合计").bodies
        found = late_bodies(bodies, [], self.DUE, date(2025, 3, 1))
        assert [on for _, on in found] == late

    @pytest.mark.parametrize(("as_of", "late"), [(31, []), (32, [("示例乡", None)])])
    def test_who_has_not_reported_is_late_after_the_last_day(self, put, as_of, late):
        bodies = roll_up(put(sample()), "合计").bodies
        day = date.fromordinal(date(2024, 12, 31).toordinal() + as_of)
        assert late_bodies(bodies, ["示例县人民政府", "示例乡"], self.DUE, day) == late

    @pytest.mark.parametrize("unknown", [None, "去年", 5])
    def test_without_a_date_nobody_is_called_late(self, put, unknown):
        bodies = roll_up(put(sample() | {"published_on": unknown}), "合计").bodies
        assert late_bodies(bodies, [], self.DUE, date(2025, 3, 1)) == []


def test_the_matrix_counts_findings_by_body_and_rule(put):
    wrong = spoiled(TOWNS[1], received__granted__total=9, received__partial__legal="-")
    rules, rows = matrix(roll_up(put(TOWNS[0], wrong), "合计").bodies)
    assert rules == ["blank", "results_sum", "row_sum"]
    assert [[counts[rule] for rule in rules] for _, counts in rows] == [[0, 0, 0], [1, 1, 1]]


def test_the_workbook_has_sum_matrix_and_findings(put, tmp_path):
    wrong = spoiled(TOWNS[1], received__granted__total=9)
    found = roll_up(put(TOWNS[0], wrong), "合计")
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(rollup_xlsx(found, [("示例乡", None)]))
    book = load_workbook(path)
    assert book.sheetnames[-3:] == ["各机关核对情况", "逐条意见", "逾期"]
    assert [c.value for c in book["各机关核对情况"][1]] == ["机关", "办理结果合计", "行合计"]
    assert book["逐条意见"]["A1"].value == TOWNS[1]["body"]
    assert [c.value for c in book["逾期"][1]] == ["示例乡", "还没有报送"]


def test_a_comment_sheet_lists_what_must_be_changed(put, tmp_path):
    wrong = spoiled(TOWNS[1], received__granted__total=9, received__partial__legal="-")
    [body] = roll_up(put(wrong), "合计").bodies
    path = tmp_path / file_name(body, 7)
    path.write_bytes(comment_sheet(body, date(2025, 2, 3)))
    text = [line.text for line in word.read_lines(path)]
    assert path.name == "0007-示例省示例县第2镇人民政府.docx"
    assert text[:2] == ["示例省示例县第2镇人民政府", "2024年度报告核对意见"]
    assert "有2处必须改，1处请留意" in text[2]
    assert text[3] == "必须改的"
    assert text[4].startswith("1.申请情况表“（七）总计”行")
    assert text[-2] == "请留意的"


def test_a_clean_body_gets_a_sheet_that_says_so(put, tmp_path):
    [body] = roll_up(put(TOWNS[0]), "合计").bodies
    path = tmp_path / "a.docx"
    path.write_bytes(comment_sheet(body, date(2025, 2, 3)))
    assert "没有发现问题" in word.read_lines(path)[-1].text


def test_a_name_that_is_no_file_name_is_made_one(put):
    [body] = roll_up(put(sample() | {"body": "../甲/乙:*?"}), "合计").bodies
    assert "/" not in file_name(body, 1)
    assert ".." not in file_name(body, 1).removesuffix(".docx")


def test_a_sample_balances_before_it_is_spoiled():
    assert report(sample()).received["new_received"]["total"] == 12


def highest(files):
    """Return the most memory that rolling files up took, in bytes."""
    gc.collect()
    tracemalloc.start()
    roll_up(files, "合计")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_tables_that_were_read(put):
    bases = [sample(body=f"第{n}镇人民政府") for n in range(200)]
    files = put(*bases)
    roll_up(files[:2], "合计")  # what is kept once for all is there
    few, many = highest(files[:20]), highest(files)
    assert files[0].stat().st_size > 3_000
    assert many - few < 180 * 1_500  # findings and a fingerprint, no tables
