#!/usr/bin/env python3
"""Build the .docx templates that the product ships, and the sheets that explain their fields.

    scripts/build_templates.py            write templates/docx/<law>/*.docx and docs/fields/*.md
    scripts/build_templates.py --out DIR  write both below DIR (the tests compare them)
    scripts/build_templates.py --sheets   write the field sheets alone

Built with python-docx to GB/T 9704 (workflow.documents.build); the wording stands in
``scripts/wording``. Building twice gives the same bytes.
"""

import argparse
from pathlib import Path

from wording import defence, forms, letters, papers
from workflow.statutes.cn_2008 import notices as notices_2008
from workflow.statutes.cn_2019 import notices as notices_2019
from workflow.statutes.notices.sheets import sheet
from workflow.statutes.papers import notices as office_papers

ROOT = Path(__file__).resolve().parent.parent
LAWS = ("cn_2008", "cn_2019")


def templates() -> dict[str, bytes]:
    """Return every built-in template by its path below ``templates/docx``.

    Forms and defence are the same under every law; no law words the office's own papers.
    """
    shared = forms.build() | defence.build()
    by_law = {law: letters.build(law) | shared for law in LAWS} | {"papers": papers.build()}
    return {
        f"{law}/{key}.docx": docx for law, built in by_law.items() for key, docx in built.items()
    }


def sheets() -> dict[str, bytes]:
    """Return every field sheet by its path below ``docs/fields``; the law in force on top."""
    tables = (
        ("", notices_2019.NOTICES),
        ("cn_2008/", notices_2008.NOTICES),
        ("papers/", office_papers.NOTICES),
    )
    return {
        f"{folder}{key}.md": sheet(notice.spec, key).encode()
        for folder, table in tables
        for key, notice in table.items()
    }


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files below a folder and take away what is no longer built."""
    for old in [*folder.rglob("*.docx"), *folder.rglob("*.md")]:
        if str(old.relative_to(folder)) not in files:
            old.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> None:
    """Build everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT, help="folder to write below")
    parser.add_argument("--sheets", action="store_true", help="write the field sheets alone")
    options = parser.parse_args()
    out = options.out
    explained = sheets()
    write(out / "docs/fields", explained)
    print(f"{len(explained)} field sheets")
    if not options.sheets:
        built = templates()
        write(out / "templates/docx", built)
        print(f"{len(built)} templates")


if __name__ == "__main__":
    main()
