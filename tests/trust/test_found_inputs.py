"""What fuzzing found, kept: each was once a traceback and is now a sentence."""

import zipfile
from pathlib import Path

import pytest

from workflow.app.agencies import NewAgency, add_agency, change_agency
from workflow.app.anchoring import read_anchor
from workflow.app.backup_checking import check_backup
from workflow.calendars.lists import parse_list
from workflow.cli.main import run
from workflow.documents.preview import to_html
from workflow.errors import InputError
from workflow.ledger.sheets import open_sheets
from workflow.reports.reading import read_report

from .conftest import ADMIN

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("file", sorted(DATA.glob("report-*")), ids=lambda path: path.name)
def test_a_broken_report_is_refused(file):
    with pytest.raises(InputError) as refused:
        read_report(file)
    assert refused.value.code == "report.broken_file"
    assert file.name in refused.value.message


def rows_of(file):
    with open_sheets(file) as sheets:
        return [list(sheet.rows) for sheet in sheets]


@pytest.mark.parametrize("file", sorted(DATA.glob("ledger-*")), ids=lambda path: path.name)
def test_a_broken_ledger_is_refused(file):
    with pytest.raises(InputError) as refused:
        rows_of(file)
    assert refused.value.code == "ledger.broken_file"


def test_a_document_whose_part_is_broken_has_no_preview():
    with pytest.raises(InputError) as refused:
        to_html((DATA / "preview.docx").read_bytes())
    assert refused.value.code == "docx.damaged"


@pytest.mark.parametrize(
    "text", ["日期,类型,名称\n2027-01-01\r\rx,休,元旦", "日\r期,类型\r,名称\n"]
)
def test_a_list_with_a_stray_return_is_refused(text):
    with pytest.raises(InputError):
        parse_list(text, "x.csv")


@pytest.mark.parametrize(
    "line", ["DTE9999ND;VALUE=DA,TE:20270104", "DTEND;VALUE=DATE;VALUE=X:1", "DTSTART;VALUE=X,Y:a"]
)
def test_an_event_whose_line_the_library_trips_over_is_refused(line):
    event = f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\n{line}\nSUMMARY:元旦 休\nEND:VEVENT"
    with pytest.raises(InputError, match=r"x\.ics"):
        parse_list(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}\nEND:VCALENDAR\n", "x.ics")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"law": ' + "9" * 5000 + "}"])
@pytest.mark.parametrize("command", ["due", "term"])
def test_json_that_is_too_deep_or_a_number_too_long_is_refused(tmp_path, capsys, text, command):
    path = tmp_path / "x.json"
    path.write_text(text)
    told = ["due", str(path)]
    if command == "term":
        told = ["term", "--from", "2020-01-02", "--length", "1", "--unit", "working_days"]
        told += ["--calendar", str(path)]
    assert run(told) == 2
    assert "error.file_unreadable" in capsys.readouterr().err


def test_an_anchor_with_an_endless_count_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"heads": {"a": [Infinity, ""]}, "made_at": "", "digest": ""}')
    with pytest.raises(InputError) as refused:
        read_anchor(path)
    assert refused.value.code in {"error.json_unclear", "trust.not_an_anchor"}


def test_a_backup_that_points_before_its_beginning_is_damaged(tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "{}")
    raw = path.read_bytes()
    path.write_bytes(raw[10:])  # every offset now lies before what is there
    assert [one.code for one in check_backup(path, None).wrong] == ["backup.not_a_backup"]


@pytest.mark.parametrize("word", ["\u202e良政公开", "良政\x00公开", "良政\u200b公开", "良政\n公开"])
def test_a_word_of_an_agency_with_a_sign_that_nobody_sees_is_refused(office, word):
    with pytest.raises(InputError, match=r"U\+"):
        change_agency(office, "liangtian", {"number_word": word}, ADMIN)
    with pytest.raises(InputError, match="number_word"):
        add_agency(office, NewAgency("other", "示例镇", {"number_word": word}), ADMIN)
