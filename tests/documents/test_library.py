import pytest

from workflow.documents.library import builtin, builtin_keys, candidates, notice_fields
from workflow.errors import InputError


def test_a_narrow_key_takes_the_narrow_template_else_the_notices_own():
    assert list(candidates("N10-A12")) == ["N10-A12", "N10"]
    assert list(candidates("N04")) == ["N04"]
    assert builtin("cn-2019", "N10-A12") != builtin("cn-2019", "N10")
    assert builtin("cn-2019", "N04-A1") == builtin("cn-2019", "N04")


def test_what_does_not_exist_is_told_with_what_does():
    with pytest.raises(InputError, match="N04"):
        builtin("cn-2019", "N99")
    with pytest.raises(InputError, match="N04"):
        notice_fields("cn-2019", "N99")
    with pytest.raises(InputError, match="cn-1999"):
        notice_fields("cn-1999", "N04")
    assert builtin_keys("cn-1999") == ()


def test_keys_are_listed_by_notice_and_outcome():
    keys = builtin_keys("cn-2019")
    narrow = [key for key in keys if key.startswith("N10-A")]
    assert narrow == sorted(narrow, key=lambda key: int(key.removeprefix("N10-A")))
