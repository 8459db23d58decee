"""Rendering for the tests: a notice of a case as the product makes it, and its text read back."""

import importlib
import io
import zipfile
from datetime import date
from pathlib import Path

from lxml import etree

from notices.cases import (
    amended,
    answered,
    answered_2008,
    appealed,
    charged,
    consulted,
    corrected,
    delayed,
    liangtian,
    overridden,
    reasoned,
    served,
)
from workflow.documents.compile import compile_template

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def module(law):
    return importlib.import_module(f"workflow.statutes.{law}.notices")


def template(law, key):
    return (TEMPLATES / law / f"{key}.docx").read_bytes()


def keys(law):
    return sorted(path.stem for path in (TEMPLATES / law).glob("*.docx"))


def every_template():
    return [(law, key) for law in ("cn_2008", "cn_2019") for key in keys(law)]


def part(docx, name):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def parts(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def render(law, key, case, on, number="示政公开〔2020〕1号", child=None, **extra):
    """Return a notice as .docx, made from the built-in template of its key."""
    day = date.fromisoformat(on)
    values = module(law).fields(key, case, day, number, child, **extra)
    made = compile_template(template(law, key))
    return made.render(values, title=key, creator=case.agency.name, created=day)


def paragraphs(docx, name="word/document.xml"):
    """Return the text of each paragraph of a part, tables included."""
    return [
        "".join(piece.text or "" if piece.tag == f"{W}t" else "\n" for piece in texts)
        for texts in (list(p.iter(f"{W}t", f"{W}br")) for p in part(docx, name).iter(f"{W}p"))
    ]


def text(docx):
    return "\n".join(paragraphs(docx))


def occasions_2019():
    """Yield (key, case, day, child) for every notice and every outcome under the 2019 law."""
    yield "N01", liangtian().case("2020-05-12"), "2020-05-12", None
    yield "N02", corrected().case("2020-05-15"), "2020-05-15", None
    yield "N03", reasoned().case("2020-05-15"), "2020-05-15", None
    yield "N04", liangtian().case("2020-06-08"), "2020-06-08", None
    yield "N04", delayed().case("2020-05-29"), "2020-05-29", None
    yield "N05", consulted().case("2020-05-15"), "2020-05-15", "consultation:c1"
    yield "N06", consulted().case("2020-05-18"), "2020-05-15", "consultation:c1"
    yield "N07", overridden().case("2020-05-29"), "2020-05-29", "consultation:c1"
    yield "N08", consulted("joint_agency").case("2020-05-15"), "2020-05-15", "consultation:c1"
    yield "N08", consulted("other_agency").case("2020-05-15"), "2020-05-15", "consultation:c1"
    yield "N09", charged().case("2021-05-14"), "2021-05-14", None
    for outcome in module("cn_2019").ANSWERED_BY_N10:
        yield f"N10-{outcome}", answered(outcome).case("2020-06-05"), "2020-06-05", None
        yield "N10", answered(outcome).case("2020-06-05"), "2020-06-05", None
    for outcome in module("cn_2019").ANSWERED_BY_N11:
        on = "2021-06-17" if outcome == "A22" else "2020-06-09"
        yield f"N11-{outcome}", answered(outcome).case(on), on, None
        yield "N11", answered(outcome).case(on), on, None
    more = {"text": "经进一步查找，找到该项目的验收意见。", "attachments": "验收意见；竣工图"}
    supplemented = served().add("supplement", "2020-06-20", texts=more)
    yield "N10-supplement", supplemented.case("2020-06-20"), "2020-06-20", None
    for trigger in ("amend", "refuse", "transfer"):
        yield "N12", amended(trigger), "2020-05-20", None
    yield "N12-transfer", amended("transfer"), "2020-05-20", None
    yield "N13", served().case("2020-06-08"), "2020-06-08", None
    yield "N14", liangtian().case("2020-06-28"), "2020-06-28", None
    yield "N15", appealed().case("2020-06-29"), "2020-06-29", "reconsideration:r1"
    yield "N15", appealed("litigation").case("2020-06-29"), "2020-06-29", "litigation:r1"
    yield "N16", liangtian().case("2020-06-29"), "2020-06-29", None


def occasions_2008():
    """Yield the same for the 2008 law, with the notices that it knows."""
    for outcome in module("cn_2008").ANSWERED_BY_N10:
        yield f"N10-{outcome}", answered_2008(outcome).case("2018-06-01"), "2018-06-01", None
        yield "N10", answered_2008(outcome).case("2018-06-01"), "2018-06-01", None
    old = answered_2008("A24")
    yield "N11", old.case("2018-06-01"), "2018-06-01", None
    yield "N11-A24", old.case("2018-06-01"), "2018-06-01", None
    first = answered_2008("A15").case("2018-05-15")
    yield "N01", first, "2018-05-11", None
    yield "N02", first, "2018-05-15", None
    third = consulted(statute="cn-2008")
    yield "N05", third.case("2018-05-15"), "2018-05-15", "consultation:c1"
    yield "N06", third.case("2018-05-15"), "2018-05-15", "consultation:c1"
    yield "N07", overridden("cn-2008").case("2018-05-29"), "2018-05-29", "consultation:c1"
    extended = answered_2008("A12").add(
        "extend", "2018-05-30", actor="zhou", role="office_head", length=15,
        consented_on="2018-05-30",
    )  # fmt: skip
    yield "N04", extended.case("2018-05-30"), "2018-05-30", None
    yield "N14", old.case("2018-05-28"), "2018-05-28", None
    yield "N16", old.case("2018-05-28"), "2018-05-28", None
    sent = old.add("approve", "2018-05-29").add("dispatch", "2018-05-29", way="direct")
    yield "N13", sent.case("2018-05-29"), "2018-05-29", None
    yield "N15", sent.case("2018-05-29"), "2018-06-29", None
    more = {"text": "经进一步查找，找到该项目的验收意见。"}
    sent = answered_2008("A12").add("dispatch", "2018-05-29", way="direct")
    yield (
        "N10-supplement",
        sent.add("supplement", "2018-06-20", texts=more).case("2018-06-20"),
        "2018-06-20",
        None,
    )


def occasions():
    """Yield (law, key, case, day, child) for everything that can be rendered."""
    for law, found in (("cn_2019", occasions_2019()), ("cn_2008", occasions_2008())):
        for key, case, on, child in found:
            yield law, key, case, on, child
