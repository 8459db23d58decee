"""The templates and sheets in the repository are what the script builds, part by part."""

import subprocess
import sys

import pytest

from notices.rendering import ROOT, every_template, parts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    script = ROOT / "scripts" / "build_templates.py"
    subprocess.run([sys.executable, script, "--out", out], check=True, capture_output=True)
    return out


def relative(folder, pattern):
    return {str(path.relative_to(folder)) for path in folder.rglob(pattern)}


def test_the_same_templates_are_there(built):
    there = relative(ROOT / "templates/docx", "*.docx")
    assert relative(built / "templates/docx", "*.docx") == there


@pytest.mark.parametrize(("law", "key"), every_template())
def test_a_template_s_parts_are_what_the_script_builds(built, law, key):
    path = f"templates/docx/{law}/{key}.docx"
    assert parts((built / path).read_bytes()) == parts((ROOT / path).read_bytes())


def test_the_field_sheets_are_what_the_script_writes(built):
    names = relative(ROOT / "docs/fields", "*.md")
    assert relative(built / "docs/fields", "*.md") == names
    differing = {
        name
        for name in names
        if (built / "docs/fields" / name).read_bytes() != (ROOT / "docs/fields" / name).read_bytes()
    }
    assert differing == set()


def test_building_again_writes_the_same_bytes_and_takes_away_what_is_old(built):
    old = built / "templates/docx/cn_2019/N99.docx"
    old.write_bytes(b"old")
    before = (built / "templates/docx/cn_2019/N04.docx").read_bytes()
    script = ROOT / "scripts" / "build_templates.py"
    subprocess.run([sys.executable, script, "--out", built], check=True, capture_output=True)
    assert (built / "templates/docx/cn_2019/N04.docx").read_bytes() == before
    assert not old.exists()
