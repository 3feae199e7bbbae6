"""Keeping secrets out of what outlives them: dumps of a crash, and memory that was freed without being wiped."""

import ctypes
import sys
from contextlib import suppress
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_NO_FAULT_REPORT: Final = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX."""


def forbid_dumps() -> None:
    """Ask the system to write the memory of this process nowhere when it crashes; never an error.

    On Linux no other program of the same user may read that memory either.

    Source: getrlimit(2), prctl(2) PR_SET_DUMPABLE; SetErrorMode and WerSetFlags of the Windows API, from their
    documentation.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_FAULT_REPORT)
        with suppress(OSError, AttributeError):
            ctypes.windll.wer.WerSetFlags(1)  # WER_FAULT_REPORTING_FLAG_NOHEAP
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def lock_no_memory() -> None:
    """Let every request of this process to keep memory out of the swap be refused at once; never an error.

    SQLCipher asks for it piece by piece, which took half of an answer and promised nothing: locks hold whole pages of
    4 kB, and the first of the neighbours on a page that is freed unlocks it for all. What it frees is wiped all the
    same. The swap is for the encryption of the disk; a process with the right to lock without limit keeps it.

    Source: setrlimit(2), RLIMIT_MEMLOCK; mlock(2).
    """
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]))


def forget(secret: bytes) -> None:
    """Overwrite bytes that nobody else holds and nobody will read again: libraries give keys in no other form.

    Python frees them without wiping, and they can be found long after. Only for bytes just made by a call: those
    written in the code or shared with somebody would change under their readers.
    """
    if sys.implementation.name == "cpython" and len(secret) > 1:  # the empty one and single letters are shared
        ctypes.memset(id(secret) + bytes.__basicsize__ - 1, 0, len(secret))
