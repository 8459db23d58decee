"""The routes of the API: read strictly, their scopes told in the document."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from workflow import jsontext
from workflow.web.api.bearer import Having
from workflow.web.api.problems import UnclearBody, UnknownQuery


class _Strict(Request):
    """A request whose JSON is read by ``jsontext``."""

    async def json(self) -> Any:
        """Return what the body says; json.JSONDecodeError or UnclearBody otherwise."""
        try:
            return jsontext.loads(await self.body())
        except jsontext.UnclearError as error:
            raise UnclearBody(str(error)) from error


def scope_of(dependant: Dependant) -> str | None:
    """Return the scope that the guards of an operation ask for; None: any token will do."""
    if isinstance(dependant.call, Having):
        return dependant.call.scope
    found = (scope_of(one) for one in dependant.dependencies)
    return next((scope for scope in found if scope), None)


def query_of(dependant: Dependant) -> frozenset[str]:
    """Return the names that an operation takes in its query."""
    own = {one.alias for one in dependant.query_params}
    return frozenset(own.union(*(query_of(one) for one in dependant.dependencies)))


class StrictRoute(APIRoute):
    """A route that passes over nothing: a query's name that it doesn't know is refused.

    Its description says what its token needs.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        scope = scope_of(self.dependant)
        self.summary = self.description.partition("\n")[0].rstrip(".")
        needs = f"Scope: `{scope}`." if scope else "Any token."
        self.description = f"{self.description}\n\n{needs}"
        self.openapi_extra = {"x-scope": scope}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler over a strict request."""
        inner = super().get_route_handler()
        known = query_of(self.dependant)

        async def handle(request: Request) -> Response:
            unknown = sorted({*request.query_params} - known)
            if unknown:
                raise UnknownQuery(unknown, known)
            return await inner(_Strict(request.scope, request.receive))

        return handle


def router(tag: str, prefix: str = "") -> APIRouter:
    """Return a router of the API: one part of it under one heading."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=StrictRoute)
