"""The real LibreOffice: what it saves still renders, what we render it turns into pages."""

import os
import re
import subprocess
import threading
import zipfile
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from documents.wordfile import lines_of, part, rendered, saved, with_body, with_lines
from workflow.documents.build import styles
from workflow.documents.build.chart import CHART, DRAWING, Chart, placed
from workflow.documents.build.document import Properties, build
from workflow.documents.build.xml import paragraph
from workflow.documents.library import builtin, notice_fields
from workflow.documents.pdf import Converter, find_office
from workflow.documents.readback import read_back
from workflow.documents.rehearsal import example_values
from workflow.documents.unmarked import unmarked
from workflow.errors import StorageError

NAMES = {"c": CHART, "a": DRAWING}
FIELDS = {"name": "示例申请人", "day": "2020年5月11日", "reason": "查档", "rows": [{"x": "甲"}]}


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Save a .docx again as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("office")

    def save_again(data):
        source = folder / "template.docx"
        source.write_bytes(data)
        out = folder / "saved"
        profile = (folder / "profile").as_uri()
        command = [find_office(), f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (out / "template.docx").read_bytes()

    return save_again


@pytest.fixture(scope="session")
def split_template(office):
    """A template whose tags are split over runs of several formats, saved by LibreOffice."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    paragraph = document.add_paragraph("您于{")
    for number, piece in enumerate(["{ d", "a", "y }", "}提出", "{% if reas", "on %}因"]):
        run = paragraph.add_run(piece)
        run.bold, run.italic = bool(number % 2), bool(number % 3)
    paragraph.add_run("{{ reason }}{% endif %}。")
    for line in ("{% if reason %}", "理由：{{ reason }}", "{% endif %}"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "名称"
    table.cell(1, 0).text = "{% for row in rows %}{{ row.x }}"
    table.cell(1, 1).text = "{{ loop.index }}{% endfor %}"
    return office(saved(document))


def test_libreoffice_really_splits_the_tags(split_template):
    text = part(split_template).decode()
    assert "{{ day }}" not in text
    assert "day" not in re.findall(r"<w:t[^>]*>([^<]*)</w:t>", text)


def test_a_template_saved_by_libreoffice_still_renders(split_template):
    made = rendered(split_template, **FIELDS)
    expected = ["您于2020年5月11日提出因查档。", "理由：查档", "名称", "甲", "1"]
    assert lines_of(made) == expected
    made = rendered(split_template, **FIELDS | {"reason": ""})
    assert lines_of(made) == ["您于2020年5月11日提出。", "名称", "甲", "1"]


def test_values_are_read_back_from_a_letter_saved_by_libreoffice(office):
    data = with_lines("您于{{ day }}提出{{ name }}", "{{ reason }}")
    values = {"day": "2020年5月11日", "name": "甲 & 乙\n第二行", "reason": "一\t二"}
    again = office(rendered(data, **values))
    assert read_back(again) == {name: (value,) for name, value in values.items()}


@pytest.mark.parametrize("key", ["N04", "N10-A12"])
def test_a_built_in_template_saved_by_libreoffice_prints_the_same(office, key):
    data = builtin("cn-2019", key)
    fields = example_values(notice_fields("cn-2019", key), key)
    ours, theirs = (lines_of(rendered(each, **fields)) for each in (data, office(data)))
    assert [line for line in theirs if line.strip()] == [line for line in ours if line.strip()]


@pytest.fixture
def converter(tmp_path):
    return Converter(queue=tmp_path / "queue.lock")


def test_letters_become_pages_in_one_call(converter):
    letters = [rendered(with_lines("{{ x }}"), x=text) for text in ("第一份", "第二份")]
    pdfs = converter.to_pdf(letters)
    assert [pdf[:5] for pdf in pdfs] == [b"%PDF-", b"%PDF-"]
    assert text_of_pdf(pdfs[0]).strip() == "第一份"
    assert text_of_pdf(pdfs[1]).strip() == "第二份"


def text_of_pdf(pdf):
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_no_letters_need_no_program():
    assert Converter(program="/nowhere/soffice").to_pdf([]) == []


def test_without_libreoffice_the_sentence_says_what_to_do():
    with pytest.raises(StorageError) as caught:
        Converter(program=None).to_pdf([LETTER])
    assert caught.value.code == "docx.office_missing"
    assert "LibreOffice" in caught.value.message


LETTER = rendered(with_lines("{{ x }}，自收到之日起"), x="二十个工作日")


def test_a_letter_is_printed_without_the_bookmarks_of_its_fields(tmp_path):
    copies = program(tmp_path, 'for last; do :; done; cp "$last" "${last%.docx}.pdf"')
    seen = Converter(program=copies, queue=tmp_path / "lock").to_pdf([LETTER])[0]
    assert b"_wf_" in part(LETTER)
    assert b"bookmark" not in part(seen)
    assert lines_of(seen) == lines_of(LETTER)


def test_bookmarks_of_the_office_itself_stay_in_what_is_printed():
    own = '<w:p><w:bookmarkStart w:id="1" w:name="页"/><w:bookmarkEnd w:id="1"/></w:p>'
    document = rendered(with_body(own, with_lines("{{ x }}")), x="甲")
    assert part(unmarked(document)).count(b"bookmark") == 2
    plain = with_body(own)
    assert unmarked(plain) is plain


def program(tmp_path, text):
    path = tmp_path / "office"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path):
    marker = tmp_path / "still-running"
    hangs = program(tmp_path, f"(sleep 2; touch {marker}) & sleep 30")
    converter = Converter(program=hangs, timeout=0.3, queue=tmp_path / "lock")
    with pytest.raises(StorageError) as caught:
        converter.to_pdf([LETTER])
    assert caught.value.code == "docx.office_slow"
    threading.Event().wait(2.2)
    assert not marker.exists()


def test_a_program_that_fails_is_quoted(tmp_path):
    fails = program(tmp_path, "echo broken profile >&2; exit 3")
    with pytest.raises(StorageError) as caught:
        Converter(program=fails, queue=tmp_path / "lock").to_pdf([LETTER])
    assert caught.value.code == "docx.office_failed"
    assert "broken profile" in caught.value.message


def test_a_program_that_makes_nothing_is_told(tmp_path):
    silent = program(tmp_path, "exit 0")
    with pytest.raises(StorageError) as caught:
        Converter(program=silent, queue=tmp_path / "lock").to_pdf([LETTER])
    assert caught.value.code == "docx.office_failed"


def test_calls_wait_for_each_other(tmp_path):
    log = tmp_path / "log"
    writes = program(
        tmp_path,
        f"echo begin >> {log}; sleep 0.3; echo end >> {log}; "
        'for last; do :; done; echo %PDF- > "${last%.docx}.pdf"',
    )
    converter = Converter(program=writes, queue=tmp_path / "lock")
    threads = [threading.Thread(target=converter.to_pdf, args=([LETTER],)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.read_text().split() == ["begin", "end"] * 3


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        ("仿宋_GB2312", "Noto Serif CJK SC"),
        ("楷体_GB2312", "Noto Serif CJK SC"),
        ("方正小标宋简体", "Noto Serif CJK SC"),
        ("黑体", "Noto Sans CJK SC"),
        ("宋体", "Noto Serif CJK SC"),
    ],
)
def test_official_fonts_are_shown_by_the_simplified_noto_faces(font, shown):
    aliases = str(files("workflow.documents") / "fonts.conf")
    done = subprocess.run(
        ["fc-match", "--format=%{family}|%{weight}", font],
        env={**os.environ, "FONTCONFIG_FILE": aliases},
        capture_output=True,
        text=True,
        check=True,
    )
    family, _, weight = done.stdout.partition("|")
    assert shown in family
    assert (weight == "200") == (font == "方正小标宋简体")


def test_the_title_face_reaches_the_pages(converter):
    data = builtin("cn-2019", "N04")
    fields = example_values(notice_fields("cn-2019", "N04"), "N04")
    (pdf,) = converter.to_pdf([rendered(data, **fields)])
    done = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    fonts = done.stdout.decode()
    assert "NotoSerifCJK" in fonts
    assert "DejaVu" not in fonts


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    copies = program(tmp_path, 'for last; do :; done; echo %PDF- > "${last%.docx}.pdf"')
    Converter(program=copies, queue=tmp_path / "lock").to_pdf([LETTER])
    assert sorted(path.name for path in Path(tmp_path).iterdir()) == ["lock", "office"]


def test_libreoffice_reads_our_charts_and_writes_them_again_with_their_figures(office):
    charts = [
        Chart("新收申请（件）", ("2023年", "2024年"), (3511, 3525)),
        Chart("上年结转（件）", ("2023年", "2024年"), (96, 121)),
    ]
    shown = [placed(chart, number) for number, chart in enumerate(charts, 1)]
    body = [paragraph(styles.NORMAL, *shown, spacing={"line": 240, "lineRule": "auto"})]
    again = office(build(body, Properties(title="示例"), charts=charts))
    with zipfile.ZipFile(BytesIO(again)) as parts:
        drawn = [
            etree.fromstring(parts.read(name))
            for name in sorted(parts.namelist())
            if re.fullmatch(r"word/charts/chart\d+\.xml", name)
        ]
    figures = [one.xpath("//c:val//c:v/text()", namespaces=NAMES) for one in drawn]
    assert figures == [["3511", "3525"], ["96", "121"]]
    titles = ["".join(one.xpath("//c:title//a:t/text()", namespaces=NAMES)) for one in drawn]
    assert titles == [chart.title for chart in charts]
    assert all(one.xpath("//c:barDir[@val='col']", namespaces=NAMES) for one in drawn)
