"""No dump of a crash and no freed memory keeps what it held."""

import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.cli import main
from spie_diag.secrecy import forget

CRASHING = """
import ctypes, os, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
from spie_diag.secrecy import forbid_dumps
forbid_dumps()
prctl = ctypes.CDLL(None).prctl
print(resource.getrlimit(resource.RLIMIT_CORE)[0], prctl(3, 0, 0, 0, 0), flush=True)
os.abort()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits and dumps of Linux")
def test_a_program_that_crashes_leaves_no_dump(tmp_path: Path) -> None:
    crashed = subprocess.run(
        [sys.executable, "-c", CRASHING], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert crashed.returncode < 0
    assert crashed.stdout.split() == ["0", "0"], "neither a file nor, for other programs, a memory to read"
    assert not list(tmp_path.iterdir())


def test_every_command_forbids_dumps_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(main, "forbid_dumps", lambda: said.append("forbidden"))
    monkeypatch.setattr(main, "lock_no_memory", lambda: said.append("unlocked"))
    monkeypatch.setattr(main.cli, "main", lambda **_: said.append("run"))
    with pytest.raises(SystemExit):
        main.main(["vault", "check"])
    assert said == ["forbidden", "unlocked", "run"]


LOCKING = """
import ctypes, resource
from spie_diag.secrecy import lock_no_memory
from tests.ordinary_user import give_up_locking
give_up_locking()
most = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]
resource.setrlimit(resource.RLIMIT_MEMLOCK, (most, most))
libc, page = ctypes.CDLL(None), ctypes.create_string_buffer(64)
print(libc.mlock(page, 64), end=" ")
libc.munlock(page, 64)
lock_no_memory()
print(libc.mlock(page, 64))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="rights of Linux")
def test_memory_is_not_locked_piece_by_piece() -> None:
    asked = subprocess.run([sys.executable, "-c", LOCKING], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["0", "-1"], "granted before, refused at once afterwards"


@given(st.integers(min_value=2, max_value=400))
def test_bytes_that_are_forgotten_are_zeros(length: int) -> None:
    secret = secrets.token_bytes(length)
    forget(secret)
    assert secret == bytes(length)


def test_what_is_shared_is_left_alone() -> None:
    for shared in (b"", b"a"):
        forget(shared)
    assert (b"", bytes([97])) == (b"", b"a")
