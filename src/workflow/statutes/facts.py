"""Facts by name: the same name means the same thing in every step of every statute.

Free text, people and files are ``personal``: the journal keeps a reference and a digest.
"""

from workflow.core.moves import FactSpec

CHANNELS = ("in_person", "signed_mail", "ordinary_mail", "web", "email", "fax")
CLASSES = ("natural", "enterprise", "research", "social", "legal", "other")
WAYS = ("post", "direct", "through_agency", "electronic")
CARRIERS = ("postal", "courier")
PARTIES = ("third_party", "joint_agency", "other_agency")
TARIFFS = ("items", "pages")
REVIEW_PROCEDURES = ("ordinary", "simplified")


def _spec(name: str, kind: str, choices: tuple[str, ...], *, required: bool) -> FactSpec:
    return FactSpec(name, kind, f"facts.{name}", required=required, choices=choices)


def choice(name: str, choices: tuple[str, ...], *, required: bool = False) -> FactSpec:
    """Return a fact that is one word of a few."""
    return _spec(name, "choice", choices, required=required)


def days(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that is a day."""
    return _spec(name, "date", (), required=required)


def number(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that is a whole number."""
    return _spec(name, "integer", (), required=required)


def flag(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that is true or false."""
    return _spec(name, "flag", (), required=required)


def period(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that is a length of time with its unit."""
    return _spec(name, "period", (), required=required)


def codes(name: str, choices: tuple[str, ...] = (), *, required: bool = False) -> FactSpec:
    """Return a fact that is a list of codes."""
    return _spec(name, "list", choices, required=required)


def files(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that names files of the case, each with its digest: all of it personal."""
    return FactSpec(name, "files", f"facts.{name}", required=required, personal=True)


def text(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact in free words: kept beside the journal, never in it."""
    return FactSpec(name, "text", f"facts.{name}", required=required, personal=True)


def word(name: str, *, required: bool = False) -> FactSpec:
    """Return a fact that is a short code or reference of our own: it may stand in the journal."""
    return _spec(name, "text", (), required=required)
