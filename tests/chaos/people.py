"""What happens outside the processes: people who move cases over HTTP, and where messages go."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workflow.app.office import Actor
from workflow.app.tokens import make_token

AGENCY = "liangtian"
PEOPLE = {"li": "clerk", "wang": "reviewer", "zhao": "office_head", "sun": "leader"}
#: Invented, as everything personal here.
APPLICATION = {
    "channel": "in_person",
    "class": "natural",
    "applicant": "张三（示例）",
    "content": "示例村土地征收补偿方案",
    "form_wanted": "纸质",
    "person": {"id_kind": "居民身份证", "id_number": "640104200001011001", "address": "示例路1号"},
}


class Receiver(ThreadingHTTPServer):
    """Takes what leaves the house; knows when each message came, and of which process."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.came = defaultdict(list)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def close(self):
        self.shutdown()
        self.server_close()


class Taking(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        person, process = self.path.strip("/").split("/")
        came = (time.monotonic(), int(process))
        self.server.came[person, sent["message"]].append(came)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


class Crowd:
    """Clerks and those above them: each thread registers, then moves cases, through any process.

    A call that dies on its way is sent again with its key, to another process: it must be done
    once. ``registered`` are the numbers confirmed.
    """

    def __init__(self, office, addresses, cases, pause, seed, size=3):
        self.office, self.addresses, self.cases, self.pause = office, addresses, cases, pause
        self.registered, self.asked, self.moves = [], 0, 0
        self.may_go, self.ended = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._tokens = {}
        self._threads = [
            threading.Thread(target=self._live, args=(random.Random(seed + n),), daemon=True)
            for n in range(size)
        ]
        self.broken = []

    def start(self):
        self.may_go.set()
        for thread in self._threads:
            thread.start()

    def stop(self):
        self.ended.set()
        self.may_go.set()
        for thread in self._threads:
            thread.join()

    def wait_for_moves(self, wanted, patience):
        """Let them go on until so many moves are made: few come through while all is killed."""
        end = time.monotonic() + patience
        while self.moves < wanted and time.monotonic() < end and not self.broken:
            time.sleep(0.1)

    def _live(self, chance):
        try:
            while not self.ended.is_set():
                self.may_go.wait()
                self._act(chance)
                self.ended.wait(chance.uniform(0, self.pause))
        except Exception as error:  # noqa: BLE001  (told at the end: a thread's own is lost)
            self.broken.append(repr(error))

    def _act(self, chance):
        with self._lock:
            registers = self.asked < self.cases
            self.asked += registers
        on = self.office.today.isoformat()
        if registers:
            said = self._call(chance, "li", "/cases", APPLICATION | {"submitted_on": on})
            if said is not None:
                self.registered.append(said["number"])
            return
        page = chance.randint(1, 1 + self.cases // 30)
        listed = self._call(chance, "li", f"/cases?page={page}")
        if listed is not None and listed["cases"]:
            case = chance.choice(listed["cases"])
            who, move = next_move(case["state"], on, chance)
            path = f"/cases/{case['id']}/moves"
            self.moves += self._call(chance, who, path, move | {"on": on}) is not None

    def _call(self, chance, who, path, body=None):
        """Call until somebody answers; None: refused, which is no harm, or the end came first."""
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        while not self.ended.is_set():
            request = urllib.request.Request(
                f"{chance.choice(self.addresses)}/api/v1{path}",
                None if body is None else json.dumps(body).encode(),
                {"Authorization": f"Bearer {self._token(who)}", "Content-Type": "application/json",
                 "Idempotency-Key": key},
            )  # fmt: skip
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                text = error.read().decode()
                if error.code == 401:
                    self._tokens.pop(who, None)
                elif error.code < 500:
                    return self._refused(error.code, text)
            except OSError:
                self.ended.wait(0.1)
        return None

    def _refused(self, status, text):
        """Take a refusal by the rules; a call that isn't understood is a defect of this file."""
        if status not in {409, 429}:
            raise AssertionError(text)

    def _token(self, who):
        """Return a token; the clock jumps so far that they end now and then."""
        with self._lock:
            if who not in self._tokens:
                scopes = ["cases:read", "cases:write"]
                actor = Actor(who, PEOPLE[who])
                self._tokens[who] = make_token(self.office, actor, AGENCY, "示例", scopes, 366)
            return self._tokens[who]


def next_move(state, on, chance):
    """Return who makes which sensible move of a case, sometimes a detour."""
    if state in {"processing", "extended"}:
        return answer_or_detour(on, chance)
    if state == "in_review":
        return chance.choice(REVIEWS)
    return PLAIN.get(state, PLAIN["approved"])


PLAIN = {
    "received": ("li", {"trigger": "acknowledge"}),
    "correction_requested": ("li", {"trigger": "receive_correction"}),
    "approved": ("li", {"trigger": "dispatch", "facts": {"way": "post", "carrier": "postal"}}),
}
REVIEWS = [
    ("wang", {"trigger": "pass_secrecy_review"}),
    ("wang", {"trigger": "pass_legal_review"}),
    ("sun", {"trigger": "approve"}),
]


def answer_or_detour(on, chance):
    if chance.random() < 0.3:
        return "zhao", {"trigger": "extend", "facts": {"length": 5, "consented_on": on}}
    if chance.random() < 0.2:
        period = {"length": 10, "unit": "working_days"}
        facts = {"items": "示例", "period": period, "received_on": on}
        return "li", {"trigger": "request_correction", "facts": facts}
    return "li", {"trigger": "submit_answer", "facts": {"outcome": "A12", "search_record": "示例"}}
