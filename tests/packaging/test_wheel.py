"""The built wheel stands alone: its templates, calendars and forms travel in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel's content in a folder, as an installer would lay it out."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = out.glob("*.whl")
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def call(unpacked, folder, *arguments):
    environment = {
        name: text for name, text in os.environ.items() if not name.startswith("WORKFLOW_")
    }
    return subprocess.run(
        [sys.executable, "-m", "workflow", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_every_template_calendar_form_and_page(unpacked):
    package = unpacked / "workflow"
    for folder in ("templates/docx", "calendars/data", "forms", "messages", "web", "app/demo_data"):
        source = ROOT / (
            "templates/docx" if folder == "templates/docx" else f"src/workflow/{folder}"
        )
        wanted = {
            path.relative_to(source)
            for path in source.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        there = {path.relative_to(package / folder) for path in (package / folder).rglob("*")}
        assert wanted
        assert wanted - there == set(), folder


def test_the_demonstration_runs_from_the_wheel_in_an_empty_folder(unpacked, tmp_path):
    code = "import workflow; print(workflow.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(where.strip()).is_relative_to(unpacked)
    done = call(unpacked, tmp_path, "demo", "--dir", "here", "--as-of", "2025-03-07")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    letters = {path.name for path in (tmp_path / "here" / "documents").rglob("*.docx")}
    assert any("答复书（N10）" in name for name in letters)
    assert any("2020年" in name and "年度报告" in name for name in letters)
    assert call(unpacked, tmp_path, "demo", "--dir", "here").returncode == 2
