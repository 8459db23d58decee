"""Values that fit the places in addresses: what there is in the tests' office."""

import re

PLACES = {
    "case": "1",
    "channel": "mail",
    "child": "consultation",
    "code": "hewan",
    "column": "natural",
    "delivery": "1",
    "document": "1",
    "ident": "none",
    "key": "N04",
    "law": "cn-2019",
    "name": "li",
    "number": "2026-1",
    "period": "2026-05",
    "ref": "none",
    "role": "clerk",
    "row": "new_received",
    "task": "1",
    "version": "1",
    "year": "2026",
}


def in_path(path):
    """Return the names of the places in an address."""
    return re.findall(r"\{(\w+)\}", path)


def filled(path, **other):
    """Return an address with its places filled."""
    return re.sub(r"\{(\w+)\}", lambda found: (PLACES | other)[found[1]], path)
