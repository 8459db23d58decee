"""Templates and what each of them may call: the catalogue and the words of days."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workflow import __version__
from workflow.messages import say
from workflow.web import words


@cache
def environment() -> Environment:
    """Return the one template environment: escaped, and strict about what is missing."""
    made = Environment(
        loader=PackageLoader("workflow.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": say,
        "version": __version__,
        "full_day": words.full_day,
        "day_in_list": words.day_in_list,
        "short_day": words.short_day,
        "weekday": words.weekday,
    }
    return made


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page with the frame's own values: who is signed in, today, the form's token."""
    person = getattr(request.state, "person", None)
    frame = {
        "person": person,
        "form_token": getattr(request.state, "form_token", ""),
        "path": request.url.path,
        "today": request.app.state.office.today,
    }
    text = environment().get_template(name).render(frame | values)
    return HTMLResponse(text, status_code=status)
