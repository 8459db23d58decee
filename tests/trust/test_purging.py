"""A person purged: nothing of him is left to read, everything that was done still is."""

from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import keeping, tasks
from workflow.app.agencies import change_agency
from workflow.app.casefiles import GONE, casefile
from workflow.app.listing import Filter, list_cases
from workflow.app.office import Actor
from workflow.app.purging import purge
from workflow.app.reading import find_case
from workflow.app.retaining import expired, kept_until
from workflow.app.revealing import reveal
from workflow.app.showing import show
from workflow.app.tasks import Order, TaskFile, start
from workflow.app.who_saw import Asked, who_saw
from workflow.cli.main import run
from workflow.errors import InputError, RefusedError
from workflow.store.tables import Attachment, ChainKey, DerivedSearch, VaultValue, table_of
from workflow.store.vaults import Vault

from .conftest import ADMIN, CONTENT, KEYS, NAME, OFFICER, PERSON


def rows(office, model):
    table = table_of(model)
    with office.store.read() as session:
        found = sa.select(table).where(table.c.chain == "request:1")
        return session.execute(found).mappings().all()


def refusals(office, number, actor=OFFICER, **more):
    with pytest.raises(RefusedError) as refused:
        purge(office, number, actor, "示例", **more)
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def filed(office, clerk):
    number = clerk.filed()
    with office.store.write() as session:
        vault = Vault(session, KEYS, "request:1")
        vault.attach("1.file1", f"{NAME}.pdf", "application/pdf", b"%PDF", office.now())
    return number


def test_nothing_of_the_person_is_left(office, filed):
    done = purge(office, filed, OFFICER, "示例：申请人要求删除", early=True)
    assert (done.values > 0, done.files) == (True, 1)
    assert rows(office, VaultValue) == rows(office, Attachment) == rows(office, DerivedSearch) == []
    assert rows(office, ChainKey)[0]["wrapped"] is None
    file = casefile(office, filed)
    assert (file.applicant.name, file.content) == (GONE, GONE)
    assert list_cases(office, Filter(text="征收")) == []
    assert NAME not in str(show(office, filed, "li"))


def ordered(office, agency="liangtian", kind="bundles"):
    file = TaskFile("示例.zip", "application/zip", NAME.encode())
    return start(office, Order(kind, agency, {"cases": ["request:1"]}, (file,)), ADMIN)


def kept_files(office, ident):
    with office.store.read() as session:
        return list(tasks.files(office, session, ident, tasks.INPUT))


def test_the_files_of_background_tasks_in_which_it_may_stand_go_too(office, filed):
    mine, other = ordered(office), ordered(office, "shili")
    report = ordered(office, kind="rollup")
    with office.store.write() as session:
        session.execute(sa.update(tasks.TASK).values(finished_at=office.now()))
    done = purge(office, filed, OFFICER, "示例：申请人要求删除", early=True)
    assert done.copies == 1
    assert kept_files(office, mine) == []
    assert [len(kept_files(office, one)) for one in (other, report)] == [1, 1]


def test_while_background_work_still_makes_such_files_nothing_is_purged(office, filed):
    ordered(office)
    assert refusals(office, filed, early=True) == {"trust.purge_task"}


def test_the_chain_stays_valid_and_the_agency_s_chain_holds_the_proof(office, filed):
    before = show(office, filed, "li")["journal"]
    purge(office, filed, OFFICER, "示例：申请人要求删除", early=True)
    assert keeping.verify(office, derived=True).broken == ()
    assert [e["trigger"] for e in show(office, filed, "li")["journal"]] == [
        e["trigger"] for e in before
    ]
    assert keeping.rebuild(office) == 1
    assert keeping.verify(office, derived=True).broken == ()
    seen = who_saw(office, Asked())
    assert [(one.trigger, one.actor, one.number) for one in seen] == [
        ("purge_person", "qian", filed)
    ]


