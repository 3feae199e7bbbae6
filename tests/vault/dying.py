"""Processes that are killed without warning, made by fork so that they need to import nothing."""

import os
import random
import signal
import sys
import time
import warnings
from collections.abc import Callable
from typing import NoReturn


def killed_at(deed: Callable[[], object], owner: object, name: str) -> bool:
    """Do ``deed`` in a process that dies when it comes to call ``owner.name``; whether it came to it."""

    def die(*_: object, **__: object) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        sys.exit(1)

    def deed_until_death() -> None:
        setattr(owner, name, die)
        deed()

    child = _forked(deed_until_death)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def killed_meanwhile(
    deed: Callable[[Callable[[int], None]], object], chance: random.Random, longest_s: float, numbers: int = 0
) -> int:
    """Do ``deed`` in a process killed at a random moment; returns the last number that it acknowledged, or 0.

    The process tells that it begins with 0, and then each number once it is acknowledged. The moment is counted from
    the acknowledgement of so many ``numbers``.
    """
    told, tell = os.pipe()

    def deed_told() -> None:
        os.close(told)
        deed(lambda number: _tell(tell, number))

    child = _forked(deed_told)
    os.close(tell)
    for _ in range(1 + numbers):
        acknowledged = int.from_bytes(os.read(told, 4), "big")
    time.sleep(chance.random() * longest_s)
    os.kill(child, signal.SIGKILL)
    while number := os.read(told, 4):
        acknowledged = int.from_bytes(number, "big")
    os.close(told)
    os.waitpid(child, 0)
    return acknowledged


def _tell(pipe: int, number: int) -> None:
    os.write(pipe, number.to_bytes(4, "big"))


def _forked(deed: Callable[[], None]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads: none of theirs is needed here
        child = os.fork()
    if child:
        return child
    try:
        deed()
    finally:
        os._exit(0)
