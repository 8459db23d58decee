"""The commands of docs/operating.md, to be checked here and followed on a fresh machine."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operating.md"
PROMPTS = ("$ ", "# ")


def commands(section):
    """Yield the commands of a section's console blocks, each with its here-document."""
    inside, text = False, PAGE.read_text("utf-8").partition(f"\n## {section}\n")[2]
    found = []
    for line in text.partition("\n## ")[0].splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith(PROMPTS) and not _in_document(found):
            found.append(line[2:])
        elif inside:
            found[-1] += f"\n{line}"
    return found


def _in_document(found):
    """Tell whether the last command's here-document is still open: its lines may begin with #."""
    last = found[-1] if found else ""
    return "<<'END'" in last and not last.endswith("\nEND")


def document(command):
    """Return what a command's here-document writes."""
    return command.partition("\n")[2].removesuffix("END")
