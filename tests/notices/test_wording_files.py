"""The wording files: plain, correct, each with its article and in the words of the office."""

import re
import tomllib

import pytest

from notices.rendering import ROOT, module

FILES = sorted((ROOT / "scripts" / "wording").glob("cn_*/*.toml"))
LAW = "《中华人民共和国政府信息公开条例》"
LAST_ARTICLE = {"cn_2008": 38, "cn_2019": 56}


def wording(path):
    return tomllib.loads(path.read_text("utf-8"))


def texts(path):
    found = wording(path)
    return [found["text"], *found.get("outcomes", {}).values()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
class TestWording:
    def test_only_the_keys_that_the_builder_knows(self, path):
        known = {
            "title", "closing", "text", "remedy", "attachments", "slip", "addressee", "outcomes",
            "titles",
        }  # fmt: skip
        assert set(wording(path)) <= known

    def test_every_article_is_declared_for_the_notice(self, path):
        law = module(path.parent.name)
        table = law.NOTICES
        spec = table.get(path.stem, table[path.stem.partition("-")[0]]).spec
        cited = set(re.findall(r"第[一二三四五六七八九十]+条", "".join(texts(path))))
        assert cited <= set(spec.articles)

    def test_conditions_and_loops_close(self, path):
        for text in texts(path):
            for word in ("if", "for"):
                opened = len(re.findall(rf"\{{%p?\s*{word}\b", text))
                assert opened == len(re.findall(rf"\{{%p?\s*end{word}\b", text))

    def test_punctuation_is_chinese_and_every_paragraph_ends(self, path):
        for line in "\n".join(texts(path)).split("\n"):
            bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", line)
            assert not set(bare) & set(",;:?!()\"'"), line
            if line and not line.startswith(("{%p", "{{")):
                assert re.search(r"[。：；）]$|\}$", line), line

    def test_no_date_number_or_name_is_typed_in(self, path):
        for text in texts(path):
            bare = text.replace("国办函〔2020〕109号", "")
            assert not re.search(r"\d{4}年|〔\d{4}〕|\d+月", bare)

    def test_the_remedy_is_a_field_and_nothing_typed(self, path):
        everything = path.read_text("utf-8")
        assert "行政复议" not in everything
        assert "诉讼" not in everything
        table = module(path.parent.name).NOTICES
        spec = table.get(path.stem, table[path.stem.partition("-")[0]]).spec
        assert wording(path).get("remedy", False) is spec.needs_remedy


@pytest.mark.parametrize("law", ["cn_2008", "cn_2019"])
@pytest.mark.parametrize("notice", ["N10", "N11"])
def test_every_outcome_has_a_wording_with_its_article(law, notice):
    found = wording(ROOT / "scripts" / "wording" / law / f"{notice}.toml")["outcomes"]
    assert set(found) == set(module(law).NOTICES[notice].spec.outcomes)
    for code, text in found.items():
        if code != "A20":  # no article stands behind it: a row of the report's form alone
            assert f"根据{LAW}第" in text, code


def test_the_old_law_never_cites_an_article_of_the_new_one():
    for path in FILES:
        numbers = "一二三四五六七八九十"
        for article in re.findall(r"第([一二三四五六七八九十]+)条", "".join(texts(path))):
            tens, ten, one = article.rpartition("十")
            value = (numbers.index(tens) + 1 if tens else 1) * 10 * bool(ten)
            value += numbers.index(one) + 1 if one else 0
            assert value <= LAST_ARTICLE[path.parent.name], (path, article)