def test_no_byte_of_the_destroyed_key_stays_in_the_files(office, filed, tmp_path):
    if not office.store.sqlite:  # PostgreSQL's own log of changes goes with its retention
        with office.store.read() as session:
            dead = sa.text("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'chain_key'")
            assert session.execute(dead).scalar_one() is not None
        return
    wrapped = bytes(rows(office, ChainKey)[0]["wrapped"])
    sealed = [bytes(row["value"]) for row in rows(office, VaultValue)]
    purge(office, filed, OFFICER, "示例", early=True)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("workflow.db*"))
    assert wrapped not in kept
    assert [value for value in sealed if value in kept] == []


def test_an_open_case_is_not_purged(office, clerk):
    assert "trust.purge_open" in refusals(office, clerk.register(), early=True)


def test_a_case_under_retention_is_purged_early_only_when_that_is_said(office, filed):
    assert refusals(office, filed) == {"trust.purge_kept"}
    purge(office, filed, OFFICER, "示例", early=True)
    assert "trust.purge_twice" in refusals(office, filed, early=True)


def test_a_clerk_cannot_purge_and_no_purge_is_without_its_reason(office, filed):
    assert refusals(office, filed, Actor("li", "clerk"), early=True) == {"trust.purge_role"}
    with pytest.raises(InputError) as refused:
        purge(office, filed, OFFICER, " ", early=True)
    assert refused.value.code == "trust.purge_reason"


def test_retention_counts_whole_years_from_the_next_january(office, filed, clock):
    # filed 2026-11-24, ten years by default: kept until the end of 2036
    with office.store.read() as session:
        assert kept_until(find_case(office, session, filed)) == date(2036, 12, 31)
    assert expired(office, date(2036, 12, 31)) == []
    assert [one.number for one in expired(office, date(2037, 1, 1))] == [filed]
    change_agency(office, "liangtian", {"settings": {"retention_years": 30}}, ADMIN)
    assert expired(office, date(2037, 1, 1)) == []
    clock.set(date(2057, 1, 1))
    purge(office, filed, OFFICER, "示例：保存期满")
    assert expired(office) == []


def test_who_looked_at_an_identity_number_is_told(office, clerk):
    number = clerk.register()
    assert reveal(office, 1, Actor("li", "clerk"), "liangtian") == PERSON["id_number"]
    seen = who_saw(office, Asked(number, agency="liangtian", since=date(2026, 11, 24)))
    assert [(one.actor, one.role, one.trigger) for one in seen] == [
        ("li", "clerk", "show_identity")
    ]
    assert PERSON["id_number"] not in seen[0].message
    assert who_saw(office, Asked(until=date(2026, 11, 23))) == []
    assert who_saw(office, Asked(agency="shili")) == []
    assert who_saw(office, Asked("9号")) == []


def test_the_commands_purge_by_case_and_by_rule(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path))
    day = "2020-05-11"
    run(["agency", "add", "--code", "liangtian", "--name", "良田镇（示例）"])
    made = ["case", "register", "--agency", "liangtian", "--channel", "in_person", "--as", "li"]
    made += ["--submitted", day, "--class", "natural", "--applicant", NAME, "--content", CONTENT]
    assert run(made) == 0
    number = capsys.readouterr().out.splitlines()[-1]
    purging = ["case", "purge", number, "--as", "qian", "--reason", "示例"]
    assert run(purging) == 1
    assert run(["case", "advance", number, "withdraw", "--on", day, "--as", "li",
                "--fact", "statement=示例"]) == 0  # fmt: skip
    assert run(["case", "advance", number, "archive", "--on", "2020-05-12", "--as", "li"]) == 0
    assert run(purging) == 1
    assert run(["retention", "--as-of", "2031-01-01"]) == 0
    assert number in capsys.readouterr().out
    assert run(["retention", "--purge"]) == 2
    assert run([*purging, "--early", "--json"]) == 0
    assert run(["journal", "who-saw", "--case", number]) == 0
    assert "qian" in capsys.readouterr().out
    assert run(["journal", "verify", "--derived"]) == 0
