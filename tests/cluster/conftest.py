"""The office of the app's tests on PostgreSQL, with the queue beside it."""

import pytest

from app.conftest import clerk, clock, office  # noqa: F401


@pytest.fixture
def database_url(postgres):
    return postgres.new_database()
