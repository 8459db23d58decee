"""The office's own pages over the town of tests/web."""

from web.conftest import app, browser, clock, folder, founded, office

__all__ = ["app", "browser", "clock", "folder", "founded", "office"]
