"""iCalendar text: what RFC 5545 asks for, for any text."""

import subprocess
import sys
from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import StorageError
from workflow.web.ics import Event, calendar, plain

LONGEST_LINE = 75

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def unfolded(text):
    return text.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_is_a_whole_day_and_free_time():
    event = Event("request-1-reply-0@workflow", date(2026, 12, 31), "发出答复书")
    lines = unfolded(calendar("依申请公开", [event], AT))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines  # the end is the day after (RFC 5545, 3.6.1)
    assert "DTSTAMP:20261124T010000Z" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "STATUS:CONFIRMED" in lines


def test_a_provisional_date_is_tentative():
    text = calendar("a", [Event("u", date(2027, 1, 5), "t", tentative=True)], AT)
    assert "STATUS:TENTATIVE" in unfolded(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a,b;c", "a\\,b\\;c"),
        ("一\n二", "一\\n二"),
        ("一\r\n二", "一\\n二"),
        ("c:\\d", "c:\\\\d"),
        ("a\x07b\x7f", "ab"),
        ("END:VEVENT", "END:VEVENT"),
    ],
)
def test_a_text_is_escaped(text, value):
    made = unfolded(calendar("a", [Event("u", date(2026, 1, 1), text)], AT))
    assert f"SUMMARY:{value}" in made


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300))
def test_a_line_is_folded_inside_no_character_and_reads_back_as_it_was(text):
    made = calendar("a", [Event("u", date(2026, 1, 1), text, note=text)], AT)
    lines = made.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert all(line.decode() for line in lines)
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(event["SUMMARY"]) == plain(text).replace("\r\n", "\n")


def test_the_same_events_at_the_same_moment_are_the_same_bytes():
    events = [Event(f"u{n}", date(2026, 1, n), f"第{n}件", "说明", "http://a/1") for n in (1, 2)]
    assert calendar("a", events, AT) == calendar("a", events, AT)


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr("workflow.web.ics.ics_installed", lambda: False)
    with pytest.raises(StorageError, match=r"\.\[calendar\]"):
        calendar("a", [], AT)


def test_importing_the_pages_imports_no_icalendar():
    code = "import sys, workflow.web.app; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.lists(st.text(max_size=60), max_size=4))
def test_no_title_breaks_out_of_its_event(titles):
    told = [title.encode("utf-8", "replace").decode() for title in titles]
    events = [Event(f"u{n}", date(2026, 1, 1), title) for n, title in enumerate(told)]
    lines = unfolded(calendar("a", events, AT))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(titles)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
