"""All commands are of one piece: each that gives something gives it as JSON too."""

import json

import click
import pytest

from workflow.cli.main import run, workflow

#: Commands without ``--json``, and why.
WITHOUT = {
    "demo": "prints passwords once, for a person",
    "serve": "runs until it is stopped",
}
#: Commands whose ``--json`` takes a file (contract.md).
INTO_A_FILE = {"report build", "report rollup"}


def commands(command=workflow, path=(), above=None):
    context = click.Context(command, info_name=path[-1] if path else "workflow", parent=above)
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    for name in command.list_commands(context):
        yield from commands(command.get_command(context, name), (*path, name), context)


ALL = dict(commands())


def option(command, name):
    return next((one for one in command.params if name in one.opts), None)


def test_there_are_commands():
    assert {"due", "agency add", "case register", "disclosure catalogue list"} <= set(ALL)


@pytest.mark.parametrize("name", sorted(set(ALL) - set(WITHOUT) - INTO_A_FILE))
def test_a_command_answers_in_json_when_asked(name):
    found = option(ALL[name], "--json")
    assert found is not None
    assert found.is_flag
    assert found.name == "as_json"


@pytest.mark.parametrize("name", sorted(INTO_A_FILE))
def test_build_and_rollup_write_their_json_into_a_file(name):
    assert not option(ALL[name], "--json").is_flag


@pytest.mark.parametrize("name", sorted(WITHOUT))
def test_what_has_no_json_is_still_so(name):
    assert option(ALL[name], "--json") is None


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_and_option_says_what_it_is_in_english(name):
    command = ALL[name]
    assert command.help
    assert command.help.split("\n")[0].endswith((".", ":", "…"))
    for one in command.params:
        if isinstance(one, click.Option) and one.name != "form":
            assert one.help, (name, one.opts)
            assert one.help.endswith((".", ")", "…")), (name, one.opts, one.help)


@pytest.mark.parametrize("name", sorted(ALL))
def test_who_acts_is_asked_in_one_way(name):
    acting = option(ALL[name], "--as")
    assert acting is None or acting.name == "user"


@pytest.fixture
def town(tmp_path, monkeypatch, capsys):
    """Call commands in an empty place and read what they print as JSON."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))

    def call(*arguments):
        capsys.readouterr()
        assert run([*map(str, arguments), "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return call


def test_an_office_is_set_up_and_answers_by_json_alone(town, tmp_path):
    added = town("agency", "add", "--code", "hewan", "--name", "河湾镇人民政府（示例）")
    assert added == {"code": "hewan", "name": "河湾镇人民政府（示例）", "region": None}
    user = town("user", "add", "--name", "li", "--agency", "hewan", "--role", "clerk")
    assert user == {"name": "li", "display_name": "li", "agency": "hewan", "roles": ["clerk"]}
    case = town(
        "case", "register", "--agency", "hewan", "--channel", "in_person", "--class", "natural",
        "--submitted", "2026-11-02", "--applicant", "张三（示例）", "--content", "示例内容",
        "--as", "li",
    )  # fmt: skip
    number = case["number"]
    letter = tmp_path / "a.docx"
    made = town("document", "render", "N04", "--case", number, "--out", letter)
    assert made == {"notice": "N04", "files": [{"case": number, "path": str(letter)}]}
    assert letter.read_bytes().startswith(b"PK")
    bundle = tmp_path / "a.zip"
    assert town("case", "bundle", number, bundle)["path"] == str(bundle)
    assert town("ledger", "template", tmp_path / "l.xlsx")["path"].endswith("l.xlsx")
    assert town("ledger", "export", tmp_path / "e.xlsx")["count"] == 1


def test_an_agencys_registers_answer_by_json(town, tmp_path):
    town("agency", "add", "--code", "hewan", "--name", "河湾镇人民政府（示例）")
    item = town("disclosure", "draft", "--on", "2026-11-02", "--fact", "title=示例文件",
                "--fact", "attribute=proactive", "--fact", "made_on=2026-11-02")  # fmt: skip
    shown = town("disclosure", "show", item["number"])
    assert [one["trigger"] for one in shown["history"]] == ["draft"]
    assert shown["steps"]
    assert town("disclosure", "export", tmp_path / "d.xlsx")["count"] == 1
    assert town("disclosure", "catalogue", "list") == []
    town("figures", "set", "website_items=12", "--period", "2026-05", "--source", "示例")
    (entry,) = town("figures", "history", "website_items", "--period", "2026-05")
    assert (entry["value"], entry["source"]) == (12, "示例")
    assert town("figures", "export", tmp_path / "f.xlsx", "--period", "2026-05")["path"]
    drafted = town("report", "draft", "--agency", "hewan", "--year", "2026", "--as", "li",
                   "--on", "2026-11-24")  # fmt: skip
    assert (drafted["state"], drafted["version"]) == ("drafting", 1)
    assert drafted["findings"]["violations"] == []
    closed = town("calendar", "close", "--agency", "hewan", "--on", "2026-12-01", "--name", "示例")
    assert closed["moved"] == []
    assert town("db", "upgrade")["queue_scripts"] == 0


def test_a_template_is_copied_and_put_in_force_by_json(town, tmp_path):
    copy = tmp_path / "n04.docx"
    assert town("template", "new", "N04", copy) == {"key": "N04", "path": str(copy)}
    told = {"key": "N04", "law": "cn-2019", "agency": "", "version": 1}
    assert town("template", "install", copy, "--notice", "N04") == told
    assert town("template", "withdraw", "--notice", "N04") == told
    assert town("template", "activate", "--notice", "N04", "--version", "1") == told
    out = tmp_path / "again.docx"
    assert town("template", "export", out, "--notice", "N04", "--version", "1")["path"] == str(out)
    assert out.read_bytes() == copy.read_bytes()
