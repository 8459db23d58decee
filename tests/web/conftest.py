"""The town's data folder, made once; each test works on its own copy."""

import shutil
from pathlib import Path

import pytest

from web.browser import Browser
from web.town import TODAY, found_town, morning
from workflow.adapters.clock import FixedClock
from workflow.bootstrap import build
from workflow.settings import Settings
from workflow.web.app import create_app


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "data"
    found_town(folder)
    return folder


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(morning(TODAY))


@pytest.fixture
def folder(founded, tmp_path) -> Path:
    copied = tmp_path / "data"
    shutil.copytree(founded, copied)
    return copied


@pytest.fixture
def office(folder, clock):
    office = build(Settings(data_dir=folder), clock)
    yield office
    office.store.close()


@pytest.fixture
def app(office):
    return create_app(office)


@pytest.fixture
def browser(app):
    """Open a browser, signed in as somebody."""

    def open_as(name: str | None = None) -> Browser:
        opened = Browser(app)
        return opened.enter(name) if name else opened

    return open_as
