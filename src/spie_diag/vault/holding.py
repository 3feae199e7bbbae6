"""One program at a time per vault: a lock that the operating system frees even when the program is killed."""

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from spie_diag.french import clock_time, long_date
from spie_diag.vault.errors import AlreadyOpenError, DiskFullError
from spie_diag.vault.files import disk_refusals

NAME = "vault.lock"

_FAR = 1 << 30
"""Windows forbids reading locked bytes: the lock is put beyond what the file holds."""


class Hold:
    """The lock of one vault, held from ``take`` to ``release``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._handle: int | None = None

    def take(self, now: datetime) -> None:
        """Raises ``AlreadyOpenError`` where another start of the program holds the vault."""
        with disk_refusals():
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not _locked(handle):
                    raise AlreadyOpenError(where=self._holder(now))
                _say_who(handle, now)
            except BaseException:
                os.close(handle)  # else the next try would meet the lock of this one
                raise
        self._handle = handle

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _holder(self, now: datetime) -> str:
        try:
            holder = json.loads(self._path.read_bytes())
            machine, since = str(holder["machine"]), datetime.fromisoformat(holder["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
        here = "cet ordinateur" if machine == platform.node() else f"l’ordinateur « {machine} »"
        session = str(holder.get("session") or "")
        whose = f", dans la session « {session} »" if session and session != _session() else ""
        day = "" if since.date() == now.date() else f"le {long_date(since.date())} à "
        return f" sur {here}{whose}, depuis {day}{clock_time(since)}"


def _say_who(handle: int, now: datetime) -> None:
    """Leave word of who holds the vault; a full disk takes none, and refuses nobody for that."""
    holder = json.dumps({"machine": platform.node(), "session": _session(), "since": now.isoformat()}).encode()
    os.ftruncate(handle, 0)
    with suppress(DiskFullError), disk_refusals():
        os.write(handle, holder)


def _session() -> str:
    """Whose session of this computer it is; empty where it has no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
