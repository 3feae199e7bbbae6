"""Whether the write-ahead log lost more than a crash can lose.

SQLite stops at the first frame that does not fit and says nothing: one damaged byte in the middle silently drops all
that was committed after it. With ``synchronous=FULL`` a crash can tear only the last transaction, so two or more
commits beyond the place where SQLite stopped are damage.
"""

import struct

from spie_diag.vault.pages import salts_of

_HEADER_BYTES = 32
_FRAME_BYTES = 24 + 4096
_TORN_BY_A_CRASH = 1


def commits_lost(log: bytes, recognised_frames: int) -> int:
    """How many whole transactions of the log SQLite left unread; 0 for what a crash explains.

    ``log`` is the file as it was before SQLite opened it.
    """
    salt = salts_of(log)
    starts = range(_HEADER_BYTES, len(log) - _FRAME_BYTES + 1, _FRAME_BYTES)
    commits = sum(_is_commit(log, start, salt) for start in starts[recognised_frames:])
    return commits if commits > _TORN_BY_A_CRASH else 0


def _is_commit(log: bytes, start: int, salt: bytes) -> bool:
    pages_after: int = struct.unpack_from(">I", log, start + 4)[0]
    return pages_after != 0 and log[start + 8 : start + 16] == salt
