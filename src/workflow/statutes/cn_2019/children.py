"""The children of a request under the 2019 Regulation."""

from workflow.statutes.appeals import litigation, reconsideration
from workflow.statutes.cn_2019.terms import CODE
from workflow.statutes.consultations import consultation

CONSULTATION = consultation(
    CODE,
    articles={
        "third_party": "条例第三十二条",
        "joint_agency": "条例第三十四条",
        "other_agency": "条例第三十三条第三款",
    },
    clocks={kind: kind for kind in ("third_party", "joint_agency", "other_agency")},
)
RECONSIDERATION = reconsideration(CODE)
LITIGATION = litigation(CODE)
