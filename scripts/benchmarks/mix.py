"""Invented requests in the shares that published annual reports have: the one mix of all lines.

The outcomes were counted once from the tables of five published reports (上海市人民政府办公厅 2019,
金凤区良田镇人民政府 2020, 洪泽区人民政府 2023, 宿迁市 2023 and 2024): 7,917 requests received and
7,834 handled. Classes and channels are those that the benchmark is to have (natural persons 95 %;
web 87 %, post 11 %, in person 2 %); the classes of the other 5 % are shared as in the same reports
(enterprises 209, legal 13, social 5, other 5, research 0; natural persons are 97 % there).
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from workflow.ledger import columns as col
from workflow.ledger.results import label_of, row_of
from workflow.ledger.words import CHANNEL_LABELS, CLASS_LABELS

#: Of a thousand.
APPLICANTS = {"natural": 950, "enterprise": 45, "legal": 3, "social": 1, "other": 1}
CHANNELS = {"web": 870, "signed_mail": 110, "in_person": 20}
#: How the counted requests ended. Where a row holds two outcomes, each has half of it; a request
#: under 其他 is taken as withdrawn.
OUTCOMES = {
    "A1": 1311, "A2": 1311, "A3": 803, "A4": 3, "A5": 28, "A6": 10, "A7": 55, "A8": 41, "A9": 21,
    "A10": 45, "A11": 34, "A12": 978, "A13": 977, "A14": 67, "A15": 11, "A16": 393, "A17": 66,
    "A19": 61, "A20": 4, "A21": 117, "A22": 48, "A23": 645,
}  # fmt: skip
#: An answer takes at most so many days: what was received later than that is still open.
LONGEST = 28
#: Six years of a ledger.
DAYS = 2200
MARK = "示例"
SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
PLACES = [f"{name}{kind}" for name in ("良田", "金凤", "西夏", "兴庆") for kind in ("村", "社区")]
THINGS = (
    *("土地征收补偿方案及其附图", "房屋征收决定", "低保对象名单", "财政专项资金使用情况"),
    *("建设工程规划许可证", "环境影响评价批复", "行政处罚决定书", "会议纪要", "招投标文件"),
    *("农村宅基地审批档案", "学校收费标准", "道路施工合同", "信访答复意见", "危房鉴定报告"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """An invented request; without ``outcome`` it is still open."""

    number: str
    name: str
    content: str
    applicant: str
    channel: str
    received: date
    outcome: str | None = None
    decided: date | None = None
    served: date | None = None


def requests(size: int, until: date, days: int = DAYS, seed: int = 2019) -> Iterator[Request]:
    """Yield so many requests of the days before ``until``; the same ones every time."""
    lots = random.Random(seed)  # noqa: S311  (invented data)
    for n in range(size):
        received = until - timedelta(days=1 + n * 7919 % days)
        decided = received + timedelta(lots.randint(1, LONGEST))
        served = decided + timedelta(lots.randint(0, 9))
        things = "、".join(lots.sample(THINGS, 2))
        outcome = drawn(lots, OUTCOMES)
        yield Request(
            number=f"{MARK}〔{received.year}〕{n}号",
            name=f"{lots.choice(SURNAMES)}{n}（{MARK}）",
            content=f"{MARK}{lots.choice(PLACES)}第{n % 40}组{things}",
            applicant=drawn(lots, APPLICANTS),
            channel=drawn(lots, CHANNELS),
            received=received,
            outcome=outcome if decided < until else None,
            decided=decided if decided < until else None,
            served=served if served < until else None,
        )


def drawn(lots: random.Random, shares: Mapping[str, int]) -> str:
    """Return one of the names, each as often as its share says."""
    return lots.choices([*shares], [*shares.values()])[0]


def write_ledger(path: Path, size: int, until: date, days: int = DAYS) -> Path:
    """Write a ledger of so many invented requests as offices keep them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.label for column in col.REQUESTS])
    for n, request in enumerate(requests(size, until, days)):
        cells = _cells(n, request)
        sheet.append([cells.get(column) for column in col.REQUESTS])
    book.save(path)
    return path


def _cells(n: int, request: Request) -> dict[col.Column, Any]:
    """Return the row of a request; each third names its outcome by the row of the report."""
    cells: dict[col.Column, Any] = {
        col.NUMBER: request.number,
        col.APPLICANT: request.name,
        col.CLASS: CLASS_LABELS[request.applicant],
        col.CHANNEL: CHANNEL_LABELS[request.channel],
        col.SUBMITTED: request.received,
        col.RECEIVED: request.received,
        col.CONTENT: request.content,
    }
    if request.outcome is not None:
        label = label_of(str(row_of(request.outcome)))
        cells |= {
            col.DECIDED: request.decided,
            col.DOCUMENT: f"{MARK}答{request.number.removeprefix(MARK)}",
            col.RESULT: label if n % 3 == 0 else request.outcome,
            col.SERVED: request.served,
        }
    return cells
