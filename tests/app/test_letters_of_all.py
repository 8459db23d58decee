"""One notice for every case that owes it: each its own file, and memory that stays flat."""

import gc
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from documents.wordfile import lines_of
from workflow.adapters.templated import TemplatedNotices
from workflow.app.agencies import change_agency
from workflow.app.handlers import carry_out
from workflow.app.letters import cases_owing, make_letter, make_letters
from workflow.app.office import Actor
from workflow.app.own_templates import StoredTemplates
from workflow.errors import StorageError

ON = date(2026, 11, 20)


@pytest.fixture
def office(office):
    return replace(office, documents=TemplatedNotices(StoredTemplates(office.store)))


def owing(office, clerk, count, agency="liangtian"):
    numbers = []
    for place in range(count):
        number = clerk.register(ON, agency=agency, content=f"示例村第{place}号方案")
        clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
        numbers.append(number)
    assert carry_out(office).failed == ()
    return numbers


def test_each_case_that_owes_the_answer_gets_its_own_letter(office, clerk):
    numbers = owing(office, clerk, 3)
    found = cases_owing(office, "N10")
    assert [one.name for one in found] == [f"{number}-N10" for number in numbers]
    for number, (_, content) in zip(numbers, make_letters(office, "N10", found), strict=True):
        assert content == make_letter(office, "N10", number)
        assert f"{number}-答" in lines_of(content)


def test_what_was_sent_or_withdrawn_is_owed_no_more(office, clerk):
    first, second, third = owing(office, clerk, 3)
    clerk.move(first, "pass_secrecy_review", ON, "wang")
    clerk.move(first, "pass_legal_review", ON, "wang")
    clerk.move(first, "approve", ON, "sun")
    clerk.move(first, "dispatch", ON, way="post", carrier="postal")
    clerk.move(second, "withdraw", ON, statement="示例：不要了")
    carry_out(office)
    assert [one.name for one in cases_owing(office, "N10")] == [f"{third}-N10"]


def test_two_agencies_with_one_number_have_two_files(office, clerk):
    change_agency(office, "shili", {"number_word": "良政公开"}, Actor("root", "admin"))
    for agency in ("liangtian", "shili"):
        number = clerk.register(ON, agency=agency)
    chains = ("request:1", "request:2")
    for chain in chains:
        clerk.move(chain, "submit_answer", ON, outcome="A12", search_record="示例")
    carry_out(office)
    found = cases_owing(office, "N10")
    assert {one.name for one in found} == {f"{number}-N10-liangtian", f"{number}-N10-shili"}
    letters = [lines_of(content) for _, content in make_letters(office, "N10", found)]
    assert letters[0] != letters[1]


def test_memory_does_not_grow_with_the_number_of_letters(office, clerk):
    owing(office, clerk, 4)
    found = cases_owing(office, "N10")
    for _ in make_letters(office, "N10", found):
        pass  # caches are filled once, whatever the number

    def peak(times):
        gc.collect()
        tracemalloc.start()
        made = sum(1 for _ in make_letters(office, "N10", found * times))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert made == 4 * times
        return highest

    few, many = peak(2), peak(40)
    assert many < few + 500_000


def test_without_templates_nothing_is_made(office):
    with pytest.raises(StorageError) as caught:
        list(make_letters(replace(office, documents=None), "N10", []))
    assert caught.value.code == "docx.no_notices"
