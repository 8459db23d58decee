"""SQLModel rows, migrations, transactions on SQLite and PostgreSQL."""
