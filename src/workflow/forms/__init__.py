"""The annual-report forms as data: rows, columns, labels, merged cells, equations.

One file a form (``2019.json``); a third form is a third file.
"""

from workflow.forms.form import (
    AppealGroup,
    Clause,
    Column,
    Equation,
    Form,
    Row,
    all_forms,
    form_named,
    of_year,
)

__all__ = [
    "AppealGroup",
    "Clause",
    "Column",
    "Equation",
    "Form",
    "Row",
    "all_forms",
    "form_named",
    "of_year",
]
