"""The letter format (信函格式, GB/T 9704-2012, 10.1): name, two red double lines, number, text.

The agency's name and the upper line are the first page's header, the lower line is its footer: as
borders of paragraphs, not shapes, they stay where they are in every program.
"""

from collections.abc import Iterable

from workflow.documents.build import styles
from workflow.documents.build.document import FirstPage, Properties, build
from workflow.documents.build.xml import Element, paragraph

#: 30 mm from the page's edge to the ink of a 32 pt name: 30 mm - 0.14 × 32 pt.
HEADER_DISTANCE = 1613


def letterhead(agency: str) -> FirstPage:
    """Return page one's header and footer; ``agency`` is the name or the field that holds it."""
    return FirstPage(
        header=(paragraph(styles.HEAD, agency), paragraph(styles.UPPER_RULE)),
        footer=(paragraph(styles.LOWER_RULE),),
        header_distance=HEADER_DISTANCE,
    )


def letter(body: Iterable[Element], properties: Properties, agency: str) -> bytes:
    """Return a letter as .docx."""
    return build(body, properties, letterhead(agency))
