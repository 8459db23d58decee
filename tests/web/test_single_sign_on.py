"""单位统一登录: the whole way over real HTTP to a provider that rehearses, and every way it fails.

The browser's part of the provider is one redirect: the tests follow it with a client of its own.
"""

import stat
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr, ValidationError
from sqlmodel import select

from web.browser import Browser
from workflow.adapters import oidc
from workflow.adapters.oidc import Client, OidcProvider
from workflow.adapters.rehearsal_provider import FAULTS, RehearsalProvider
from workflow.app.examining import examine_sign_in
from workflow.app.office import Actor
from workflow.app.people import set_active
from workflow.bootstrap import build
from workflow.cli.doctor import _examine
from workflow.errors import InputError, StorageError
from workflow.settings import OidcSettings, Settings, load_settings
from workflow.store.tables import Account, AccountRole, SignInAttempt
from workflow.web.app import create_app

OFFICER = Actor("officer", "security_officer")


@pytest.fixture
def provider(clock):
    with RehearsalProvider(now=clock, client_secret="示例-secret-of-the-client") as running:
        yield running


@pytest.fixture
def unit(office, provider, clock):
    """Return what makes a browser whose application has the provider, told otherwise or not."""

    def made(**told):
        known = {"issuer": provider.issuer, "client_id": "workflow"}
        secret = SecretStr(provider.client_secret)
        client = Client(**(known | {"secret": secret} | told))
        with_provider = replace(
            office, provider=OidcProvider(client, clock), base_url="http://testserver"
        )
        return Browser(create_app(with_provider))

    return made


def gone(browser, path="/sign-in/unit"):
    """Go to the provider and be sent back; return the address of the way back."""
    page = browser.get(path)
    assert page.status == 303, page.text
    return httpx.get(page.location, trust_env=False).headers["location"]


def came(browser, back):
    return browser.get(back.removeprefix("http://testserver"))


def entered(browser, path="/sign-in/unit"):
    return came(browser, gone(browser, path))


def test_the_whole_way_ends_in_a_session_on_the_page_that_was_asked_for(unit):
    browser = unit()
    page = entered(browser, "/sign-in/unit?next=%2Fcases%2F1")
    assert (page.status, page.location) == (303, "/cases/1")
    assert browser.get("/cases/1").status == 200
    assert "王示例" in browser.get("/").text
    assert "workflow_ticket" not in browser.cookies


def test_the_session_is_like_any_other_listed_ended_and_of_a_role_held_here(unit, office):
    browser = unit()
    entered(browser)
    assert "经办人" in browser.get("/").text
    assert browser.get("/sessions").status == 200
    kept = dict(browser.cookies)
    browser.submit("/", "/sign-out")
    browser.cookies = kept
    assert browser.get("/").location.startswith("/sign-in")


def test_the_button_is_there_only_where_a_provider_is_set(unit, browser):
    assert "单位统一登录" in unit().get("/sign-in?next=%2Fcases").text
    assert 'href="/sign-in/unit?next=%2Fcases"' in unit().get(
        "/sign-in?next=%2Fcases"
    ).html.replace("/cases", "%2Fcases")
    assert "单位统一登录" not in browser().get("/sign-in").text
    assert browser().get("/sign-in/unit").status == 404


def test_what_goes_to_the_provider_is_a_code_flow_with_pkce_state_and_nonce(unit, provider):
    address = httpx.URL(unit(acr=("mfa",)).get("/sign-in/unit").location)
    said = dict(address.params)
    assert str(address).startswith(f"{provider.issuer}/authorize?")
    assert said["response_type"] == "code"
    assert said["code_challenge_method"] == "S256"
    assert said["redirect_uri"] == "http://testserver/sign-in/unit/back"
    assert "openid" in said["scope"].split()
    assert said["acr_values"] == "mfa"
    assert len({said["state"], said["nonce"], said["code_challenge"]}) == 3


