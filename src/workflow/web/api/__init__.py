"""The JSON API under /api/v1: the use cases of the pages for other programs, by bearer tokens."""

from workflow.web.api import problems
from workflow.web.api.app import create_api

__all__ = ["create_api", "problems"]
