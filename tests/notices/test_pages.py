"""Pages as LibreOffice lays them out: 28 characters, 22 lines, lines and names in their places."""

import subprocess
from collections import Counter
from functools import cache

import pytest
from lxml import etree

from notices.cases import answered, liangtian
from notices.rendering import paragraphs, render
from workflow.documents.build import styles
from workflow.documents.build.document import Properties
from workflow.documents.build.fit import fit_to_agency
from workflow.documents.build.letter import letter
from workflow.documents.build.xml import paragraph
from workflow.documents.pdf import Converter

AGENCY = "示例市示例区示例镇人民政府"
LONG = "示例省示例市示例区农业农村和水利局"
MM = 25.4 / 72
DPI = 150


def full_letter(agency=AGENCY):
    """Return a letter of nothing but full lines: 3 pages."""
    lines = "字" * (28 * 22 * 2)
    body = [
        paragraph(styles.NUMBER, "示政公开〔2020〕1号"),
        paragraph(styles.TITLE, "标题"),
        paragraph(styles.ADDRESSEE, "示例："),
        paragraph(styles.BODY, lines),
        paragraph(styles.SIGNATURE, agency),
        paragraph(styles.DATE, "2020年6月8日"),
    ]
    return fit_to_agency(letter(body, Properties("满页"), agency), agency)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Convert all letters of these tests in one call; return a reader of each PDF."""
    answer = answered("A4").case("2020-06-05")
    extension = liangtian().case("2020-06-08")
    sources = {
        "full": full_letter(),
        "long": full_letter(LONG),
        "answer": render("cn_2019", "N10-A4", answer, "2020-06-05"),
        "extension": render("cn_2019", "N04", extension, "2020-06-08"),
        "form": render("cn_2019", "N14", liangtian().case("2020-06-28"), "2020-06-28"),
        "proof": render("cn_2019", "N16", liangtian().case("2020-06-29"), "2020-06-29"),
    }
    folder = tmp_path_factory.mktemp("pages")
    made = Converter(queue=folder / "queue").to_pdf(list(sources.values()))
    for name, content in zip(sources, made, strict=True):
        (folder / f"{name}.pdf").write_bytes(content)
    return Reader(folder, sources)


class Reader:
    """What a PDF shows: its lines with their boxes (mm), and the ink of its pages."""

    def __init__(self, folder, sources):
        self.folder, self.sources = folder, sources
        self.lines = cache(self._lines)
        self.ink = cache(self._ink)

    def _lines(self, name):
        """Return for each page its lines from top to bottom: (text, left, top, right, bottom)."""
        path = self.folder / f"{name}.pdf"
        found = subprocess.run(
            ["pdftotext", "-bbox-layout", path, "-"], check=True, capture_output=True
        )
        root = etree.fromstring(found.stdout, etree.XMLParser(recover=True))
        return [self._of_page(page) for page in root.iter("{*}page")]

    @staticmethod
    def _of_page(page):
        rows = {}
        for line in page.iter("{*}line"):
            box = [float(line.get(side)) * MM for side in ("xMin", "yMin", "xMax", "yMax")]
            text = "".join(word.text or "" for word in line.iter("{*}word"))
            rows.setdefault(round(box[1]), []).append((text, *box))
        return [
            piece for _, row in sorted(rows.items()) for piece in sorted(row, key=lambda p: p[1])
        ]

    def _ink(self, name, page):
        """Return width, height and pixels of a page."""
        path = self.folder / f"{name}.pdf"
        command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), path]
        made = subprocess.run(command, check=True, capture_output=True).stdout
        _, size, _, pixels = made.split(b"\n", 3)
        width, height = map(int, size.split())
        return width, height, pixels

    def red_rows(self, name):
        """Return (mm from the top, left mm, right mm) of each row of pixels with red in it."""
        width, height, pixels = self.ink(name, 1)
        found = []
        for row in range(height):
            line = pixels[row * width * 3 : (row + 1) * width * 3]
            red = [x for x in range(width) if line[3 * x] > 180 and line[3 * x + 1] < 90]
            if red:
                found.append((row * 25.4 / DPI, red[0] * 25.4 / DPI, red[-1] * 25.4 / DPI))
        return found


def test_a_full_line_has_28_characters_and_a_full_page_22_lines(pages):
    second = [line for line in pages.lines("full")[1] if set(line[0]) == {"字"}]
    assert len(second) == 22
    assert {len(line[0]) for line in second} == {28}
    pitch = (second[-1][2] - second[0][2]) / 21
    assert pitch == pytest.approx(225 / 22, abs=0.03)  # 10.23 mm
    assert second[0][1] == pytest.approx(28, abs=0.6)
    assert second[0][3] == pytest.approx(184, abs=0.6)


def test_the_name_stands_30_mm_from_the_edge_and_the_red_lines_are_170_mm(pages):
    for name in ("full", "long"):
        rows = pages.red_rows(name)
        assert rows[0][0] == pytest.approx(30, abs=0.5), name
        lines = [row for row in rows if row[2] - row[1] > 168]
        assert {round(row[1]) for row in lines} == {20}
        assert {round(row[2]) for row in lines} == {190}
        upper = [row[0] for row in lines if row[0] < 100]
        lower = [row[0] for row in lines if row[0] > 200]
        ink = [row[0] for row in rows if row[0] < upper[0] - 0.5]
        assert upper[0] - ink[-1] == pytest.approx(4, abs=0.6), name
        assert lower[-1] == pytest.approx(277, abs=0.4), name


def test_the_upper_line_is_thick_above_and_the_lower_thick_below(pages):
    rows = [row[0] for row in pages.red_rows("full") if row[2] - row[1] > 168]
    step = 25.4 / DPI
    groups = []
    for row in rows:
        if groups and row - groups[-1][-1] < 1.5 * step:
            groups[-1].append(row)
        else:
            groups.append([row])
    sizes = [len(group) for group in groups]
    assert len(sizes) == 4
    assert sizes[0] > sizes[1]
    assert sizes[2] < sizes[3]


def test_page_one_of_a_letter_has_no_number_and_the_others_stand_outside(pages):
    first, second, third = pages.lines("full")
    assert not any("—" in line[0] for line in first)
    number = next(line for line in second if line[0].replace(" ", "") == "—2—")
    assert number[1] == pytest.approx(28 + 5, abs=1)
    assert (number[2] + number[4]) / 2 == pytest.approx(262 + 7, abs=1)
    number = next(line for line in third if line[0].replace(" ", "") == "—3—")
    assert number[3] == pytest.approx(184 - 5, abs=1)


def test_the_date_ends_four_characters_in(pages):
    (page,) = pages.lines("extension")
    dated = next(line for line in page if line[0].replace(" ", "") == "2020年6月8日")
    assert (184 - dated[3]) / 5.571 == pytest.approx(4, abs=0.35)


def test_a_signature_takes_text_along_to_the_next_page(pages):
    first, second = pages.lines("answer")
    texts = ["".join(line[0].split()) for line in second]
    assert texts[0].startswith("如不服本答复")
    assert "特此答复。" in texts
    assert "2020年6月5日" in texts
    assert not any("特此答复" in line[0] for line in first)


def test_a_form_stands_on_one_page_and_a_proof_of_forty_days_on_two(pages):
    assert len(pages.lines("form")) == 1
    assert len(pages.lines("proof")) == 2
    everything = "".join("".join(line[0].split()) for line in pages.lines("form")[0])
    assert "2020年7月9日（已延期）" in everything


def test_nothing_but_the_page_number_stands_below_the_type_area(pages):
    for name in ("full", "answer", "extension", "form", "proof"):
        for page in pages.lines(name):
            low = [line for line in page if line[2] > 262 and "—" not in line[0]]
            assert low == [], name


def test_the_fonts_of_the_pdf_are_serif_where_fang_song_should_be(pages):
    found = subprocess.run(
        ["pdffonts", pages.folder / "extension.pdf"], check=True, capture_output=True, text=True
    )
    assert "DejaVu" not in found.stdout
    assert "Sans" not in found.stdout
    assert "NotoSerifCJK" in found.stdout


@pytest.mark.parametrize("name", ["answer", "extension", "form", "proof"])
def test_every_character_of_the_document_is_on_its_pages(pages, name):
    said = "".join(paragraphs(pages.sources[name]))
    path = pages.folder / f"{name}.pdf"
    shown = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    wanted = Counter("".join(said.split()))
    lost = wanted - Counter("".join(shown.stdout.decode().split()))
    assert lost == Counter()