def test_neither_the_ticket_nor_what_is_made_of_it_is_in_the_database(unit, office):
    browser = unit()
    said = dict(httpx.URL(browser.get("/sign-in/unit").location).params)
    with office.store.read() as session:
        (row,) = session.exec(select(SignInAttempt)).all()
    kept = repr(row.model_dump())
    for secret in (browser.cookies["workflow_ticket"], said["state"], said["nonce"]):
        assert secret not in kept


def test_the_ticket_is_kept_from_scripts_and_sent_nowhere_else(unit):
    cookie = unit().get("/sign-in/unit").answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/sign-in/unit" in cookie
    assert "max-age=600" in cookie


#: What the provider does wrong → the status, and words of the sentence about it.
SAID = {
    "forged_signature": (403, "核不上"),
    "no_signature": (403, "核不上"),
    "secret_as_key": (403, "核不上"),
    "wrong_issuer": (403, "核不上"),
    "wrong_audience": (403, "核不上"),
    "wrong_nonce": (403, "核不上"),
    "no_nonce": (403, "核不上"),
    "from_the_future": (403, "核不上"),
    "expired": (403, "已经过期"),
    "no_id_token": (403, "没有放行"),
    "denies": (403, "没有放行（access_denied）"),
    "not_json": (503, "看不懂"),
    "server_error": (503, "看不懂"),
    "other_discovery": (503, "自称“https://other.example”"),
    "unsafe_endpoint": (503, "token_endpoint（http://other.example）"),
}
#: What is noticed before anybody is sent away.
AT_ONCE = {"not_json", "server_error", "other_discovery", "unsafe_endpoint"}


def test_every_fault_that_can_be_rehearsed_is_tried():
    assert set(SAID) == FAULTS


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_what_the_provider_does_wrong_opens_no_session(unit, provider, fault):
    provider.fault = fault
    browser = unit()
    page = browser.get("/sign-in/unit") if fault in AT_ONCE else entered(browser)
    assert (page.status, "没有登录" in page.text) == (SAID[fault][0], True)
    assert SAID[fault][1] in page.text
    assert "workflow_session" not in browser.cookies
    assert browser.get("/").location.startswith("/sign-in")


def test_a_way_back_is_good_once(unit):
    browser = unit()
    back = gone(browser)
    kept = dict(browser.cookies)
    assert came(browser, back).status == 303
    again = Browser(browser.app)
    again.cookies = kept
    page = came(again, back)
    assert page.status == 403
    assert "已经用过" in page.text
    assert "workflow_session" not in again.cookies


def test_a_way_back_is_good_for_the_browser_that_went_only(unit):
    browser = unit()
    back = gone(browser)
    stranger = Browser(browser.app)
    assert "不是从这个浏览器" in came(stranger, back).text
    gone(stranger)  # with a ticket of his own
    page = came(stranger, back)
    assert page.status == 403
    assert "不是从这个浏览器" in page.text


def test_a_way_back_is_good_for_ten_minutes(unit, clock):
    browser = unit()
    back = gone(browser)
    clock.at += timedelta(minutes=10, seconds=1)
    assert "超过了 10 分钟" in came(browser, back).text


def test_what_was_begun_and_left_is_forgotten(unit, office, clock):
    browser = unit()
    gone(browser)
    clock.at += timedelta(minutes=11)
    gone(browser)
    with office.store.read() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 1


def test_a_code_of_another_way_is_refused_by_pkce(unit):
    one, other = unit(), unit()
    code = httpx.URL(gone(one)).params["code"]
    back = httpx.URL(gone(other)).copy_set_param("code", code)
    page = came(other, str(back))
    assert page.status == 403
    assert "invalid_grant" in page.text


def test_nobody_who_is_no_user_here_is_let_in_or_made_one(unit, provider, office):
    provider.claims["preferred_username"] = "stranger"
    page = entered(unit())
    assert page.status == 403
    assert "“stranger”不是本系统的用户" in page.text
    with office.store.read() as session:
        assert session.get(Account, "stranger") is None
        assert (
            session.exec(select(AccountRole).where(AccountRole.account == "stranger")).all() == []
        )


