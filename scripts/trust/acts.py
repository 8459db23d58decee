"""Random work of an office, one act after the other, each acknowledged once it returned.

What is personal here is invented and marked 示例.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.adapters.templated import TemplatedNotices
from workflow.app import keeping
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.asking import possible_moves
from workflow.app.handlers import carry_out
from workflow.app.listing import Filter, list_cases
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.own_templates import StoredTemplates
from workflow.app.reading import find_case
from workflow.app.rectifying import Mend, rectify
from workflow.app.registering import Application, register
from workflow.app.reminding import sweep
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install
from workflow.errors import ConflictError, NotFoundError, RefusedError
from workflow.store.engine import Store
from workflow.store.schema import ready

KEYS = keyring(bytes(range(32)))
ADMIN = Actor("root", "admin")
TODAY = date(2026, 11, 24)
PEOPLE = {"li": ("clerk",), "wang": ("reviewer",), "zhao": ("office_head",), "sun": ("leader",)}
BY_ROLE = {role: name for name, roles in PEOPLE.items() for role in roles}
CARD = {
    "region": "ningxia",
    "number_word": "良政公开",
    "address": "示例路1号",
    "telephone": "0951-0000000",
    "office_name": "政务公开办公室（示例）",
    "reconsideration_body": "示例县人民政府",
    "court": "示例县人民法院",
}
PERSON = {
    "id_kind": "居民身份证",
    "id_number": "640104200001011001",
    "address": "示例路2号",
    "telephone": "13900000000",
}
#: What each fact of a move may be.
FACTS: dict[str, Any] = {
    "length": 5,
    "period": {"length": 5, "unit": "working_days"},
    "items": "示例：所需信息的名称",
    "counts": "示例：本月第12件",
    "grounds_text": "示例：要查旧档",
    "outcome": "A12",
    "search_record": "示例：检索了档案室全部目录",
    "comment": "示例",
    "way": "post",
    "carrier": "postal",
    "statement": "示例：本人声明撤回",
    "party": "third_party",
    "answer": "agree",
    "reasonable": True,
    "result": "corrected",
    "order": True,
    "instance": 1,
    "effective": True,
    "tariff": "items",
    "count": 12,
    "evidence": "示例：回执",
    "until": "2027-06-01",
}
CHANNELS = ("in_person", "signed_mail", "ordinary_mail", "web", "email", "fax")
#: Facts that are days: the day of the move.
DAYS = ("consented_on", "decided_on")


def dice(seed: object) -> random.Random:
    """Return dice that fall the same way for the same seed."""
    return random.Random(str(seed))  # noqa: S311  (no secret is drawn)


def noon(on: date) -> datetime:
    """Return noon in China of a day."""
    return datetime.combine(on, time(4), UTC)


def open_office(url: str, *, documents: bool = True, folder: Path | None = None) -> Office:
    """Open an office on a database, with connections of its own; ``folder`` takes documents."""
    store = Store(url)
    made = TemplatedNotices(StoredTemplates(store)) if documents else None
    clock = FixedClock(noon(TODAY))
    return Office(store=store, keys=KEYS, now=clock, documents=made, documents_dir=folder)


def set_up(url: str) -> None:
    """Make the schema, an agency and its people in an empty database."""
    office = open_office(url, documents=False)
    ready(office.store)
    install(office.store, KEYS, office.now())
    add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", CARD), ADMIN)
    for name, roles in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", roles, "liangtian"), ADMIN)
    office.store.close()


@dataclass(slots=True)
class Work:
    """The work of one process: ``acts`` yields an acknowledgement for each act that returned.

    An acknowledgement is ``("entry", chain, number, trigger)`` or ``("effect", name)``; ``more``
    are further acts (those of ``heavy``) with acknowledgements of their own.
    """

    office: Office
    dice: random.Random
    more: Sequence[Callable[[], list[tuple[Any, ...]]]] = field(default=())

    def acts(self) -> Iterator[tuple[Any, ...]]:
        """Work without end."""
        while True:
            yield from self.act()

    def act(self) -> list[tuple[Any, ...]]:
        """Do one random act; a refusal is an act that acknowledges nothing."""
        kinds: list[Callable[[], list[tuple[Any, ...]]]] = [
            *[self.register] * 3,
            *[self.move] * 12,
            *[self.mend] * 2,
            *[self.carry] * 3,
            self.remind,
            self.derive_again,
            *self.more,
        ]
        with suppress(RefusedError, NotFoundError, ConflictError):
            return self.dice.choice(kinds)()
        return []

    def register(self, channel: str | None = None) -> list[tuple[Any, ...]]:
        """Register a request, of any channel unless told."""
        channel = channel or self.dice.choice(CHANNELS)
        number = self.dice.randrange(10**6)
        facts = {
            "channel": channel,
            "applicant_class": "natural",
            "applicant": f"张三{number}（示例）",
            "content": f"示例村{number}号土地征收补偿方案",
            "form_wanted": "纸质",
            "way_wanted": "邮寄",
        }
        on = TODAY - timedelta(self.dice.randrange(20))
        done = register(
            self.office, Application("liangtian", on, facts, PERSON), Actor("li", "clerk")
        )
        return [("entry", done.case.chain, 1, "register")]

    def _some_case(self) -> str:
        rows = list_cases(self.office, Filter())
        if not rows:
            raise NotFoundError("case.none")
        return str(self.dice.choice(rows)["number"])

    def move(self) -> list[tuple[Any, ...]]:
        """Make a move that is possible in some case."""
        number = self._some_case()
        with self.office.store.read() as session:
            case = find_case(self.office, session, number)
        one = self.dice.choice(possible_moves(self.office, case, "li", None))
        step = one.verdict.step
        assert step is not None
        facts = {spec.name: FACTS[spec.name] for spec in step.facts if spec.name in FACTS}
        names = {spec.name for spec in step.facts}
        facts |= {name: TODAY.isoformat() for name in DAYS if name in names}
        role = step.roles[0] if step.roles else "clerk"
        actor = Actor(BY_ROLE.get(role, "li"), role)
        wanted = Wanted(number, one.verdict.trigger, TODAY, facts, one.child, "示例理由")
        done = advance(self.office, wanted, actor)
        return [("entry", done.entry.chain, done.entry.entry, done.entry.trigger)]

    def mend(self) -> list[tuple[Any, ...]]:
        """Rectify the day of an entry."""
        number = self._some_case()
        with self.office.store.read() as session:
            case = find_case(self.office, session, number)
        entry = self.dice.choice(case.holding)
        mend = Mend(number, entry.entry, on=entry.on - timedelta(1), reason="示例：日期抄错")
        after = rectify(self.office, mend, Actor("li", "clerk"))
        return [("entry", after.chain, after.version, entry.trigger)]

    def carry(self) -> list[tuple[Any, ...]]:
        """Carry some of the outbox out."""
        done = carry_out(self.office, limit=self.dice.randrange(1, 6)).done
        return [("effect", effect) for effect in done]

    def remind(self) -> list[tuple[Any, ...]]:
        """Send what is to be sent on a later day."""
        sweep(self.office, TODAY + timedelta(self.dice.randrange(40)))
        return []

    def derive_again(self) -> list[tuple[Any, ...]]:
        """Make the derived tables again."""
        keeping.rebuild(self.office)
        return []


def copied(ready_file: Path, folder: Path) -> str:
    """Copy a SQLite database that is set up into a folder; return its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ready_file, folder / "workflow.db")
    return f"sqlite:///{folder / 'workflow.db'}"
