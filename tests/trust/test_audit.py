"""The check of the locks: what couldn't be looked up is never called sound."""

import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "trust" / "audit"

SOUND = {"name": "example", "version": "1.0", "vulns": []}
SKIPPED = {"name": "example", "skip_reason": "Dependency not found"}
FLAW = {"id": "PYSEC-0000-1", "fix_versions": ["1.1"], "description": "…"}
FLAWED = {"name": "example", "version": "1.0", "vulns": [FLAW]}


@pytest.fixture(scope="module")
def audit():
    loader = SourceFileLoader("audit_of_the_locks", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    module = module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


@pytest.fixture
def answering(audit, monkeypatch):
    """Let pip-audit answer this, and return the statuses: strict, and where possible."""

    def statuses(*dependencies, output=None):
        text = json.dumps({"dependencies": dependencies}) if output is None else output

        def run(*_, **__):
            return subprocess.CompletedProcess([], 0, text, "示例: no network")

        monkeypatch.setattr(audit.subprocess, "run", run)
        return audit.main([]), audit.main(["--where-possible"])

    return statuses


def test_a_lock_of_which_all_was_looked_up_is_sound(answering):
    assert answering(SOUND) == (0, 0)


def test_a_known_vulnerability_fails_always_and_is_named_with_its_mend(answering, capsys):
    assert answering(SOUND, FLAWED, SKIPPED) == (1, 1)
    assert "VULNERABLE example 1.0: PYSEC-0000-1, mended in 1.1" in capsys.readouterr().err


def test_what_was_skipped_is_said_and_never_passes_for_sound(answering, capsys):
    assert answering(SOUND, SKIPPED) == (2, 0)
    assert "NOT CHECKED requirements.lock: example: Dependency not found" in capsys.readouterr().err


@pytest.mark.parametrize("output", ["", "Traceback", "{}"])
def test_without_an_answer_nothing_was_checked(answering, capsys, output):
    assert answering(output=output) == (2, 0)
    assert "all packages: 示例: no network" in capsys.readouterr().err


def test_without_pip_audit_nothing_was_checked(audit, monkeypatch, capsys):
    def missing(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(audit.subprocess, "run", missing)
    assert audit.main([]) == 2
    assert "pip-audit is not installed" in capsys.readouterr().err


def test_a_hanging_service_is_given_up(audit, monkeypatch):
    def hang(*_, **__):
        raise subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(audit.subprocess, "run", hang)
    assert audit.main([]) == 2


def test_on_github_it_stands_beside_the_build(answering, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    answering(SKIPPED)
    assert "::warning::NOT CHECKED" in capsys.readouterr().err


def test_the_test_command_checks_the_locks():
    assert "scripts/trust/audit --where-possible" in SCRIPT.parents[1].joinpath("test").read_text()
