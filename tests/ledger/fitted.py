"""Ledgers that fit a published table: as many rows, in the same classes, with the same ends."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, cycle

from ledger.ledgers import APPEALS, HEADER
from workflow.forms import all_forms

CLASSES = {
    "natural": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "social": "社会组织",
    "legal": "法律服务机构",
    "other": "其他",
}
GROUPS = {
    "review": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
}
APPEAL_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}
CHANNELS = ("当面", "挂号信/EMS", "网络", "平信", "电子邮件", "传真")


class Fitted:
    """The rows of one year after another; what stays open is carried into the next."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[dict]] = {name: [] for name in CLASSES}
        self.pending: dict[str, list[dict]] = {name: [] for name in GROUPS}
        self.made = 0
        self.channels = cycle(CHANNELS)

    def year(self, report: Mapping) -> tuple[list[dict], list[dict]]:
        """Return the ledger of a report's year, and its appeals."""
        rows = [*chain.from_iterable(self._class(report, name) for name in CLASSES)]
        numbers = iter([row["申请编号"] for row in rows])
        appeals = [*chain.from_iterable(self._group(report, group, numbers) for group in GROUPS)]
        return rows, appeals

    def _class(self, report: Mapping, name: str) -> list[dict]:
        """Return the rows of a class: those carried in first, so that they are decided first."""
        year, table = report["year"], report["received"]
        carried = self.waiting[name]
        carried += [
            self._new(name, year - 1, n) for n in range(table["carried_in"][name] - len(carried))
        ]
        assert len(carried) == table["carried_in"][name]
        rows = carried + [self._new(name, year, n) for n in range(table["new_received"][name])]
        ends = [*_ends(table, name)]
        assert len(rows) == len(ends) + table["carried_out"][name]
        self.waiting[name] = rows[len(ends) :]
        decided = [
            {**row, **_end(year, n, end)}
            for n, (row, end) in enumerate(zip(rows[: len(ends)], ends, strict=True))
        ]
        return decided + self.waiting[name]

    def _new(self, name: str, year: int, n: int) -> dict:
        self.made += 1
        received = date(year, 12, 1) + timedelta(n % 28) if n % 2 else date(year, 1, 1 + n % 20)
        return {
            "申请编号": f"示例〔{year}〕{self.made}号",
            "申请人": f"张{self.made}（示例）",
            "申请人类别": CLASSES[name],
            "受理渠道": next(self.channels),
            "提交日期": received,
            "收到日期": received,
            "申请内容": f"示例：第{self.made}组征收材料",
        }

    def _group(self, report: Mapping, group: str, numbers: Iterator[str]) -> list[dict]:
        year, wanted = report["year"], report["appeals"][group]
        ends = [*chain.from_iterable([key] * wanted[key] for key in APPEAL_RESULTS)]
        carried = self.pending[group]
        new = [
            {"申请编号": next(numbers), "类型": GROUPS[group], "收到日期": date(year, 12, 31)}
            for _ in range(wanted["total"] - len(carried))
        ]
        all_ = carried + new
        self.pending[group] = all_[len(ends) :]
        closed = {"结案日期": date(year, 12, 31)}
        return [
            {**row, **closed, "结果": APPEAL_RESULTS[end]}
            for row, end in zip(all_[: len(ends)], ends, strict=True)
        ] + [{**row, "结果": "尚未审结"} for row in self.pending[group]]


def _ends(table: Mapping, name: str) -> Iterator[tuple[str, str]]:
    """Yield a result for each decided request of a class: key, label, label without number."""
    for row in all_forms()["2021"].rows:
        if row.key in all_forms()["2021"].results:
            ways = cycle((row.key, row.label, row.label.lstrip("（一二三四五六七）1234567890.")))
            yield from ((row.key, next(ways)) for _ in range(table[row.key][name]))


def _end(year: int, n: int, end: tuple[str, str]) -> dict:
    decided = date(year, 12, 31) - timedelta(n % 3)
    served = decided + timedelta(2)
    return {"答复日期": decided, "办理结果": end[1], "送达日期": None if n % 4 else served}


__all__ = ["APPEALS", "HEADER", "Fitted"]