def test_no_role_comes_from_what_the_provider_says(unit, provider, office):
    provider.claims |= {"roles": ["admin"], "groups": ["security_officer"]}
    browser = unit()
    entered(browser)
    assert browser.get("/settings/users").status == 403
    with office.store.read() as session:
        held = session.exec(select(AccountRole.role).where(AccountRole.account == "wang")).all()
    assert held == ["clerk"]


def test_a_user_who_was_kept_out_is_not_let_in(unit, office):
    set_active(office, "wang", OFFICER, active=False)
    page = entered(unit())
    assert page.status == 403
    assert "已经停用" in page.text


def test_a_locked_account_stays_locked(unit, browser):
    for _ in range(5):
        browser().post("/sign-in", {"name": "wang", "password": "no"})
    assert "已锁定" in entered(unit()).text


def test_too_many_refusals_from_one_address_are_enough(unit, provider, monkeypatch):
    monkeypatch.setattr("workflow.app.refusals.MOST", 2)
    browser = unit()
    provider.claims["preferred_username"] = "stranger"
    for _ in range(2):
        entered(browser)
    provider.claims["preferred_username"] = "wang"
    assert "试得太多" in entered(browser).text


def test_the_claim_and_whom_it_means_are_settings(unit, provider):
    provider.claims = {"employee": "0007"}
    assert "没有告诉用户名（preferred_username）" in entered(unit()).text
    browser = unit(claim="employee", users={"0007": "liu"})
    entered(browser)
    assert "刘示例" in browser.get("/").text


def test_with_a_list_of_users_nobody_else_is_let_in_even_under_a_name_known_here(unit, provider):
    provider.claims = {"preferred_username": "wang"}
    assert "“wang”不是" in entered(unit(users={"0007": "liu"})).text


@pytest.mark.parametrize("proven", [False, "true", None])
def test_a_mail_address_counts_only_when_the_provider_verified_it(unit, provider, proven):
    provider.claims = {"email": "wang@example.invalid", "email_verified": proven}
    told = {"claim": "email", "users": {"wang@example.invalid": "wang"}}
    assert "没有核实您的邮箱" in entered(unit(**told)).text
    provider.claims["email_verified"] = True
    assert entered(unit(**told)).status == 303


def test_a_second_factor_can_be_asked_for(unit, provider):
    assert "双因素" in entered(unit(acr=("mfa",))).text
    provider.claims["acr"] = "mfa"
    assert entered(unit(acr=("mfa",))).status == 303


def test_a_client_without_the_right_secret_gets_nothing(unit):
    assert "invalid_grant" in entered(unit(secret=SecretStr("wrong"))).text


def test_keys_that_were_rotated_are_asked_for_again(unit, provider, clock):
    browser = unit()
    entered(browser)
    assert provider.served.count("/.well-known/openid-configuration") == 1
    clock.at += timedelta(minutes=2)
    provider.rotate()
    assert entered(browser).status == 303
    assert provider.served.count("/jwks") == 2
    assert provider.served.count("/.well-known/openid-configuration") == 1


def test_unknown_keys_make_nobody_ask_oftener_than_once_a_minute(unit, provider):
    browser = unit()
    entered(browser)
    provider.rotate()
    for _ in range(3):
        assert entered(browser).status == 403
    assert provider.served.count("/jwks") == 1


def test_a_provider_that_is_down_is_said_in_one_sentence_and_passwords_still_work(
    unit, provider, monkeypatch
):
    monkeypatch.setattr(oidc, "TIMEOUT_SECONDS", 0.5)
    page = unit(issuer="http://127.0.0.1:9").get("/sign-in/unit?next=%2Fcases")
    assert page.status == 503
    assert "现在连不上" in page.text
    assert 'name="password"' in page.html
    assert 'value="/cases"' in page.html


def test_a_provider_that_goes_down_on_the_way_is_said_too(unit, provider):
    browser = unit()
    back = gone(browser)
    provider.fault = "not_json"
    page = came(browser, back)
    assert page.status == 503
    assert "看不懂" in page.text


