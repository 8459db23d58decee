"""One invented arrangement for 2027 in the three forms that official lists come in.

示例: no notice for 2027 is known; these days are made up for the tests.
"""

from datetime import date

from workflow.calendars.imports import Heading

HEADING = Heading(
    year=2027,
    number="国办发明电〔2026〕示例号",
    dated=date(2026, 12, 1),
    known_since=date(2026, 12, 2),
    source="示例",
)

#: (first, last, works, name)
SPANS = (
    ("2027-01-01", "2027-01-03", False, "元旦"),
    ("2027-01-30", "2027-01-30", True, "春节"),
    ("2027-02-05", "2027-02-12", False, "春节"),
    ("2027-02-20", "2027-02-20", True, "春节"),
    ("2027-04-03", "2027-04-05", False, "清明节"),
    ("2027-05-01", "2027-05-05", False, "劳动节"),
    ("2027-05-08", "2027-05-08", True, "劳动节"),
    ("2027-06-09", "2027-06-09", False, "端午节"),
    ("2027-09-15", "2027-09-15", False, "中秋节"),
    ("2027-10-01", "2027-10-07", False, "国庆节"),
    ("2027-10-09", "2027-10-09", True, "国庆节"),
)


def days():
    for first, last, works, name in SPANS:
        start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
        for ordinal in range(start, end + 1):
            yield date.fromordinal(ordinal), works, name


def as_csv():
    rows = (f"{on},{'班' if works else '休'},{name}" for on, works, name in days())
    return "\n".join(["日期,类型,名称", *rows]) + "\n"


def as_json():
    return {
        "year": 2027,
        "papers": ["示例"],
        "days": [
            {"name": name, "date": str(on), "isOffDay": not works} for on, works, name in days()
        ],
    }


def as_ics():
    events = []
    for first, last, works, name in SPANS:
        end = date.fromordinal(date.fromisoformat(last).toordinal() + 1)
        events += [
            "BEGIN:VEVENT",
            f"DTSTART;VALUE=DATE:{first.replace('-', '')}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{name} ",
            " 补班" if works else " 假期",  # folded (RFC 5545, 3.1)
            "END:VEVENT",
        ]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR"]) + "\r\n"
