"""What a public repository must not carry, and what it must."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTS = "|".join(
    ["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\."]
)
FORBIDDEN = re.compile(rf"{HOSTS}|(?<![\w.])/(?:work|root|home/[a-z]+)/[\w.]")


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_registry_host_or_a_path_of_one_machine(tracked):
    found = []
    for file in tracked:
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{file.relative_to(ROOT)}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if FORBIDDEN.search(line)
        ]
    assert found == []


def test_lock_files_carry_hashes_and_no_addresses():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        pinned = re.findall(r"^[a-z0-9-]+(?:\[.*\])?==", text, re.MULTILINE)
        assert len(pinned) > 20
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pinned)


def test_only_the_clock_module_reads_the_clock():
    reads = re.compile(r"\b(?:date\.today|datetime\.now|utcnow|time\.time)\(")
    guilty = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "src").rglob("*.py")
        if reads.search(file.read_text("utf-8")) and file.name != "clock.py"
    }
    assert guilty == set()
