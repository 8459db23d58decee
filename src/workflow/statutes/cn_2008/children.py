"""The children of a request under the 2008 Regulation: only a third party stops the clock."""

from workflow.statutes.appeals import litigation, reconsideration
from workflow.statutes.cn_2008.terms import CODE
from workflow.statutes.consultations import consultation

#: Art. 23 sets no limit; another agency may be asked, but its opinion stops nothing.
CONSULTATION = consultation(
    CODE,
    articles={
        "third_party": "条例（2008）第二十三条",
        "other_agency": "条例（2008）第七条",
    },
    clocks={},
)
RECONSIDERATION = reconsideration(CODE)
LITIGATION = litigation(CODE)
