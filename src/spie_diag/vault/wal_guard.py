"""Whether the write-ahead log lost more than a crash can lose.

SQLite stops at the first frame that does not fit and says nothing: one damaged byte in the middle silently drops all
that was committed after it. With ``synchronous=FULL`` a crash can tear only the last transaction, so two or more
commits beyond the place where SQLite stopped are damage.
"""

from datetime import datetime
from pathlib import Path

from spie_diag.vault.files import disk_refusals, write_whole
from spie_diag.vault.pages import frames_in, recognised_frames

_TORN_BY_A_CRASH = 1


def commits_lost(log: bytes, recognised: int) -> int:
    """How many whole transactions of the log SQLite leaves unread; 0 for what a crash explains.

    ``log`` is the file as it is before SQLite opens it, ``recognised`` how many of its frames SQLite reads.
    """
    frames = list(frames_in(log))[recognised:]
    commits = sum(frame.is_current and frame.pages_after != 0 for frame in frames)
    return commits if commits > _TORN_BY_A_CRASH else 0


def keep_aside_if_damaged(path: Path, log: bytes, now: datetime) -> int:
    """How many transactions SQLite will drop from the log of the file at ``path``; the log is copied aside first.

    For before SQLite opens the file: the last connection that closes takes the log away, damaged or not.

    Raises:
        DiskFullError, StorageFailedError: it could not be copied, and lies where it was.
    """
    lost = commits_lost(log, recognised_frames(log)) if log else 0
    if lost:
        aside = f"{path.name}-wal.damaged-"
        with disk_refusals():
            is_kept = any(kept.read_bytes() == log for kept in path.parent.glob(f"{aside}*"))
        if not is_kept:  # by an opening that went no further
            write_whole(path.with_name(f"{aside}{now:%Y%m%dT%H%M%S}"), log)
    return lost
