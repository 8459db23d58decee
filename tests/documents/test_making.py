import io
from datetime import date

import docx
import pytest

from documents.wordfile import lines_of, with_lines
from workflow.core.casefile import AgencyCard, Applicant, CaseFile
from workflow.documents.library import builtin, builtin_keys, candidates, notice_fields
from workflow.documents.making import make_notice
from workflow.errors import InputError

CASE = CaseFile(
    agency=AgencyCard("LT", "示例镇人民政府", "示例镇", "示例", office_name="示例办公室"),
    number="示例〔2020〕1号",
    statute="cn-2019",
    state="received",
    channel="in_person",
    applicant=Applicant("natural", "示例申请人"),
    content="示例方案",
    submitted_on=date(2020, 5, 11),
    example=True,
)
ON = date(2020, 5, 12)


def make(key="N01", **options):
    return make_notice(CASE, key, ON, "示例〔2020〕1号-回", **options)


def test_a_notice_carries_the_case_the_agency_and_its_own_date():
    made = make()
    text = "\n".join(lines_of(made.content))
    assert "示例〔2020〕1号-回" in text
    assert "示例申请人：" in text
    assert "2020年5月12日" in text
    properties = docx.Document(io.BytesIO(made.content)).core_properties
    assert (properties.author, properties.created.date()) == ("示例镇人民政府", ON)
    assert made.template == "built-in"
    assert set(made.data) == {field.name for field in notice_fields("cn-2019", "N01")}


def test_making_again_gives_the_same_bytes():
    assert make().content == make().content


def test_the_offices_own_template_comes_before_the_built_in_one():
    own = with_lines("自己的{{ number }}")
    made = make(own=lambda law, key: own if (law, key) == ("cn-2019", "N01") else None)
    assert lines_of(made.content) == ["自己的示例〔2020〕1号-回"]
    assert made.template == "own"
    assert made.template_digest != make().template_digest


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
