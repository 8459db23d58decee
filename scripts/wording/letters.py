"""The letters of a law, from its wording files: ``wording/<law>/<notice>.toml``.

``title``, ``closing`` and ``text`` (a paragraph a line, tags as in Word) make a letter; ``remedy``,
``attachments`` and ``slip`` add the remedy paragraph, the attachment list and the reply slip. A
notice with ``[outcomes]`` has one wording for each: the notice's own template holds all of them
under conditions, a narrow template (``N10-A12``) one alone; ``[titles]`` differ by outcome.
"""

import tomllib
from pathlib import Path
from typing import Any

from wording.parts import Block, attachments, official_letter, when
from wording.slip import reply_slip
from workflow.documents.build import styles
from workflow.documents.build.xml import paragraph

HERE = Path(__file__).parent


def build(law: str) -> dict[str, bytes]:
    """Return the letters of a law by template key."""
    made: dict[str, bytes] = {}
    for file in sorted((HERE / law).glob("*.toml")):
        wording = tomllib.loads(file.read_text("utf-8"))
        outcomes = wording.get("outcomes", {})
        made[file.stem] = _letter(wording, _title(wording), [*_branches(outcomes)])
        for code, text in outcomes.items():
            title = wording.get("titles", {}).get(code, wording["title"])
            made[f"{file.stem}-{code}"] = _letter(wording, title, _lines(text))
    return made


def _letter(wording: dict[str, Any], title: str, finding: list[Block]) -> bytes:
    slip = wording.get("slip", False)
    tail = attachments() if wording.get("attachments") else []
    if slip:
        tail = [paragraph(styles.ATTACHMENT, "附件：意见回执")]
    return official_letter(
        title,
        *_lines(wording["text"]),
        *finding,
        closing=wording["closing"],
        remedy=wording.get("remedy", False),
        tail=tail,
        after=reply_slip() if slip else [],
        addressee=wording.get("addressee", "{{ addressee }}"),
    )


def _lines(text: str) -> list[Block]:
    return [line for line in text.split("\n") if line]


def _branches(outcomes: dict[str, str]) -> list[Block]:
    return [when(f"outcome == '{code}'", *_lines(text)) for code, text in outcomes.items()]


def _title(wording: dict[str, Any]) -> str:
    """Return the title of the notice's own template, under conditions where titles differ."""
    by_title: dict[str, list[str]] = {}
    for code, title in wording.get("titles", {}).items():
        by_title.setdefault(title, []).append(f"outcome == '{code}'")
    made = wording["title"]
    for title, conditions in by_title.items():
        made = f"{{% if {' or '.join(conditions)} %}}{title}{{% else %}}{made}{{% endif %}}"
    return str(made)
