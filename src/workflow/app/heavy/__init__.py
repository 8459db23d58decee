"""The kinds of heavy work, one module each: what an order names, what a step does."""

from collections.abc import Mapping

from workflow.app.heavy.bundles import BUNDLES
from workflow.app.heavy.export import EXPORT
from workflow.app.heavy.journal import JOURNAL
from workflow.app.heavy.ledger import LEDGER
from workflow.app.heavy.letters import LETTERS
from workflow.app.heavy.pdf import TO_PDF
from workflow.app.heavy.recorded import recorded
from workflow.app.heavy.rederive import REDERIVE
from workflow.app.heavy.registers import DISCLOSURES, FIGURES
from workflow.app.heavy.rollup import ROLLUP
from workflow.app.running import Kind
from workflow.app.tasks import KindName

KINDS: Mapping[KindName, Kind] = {
    "rederive": REDERIVE,
    "letters": recorded(LETTERS),
    "pdf": recorded(TO_PDF),
    "bundles": recorded(BUNDLES),
    "ledger": LEDGER,
    "export": recorded(EXPORT),
    "disclosures": DISCLOSURES,
    "figures": FIGURES,
    "rollup": ROLLUP,
    "journal": JOURNAL,
}
