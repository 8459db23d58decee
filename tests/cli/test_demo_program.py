"""The demonstration ends by saying how to open its pages: as the reader can type it."""

import stat
import sys

import pytest

from workflow.cli.demo import _program


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program in a folder below the one where the reader stands."""
    path = tmp_path / ".venv" / "bin" / "workflow"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(path), "demo"])
    return path


def test_a_program_below_the_folder_is_called_by_its_path_from_there(program, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    assert _program() == ".venv/bin/workflow"


def test_a_program_that_path_finds_is_called_by_its_name(program, monkeypatch):
    monkeypatch.setenv("PATH", str(program.parent))
    assert _program() == "workflow"


def test_a_program_elsewhere_is_called_by_its_whole_path(program, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "/usr/bin")
    elsewhere = tmp_path / "empty"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert _program() == str(program)


def test_a_program_that_python_ran_as_a_module_is_called_as_one(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/somewhere/workflow/__main__.py", "demo"])
    monkeypatch.setattr("sys.executable", "/somewhere/bin/python3")
    assert _program() == "python3 -m workflow"
