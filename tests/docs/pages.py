"""The commands of a page of the documentation, as its reader would type them.

A page shows them in ```console blocks: a line after ``$`` is a command, the lines after it are what
it says among other things; ``#`` begins a remark.
"""

import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from workflow.cli.main import run

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
#: Pages and folders that other tests follow, with more than their commands.
FOLLOWED_ELSEWHERE = {"ledger.md", "operating.md", "how-to"}


@dataclass(frozen=True)
class Typed:
    """A command of a page, and the lines that it should say."""

    words: tuple[str, ...]
    said: tuple[str, ...]


def pages_with_commands():
    """Give every page that shows commands, by its path from the root."""
    places = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = (page for page in places if not FOLLOWED_ELSEWHERE & set(page.parts))
    return sorted(str(page.relative_to(ROOT)) for page in found if BLOCK.search(page.read_text()))


def typed(page):
    """Return the commands of a page in their order."""
    return [each for block in BLOCK.findall((ROOT / page).read_text()) for each in _typed(block)]


def _typed(block):
    first, *parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not first.strip(), f"a console block begins with a command: {block}"
    for part in parts:
        line, *said = part.strip().splitlines()
        yield Typed(tuple(shlex.split(line, comments=True)), tuple(said))


def follow(command, monkeypatch, capfd):
    """Type a command where the reader stands; it says what the page shows.

    It succeeds, or refuses where the page shows the refusal.
    """
    words = list(command.words)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        set_variable(words.pop(0), monkeypatch)
    if words[0] == "export":
        for assignment in words[1:]:
            set_variable(assignment, monkeypatch)
        return
    program = Path(words[0])
    if program.parts[0] in {"scripts", "."}:
        follow_script(program)
        return
    assert program.name == "workflow", f"no test knows how to run {program}"
    if words[1] in {"serve", "worker"}:
        serve(words[1:])
        return
    status = run(_globbed(words[1:]))
    said = capfd.readouterr()
    assert status <= int(bool(command.said)), (words, said.out, said.err)
    for line in command.said:
        assert line in said.out + said.err, (words, line, said.out, said.err)


def set_variable(assignment, monkeypatch):
    """Set a variable as the shell would; PATH is the test's own already."""
    name, _, value = assignment.partition("=")
    if name != "PATH":
        monkeypatch.setenv(name, value)


def follow_script(program):
    """Look that a script is there: `scripts/test` runs this test, `scripts/run` the demo we use."""
    script = ROOT / program
    assert script.stat().st_mode & 0o111, f"{program} isn't a program"


def serve(arguments):
    """Start a program that runs until it is told to stop; it answers, and leaves in order."""
    process = subprocess.Popen(
        [sys.executable, "-m", "workflow", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        answers(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def answers(process, url="http://127.0.0.1:8000/healthz"):
    """Wait until the pages answer; the program must be alive all the while."""
    for _ in range(300):
        assert process.poll() is None, process.communicate()[0]
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                assert answer.status == 200
                return
        except OSError:  # refused, reset, or slower than a second
            time.sleep(0.1)
    raise AssertionError(url)


def _globbed(words):
    """Return the words with the files that a pattern of the shell stands for."""
    found = []
    for word in words:
        found += sorted(map(str, Path().glob(word))) if "*" in word else [word]
    return found
