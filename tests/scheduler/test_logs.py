"""What the log says of a day's work: acts, numbers and codes, nothing of an applicant."""

import json
import subprocess
import sys

from app.conftest import CONTENT, NAME, PERSON

#: A day's work in a process of its own, the log on standard error as ``serve`` and ``worker`` write
#: it: registering, moving, refusing, reminding, a failed delivery, failed heavy work.
DAY = """
import sys
from datetime import date
sys.path.insert(0, {tests!r})
from app.conftest import ADMIN, PEOPLE, PERSON, NAME, CONTENT, Clerk, noon
from browserless import Client
from workflow.adapters.clock import FixedClock
from workflow.adapters.channels import AppriseChannels
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.contacts import NewContact, set_contact
from workflow.app.office import Actor, Office
from workflow.app.tasks import Order, TaskFile, start
from workflow.app.users import NewUser, add_user
from workflow.app.working import work
from workflow.bootstrap import install
from workflow.errors import WorkflowError
from workflow.store.engine import Store
from workflow.web.app import create_app
from workflow.web.logs import write_json_logs

write_json_logs()
clock, keys = FixedClock(noon(date(2020, 5, 11))), keyring(bytes(range(32)))
office = Office(store=Store({url!r}), keys=keys, now=clock, channels=AppriseChannels())
install(office.store, keys, clock())
card = {{"number_word": "良政公开"}}
add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", card), ADMIN)
for name, roles in PEOPLE.items():
    add_user(office, NewUser(name, name, roles, "liangtian"), ADMIN)
set_contact(office, NewContact("li", "webhook", "http://127.0.0.1:9/nobody"), ADMIN)
clerk = Clerk(office)
number = clerk.register(date(2020, 5, 11))
try:
    clerk.move(number, "dispatch", date(2020, 5, 11), way="post", carrier="postal")
except WorkflowError:
    pass
file = TaskFile(NAME + ".csv", "text/csv", (NAME + "," + CONTENT).encode())
start(office, Order("ledger", "liangtian", {{"mapping": {{}}, "dry_run": False, "skip_bad": False}},
                    [file]), Actor("li", "clerk"))
clock.set(date(2020, 6, 12))
work(office)
pages = Client(create_app(office))
pages.get("/cases/1?q=" + NAME)
pages.post("/sign-in", data={{"name": NAME, "password": PERSON["id_number"]}})
office.store.close()
"""


def test_a_days_work_is_logged_without_personal_data(tmp_path, ready_sqlite, request):
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    program = DAY.format(
        tests=str(request.config.rootpath / "tests"), url=f"sqlite:///{tmp_path}/workflow.db"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    lines = [line for line in run.stderr.splitlines() if line.strip()]
    assert run.returncode == 0, run.stderr[-2000:]
    logged = [json.loads(line) for line in lines]
    assert all({"event", "level", "timestamp"} <= set(one) for one in logged)
    events = " ".join(one["event"] for one in logged)
    assert "delivery failed" in events
    assert "task 1 failed" in events
    assert "answered" in events
    for personal in (NAME, "张三", CONTENT, *PERSON.values()):
        assert personal not in run.stderr
