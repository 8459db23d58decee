"""The reference is written from the program: what stands in the tree is what the program says."""

import runpy
from pathlib import Path

import pytest

from workflow.statutes.settings import all_settings

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def written():
    """Every page as the program would write it today."""
    return runpy.run_path(str(ROOT / "scripts" / "build_reference.py"))["pages"]()


@pytest.mark.parametrize("name", ["cli.md", "api.md", "settings.md", "states.md"])
def test_a_page_of_the_reference_is_what_the_program_says(written, name):
    assert (KEPT / name).read_text("utf-8") == written[name], "run scripts/build_reference.py"


def test_every_page_that_is_kept_is_written_by_the_script(written):
    assert {file.name for file in KEPT.glob("*.md")} == set(written)


def test_every_command_of_the_program_has_a_part_with_its_options(written):
    for line in ("## workflow due", "## workflow case advance", "## workflow report build"):
        assert f"\n{line}\n" in written["cli.md"]
    part = written["cli.md"].split("## workflow report build\n")[1].split("\n## ")[0]
    assert "`--explain" in part


def test_every_open_question_of_the_law_stands_with_its_doubt(written):
    for setting in all_settings().values():
        assert f"| `{setting.key}` |" in written["settings.md"]
        assert setting.doubt.replace("\n", " ") in written["settings.md"]


def test_a_bar_in_a_sentence_does_not_break_its_table(written):
    for text in written.values():
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        assert all(line.endswith(" |") for line in rows)
