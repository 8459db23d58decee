"""The doctor: each fault is found, and said with its mend."""

import io
import json
import os
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from app.conftest import ADMIN, noon
from workflow.adapters import machine
from workflow.adapters.channels import AppriseChannels
from workflow.adapters.machine import (
    FACES,
    GIB,
    examine_disk,
    examine_documents,
    examine_folder,
    examine_fonts,
    examine_zone,
)
from workflow.adapters.reaching import place_of
from workflow.app.contacts import NewContact, set_contact
from workflow.app.deliveries import DELIVERY
from workflow.app.examining import (
    calendar_finding,
    examine_channels,
    examine_clock,
    examine_server_clock,
    examine_store,
    examine_work,
)
from workflow.app.outbox import OUTBOX
from workflow.app.pulse import take_pulse
from workflow.app.reminding import sweep
from workflow.app.working import work
from workflow.cli.main import run
from workflow.errors import NotFoundError
from workflow.messages import catalogue
from workflow.store.leases import real_time

# apprise itself imports what later Pythons drop
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def codes(findings):
    return [(one.level, one.code.removeprefix("doctor.")) for one in findings]


def test_a_sound_database_is_said_to_be_sound(office):
    found = codes(examine_store(office.store))
    assert ("ok", "database") in found
    assert {level for level, _ in found} == {"ok"}
    assert (("ok", "queue") in found) is not office.store.sqlite


def test_a_database_of_another_release_is_found(office):
    with office.store.write() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    (finding,) = examine_store(office.store)
    assert (finding.level, finding.code) == ("mend", "doctor.database_broken")


def test_a_queue_whose_tables_are_gone_is_found(office):
    if office.store.sqlite:
        assert ("mend", "queue_old") not in codes(examine_store(office.store))
        return
    with office.store.write() as session:
        session.execute(sa.text("DROP SCHEMA queue CASCADE"))
    *_, finding = examine_store(office.store)
    assert (finding.level, finding.code) == ("mend", "doctor.queue_old")
    assert "workflow db upgrade" in finding.mend


def test_a_journal_without_its_protection_is_found(office):
    drop = "DROP TRIGGER journal_no_update" if office.store.sqlite else (
        "DROP TRIGGER journal_no_change ON journal"
    )  # fmt: skip
    with office.store.write() as session:
        session.execute(sa.text(drop))
    assert codes(examine_store(office.store)) == [("mend", "database_broken")]


def test_whether_somebody_sweeps_and_who_should(office, clock):
    sweeper = "workflow serve" if office.store.sqlite else "workflow worker"
    (finding,) = examine_work(office)
    assert finding.code == "doctor.never_swept"
    assert sweeper in finding.mend
    work(office)
    assert codes(examine_work(office)) == [("ok", "sweeping")]
    clock.at += timedelta(minutes=31)
    (finding,) = examine_work(office)
    assert finding.code == "doctor.nobody_sweeps"
    assert "31 分钟" in finding.message
    assert sweeper in finding.mend


def test_what_did_not_come_through_is_counted(reached, number, clock):
    clock.set(date(2020, 6, 3))
    sweep(reached)
    with reached.store.write() as session:
        session.execute(sa.update(DELIVERY).values(given_up_at=clock()))
        session.execute(sa.update(OUTBOX).values(attempts=2, failure="case.unknown"))
    found = codes(examine_work(reached))
    assert ("mend", "given_up") in found
    assert ("mend", "outbox_failing") in found


def test_a_clock_behind_the_journal_is_found(office, clock):
    assert codes(examine_clock(office)) == [("ok", "clock")]
    clock.at -= timedelta(days=1)
    assert codes(examine_clock(office)) == [("mend", "clock_behind")]


@pytest.mark.parametrize(
    ("apart", "found"),
    [(2, []), (-600, [("mend", "clocks_apart")]), (86400, [("mend", "clocks_apart")])],
)
def test_a_clock_that_differs_from_the_database_s_is_found(office, clock, apart, found):
    with office.store.read() as session:
        clock.at = real_time(session) + timedelta(seconds=apart)
    assert codes(examine_server_clock(office)) == found


