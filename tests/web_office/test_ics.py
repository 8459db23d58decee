"""iCalendar text: what RFC 5545 asks for, for any text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.web.ics import LONGEST_LINE, Event, calendar, escaped, folded

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


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
    assert escaped(text) == value


@given(st.text(max_size=300))
def test_a_line_is_folded_inside_no_character_and_unfolds_to_itself(text):
    line = escaped(text.encode("utf-8", "replace").decode())
    made = folded(line)
    pieces = made.removesuffix("\r\n").split("\r\n")
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(st.lists(st.text(max_size=60), max_size=4))
def test_no_title_breaks_out_of_its_event(titles):
    plain = [title.encode("utf-8", "replace").decode() for title in titles]
    events = [Event(f"u{n}", date(2026, 1, 1), title) for n, title in enumerate(plain)]
    lines = unfolded(calendar("a", events, AT))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(titles)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
