"""Templates and what each of them may call: the catalogue and the words of days."""

from functools import cache, partial
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workflow import __version__
from workflow.app.frame import frame_of
from workflow.app.office import Office
from workflow.app.sign_in import IDLE, Person
from workflow.messages import language, say
from workflow.web import words
from workflow.web.choices import choice_label
from workflow.web.folded import FoldingEnvironment
from workflow.web.menu import items_for
from workflow.web.typed import typed_day

SCHEMES = ("auto", "light", "dark")
SCHEME_COOKIE = "workflow_scheme"
KEYS_COOKIE = "workflow_keys"


@cache
def environment(in_language: str) -> Environment:
    """Return the template environment of a language: escaped, strict about what is missing."""
    made = FoldingEnvironment(
        loader=PackageLoader("workflow.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "say": partial(say, in_language=in_language),
        "version": __version__,
        "full_day": words.full_day,
        "day_in_list": words.day_in_list,
        "short_day": words.short_day,
        "weekday": words.weekday,
        "clock_time": words.clock_time,
        "local_day": words.local_day,
        "typed_day": typed_day,
        "choice_label": choice_label,
        "page_language": "zh-CN" if in_language == "zh" else "en",
        "idle_minutes": int(IDLE.total_seconds() // 60),
    }
    return made


def page(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page with the frame's own values: who is signed in, today, the form's token."""
    person = getattr(request.state, "person", None)
    office: Office = request.app.state.office
    scheme = request.cookies.get(SCHEME_COOKIE, "auto")
    frame = {
        "person": person,
        "form_token": getattr(request.state, "form_token", ""),
        "path": request.url.path,
        "today": office.today,
        "scheme": scheme if scheme in SCHEMES else "auto",
        "single_keys": request.cookies.get(KEYS_COOKIE) != "off",
        **_frame(request, office, person),
    }
    text = environment(language()).get_template(template).render(frame | values)
    return HTMLResponse(text, status_code=status)


def _frame(request: Request, office: Office, person: Person | None) -> dict[str, Any]:
    """Return what the frame shows of the person's agency, and his links."""
    frame = frame_of(office, person.agency if person else "")
    return {
        "agency_name": frame.agency_name,
        "example": frame.example,
        "menu": items_for(request.app, person.role) if person else [],
        "reviews_waiting": frame.reviews_waiting,
    }
