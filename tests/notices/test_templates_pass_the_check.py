"""Every built-in template passes the check that an office's own must pass."""

from datetime import date

import pytest

from notices.rendering import every_template
from workflow.documents.check import check_template
from workflow.documents.library import builtin, notice_fields, outcome_in

DAYS = {"cn_2019": date(2026, 11, 24), "cn_2008": date(2018, 6, 1)}


@pytest.mark.parametrize(("law", "key"), every_template())
def test_the_check_finds_nothing(law, key):
    code = law.replace("_", "-")
    spec = notice_fields(code, key)
    found = check_template(builtin(code, key), spec, on=DAYS[law], outcome=outcome_in(key, spec))
    assert [(one.code, one.place) for one in found] == []
