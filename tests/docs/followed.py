"""A how-to page followed to the letter, on a copy of the project.

The page's blocks in their order: a ``diff`` is applied, a block whose first line names a file
(``# src/…``) makes that file, and each command of a ``console`` block is typed and says what stands
under it.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys

from docs.pages import ROOT

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
COPIED = ("src", "templates", "scripts", "pyproject.toml", "docs")
#: How the page's programs are called in the copy.
PROGRAMS = {
    "workflow": [sys.executable, "-m", "workflow"],
    "python": [sys.executable],
    "pytest": [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
}


def copy_of_the_project(folder):
    """Return a folder with what a programmer would change."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def follow(page, project):
    """Do what the page says; return how many of its blocks were followed."""
    blocks = BLOCK.findall((ROOT / "docs" / "how-to" / page).read_text("utf-8"))
    for kind, text in blocks:
        if kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                _type(part.strip(), project)
        elif kind == "diff":
            _apply(text, project)
        else:
            _make(text, project)
    return len(blocks)


def _apply(patch, project):
    """Apply a patch as ``git apply`` does: it must fit the code as it is today."""
    done = subprocess.run(
        ["git", "apply", "--recount", "-"],
        input=patch,
        cwd=project,
        env=os.environ | {"GIT_CEILING_DIRECTORIES": str(project.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (patch, done.stderr)


def _make(text, project):
    """Make the file that the first line names, as a remark of its own language."""
    first, _, content = text.partition("\n")
    path = project / first.lstrip("#/-< ").split()[0]
    assert not path.exists(), f"{path} is there already: show a diff"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def _type(part, project):
    line, *said = part.splitlines()
    words = shlex.split(line, comments=True)
    text = None
    if "<<<" in words:
        at = words.index("<<<")
        words, text = words[:at], words[at + 1] + "\n"
    done = subprocess.run(
        [*PROGRAMS[words[0]], *words[1:]],
        input=text,
        cwd=project,
        env=os.environ | {"PYTHONPATH": f"{project / 'src'}:{project / 'scripts'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    for each in said:
        assert each in done.stdout + done.stderr, (line, each, done.stdout, done.stderr)
