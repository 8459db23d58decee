from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.ledger.dates import EPOCH_1904, blank, read_day

MAY_11 = date(2020, 5, 11)


@pytest.mark.parametrize(
    "cell",
    [
        date(2020, 5, 11),
        datetime(2020, 5, 11, 9, 30),
        43962,  # 2020-05-11 − 1899-12-30 = 43,962 days
        43962.0,
        43962.4375,  # half past ten
        "43962",
        "43962.0",
        20200511,
        20200511.0,
        "20200511",
        "2020-05-11",
        "2020-5-11",
        "2020/5/11",
        "2020.5.11",
        "2020．5．11",
        "2020、5、11",
        "2020年5月11日",
        "2020年05月11号",
        "2020 年 5 月 11 日",
        "２０２０年５月１１日",
        "２０２０－０５－１１",
        " 2020-05-11 ",
        "'2020-05-11",
        "2020-05-11 10:30:00",
        "2020-05-11T10:30:00",
        "2020年5月11日 上午",
        "2020年5月11日（星期一）",
        "二〇二〇年五月十一日",
        "二○二○年五月十一日",
        "二零二零年 五月 十一日",
    ],
)
def test_a_day_is_read_however_it_is_kept(cell):
    assert read_day(cell) == MAY_11


@pytest.mark.parametrize("cell", [None, "", "  ", "/", "-", "—", "无"])
def test_a_cell_that_says_nothing_is_no_day(cell):
    assert blank(cell)
    assert read_day(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2020.5.41",
        "2020-13-01",
        "2021-02-29",
        "20201301",
        "5月11日",
        "2020年5月",
        "5/11/2020",
        "20.5.11",
        "2020-05-112",
        "已答复",
        "2020-05-11至2020-05-15",
        "十三月",
        "二〇二〇年十三月一日",
        12,
        999,
        99999,
        True,
        time(10, 30),
    ],
)
def test_what_is_no_day_is_never_guessed(cell):
    with pytest.raises((ValueError, OverflowError)):
        read_day(cell)


def test_old_macintosh_files_count_their_serials_from_1904():
    # 2020-05-11 − 1904-01-01 = 42,500 days
    assert read_day(42500, EPOCH_1904) == MAY_11


@given(st.dates(date(2008, 5, 1), date(2050, 12, 31)))
def test_every_way_to_write_a_day_reads_back(day):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    written = (
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
        serial,
        str(serial),
    )
    assert {read_day(cell) for cell in written} == {day}


@given(st.text(max_size=12) | st.integers() | st.floats(allow_nan=True))
def test_any_cell_gives_a_day_none_or_a_value_error(cell):
    try:
        found = read_day(cell)
    except (ValueError, OverflowError):
        return
    assert found is None or isinstance(found, date)
