"""Each how-to for programmers does what it promises, when followed to the letter."""

import pytest

from docs.followed import copy_of_the_project, follow
from docs.pages import ROOT

PAGES = sorted(page.name for page in (ROOT / "docs" / "how-to").glob("add-*.md"))


def test_there_is_a_page_for_a_statute_a_form_a_notice_and_a_channel():
    assert PAGES == ["add-a-channel.md", "add-a-form.md", "add-a-notice.md", "add-a-statute.md"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_followed_to_the_letter_leads_where_it_promises(page, tmp_path):
    assert follow(page, copy_of_the_project(tmp_path / "project")) > 1
