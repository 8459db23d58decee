"""``workflow report``: what it prints, its exit status, and what it must not touch."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reports.samples import document, sample, spoiled
from workflow.cli.main import run

DATA = Path(__file__).parent / "data" / "published"
LIANGTIAN = Path(__file__).parents[2] / "src/workflow/app/demo_data/liangtian_2020.json"


@pytest.fixture
def put(tmp_path):
    def putting(base, name="报告.json"):
        path = tmp_path / name
        path.write_text(json.dumps(base, ensure_ascii=False), "utf-8")
        return str(path)

    return putting


class TestCompare:
    YEARS = tuple(str(DATA / f"{year}_suqian_city.json") for year in (2024, 2023))

    def test_published_reports_of_two_years_stand_beside_each_other(self, capsys):
        assert run(["report", "compare", *self.YEARS]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].split("\t")[1:] == ["2023", "2024"]
        assert "新收申请\t3511\t3525" in lines
        assert "上年结转\t96\t121" in lines

    def test_json_is_one_document_and_the_word_file_has_charts(self, tmp_path, capsys):
        made = tmp_path / "比较.docx"
        assert run(["report", "compare", *self.YEARS, "--json", "--docx", str(made)]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["figures"]["granted"] == {"2023": 1191, "2024": 1431}
        with zipfile.ZipFile(made) as parts:
            assert "word/charts/chart12.xml" in parts.namelist()

    def test_the_years_of_an_agency_come_from_its_register(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
        assert run(["agency", "add", "--code", "shili", "--name", "示例镇人民政府（示例）"]) == 0
        assert run(["report", "compare", "--agency", "shili", "--year", "2025"]) == 2
        assert "report.nothing_to_compare" in capsys.readouterr().err

    @pytest.mark.parametrize("asked", [[], [*YEARS, "--agency", "shili"]])
    def test_files_or_an_agency_one_of_the_two(self, asked, capsys):
        assert run(["report", "compare", *asked]) == 2
        assert "report.compare_what" in capsys.readouterr().err


class TestCheck:
    def test_a_clean_report_is_0_and_says_so(self, put, capsys):
        assert run(["report", "check", put(sample())]) == 0
        assert capsys.readouterr().out == "按2021年格式核对：没有发现问题。\n"

    def test_violations_are_1_and_each_is_a_sentence_with_its_code(self, put, capsys):
        wrong = spoiled(sample(), received__partial__total=2, received__deny_process__legal="-")
        assert run(["report", "check", put(wrong)]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "按2021年格式核对：2处必须改，1处请留意。"
        assert [line.split("  ")[0] for line in lines[1:]] == ["改", "改", "留意"]
        assert [line.rpartition("[")[2] for line in lines[1:]] == [
            "report.results_sum]",
            "report.row_sum]",
            "report.blank]",
        ]

    def test_warnings_alone_are_0(self, put):
        assert run(["report", "check", put(spoiled(sample(), received__partial__legal=""))]) == 0

    def test_json_is_one_document_on_standard_output(self, capsys):
        name = "2023_hongze_district"
        assert run(["report", "check", str(DATA / f"{name}.json"), "--json"]) == 1
        out = json.loads(capsys.readouterr().out)
        assert out == json.loads((DATA / f"{name}.expected.json").read_text("utf-8"))

    def test_last_years_report_is_chained(self, capsys):
        this, last = (str(DATA / f"{year}_suqian_city.json") for year in (2024, 2023))
        assert run(["report", "check", this, "--previous", last, "--json"]) == 0
        expected = json.loads((DATA / "2024_suqian_city.chain.expected.json").read_text("utf-8"))
        assert json.loads(capsys.readouterr().out) == expected

    def test_sentences_are_english_when_asked(self, put, capsys, monkeypatch):
        monkeypatch.setenv("WORKFLOW_LANG", "en")
        run(["report", "check", put(spoiled(sample(), appeals__review__total=6))])
        assert "the results (3＋1＋1) add up to 5, the table has 6" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.json", "{"),
            ("a.json", "[]"),
            ("a.json", '{"received": {}}'),
            ("a.txt", "hello"),
            ("a.docx", "hello"),
            ("a.xlsx", "hello"),
            ("a.html", "<p>hello"),
            ("a.pdf", "hello"),
        ],
    )
    def test_a_wrong_file_is_2_with_one_sentence_and_no_traceback(
        self, tmp_path, capsys, name, content
    ):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        assert run(["report", "check", str(path)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        assert name in err
        assert "Traceback" not in err

    def test_a_file_that_is_not_there_is_2(self, tmp_path, capsys):
        assert run(["report", "check", str(tmp_path / "none.json")]) == 2
        assert "none.json" in capsys.readouterr().err

    def test_it_starts_without_the_database_and_the_document_libraries(self, tmp_path):
        """A county office checks a file on a machine without any data folder."""
        script = (
            "import sys; from workflow.cli.main import run;"
            "status = run(['report', 'check', sys.argv[1]]);"
            "heavy = {'sqlalchemy', 'sqlmodel', 'fastapi', 'lxml', 'openpyxl', 'docx', 'jinja2'};"
            "print(sorted(heavy & set(sys.modules)), status)"
        )
        command = [sys.executable, "-c", script, str(DATA / "2020_liangtian_town.json")]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[] 0"
        assert list(tmp_path.iterdir()) == []


class TestRollUp:
    def files(self, put, *bases):
        return [put(base, f"{n}.json") for n, base in enumerate(bases)]

    def towns(self):
        return [document(2024, f"示例县第{n}镇", {"granted": (n + 1,)}) for n in range(3)]

    def test_the_sum_goes_to_standard_output_as_json(self, put, capsys):
        assert run(["report", "rollup", *self.files(put, *self.towns()), "--json", "-"]) == 0
        out, err = capsys.readouterr()
        made = json.loads(out)
        assert made["received"]["new_received"]["natural"] == 6  # 1 + 2 + 3
        assert made["body"] == "3份报告汇总"
        assert err == ""

    def test_a_violation_is_1_and_names_its_file(self, put, capsys):
        towns = self.towns()
        towns[1] = spoiled(towns[1], received__granted__total=9)
        files = self.files(put, *towns)
        assert run(["report", "rollup", *files]) == 1
        out = capsys.readouterr().out
        assert f"改  {files[1]}：申请情况表“（一）予以公开”行" in out
        assert files[0] not in out

    def test_a_sum_beside_its_parts_is_said_and_is_0(self, put, capsys):
        whole = document(2024, "示例县人民政府", {"granted": (6,)})
        files = self.files(put, *self.towns(), whole)
        assert run(["report", "rollup", *files, "--name", "示例县"]) == 0
        out = capsys.readouterr().out
        assert "4份报告，3份计入合计" in out
        assert f"{files[3]}：示例县人民政府等于其他3份报告之和" in out
        assert "[report.sum_beside_parts]" in out

    def test_the_sum_beside_its_parts_is_a_warning_in_json(self, put, capsys):
        whole = document(2024, "示例县人民政府", {"granted": (6,)})
        files = self.files(put, *self.towns(), whole)
        run(["report", "rollup", *files, "--json", "-"])
        made = json.loads(capsys.readouterr().out)
        assert [(w["rule"], w["file"]) for w in made["warnings"]] == [
            ("sum_beside_parts", files[3])
        ]
        assert made["received"]["granted"]["natural"] == 6

    def test_a_file_that_cannot_be_read_is_2_and_the_others_are_added(self, put, tmp_path, capsys):
        broken = tmp_path / "坏.json"
        broken.write_text("{", "utf-8")
        files = self.files(put, *self.towns())
        assert run(["report", "rollup", *files, str(broken), "--json", "-"]) == 2
        out, err = capsys.readouterr()
        assert json.loads(out)["received"]["granted"]["natural"] == 6
        assert "坏.json" in err
        assert len(err.splitlines()) == 1

    def test_all_files_are_written(self, put, tmp_path):
        out = {kind: tmp_path / f"汇总.{kind}" for kind in ("docx", "xlsx", "json")}
        options = [str(item) for kind, path in out.items() for item in (f"--{kind}", path)]
        comments = tmp_path / "意见"
        files = self.files(put, *self.towns())
        assert run(["report", "rollup", *files, *options, "--comments", str(comments)]) == 0
        for path in out.values():
            assert path.stat().st_size > 1000
            assert run(["report", "check", str(path)]) == 0
        assert len(list(comments.iterdir())) == 3

    def test_who_is_late_is_said(self, put, tmp_path, capsys):
        names = tmp_path / "机关.txt"
        names.write_text("示例县第0镇\n示例县第9镇\n", "utf-8")
        towns = self.towns()
        towns[2]["published_on"] = "2025-02-10"
        options = ["--expect", str(names), "--as-of", "2025-02-01"]
        assert run(["report", "rollup", *self.files(put, *towns), *options]) == 0
        late = [line for line in capsys.readouterr().out.splitlines() if line.startswith("逾期")]
        assert late == [
            "逾期  示例县第2镇：2025-02-10。 [report.late]",
            "逾期  示例县第9镇：还没有报送。 [report.late]",
        ]

    @pytest.mark.parametrize("due", ["31-01", "2月", "02-30"])
    def test_a_last_day_that_is_no_day_is_2(self, put, due):
        assert run(["report", "rollup", *self.files(put, *self.towns()), "--due", due]) == 2

    def test_a_place_that_cannot_be_written_is_2(self, put, tmp_path, capsys):
        target = tmp_path / "none" / "a.json"
        files = self.files(put, *self.towns())
        assert run(["report", "rollup", *files, "--json", str(target)]) == 2
        assert "写不进去" in capsys.readouterr().err

    def test_without_files_the_call_is_wrong(self):
        assert run(["report", "rollup"]) == 2


class TestBuild:
    @pytest.fixture(autouse=True)
    def office(self, tmp_path, monkeypatch):
        """A data folder with the town and its one request, still open."""
        monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.chdir(tmp_path)
        name = "银川市金凤区良田镇人民政府"
        assert run(["agency", "add", "--code", "liangtian", "--name", name]) == 0
        assert run(["user", "add", "--name", "li", "--agency", "liangtian", "--role", "clerk"]) == 0
        register = ["--agency", "liangtian", "--channel", "in_person", "--class", "natural"]
        register += ["--applicant", "张三（示例）", "--content", "示例方案", "--as", "li"]
        assert run(["case", "register", *register, "--submitted", "2020-05-11"]) == 0

    def build(self, *options, year="2020"):
        return run(["report", "build", "--agency", "liangtian", "--year", year, *options])

    def test_the_report_comes_out_of_the_register(self, capsys):
        capsys.readouterr()
        assert self.build("--inputs", str(LIANGTIAN), "--json", "-") == 0
        out, err = capsys.readouterr()
        made = json.loads(out)
        assert made["body"] == "银川市金凤区良田镇人民政府"
        assert made["received"]["new_received"]["natural"] == 1
        assert made["received"]["carried_out"]["natural"] == 1  # nobody answered it yet
        assert "网站公开信息123件" in made["narrative"]["text"]["1"]["主动公开"]
        assert "没有发现问题" in err

    def test_a_cell_names_its_cases(self, capsys):
        capsys.readouterr()
        assert self.build("--explain", "carried_in", "natural", year="2021") == 0
        assert "〔2020〕1号" in capsys.readouterr().out

    def test_all_files_are_written_and_check_clean(self, tmp_path):
        out = {kind: tmp_path / f"报告.{kind}" for kind in ("docx", "xlsx", "json")}
        options = [str(item) for kind, path in out.items() for item in (f"--{kind}", path)]
        assert self.build(*options, year="2021") == 0
        for path in out.values():
            assert run(["report", "check", str(path)]) == 0

    def test_a_report_on_the_wrong_form_is_1(self):
        assert self.build("--form", "2021") == 1

    def test_last_years_report_is_followed(self, put, capsys):
        last = put(document(2020, "x", {"granted": (1,)}, carried_out=(1,)), "2020.json")
        capsys.readouterr()
        assert self.build("--previous", last, "--json", "-", year="2021") == 0
        assert json.loads(capsys.readouterr().out)["received"]["carried_in"]["total"] == 1

    @pytest.mark.parametrize(
        "options",
        [("--explain", "nothing", "natural"), ("--form", "1999"), ("--inputs", "no.json")],
    )
    def test_a_wrong_call_is_2(self, options):
        assert self.build(*options) == 2

    def test_an_unknown_agency_is_2(self):
        assert run(["report", "build", "--agency", "none", "--year", "2020"]) == 2
