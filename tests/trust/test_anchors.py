"""Anchors: an older database put in the place of the newer one is found, whoever has the key."""

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import keeping
from workflow.app.anchoring import (
    daily_anchor,
    digest_over,
    make_anchor,
    read_anchor,
    write_anchor,
)
from workflow.app.backing_up import back_up
from workflow.app.restoring import restore
from workflow.app.working import work
from workflow.core.chain import GENESIS, digest_of, make_head
from workflow.core.journal import COLUMNS
from workflow.errors import InputError
from workflow.store.engine import Store
from workflow.store.journals import HEAD, JOURNAL

from .conftest import KEYS


def found(office, anchor):
    broken = keeping.verify(office, anchors=[anchor]).broken
    return [(one.breach.chain, one.breach.entry, one.breach.what) for one in broken]


def test_a_database_that_only_grew_fits_every_earlier_anchor(office, clerk):
    anchors = [make_anchor(office)]
    for _ in range(2):
        clerk.register()
        anchors.append(make_anchor(office))
    assert keeping.verify(office, anchors=anchors).broken == ()
    assert [one.entries for one in anchors] == [7, 9, 11]  # a case: its opening and its entry


def test_a_database_put_back_is_found_though_every_hash_in_it_fits(
    office, clerk, tmp_path, request
):
    clerk.register()
    older = back_up(office.store, tmp_path / "older.zip", office.now).path
    clerk.register()
    anchor = make_anchor(office)
    if office.store.sqlite:
        put_back = Store(f"sqlite:///{tmp_path}/back.db")
    else:
        put_back = Store(request.getfixturevalue("postgres").new_database("template1"))
    restore(put_back, older)
    rolled = replace(office, store=put_back)
    assert keeping.verify(rolled).broken == ()
    assert found(rolled, anchor) == [
        ("agency:liangtian", 3, "rolled_back"),
        ("request:2", 1, "rolled_back"),
    ]
    put_back.close()


def test_a_chain_rewritten_by_somebody_with_the_key_is_found(office, clerk):
    clerk.register()
    anchor = make_anchor(office)
    off = {
        True: [f"DROP TRIGGER journal_no_{what}" for what in ("update", "delete", "replace")],
        False: ["ALTER TABLE journal DISABLE TRIGGER ALL"],
    }[office.store.sqlite]
    with office.store.write() as session:
        for statement in off:
            session.execute(sa.text(statement))
        row = session.execute(sa.select(JOURNAL).where(JOURNAL.c.chain == "request:1")).mappings()
        columns = dict(row.one()) | {"actor": "wang"}
        digest = digest_of(GENESIS, [columns[name] for name in COLUMNS])
        head = make_head(KEYS.head_key, "request:1", 1, digest)
        mine = JOURNAL.c.chain == "request:1"
        session.execute(sa.update(JOURNAL).where(mine).values(actor="wang", digest=digest))
        session.execute(
            sa.update(HEAD).where(HEAD.c.chain == "request:1").values(digest=digest, mac=head.mac)
        )
    assert keeping.verify(office).broken == ()
    assert found(office, anchor) == [("request:1", 1, "rewritten")]


def test_an_anchor_comes_back_from_its_file_and_a_changed_one_is_refused(office, clerk, tmp_path):
    clerk.register()
    made, path = make_anchor(office), tmp_path / "anchor.json"
    write_anchor(made, path)
    assert read_anchor(path) == made
    told = json.loads(path.read_text("utf-8"))
    told["heads"]["request:1"][0] = 7
    path.write_text(json.dumps(told))
    with pytest.raises(InputError) as refused:
        read_anchor(path)
    assert refused.value.code == "trust.anchor_changed"


def test_no_anchor_is_overwritten(office, tmp_path):
    write_anchor(make_anchor(office), tmp_path / "a.json")
    with pytest.raises(InputError) as refused:
        write_anchor(make_anchor(office), tmp_path / "a.json")
    assert refused.value.code == "trust.anchor_there"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"heads": 3}', '{"heads": {"a": [1]}, "made_at": "", "digest": ""}']
)
def test_what_is_no_anchor_is_refused_by_name(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_anchor(path)
    assert refused.value.code == "trust.not_an_anchor"


def test_the_digest_covers_name_count_and_hash_of_every_chain():
    heads = {"request:1": (2, "a"), "request:2": (3, "b")}
    others = [
        {"request:1": (2, "a")},
        {"request:1": (3, "a"), "request:2": (3, "b")},
        {"request:1": (2, "b"), "request:2": (3, "b")},
        {"request:1": (3, "b"), "request:2": (2, "a")},
        {"request:1": (2, "a"), "request:3": (3, "b")},
    ]
    assert digest_over(heads) == digest_over(dict(reversed(heads.items())))
    assert digest_over(heads) not in {digest_over(other) for other in others}


def test_the_worker_writes_one_anchor_a_day(office, clerk, clock, tmp_path):
    kept = replace(office, anchor_dir=tmp_path / "anchors")
    clerk.register()
    first = work(kept).anchor
    assert first == tmp_path / "anchors" / "anchor-2026-11-24.json"
    assert work(kept).anchor is None
    clock.set(date(2026, 11, 25))
    assert daily_anchor(kept).name == "anchor-2026-11-25.json"
    anchors = [read_anchor(path) for path in sorted((tmp_path / "anchors").iterdir())]
    assert keeping.verify(office, anchors=anchors).broken == ()
    shutil.rmtree(tmp_path / "anchors")


def test_without_a_folder_no_anchor_is_written(office):
    assert daily_anchor(office) is None