@pytest.mark.parametrize(
    ("known", "today", "finding"),
    [
        (2026, date(2026, 11, 24), ("note", "calendar_coming")),
        (2026, date(2026, 12, 1), ("mend", "calendar_unknown")),
        (2026, date(2027, 1, 4), ("mend", "calendar_unknown")),
        (2027, date(2026, 12, 1), ("ok", "calendar")),
    ],
)
def test_how_far_the_holidays_are_known(known, today, finding):
    assert codes([calendar_finding(known, today)]) == [finding]


def test_what_people_asked_for_can_leave_the_house(office, reached):
    assert codes(examine_channels(reached, mail=True)) == [("ok", "channels")]
    assert codes(examine_channels(reached, mail=False)) == [("mend", "mail_unset")]
    bare = replace(reached, channels=None, base_url="")
    assert codes(examine_channels(bare, mail=True)) == [
        ("mend", "notify_missing"), ("note", "no_links")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "address", "mail_url"),
    [
        ("mail", "li@example.invalid", "mailto://127.0.0.1:{port}?from=a@example.invalid"),
        ("webhook", "http://127.0.0.1:{port}/li", None),
    ],
)
def test_a_channel_where_nobody_answers_is_found_and_nothing_is_sent(
    office, channel, address, mail_url
):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        set_contact(office, NewContact("li", channel, address.format(port=port)), ADMIN)
        url = SecretStr(mail_url.format(port=port)) if mail_url else None
        office = replace(office, channels=AppriseChannels(url), base_url="https://x.invalid")
        assert codes(examine_channels(office, mail=True)) == [("ok", "channels")]
        caller, _ = server.accept()
        assert caller.recv(1) == b""  # connected, and closed again
        caller.close()
    (finding,) = examine_channels(office, mail=True)
    assert finding.code == "doctor.channel_unreachable"
    assert f"127.0.0.1:{port}" in finding.message
    assert "li" not in finding.message.replace("Connection refused", "")


def test_a_mail_server_that_is_none_is_found(office):
    set_contact(office, NewContact("li", "mail", "li@example.invalid"), ADMIN)
    odd = replace(office, channels=AppriseChannels(SecretStr("pigeon://")), base_url="https://x")
    assert codes(examine_channels(odd, mail=True)) == [("mend", "channel_unusable")]


def test_a_proxy_is_what_must_answer_where_one_is_set(monkeypatch):
    chat = "https://oapi.dingtalk.com"
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert place_of(chat) == ("oapi.dingtalk.com", 443)
    monkeypatch.setenv("https_proxy", "http://proxy.example.invalid:3128")
    assert place_of(chat) == ("proxy.example.invalid", 3128)
    monkeypatch.setenv("no_proxy", "dingtalk.com")
    assert place_of(chat) == ("oapi.dingtalk.com", 443)


def test_messages_that_are_tried_again_are_counted(reached, channels, number, clock):
    clock.set(date(2020, 6, 3))
    channels.broken.add("mail")
    work(reached)
    assert ("note", "deliveries_failing") in codes(examine_work(reached))
    assert codes(examine_channels(reached, mail=True)) == [("mend", "channel_unreachable")]


def test_an_office_that_keeps_to_its_inbox_is_told_what_else_there_is(office):
    assert codes(examine_channels(office, mail=False)) == [("note", "inbox_only")]


@pytest.mark.parametrize(
    ("free", "finding"),
    [
        (GIB - 1, ("mend", "disk_full")),
        (2 * GIB, ("note", "disk_filling")),
        (9 * GIB, ("ok", "disk")),
    ],
)
def test_the_disk_is_judged_by_what_is_free(free, finding):
    assert codes(examine_disk(Path("/data"), free)) == [finding]


def test_a_key_that_others_can_read_is_found(tmp_path):
    key, secret = tmp_path / "key", tmp_path / "secret"
    assert ("mend", "key_missing") in codes(examine_folder(tmp_path, {"key": key}))
    assert codes(examine_folder(tmp_path / "none", {})) == [("mend", "folder_missing")]
    for path, mode in ((key, 0o600), (secret, 0o644)):
        path.write_text("x")
        path.chmod(mode)
    found = list(examine_folder(tmp_path, {"key": key, "secret": secret}))[1:]
    assert codes(found) == [("ok", "file_private"), ("mend", "file_open")]
    assert f"chmod 600 {secret}" in found[1].mend


def test_fonts_that_show_japanese_shapes_are_found():
    shown = dict.fromkeys(FACES, "Noto Serif CJK SC") | {"黑体": "DejaVu Sans"}
    assert codes(examine_fonts(shown)) == [("mend", "font_wrong")]
    assert codes(examine_fonts({"黑体": "黑体"})) == [("ok", "fonts")]


