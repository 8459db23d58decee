"""Two drafts of a letter beside each other."""

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.wordfile import saved, with_lines
from workflow.documents.difference import Kind, difference
from workflow.errors import InputError


def told(before, after):
    """Write each line as an officer reads it: [-struck out-], {+put in+}."""
    signs = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.NEW: "{{+{}+}}"}
    lines = difference(with_lines(*before), with_lines(*after))
    return ["".join(signs[one.kind].format(one.text) for one in line.pieces) for line in lines]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (["一样"], ["一样"], ["一样"]),
        (["请在20个工作日内"], ["请在15个工作日内"], ["请在[-20-]{+15+}个工作日内"]),
        (["甲方同意公开"], ["甲方不同意公开"], ["甲方{+不+}同意公开"]),
        (["第一段", "第三段说明"], ["第一段", "完全另外的话", "第三段说明"],
         ["第一段", "{+完全另外的话+}", "第三段说明"]),
        (["第一段", "要删的一整句", "末段"], ["第一段", "末段"],
         ["第一段", "[-要删的一整句-]", "末段"]),
        (["根据条例第十四条", "特此答复"], ["根据条例第十六条", "特此答复"],
         ["根据条例第十[-四-]{+六+}条", "特此答复"]),
        ([], ["新的一段"], ["{+新的一段+}"]),
    ],
)  # fmt: skip
def test_what_was_struck_out_and_put_in_is_told_in_its_line(before, after, lines):
    assert told(before, after) == lines


@settings(max_examples=40, deadline=None)
@given(*(st.lists(st.text("甲乙丙1 2。", min_size=1).filter(str.strip), max_size=5),) * 2)
def test_both_drafts_can_be_read_out_of_their_difference(before, after):
    lines = difference(with_lines(*before), with_lines(*after))
    for draft, left_out in ((before, Kind.NEW), (after, Kind.GONE)):
        texts = [
            "".join(piece.text for piece in line.pieces if piece.kind is not left_out)
            for line in lines
        ]
        assert [text for text in texts if text] == draft


def test_a_line_knows_whether_it_changed():
    one, two = difference(with_lines("同", "旧句子"), with_lines("同", "新句子"))
    assert (one.changed, two.changed) == (False, True)


def test_what_is_no_letter_is_refused():
    with pytest.raises(InputError):
        difference(b"x", with_lines("甲"))


def test_a_line_that_says_something_else_is_no_changed_line():
    before, after = "根据条例第十六条第二款决定不予公开", "本机关向您提供可以公开的内容如下"
    assert told([before], [after]) == [f"{{+{after}+}}", f"[-{before}-]"]


def test_headers_and_footers_of_pages_are_no_part_of_a_draft():
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    lines = difference(saved(document), saved(document))
    assert [piece.text for line in lines for piece in line.pieces] == ["正文"]
