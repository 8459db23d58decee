"""Whatever a ledger says in good order comes out of the register as it went in."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.conftest import CLERK
from ledger.ledgers import HEADER, codes, table, text
from workflow.app.keeping import verify
from workflow.app.ledger.exporting import Export, export_ledger
from workflow.ledger.words import CHANNEL_LABELS, CLASS_LABELS

DIRECT = ("当面", "挂号信/EMS")
OUTCOMES = [f"A{n}" for n in range(1, 25)]
ROWS = ["（一）予以公开", "1.本机关不掌握相关政府信息", "3.其他"]
#: Texts that a cell keeps: no blanks at their ends, nothing that a cell says nothing with.
TEXTS = st.text("示例村土地征收方案AaＡ〔〕（）=，\"'\n1", min_size=3, max_size=30).map(
    lambda text: f"示{text.strip()}例"
)


@st.composite
def requests(draw, number):
    """Draw a request in good order: each of its days is on or after the one before."""
    channel = draw(st.sampled_from([*CHANNEL_LABELS.values()]))
    submitted = draw(st.dates(date(2008, 5, 1), date(2026, 1, 31)))
    days = [submitted]
    for _ in range(4):
        days.append(days[-1] + timedelta(draw(st.integers(0, 60))))
    received = days[1] if channel not in DIRECT or draw(st.booleans()) else None
    made = {
        "申请编号": number,
        "申请人": draw(TEXTS),
        "申请人类别": draw(st.sampled_from([*CLASS_LABELS.values()])),
        "受理渠道": channel,
        "提交日期": submitted,
        "收到日期": received,
        "申请内容": draw(TEXTS),
        "备注": draw(st.none() | TEXTS),
    }
    if draw(st.booleans()):
        made |= {"延期日期": days[2], "延期工作日": draw(st.integers(1, 30))}
    if draw(st.booleans()):
        result = draw(st.sampled_from(OUTCOMES + ROWS))
        served = days[4] if result != "A23" and draw(st.booleans()) else None
        made |= {"答复日期": days[3], "办理结果": result, "送达日期": served}
        made["答复文号"] = draw(st.none() | TEXTS)
    return made


LEDGERS = st.integers(1, 6).flatmap(
    lambda count: st.tuples(*(requests(f"示例{n}") for n in range(count)))
)


def shown(made):
    """Return a request as the export shows it: the receipt is always said where it is known."""
    received = made["收到日期"] or (made["提交日期"] if made["受理渠道"] in DIRECT else None)
    whole = {name: made.get(name) for name in HEADER} | {"收到日期": received}
    return {name: _wide(value) for name, value in whole.items()}


def _wide(value):
    """Wide letters are read as plain ones, and Excel's own line ends come back as one."""
    return value.replace("Ａ", "A") if isinstance(value, str) else value


@given(LEDGERS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_ledger_in_good_order_comes_out_as_it_went_in(empty_desks, ledger):
    desk, folder = empty_desks()
    path = text(folder / "a.csv", *ledger)
    assert codes(desk.take(path)) == []
    out = folder / "out.xlsx"
    export_ledger(desk.office, Export("liangtian", out), CLERK)
    found = {made["申请编号"]: made for made in table(out)}
    assert found == {made["申请编号"]: shown(made) for made in ledger}
    assert verify(desk.office, derived=True).broken == ()
    assert desk.take(out).changes == 0
