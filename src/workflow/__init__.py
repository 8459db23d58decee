"""Government-information requests: a journal of legal events, and what can be proven from it."""

__version__ = "0.1.0"
