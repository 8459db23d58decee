"""Two offices behind the API, a supervisor above one of them, tokens for everybody."""

import shutil
from datetime import UTC, date, datetime, time

import pytest

from browserless import Client
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.adapters.templated import TemplatedNotices
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.own_templates import StoredTemplates
from workflow.app.registering import Application, register
from workflow.app.tokens import make_token, scopes_of
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install
from workflow.store.engine import Store
from workflow.web.app import create_app

ADMIN = Actor("root", "admin")
TODAY = date(2026, 11, 24)
PEOPLE = (
    ("li", "clerk", "hewan"),
    ("wang", "reviewer", "hewan"),
    ("zhao", "office_head", "hewan"),
    ("sun", "leader", "hewan"),
    ("zhou", "clerk", "beita"),
    ("deng", "supervisor", "yunchuan"),
    ("guan", "admin", ""),
    ("bao", "security_officer", ""),
    ("shen", "auditor", ""),
)
ROLES = {name: (role, agency) for name, role, agency in PEOPLE}
FACTS = {
    "channel": "in_person",
    "applicant_class": "natural",
    "applicant": "张三（示例）",
    "content": "示例村土地征收补偿方案",
    "form_wanted": "纸质",
}
PERSON = {"id_kind": "居民身份证", "id_number": "640104200001011001", "address": "示例路1号"}


def noon(on):
    return datetime.combine(on, time(4), UTC)


@pytest.fixture
def clock():
    return FixedClock(noon(TODAY))


@pytest.fixture(scope="module")
def noon_clock():
    return FixedClock(noon(TODAY))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, ready_sqlite):
    """A database with the three agencies and their people, made once and copied."""
    path = tmp_path_factory.mktemp("api") / "workflow.db"
    shutil.copy(ready_sqlite, path)
    office = opened(path, FixedClock(noon(TODAY)))
    install(office.store, office.keys, office.now())
    for code, name, parent in (
        ("yunchuan", "云川县人民政府办公室（示例）", None),
        ("hewan", "河湾镇人民政府（示例）", "yunchuan"),
        ("beita", "白塔镇人民政府（示例）", None),
    ):
        add_agency(office, NewAgency(code, name, {"number_word": code}, parent=parent), ADMIN)
    for name, role, agency in PEOPLE:
        add_user(office, NewUser(name, f"{name}（示例）", (role,), agency), ADMIN)
    office.store.close()
    return path


def opened(path, clock):
    store = Store(f"sqlite:///{path}")
    notices = TemplatedNotices(StoredTemplates(store))
    return Office(store=store, keys=keyring(bytes(range(32))), now=clock, documents=notices)


@pytest.fixture
def office(tmp_path, prepared, clock):
    shutil.copy(prepared, tmp_path / "workflow.db")
    office = opened(tmp_path / "workflow.db", clock)
    yield office
    office.store.close()


def registered(office, agency="hewan", by="li", on=date(2026, 11, 2), **facts):
    application = Application(agency, on, FACTS | facts, PERSON)
    return register(office, application, Actor(by, "clerk")).case


def moved(office, case, trigger, on, by="li", **facts):
    wanted = Wanted(case.chain, trigger, on, facts)
    return advance(office, wanted, Actor(by, ROLES[by][0])).case


@pytest.fixture
def case(office):
    """A case of 河湾镇, received on 2 November 2026."""
    return registered(office)


@pytest.fixture
def other_case(office):
    """A case of 白塔镇, which nobody else sees."""
    return registered(office, "beita", "zhou")


class Caller:
    """Calls the API as somebody, with a token of all scopes of his role unless told others."""

    def __init__(self, office):
        self.office = office
        self.client = Client(create_app(office))
        self._tokens = {}

    def token(self, name, scopes=None):
        key = (name, scopes)
        if key not in self._tokens:
            role, agency = ROLES[name]
            wanted = scopes or scopes_of(role)
            made = make_token(self.office, Actor(name, role), agency, "示例", wanted, 30)
            self._tokens[key] = made
        return self._tokens[key]

    def forget_tokens(self):
        """Take new ones: those that there are may have ended by now."""
        self._tokens.clear()

    def __call__(self, method, path, who="li", scopes=None, **more):
        headers = more.pop("headers", {})
        if who:
            headers["Authorization"] = f"Bearer {self.token(who, scopes)}"
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)


@pytest.fixture
def call(office):
    return Caller(office)
