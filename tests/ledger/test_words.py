import pytest

from workflow.ledger.words import (
    CHANNEL_LABELS,
    CLASS_LABELS,
    read_appeal,
    read_appeal_result,
    read_channel,
    read_class,
    text_of,
)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("自然人", "natural"),
        ("公民", "natural"),
        (" 自 然 人 ", "natural"),
        ("natural", "natural"),
        ("商业企业", "enterprise"),
        ("法人或其他组织—商业企业", "enterprise"),
        ("法人或者其他组织（商业企业）", "enterprise"),
        ("科研机构", "research"),
        ("社会公益组织", "social"),
        ("社会组织", "social"),
        ("法律服务机构", "legal"),
        ("其他", "other"),
        ("法人或其他组织/其他", "other"),
    ],
)
def test_a_class_is_known_by_its_variants(cell, wanted):
    assert read_class(cell) == wanted


@pytest.mark.parametrize("cell", [None, "", "法人", "法人或其他组织", "单位", "张三（示例）", 1])
def test_a_class_that_could_be_several_is_not_guessed(cell):
    assert read_class(cell) is None


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("当面", ("in_person", False)),
        ("现场", ("in_person", False)),
        ("挂号信/EMS", ("signed_mail", False)),
        ("挂号信", ("signed_mail", False)),
        ("ＥＭＳ", ("signed_mail", False)),
        ("ems", ("signed_mail", False)),
        ("平信", ("ordinary_mail", False)),
        ("网络", ("web", False)),
        ("网上申请", ("web", False)),
        ("传真", ("fax", False)),
        ("电子邮件", ("email", False)),
        ("E-mail", ("email", False)),
        ("ordinary_mail", ("ordinary_mail", False)),
        ("邮寄", ("signed_mail", True)),
        ("信函", ("signed_mail", True)),
        ("微信", (None, False)),
        (None, (None, False)),
    ],
)
def test_a_channel_is_known_and_unclear_mail_is_said(cell, wanted):
    assert read_channel(cell) == wanted


def test_what_the_export_writes_is_read_back():
    assert {read_class(label): label for label in CLASS_LABELS.values()} == CLASS_LABELS
    back = {read_channel(label)[0]: label for label in CHANNEL_LABELS.values()}
    assert back == CHANNEL_LABELS


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("行政复议", ("reconsideration", None)),
        ("未经复议直接起诉", ("litigation", "direct")),
        ("复议后起诉", ("litigation", "after_reconsideration")),
        ("litigation_after_review", ("litigation", "after_reconsideration")),
        ("行政诉讼", None),  # which of the two suits?
        ("", None),
    ],
)
def test_a_suit_must_say_whether_it_came_after_reconsideration(cell, wanted):
    assert read_appeal(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("结果维持", "upheld"),
        ("结果纠正", "corrected"),
        ("其他结果", "other"),
        ("尚未审结", "pending"),
        ("upheld", "upheld"),
        ("驳回", None),
    ],
)
def test_a_result_of_an_appeal_is_one_of_four(cell, wanted):
    assert read_appeal_result(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (20, "20"),
        (20.0, "20"),
        (20.5, "20.5"),
        ("良政公开〔２０２０〕1号", "良政公开〔2020〕1号"),
        ("\u3000a\xa0", "a"),
        ('="0012"', "0012"),
        ("无", ""),
    ],
)
def test_a_cell_is_text_as_a_person_reads_it(cell, wanted):
    assert text_of(cell) == wanted
