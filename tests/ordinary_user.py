"""Tests and measures are run as root in many a build machine: what only root may do is given up first."""

import ctypes
import sys
from contextlib import suppress
from typing import Final

_CAP_IPC_LOCK: Final = 14
_CAPABILITY_VERSION_3: Final = 0x20080522
_PR_CAPBSET_DROP: Final = 24


def give_up_locking() -> None:
    """Lock no more memory than other users may, neither here nor in programs started from here; never an error.

    Source: capget(2), prctl(2), linux/capability.h.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_CAPBSET_DROP, _CAP_IPC_LOCK, 0, 0, 0)
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: their low 32 bits, then the high ones
        if libc.capget(header, sets) == 0:
            for place in range(3):
                sets[place] &= ~(1 << _CAP_IPC_LOCK)
            libc.capset(header, sets)
