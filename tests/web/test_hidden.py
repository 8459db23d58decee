"""What was searched for is in no address that anybody else could read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.keyfile import keyring
from workflow.web.hidden import hide, reveal

KEYS = keyring(bytes(range(32)))
TEXT = "张文博（示例）"


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_what_is_hidden_comes_back_to_the_same_person_alone(text):
    hidden = hide(KEYS, "wang", text)
    assert hidden.isascii()
    assert reveal(KEYS, "wang", hidden) == text
    assert reveal(KEYS, "liu", hidden) == ""


@pytest.mark.parametrize("spoilt", ["", "x", "AAAA", "é", "A" * 300, "%", "AP__"])
def test_what_is_none_of_ours_is_no_search(spoilt):
    assert reveal(KEYS, "wang", spoilt) == ""


def test_a_changed_sign_or_another_master_key_reveals_nothing():
    hidden = hide(KEYS, "wang", TEXT)
    at = len(hidden) // 2
    assert (
        reveal(KEYS, "wang", hidden[:at] + ("A" if hidden[at] != "A" else "B") + hidden[at + 1 :])
        == ""
    )
    assert reveal(keyring(bytes(32)), "wang", hidden) == ""


def test_the_same_search_is_never_the_same_address():
    assert hide(KEYS, "wang", TEXT) != hide(KEYS, "wang", TEXT)


def test_the_search_box_leads_to_an_address_without_the_name_and_so_do_its_pages(browser):
    wang = browser("wang")
    page = wang.submit("/", to="/cases/find", q="张文博", kind="all")
    assert page.status == 303
    assert "kind=all" in page.location
    assert "%E5%BC%A0" not in page.location
    assert "张" not in page.location
    found = wang.follow(page)
    assert "张文博" in found.text
    assert 'value="张文博"' in found.html
    assert "ledger/export.xlsx?kind=all&amp;s=" in found.html
    assert "%E5%BC%A0" not in found.html


def test_an_address_that_was_copied_to_somebody_else_says_nothing(browser):
    address = browser("wang").submit("/", to="/cases/find", q="低保", kind="all").location
    shown = browser("liu").get(address)
    assert shown.status == 200
    assert "低保" not in shown.html.partition("<table")[0]