def test_without_the_extra_a_sentence_says_what_to_install(unit, monkeypatch):
    monkeypatch.setattr(oidc.importlib.util, "find_spec", lambda _name: None)
    page = unit().get("/sign-in/unit")
    assert page.status == 503
    assert "pip install" in page.text
    assert ".[oidc]" in page.text.replace("&#34;", "").replace("&quot;", "")


def test_passwords_can_be_turned_off(office, unit):
    office = replace(unit().office, local_sign_in=False)
    browser = Browser(create_app(office))
    page = browser.get("/sign-in")
    assert 'name="password"' not in page.html
    refused = browser.post("/sign-in", {"name": "wang", "password": "shili-2026-mima"})
    assert refused.status == 403
    assert "只用单位统一登录" in refused.text


def test_the_settings_file_sets_it_up_and_the_secret_stands_in_a_file(
    folder, office, provider, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "client-secret"
    secret.write_text(f"{provider.client_secret}\n", "utf-8")
    secret.chmod(stat.S_IRUSR)
    (tmp_path / "workflow.toml").write_text(
        f'base_url = "http://testserver"\n[oidc]\nissuer = "{provider.issuer}"\n'
        f'client_id = "workflow"\nsecret_file = "{secret}"\nlocal_sign_in = false\n'
        '[oidc.users]\n"wang@token" = "wang"\n',
        "utf-8",
    )
    provider.claims = {"preferred_username": "wang@token"}
    built = build(load_settings(data_dir=folder), provider.now)
    browser = Browser(create_app(built))
    assert entered(browser).status == 303
    assert [one.code for one in examine_sign_in(built, installed=True)] == ["doctor.oidc"]
    built.store.close()


@pytest.mark.parametrize("name", ["client_secret", "token"])
def test_a_secret_in_the_settings_file_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workflow.toml").write_text(
        f'[oidc]\nissuer = "https://a.example"\nclient_id = "x"\n{name} = "geheim"\n', "utf-8"
    )
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.code == "store.secret_in_file"
    assert "geheim" not in refused.value.message


def test_a_secret_file_that_is_not_there_is_said(folder, office):
    told = OidcSettings(issuer="https://a.example", client_id="x", secret_file=folder / "none")
    with pytest.raises(StorageError, match=r"密钥文件"):
        build(Settings(data_dir=folder, oidc=told))


@pytest.mark.parametrize("issuer", ["http://sso.example", "ftp://sso.example", "sso", "https://"])
def test_an_issuer_without_https_is_refused_with_a_sentence(issuer, monkeypatch):
    with pytest.raises(ValidationError, match="https://"):
        OidcSettings(issuer=issuer, client_id="x")
    monkeypatch.setenv("WORKFLOW_OIDC", f'{{"issuer": "{issuer}", "client_id": "x"}}')
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.message.startswith("设置 WORKFLOW_oidc.issuer 不对：单位统一登录的地址")


def test_the_doctor_says_what_is_wrong_with_it(office, clock, provider):
    assert list(examine_sign_in(office, installed=True)) == []
    known = Client(provider.issuer, "workflow")
    set_up = replace(office, provider=OidcProvider(known, clock))
    codes = [one.code for one in examine_sign_in(set_up, installed=True)]
    assert codes == ["doctor.oidc", "doctor.oidc_no_address"]
    (missing,) = examine_sign_in(set_up, installed=False)
    assert ".[oidc]" in missing.mend
    provider.fault = "other_discovery"
    down = replace(office, provider=OidcProvider(known, clock))
    (broken,) = examine_sign_in(down, installed=True)
    assert (broken.level, broken.code) == ("mend", "doctor.oidc_broken")
    assert "other.example" in broken.message


def test_the_doctor_finds_a_secret_that_others_can_read(folder, office, provider, tmp_path):
    secret = tmp_path / "client-secret"
    secret.write_text("示例", "utf-8")
    secret.chmod(0o644)
    told = OidcSettings(issuer=provider.issuer, client_id="workflow", secret_file=secret)
    found = list(_examine(Settings(data_dir=folder, oidc=told)))
    open_files = [one.values["path"] for one in found if one.code == "doctor.file_open"]
    assert open_files == [secret]
    assert "doctor.oidc" in {one.code for one in found}
