import errno
import os
import resource
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workflow.documents.write import write_file
from workflow.errors import StorageError


def test_a_file_is_written_whole(tmp_path):
    target = tmp_path / "答复书.docx"
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["答复书.docx"]


def test_an_old_file_is_replaced_and_readable_as_the_umask_says(tmp_path):
    target = tmp_path / "letter.docx"
    target.write_bytes(b"old")
    write_file(target, b"new")
    mask = os.umask(0)
    os.umask(mask)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


@pytest.fixture
def small_disk():
    """Let this process write 4 KB a file, as a full disk would."""
    old_signal = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, old)
    signal.signal(signal.SIGXFSZ, old_signal)


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(tmp_path, small_disk):
    target = tmp_path / "letter.docx"
    target.write_bytes(b"old")
    with pytest.raises(StorageError) as caught:
        write_file(target, bytes(100_000))
    assert caught.value.code == "error.disk_full"
    assert str(target) in caught.value.message
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_folder_that_is_none(tmp_path, folder):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError) as caught:
        write_file(tmp_path / folder / "letter.docx", b"new")
    assert caught.value.code == "error.file_unwritable"


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path):
    target = tmp_path / "letter.docx"
    target.write_bytes(b"old")
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from workflow.documents import write\n"
        "write.os.fsync = lambda descriptor: os._exit(9)\n"
        "write.write_file(Path(sys.argv[1]), b'new')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(target)], check=False)
    assert done.returncode == 9
    assert Path(target).read_bytes() == b"old"


def test_what_a_killed_writer_left_is_written_over(tmp_path):
    (tmp_path / ".letter.docx.half").write_bytes(b"x" * 9999)
    write_file(tmp_path / "letter.docx", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"letter.docx": b"new"}


def test_writers_of_one_file_wait_for_each_other(tmp_path):
    target = tmp_path / "letter.docx"
    contents = [bytes([letter]) * 50_000 for letter in b"ABCD"]

    def write_often(content):
        for _ in range(10):
            write_file(target, content)

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(write_often, contents)) == [None] * 4
    assert target.read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_a_disk_without_locks_is_written_to_all_the_same(tmp_path, monkeypatch):
    def refuse(_handle, _how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    write_file(tmp_path / "letter.docx", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"letter.docx": b"new"}
