"""Alembic migrations, packed into the wheel."""
