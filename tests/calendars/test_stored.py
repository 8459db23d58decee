"""What an office imports is kept as JSON and comes back as it was."""

import json
from datetime import date

import pytest

from workflow.calendars import Closure, load
from workflow.calendars.notices import national
from workflow.calendars.regions import REGIONS, region
from workflow.calendars.stored import (
    closure_from_json,
    notice_from_json,
    region_year_from_json,
    to_json,
)


def through_text(value):
    return json.loads(json.dumps(to_json(value), ensure_ascii=False))


@pytest.mark.parametrize("notice", national(), ids=lambda notice: notice.number)
def test_every_notice_comes_back_as_it_was(notice):
    assert notice_from_json(through_text(notice)) == notice


def test_every_regional_year_comes_back_as_it_was():
    years = [year for code in REGIONS for year in region(code).years]
    assert [region_year_from_json(through_text(year)) for year in years] == years
    assert any(year.known_since is None for year in years)


def test_a_closure_comes_back_as_it_was():
    closure = Closure(date(2026, 11, 26), "示例")
    assert through_text(closure) == {"on": "2026-11-26", "name": "示例"}
    assert closure_from_json(through_text(closure)) == closure


def test_a_calendar_of_what_came_back_has_the_same_version():
    closure = Closure(date(2026, 11, 26), "示例")
    again = closure_from_json(through_text(closure))
    as_of = date(2026, 11, 24)
    assert load(as_of=as_of, closures=(closure,)).version == (
        load(as_of=as_of, closures=(again,)).version
    )
