"""Entries of a case that are no step: what an officer notes down, and which cases belong together.

They change no state, no clock and no report; the machines pass them over.
"""

from collections.abc import Mapping

from workflow.core.moves import FactSpec
from workflow.statutes import facts

#: What a change of calendar moved: the program's own entry (``rederiving``).
RECALCULATED = "recalculate"
NOTE, LINK, UNLINK, VOID = "note", "link", "unlink", "void_document"
#: The facts of each, as a page tells them; a link's other case stands in ``chain`` too.
ASIDES: Mapping[str, tuple[FactSpec, ...]] = {
    NOTE: (facts.text("note", required=True),),
    LINK: (facts.word("other_number", required=True),),
    UNLINK: (facts.word("other_number", required=True),),
    VOID: (facts.word("document_number"),),
}