def test_this_machine_makes_pdf_with_chinese_faces():
    assert codes(examine_documents()) == [("ok", "office"), ("ok", "fonts")]


def test_a_machine_without_libreoffice_is_told_what_it_misses(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert codes(examine_documents()) == [("note", "office_missing")]


def test_china_s_zone_is_known_whatever_the_host_s(monkeypatch):
    (finding,) = examine_zone(datetime(2026, 11, 24, tzinfo=UTC))
    assert finding.level == "ok"
    assert finding.values["offset"] == "+0800"


def test_a_machine_that_doesn_t_know_china_s_zone_is_found(monkeypatch):
    def unknown(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(machine, "ZoneInfo", unknown)
    assert codes(examine_zone(datetime(2026, 11, 24, tzinfo=UTC))) == [("mend", "zone_missing")]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("WORKFLOW_")]:
        monkeypatch.delenv(name)
    return tmp_path


def test_the_command_finds_and_mends_step_by_step(place, capsys):
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert "doctor.folder_missing" in [one["code"] for one in told["findings"]]
    assert not (place / "workflow-data").exists()  # it only looks
    assert run(["agency", "add", "--code", "shili", "--name", "示例局", "--as", "root"]) == 0
    capsys.readouterr()
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    to_mend = [one for one in told["findings"] if one["level"] == "mend"]
    assert [one["code"] for one in to_mend] == ["doctor.never_swept"]
    assert all(one["mend"] for one in to_mend)
    assert run(["worker", "--once"]) == 0
    capsys.readouterr()
    assert run(["doctor"]) == 0
    assert "没有要改的" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_with_a_broken_database(place, capsys):
    (place / "workflow-data").mkdir()
    (place / "workflow-data" / "key").write_text("x")
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert "doctor.database_missing" in [one["code"] for one in told["findings"]]
    (place / "workflow-data" / "workflow.db").write_text("nothing like a database at all" * 99)
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert "doctor.database_broken" in [one["code"] for one in told["findings"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_that_is_not_in_order_has_its_mend(language):
    said = {code for code in catalogue(language) if code.startswith("doctor.")}
    in_order = {"all_well", "to_mend", "database", "queue", "disk", "file_private", "office",
                "fonts", "zone", "clock", "calendar", "channels", "sweeping", "oidc"}  # fmt: skip
    for code in said:
        name = code.removeprefix("doctor.")
        assert name.endswith("_mend") or name in in_order or f"{code}_mend" in said


def test_the_pulse_counts_and_speaks_prometheus(office, clerk, clock):
    clock.at = noon(date(2020, 5, 11))
    clerk.register(date(2020, 5, 11))
    assert take_pulse(office).outbox_waiting == 1
    work(office)
    clock.set(date(2020, 7, 1))
    pulse = take_pulse(office)
    assert (pulse.cases_open, pulse.deadlines_overdue, pulse.outbox_waiting) == (1, 1, 0)
    assert not pulse.in_order(clock())
    lines = list(pulse.lines(clock()))
    assert "workflow_deadlines_overdue 1" in lines
    assert "workflow_seconds_since_last_pass 4406400" in lines  # 51 days
    assert all("示例" not in line for line in lines)


def test_addresses_are_set_on_the_command_line_and_shown_masked(place, capsys, monkeypatch):
    for arguments in (
        ["agency", "add", "--code", "shili", "--name", "示例局", "--as", "root"],
        ["user", "add", "--name", "li", "--display-name", "李（示例）", "--role", "clerk",
         "--agency", "shili", "--as", "root"],
    ):  # fmt: skip
        assert run(arguments) == 0, capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("li@example.invalid\n"))
    assert run(["contact", "set", "li", "mail", "--as", "root"]) == 0
    capsys.readouterr()
    assert run(["contact", "list", "li", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["channel"], shown["address"]) == ("mail", "l***@example.invalid")
    assert run(["contact", "remove", "li", "mail", "--as", "root"]) == 0
    assert run(["contact", "list", "li"]) == 0


def test_contacts_need_a_person_on_record(office):
    with pytest.raises(NotFoundError):
        set_contact(office, NewContact("nobody", "mail", "a@example.invalid"), ADMIN)
