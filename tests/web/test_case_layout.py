"""The case page in a real browser: two columns that close up, and one on a telephone."""

from itertools import pairwise

import pytest

from web.test_axe import open_page
from web.test_screen import address, chromium
from web.town import IDENT

__all__ = ["address", "chromium"]

#: By its title: where a card begins and ends, from left to right and from the top down.
PLACES = """() => Object.fromEntries([
  ...document.querySelectorAll(".columns.case .card")].map(one => {
  const {left, top, bottom} = one.getBoundingClientRect();
  const named = one.querySelector("h2, #due-title, summary");
  return [named.id || one.id || named.textContent.trim(), {left, top, bottom}];
}))"""
GAP = 20
LEFT = ("due-title", "为什么是这一天", "if-title", "course-title")
RIGHT = ("moves-title", "safe-title")
TELEPHONE = (
    "due-title", "moves-title", "为什么是这一天", "safe-title", "if-title", "course-title",
    "documents-title",
)  # fmt: skip


@pytest.fixture
def places(chromium, address, office):
    """Return where the cards of an open case stand in a window of some width."""

    def found(width):
        page = open_page(
            chromium, address, office, "wang", viewport={"width": width, "height": 900}
        )
        page.goto(f"/cases/{IDENT['processing']}")
        cards = page.evaluate(PLACES)
        page.context.close()
        return cards

    return found


@pytest.mark.parametrize("width", [1366, 1920])
def test_no_gap_stands_between_the_cards_of_a_column(places, width):
    cards = places(width)
    for column in (LEFT, RIGHT):
        own = [cards[name] for name in column]
        assert len({card["left"] for card in own}) == 1
        for above, below in pairwise(own):
            assert below["top"] - above["bottom"] == pytest.approx(GAP, abs=1)
    assert cards["moves-title"]["top"] == pytest.approx(cards["due-title"]["top"], abs=1)


def test_a_telephone_shows_the_reason_then_the_safe_days_then_what_if(places):
    cards = places(390)
    tops = [cards[name]["top"] for name in TELEPHONE]
    assert tops == sorted(tops)
    assert len({cards[name]["left"] for name in TELEPHONE}) == 1
