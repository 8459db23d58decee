"""``workflow serve`` says in one sentence why it can't listen where it was told to."""

import socket

import pytest

from workflow.cli.main import run
from workflow.cli.serve import listening
from workflow.errors import InputError


@pytest.fixture
def taken():
    """A port of this machine on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_address_is_a_wrong_call_that_names_the_mend(taken, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    status = run(["serve", "--port", str(taken)])
    (said,) = capsys.readouterr().err.strip().splitlines()
    assert status == 2
    assert f"http://127.0.0.1:{taken} 已经有程序在用" in said
    assert "--port" in said
    assert "[web.address_taken]" in said
    assert not (tmp_path / "data").exists()  # nothing was begun


@pytest.mark.parametrize("host", ["host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_a_wrong_call(host):
    with pytest.raises(InputError, match=r"web\.address_unusable") as refused:
        listening(host, 8000)
    assert f"http://{host}:8000" in refused.value.message


def test_a_port_that_there_isnt_is_a_wrong_call(capsys):
    assert run(["serve", "--port", "70000"]) == 2
    assert "--port" in capsys.readouterr().err


def test_port_0_takes_a_free_one():
    with listening("127.0.0.1", 0) as one, listening("127.0.0.1", 0) as another:
        assert one.getsockname()[1] != another.getsockname()[1]


def test_an_address_of_version_6_is_written_in_brackets():
    with (
        listening("::1", 0) as one,
        pytest.raises(InputError, match=r"web\.address_taken") as refused,
    ):
        listening("::1", one.getsockname()[1])
    assert "http://[::1]:" in refused.value.message
