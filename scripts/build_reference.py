#!/usr/bin/env python3
"""Write the reference anew from the program itself: commands, API, settings, states.

scripts/build_reference.py            write docs/reference/*.md
scripts/build_reference.py --out DIR  write them there instead

A page that was written by hand would be wrong within a month; a test compares these with the tree.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel
from starlette.datastructures import State

from workflow.cli.main import workflow
from workflow.core.drawing import mermaid
from workflow.core.procedure import Procedure, Step
from workflow.core.wording import listing
from workflow.settings import Settings
from workflow.statutes import settings as law
from workflow.statutes.registry import STATUTES
from workflow.web.api.app import create_api

ROOT = Path(__file__).parents[1]
WRITTEN = "Written by `scripts/build_reference.py`: mend the program, not this page.\n"


def pages() -> dict[str, str]:
    """Return every page by its name: Markdown, ending with a newline."""
    return {
        "cli.md": cli_page(),
        "api.md": api_page(),
        "settings.md": settings_page(),
        "states.md": states_page(),
    }


def main() -> None:
    """Write the pages and say where."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reference")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (out / name).write_text(text, encoding="utf-8")
    print(f"{len(pages())} pages: {out}")


def page(title: str, *parts: str) -> str:
    """Return a page of paragraphs under a title."""
    return "\n".join([f"# {title}\n", WRITTEN, *(f"{part.rstrip()}\n" for part in parts)])


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table; bars and line ends in cells are kept from breaking it."""
    lines = [list(head), *([cell(value) for value in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """Return a value as the text of a table's cell."""
    return re.sub(r"\s*\n\s*", " ", str(value)).replace("|", "\\|")


def code(value: object) -> str:
    """Return a value set as code; nothing for an empty one."""
    return f"`{value}`" if str(value) else ""


# ── commands ──────────────────────────────────────────────────────────────────────────────────


def cli_page() -> str:
    """Return every command with its arguments and options, as ``--help`` gives them."""
    commands = list(commands_of(workflow, click.Context(workflow, info_name="workflow")))
    summary = table(
        ("command", "does"),
        ((f"[`{ctx.command_path}`](#{anchor(ctx)})", first_line(ctx.command)) for ctx in commands),
    )
    return page(
        "Commands",
        "Exit status: 0 done or compliant, 1 refused or violations found, 2 input error. "
        "Messages go to stderr, data to stdout.",
        summary,
        *map(command_part, commands),
    )


def commands_of(command: click.Command, ctx: click.Context) -> Iterator[click.Context]:
    """Give a context for every command below this one that isn't a group."""
    if not isinstance(command, click.Group):
        yield ctx
        return
    for name in command.list_commands(ctx):
        below = command.get_command(ctx, name)
        assert below is not None, name
        yield from commands_of(below, click.Context(below, info_name=name, parent=ctx))


def anchor(ctx: click.Context) -> str:
    """Return the name by which a heading is linked to."""
    return ctx.command_path.replace(" ", "-")


def first_line(command: click.Command) -> str:
    """Return the first paragraph of a command's help on one line."""
    return (command.help or "").split("\n\n", maxsplit=1)[0].replace("\n", " ").strip()


def command_part(ctx: click.Context) -> str:
    """Return one command: usage, help, parameters."""
    parts = [
        f"## {ctx.command_path}\n",
        f"    {' '.join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])}\n",
        (ctx.command.help or "").replace("\b\n", "").strip(),
    ]
    options = [found for each in ctx.command.params if (found := each.get_help_record(ctx))]
    if options:
        named = ((code(name), text) for name, text in options)
        parts += ["", table(("option", "meaning"), named)]
    return "\n".join(parts)


# ── API ───────────────────────────────────────────────────────────────────────────────────────


def api_page() -> str:
    """Return every operation of the API, by its tag, from the OpenAPI document."""
    document = create_api(State()).openapi()
    tagged: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            (tag, *_) = operation.get("tags") or ["other"]
            tagged.setdefault(tag, []).append((method.upper(), path, operation))
    return page(
        "API",
        f"{document['info'].get('description', '')} The machine-readable form is "
        "`/api/v1/openapi.json` of a running program.",
        *(api_part(tag, operations) for tag, operations in sorted(tagged.items())),
    )


