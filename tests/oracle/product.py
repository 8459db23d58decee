"""The product's answer to a ``due`` document, as the contract's JSON."""

import json

from workflow.app.due import answer, to_json


def due(document, as_of):
    """Return the answer as a reader of the JSON sees it."""
    return json.loads(json.dumps(to_json(answer(document, as_of))))
