"""Search from one character on, without a readable text in the database."""

from datetime import date

import pytest

from workflow.app.listing import Filter, list_cases

ON = date(2026, 11, 20)
TEXTS = ("土地征收补偿方案", "低保2023年发放名单", "水库除险加固 A1 标段")


@pytest.fixture
def numbers(clerk):
    return [clerk.register(ON, content=text, person={}) for text in TEXTS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("土", [0]),
        ("土地", [0]),
        ("低保 2023", [1]),
        ("低保 2024", []),
        ("ａ1", [2]),
        ("补偿方案", [0]),
        ("张三", [0, 1, 2]),
        ("水地", []),
        ("2026", [0, 1, 2]),
        ("，。", []),
    ],
)
def test_a_case_is_found_by_any_part_of_its_texts(office, numbers, text, found):
    rows = {row["number"] for row in list_cases(office, Filter(text=text))}
    assert rows == {numbers[place] for place in found}
