"""docs/asvs.md names tests that exist; the documents of trust are there and say what they must."""

import json
import re
from pathlib import Path

import pytest
from page import write_page

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (tests/.+?) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs/asvs.md").read_text("utf-8"))


def test_the_table_has_rows_of_the_chapters_that_apply():
    chapters = {int(requirement.partition(".")[0]) for requirement, _, _ in ROWS}
    assert {1, 2, 3, 5, 6, 7, 8, 11, 14, 16} <= chapters
    assert len(ROWS) >= 40
    assert len({requirement for requirement, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("requirement", "_", "tests"), ROWS, ids=[row[0] for row in ROWS])
def test_every_row_names_tests_that_exist(requirement, _, tests):
    for named in tests.split(", "):
        file, _, name = named.partition("::")
        source = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE), named


def test_the_page_of_figures_is_what_its_figures_make(tmp_path):
    docs = ROOT / "docs"
    for name in ("trust.json", "findings.md"):
        (tmp_path / name).write_bytes((docs / name).read_bytes())
    write_page(tmp_path / "trust.json", tmp_path)
    assert (tmp_path / "trust.md").read_text("utf-8") == (docs / "trust.md").read_text("utf-8")


def test_every_driver_has_its_figure_nothing_is_lost_and_what_was_found_is_explained():
    figures = json.loads((ROOT / "docs/trust.json").read_text("utf-8"))
    assert set(figures) == {
        "crash_postgresql", "crash_sqlite", "disk", "fuzz", "power", "races_postgresql",
        "races_sqlite",
    }  # fmt: skip
    explained = (ROOT / "docs/findings.md").read_text("utf-8")
    assert [one for one in figures["fuzz"]["wrong"] if f"`{one}`" not in explained] == []
    others = {name: one["wrong"] for name, one in figures.items() if name != "fuzz"}
    assert [name for name, wrong in others.items() if wrong] == []
    assert {one["lost"] for name, one in figures.items() if name.startswith("races")} == {0}
    assert sum(figures["fuzz"]["inputs"].values()) >= 50_000
    assert figures["power"]["cuts"] >= 200


def test_the_threat_model_names_each_attacker_and_what_is_left():
    text = (ROOT / "docs/threat-model.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == 5]
    assert len(rows) >= 14
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))
    assert "advisories" in (ROOT / "SECURITY.md").read_text("utf-8")
