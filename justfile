# The same commands as the README, for those who like short names.
run *args:
    ./scripts/run {{args}}
test *args:
    ./scripts/test {{args}}
lock:
    ./scripts/lock
lint:
    .venv/bin/ruff format . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
templates:
    .venv/bin/python scripts/build_templates.py
serve:
    .venv/bin/workflow serve
