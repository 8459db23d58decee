"""换密码: one's own."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app.own_password import change_own_password
from workflow.errors import InputError, RefusedError
from workflow.web.guard import COOKIE, CurrentPerson, SentForm, TheOffice, actor
from workflow.web.view import page

router = APIRouter()
FIELDS = ("present", "new", "again")


@router.get("/password")
def ask(request: Request, office: TheOffice, _: CurrentPerson) -> HTMLResponse:
    """Ask for the present password and, twice, for the new one."""
    return page(request, "password.html", fields=FIELDS, possible=office.local_sign_in, problem="")


@router.post("/password")
def change(request: Request, office: TheOffice, person: CurrentPerson, form: SentForm) -> Response:
    """Change it; this browser stays signed in, all others don't."""
    typed = [str(form.get(name, "")) for name in FIELDS]
    try:
        token = change_own_password(office, actor(person), *typed)
    except (InputError, RefusedError) as error:
        status = 400 if isinstance(error, InputError) else 403
        told = {"possible": office.local_sign_in, "problem": error.message}
        return page(request, "password.html", status=status, fields=FIELDS, **told)
    answer = RedirectResponse("/sessions", status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
    return answer
