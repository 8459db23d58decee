"""Head and signature fitted to the length of an agency's name."""

import doctest

import pytest
from docx.oxml.ns import qn

from notices.rendering import W, part, parts, template
from workflow.documents.build import fit as fitting
from workflow.documents.build import styles
from workflow.documents.build.fit import fit, fit_to_agency


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(fitting) == (0, 1)


@pytest.mark.parametrize(
    ("length", "points"),
    # floor(418 / n), at most 36: 418/11 = 38, 418/12 = 34.8, 418/13 = 32.2, 418/20 = 20.9
    [(4, 36), (11, 36), (12, 34), (13, 32), (16, 26), (20, 20), (26, 16)],
)
def test_the_name_fills_one_line_at_most(length, points):
    found = fit("某" * length)
    assert found.size == 2 * points
    assert found.line == 25 * points  # 1.25 s, in twips
    assert length * points <= 442.25  # 156 mm in points


def test_thirteen_characters_are_what_is_built():
    docx = template("cn_2019", "N04")
    assert parts(fit_to_agency(docx, "示例市示例区示例镇人民政府")) == parts(docx)


def test_a_longer_name_takes_more_of_the_line_and_the_date_moves_with_it():
    # n > 15: leftChars = (28 - n - 0.5) × 100
    assert fit("某" * 15).left_chars == 1230
    assert fit("某" * 20).left_chars == 750
    assert fit("某" * 28).left_chars == 0
    lefts = [fit("某" * n).left for n in range(1, 29)]
    assert lefts == sorted(lefts, reverse=True)


def test_a_fitted_letter_differs_in_its_styles_and_header_place_alone():
    docx = template("cn_2019", "N10-A12")
    made = fit_to_agency(docx, "某某省某某市某某区农业农村和水利局")
    before, after = parts(docx), parts(made)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/styles.xml", "word/document.xml"}
    sheet = part(made, "word/styles.xml")
    by_id = {s.get(qn("w:styleId")): s for s in sheet.iter(f"{W}style")}
    assert by_id[styles.HEAD].find(f".//{W}sz").get(qn("w:val")) == "48"  # 418 // 17 = 24 pt
    ind = by_id[styles.DATE].find(f".//{W}ind")
    assert ind.get(qn("w:leftChars")) == "1050"  # 28 - 17 - 0.5
    margins = part(made, "word/document.xml").find(f".//{W}pgMar")
    assert margins.get(qn("w:header")) == str(1613 + round(20 * 0.14 * 8))


def test_a_form_has_no_head_to_fit():
    docx = template("cn_2019", "N14")
    assert fit_to_agency(docx, "某" * 25) is docx
