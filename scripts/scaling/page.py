"""``docs/scale.md``: the figures of a run between its marks, and what a province would hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaling.measuring import ASKED_FOR

OUT = Path(__file__).parents[2] / "docs" / "scale.json"
PAGE = OUT.with_suffix(".md")
#: What a province would hold after ten years.
PROVINCE = 5_000_000
#: Bytes of the letters of a request that is handled here: `workflow demo` has 12 of them.
LETTERS = 62_000


def write(found: dict[str, Any]) -> None:
    """Keep the figures, and put them into the page."""
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    before, _, rest = PAGE.read_text("utf-8").partition("<!-- measured -->\n")
    _, _, after = rest.partition("<!-- end -->")
    measured = "\n".join(lines(found))
    PAGE.write_text(f"{before}<!-- measured -->\n{measured}\n<!-- end -->{after}", "utf-8")


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Give the figures as tables: times, how it was made, bytes a request, a province."""
    said = found["machine"]
    yield f"{said['processor']}, {said['cores']} cores, {said['memory']}; load {found['load']}.\n"
    yield from _times(found["journals"], found["derived"])
    yield ""
    yield from _making(found)
    yield ""
    yield from _sizes(found["journals"])


def _times(journals: dict[str, Any], derived: dict[str, Any]) -> Iterator[str]:
    full, many = f"{journals['requests']:,} full journals", f"{derived['requests']:,} derived"
    yield f"| milliseconds, median | {full}: warm | cold | {many}: warm | cold |"
    yield "| --- | --- | --- | --- | --- |"
    for name, what in ASKED_FOR.items():
        parts = (part[name][state] for part in (journals, derived) for state in ("warm", "cold"))
        yield f"| {what} | {' | '.join(f'{part:,}' for part in parts)} |"


def _making(found: dict[str, Any]) -> Iterator[str]:
    making, verified = found["making"], found["verified"]
    yield (
        f"Imported in {making['imported']:,} s, copied in {making['copied']:,} s. `journal verify` "
        f"read all {verified['entries']:,} entries of {verified['chains']:,} chains in "
        f"{verified['seconds']:,} s and found nothing broken."
    )


def _sizes(journals: dict[str, Any]) -> Iterator[str]:
    yield "| table | bytes a request, with indexes | for 5 million requests |"
    yield "| --- | --- | --- |"
    total = 0.0
    for name, table, indexes in journals["tables"]:
        each = (table + indexes) / journals["requests"]
        total += each
        yield f"| {name} | {each:,.0f} | {each * PROVINCE / 1e9:,.1f} GB (extrapolated) |"
    yield f"| together | {total:,.0f} | {total * PROVINCE / 1e9:,.0f} GB (extrapolated) |"
    yield f"| document, by the demonstration | {LETTERS:,} | {LETTERS * PROVINCE / 1e9:,.0f} GB |"
