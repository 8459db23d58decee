"""Passwords: nothing is asked of their signs, but there must be something left to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conftest import ADMIN
from workflow.app.office import Actor
from workflow.app.passwords import (
    FEWEST_SIGNS,
    LONGEST,
    SHORTEST,
    check_password,
    draw_password,
    listed_in,
    signs_to_guess,
    words,
)
from workflow.app.people import set_password
from workflow.app.users import NewUser, add_user
from workflow.errors import InputError
from workflow.settings import Settings, load_settings

COMMON = (
    "password", "Password1", "P@ssw0rd", "p@ssw0rd123!", "12345678", "87654321", "123456789a",
    "11111111", "88888888", "abcabcabc", "qwertyuiop", "1qaz2wsx", "1q2w3e4r", "qwer1234",
    "asdfghjkl", "zaq12wsx", "147258369", "iloveyou2", "woaini1314", "woaini520", "admin123",
    "Admin@123", "administrator", "root1234", "abcd1234", "a1234567", "wodemima", "Michael1",
    "football", "superman99", "19900101", "20260101", "wang1990", "liwei123", "qq123456",
    "beijing2008", "welcome1", "letmein!", "trustno1", "aaaaaaaa", "1234qwer", "password2026",
    "gongkai2026", "workflow1", "ｐａｓｓｗｏｒｄ", "PASSWORD",
)  # fmt: skip
GOOD = (
    "shili-2026-mima", "correct horse battery", "kx7#mzqw", "青山绿水红灯笼高", "tH7!pQz2",
    "葡萄-扳手-云雾-钢琴", "vR9dLm2xWq", "mollusc trapeze",
)  # fmt: skip


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused(password):
    with pytest.raises(InputError) as refused:
        check_password(password)
    assert refused.value.code == "agency.password_common"
    assert password not in refused.value.message


@pytest.mark.parametrize("password", GOOD)
def test_what_is_hard_to_guess_is_taken_whatever_its_signs(password):
    check_password(password)


@pytest.mark.parametrize("password", ["", "kx7#mzq"])
def test_a_short_one_is_refused_with_the_length(password):
    with pytest.raises(InputError, match=str(SHORTEST)):
        check_password(password)


def test_a_long_sentence_is_taken_and_a_book_isnt():
    check_password("今天下午三点到七楼会议室" * 5)
    with pytest.raises(InputError, match=str(LONGEST)):
        check_password("x7" * LONGEST)


@pytest.mark.parametrize("password", ["liangtian26", "Liangtian!!", "lt_office_li", "zhouzhou88"])
def test_ones_own_name_and_agency_are_no_secret(password):
    own = ("zhouzhou", "周示例", "liangtian", "lt_office")
    with pytest.raises(InputError):
        check_password(password, own)


def test_a_list_of_the_installation_is_refused_besides(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("vR9dLm2xWq\n\n", "utf-8")
    with pytest.raises(InputError):
        check_password("VR9DLM2XWQ", listed=listed_in(path))
    with pytest.raises(InputError, match=r"none\.txt"):
        listed_in(tmp_path / "none.txt")


@given(st.text(min_size=1, max_size=20))
def test_no_text_has_more_to_guess_than_its_signs(text):
    assert 1 <= signs_to_guess(text) <= len(text)


@given(st.sampled_from(sorted(words())), st.sampled_from(["", "1", "12", "123", "2026", "!"]))
def test_a_word_with_the_usual_ending_is_never_enough(word, ending):
    assert signs_to_guess(word + ending) < FEWEST_SIGNS


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=20, max_size=20))
def test_what_is_left_to_guess_grows_by_one_sign_at_most(text):
    for at in range(1, len(text)):
        assert signs_to_guess(text[: at + 1]) <= signs_to_guess(text[:at]) + 1


def test_a_new_user_and_a_new_password_are_held_to_it(office):
    actor = Actor("bao", "security_officer")
    with pytest.raises(InputError) as refused:
        add_user(office, NewUser("xin", "新示例", ("auditor",), "", "xin20261124"), ADMIN)
    assert refused.value.code == "agency.password_common"
    add_user(office, NewUser("xin", "新示例", ("auditor",), "", "kx7#mzqw"), ADMIN)
    for password, code in (("12345678", "password_common"), ("kx7", "password_short")):
        with pytest.raises(InputError) as refused:
            set_password(office, "xin", password, actor)
        assert refused.value.code == f"agency.{code}"
    set_password(office, "xin", "vR9dLm2xWq", actor)


def test_the_list_is_a_path_in_the_settings_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflow.toml").write_text('password_list = "list.txt"\n', "utf-8")
    settings = load_settings()
    assert isinstance(settings, Settings)
    assert settings.password_list.name == "list.txt"


def test_a_drawn_password_is_one_that_the_rule_takes(monkeypatch):
    chances = iter(["password1234", "liangtian-99", "xK4_qd0vTzR-"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda _bytes: next(chances))
    assert draw_password(["liangtian"]) == "xK4_qd0vTzR-"
