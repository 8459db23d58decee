"""The office of the app's tests, behind its pages."""

import pytest

from app.conftest import clerk, clock, office  # noqa: F401
from browserless import Client
from workflow.web.app import create_app


@pytest.fixture
def pages(office):  # noqa: F811
    """The pages without a tick of their own: as on PostgreSQL, where workers sweep."""
    return Client(create_app(office))
