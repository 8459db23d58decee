"""An office of its own for each test, used through the command line alone."""

import json

import pytest

from workflow.cli.main import run

AGENCY = (
    "agency", "add", "--code", "lt", "--name", "示例镇人民政府", "--number-word", "示",
    "--address", "示例路1号", "--telephone", "0951-0000",
    "--reconsideration-body", "示例区人民政府", "--court", "示例区人民法院",
    "--office-name", "党政办",
)  # fmt: skip
ROLES = ("clerk", "reviewer", "office_head", "leader")


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Call a command in an empty folder; return its status, its output and its errors."""
    monkeypatch.chdir(tmp_path)
    for name in ("WORKFLOW_DATA_DIR", "WORKFLOW_DATABASE_URL", "WORKFLOW_LANG"):
        monkeypatch.delenv(name, raising=False)

    def called(*arguments):
        status = run([str(one) for one in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return called


@pytest.fixture
def office(call):
    """An office with one user a role, and a way to make moves that must succeed."""

    class Office:
        def __init__(self):
            self.do(*AGENCY)
            for role in ROLES:
                self.do("user", "add", "--name", role, "--agency", "lt", "--role", role)

        def do(self, *arguments):
            status, out, err = call(*arguments)
            assert status == 0, err
            return out.strip()

        def register(self, submitted, *more):
            return self.do(
                "case", "register", "--agency", "lt", "--channel", "in_person",
                "--submitted", submitted, "--class", "natural", "--applicant", "示例申请人",
                "--content", "示例名单", "--as", "clerk", *more,
            )  # fmt: skip

        def advance(self, number, trigger, on, user="clerk", *more, **facts):
            said = [word for name, text in facts.items() for word in ("--fact", f"{name}={text}")]
            return self.do(
                "case", "advance", number, trigger, "--on", on, "--as", user, *said, *more
            )

        def answer(self, number, day, **facts):
            """Take a case from submit_answer to dispatch on one day."""
            self.advance(number, "submit_answer", day, **facts)
            for trigger in ("pass_secrecy_review", "pass_legal_review"):
                self.advance(number, trigger, day, "reviewer")
            self.advance(number, "approve", day, "leader")
            self.advance(number, "dispatch", day, way="post")

        def show(self, number):
            return json.loads(self.do("case", "show", number, "--json"))

    return Office()