def api_part(tag: str, operations: Iterable[tuple[str, str, dict[str, Any]]]) -> str:
    """Return the operations of a tag as a table."""
    rows = (
        (
            f"`{method} {path}`",
            operation.get("summary", ""),
            code(operation.get("x-scope", "")) if operation.get("x-scope") else "any token",
            ", ".join(parameters(operation)),
            " ".join(each for each in operation["responses"] if each < "4"),
        )
        for method, path, operation in operations
    )
    return f"## {tag}\n\n" + table(("operation", "does", "scope", "takes", "answers"), rows)


def parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of an operation's query parameters, headers and body."""
    for each in operation.get("parameters", ()):
        if each["in"] != "path":
            yield f"{code(each['name'])}{'' if each.get('required') else '?'}"
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        yield code(body.get("schema", {}).get("$ref", kind).rsplit("/", 1)[-1])


# ── settings ──────────────────────────────────────────────────────────────────────────────────


def settings_page() -> str:
    """Return the settings of an installation and those of the law, with their doubts."""
    return page(
        "Settings",
        "## Of an installation\n\nIn `workflow.toml` in the current folder, or as a variable, "
        "which wins. Secrets are files or variables only.\n\n"
        + table(("workflow.toml", "variable", "default", "meaning"), installed(Settings)),
        "## Of the law\n\nWhat the law leaves open [J] or what we have from memory [M], and the "
        "answer that an agency gives: on the page 设置, or "
        "`workflow agency add --settings '{…}'`.\n\n"
        + "\n\n".join(f"### {area}\n\n{law_table(area)}" for area in law.AREAS),
    )


def installed(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Give a row for each setting of a model, those of its tables among them."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from installed(inner, f"{above}{name}.")
            continue
        place = f"{above}{name}"
        variable = f"WORKFLOW_{place.upper().replace('.', '__')}"
        default = field.get_default(call_default_factory=True)
        shown = "" if default is None else str(default)
        yield code(place), code(variable), code(shown), field.description or ""


def law_table(area: str) -> str:
    """Return the settings of an area of the law."""
    return table(
        ("setting", "question", "default", "allowed", "source", "doubt"),
        (
            (
                code(each.key),
                each.label,
                code(json.dumps(each.default, ensure_ascii=False)),
                ", ".join(code(choice) for choice in each.choices),
                f"{each.article} [{each.mark}]",
                each.doubt,
            )
            for each in law.all_settings().values()
            if each.area == area
        ),
    )


# ── states ───────────────────────────────────────────────────────────────────────────────────


def states_page() -> str:
    """Return the state diagram of every procedure, and its steps with their articles."""
    drawn = (each for statute in STATUTES for each in statute.procedures.values())
    return page("States", *map(procedure_part, drawn))


def procedure_part(procedure: Procedure) -> str:
    """Return the diagram of a procedure and the table of its steps."""
    head = ("step", "from", "to", "by", "what it must say", "clocks", "source")
    rows = (step_row(procedure, step) for step in procedure.steps)
    return (
        f"## {procedure.statute} {procedure.key}\n\n"
        f"```mermaid\n{mermaid(procedure)}```\n\n{table(head, rows)}"
    )


def step_row(procedure: Procedure, step: Step) -> tuple[str, ...]:
    """Return a step as the cells of a row."""
    targets = dict.fromkeys(each for source in step.sources for each in step.targets(source))
    return (
        f"{procedure.trigger_label(step.trigger)} {code(step.trigger)}",
        listing(code(each) for each in step.sources),
        listing(code(each) for each in targets),
        ", ".join(step.roles),
        ", ".join(f"{code(fact.name)}{'' if fact.required else '?'}" for fact in step.facts),
        ", ".join(f"{clock} {verb}" for clock, verb in step.clocks.items()),
        step.article,
    )


if __name__ == "__main__":
    main()
