"""Killed without warning, at any moment: what was acknowledged is there, and nothing is half there."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.vault.shelf import CASE, CLARA, INTERVIEW, Shelf, cheap, fits_together

KILLS = 12


def test_killed_again_and_again_the_vault_keeps_every_acknowledged_answer(shelf: Shelf, writers: "Writers") -> None:
    chance = random.Random(20261124)
    acknowledged = 0
    for _ in range(KILLS):
        acknowledged = writers.write_until_killed(chance.randrange(0, 25), chance.random() * 0.006, acknowledged)

    vault = shelf.opened()
    kept = [entry.value for entry in vault.journals.of(CASE) if entry.subject == "answer/KIL-01"]
    assert kept == list(range(1, len(kept) + 1)), "in order, without a hole"
    assert acknowledged <= len(kept) <= acknowledged + 1, "the last one may have been on the disk before it was said"
    draft = vault.drafts.of(CASE).get("note/kill")
    assert draft is None or int(draft.text) in (len(kept), len(kept) + 1)
    assert vault.journals.audit() == ()
    assert fits_together(vault._parts.database)
    listed = vault.cases.interviews(CASE)
    vault.cases.rebuild()
    assert vault.cases.interviews(CASE) == listed, "the lists are what the journal says"
    vault.lock()


class Writers:
    """A process that starts writers one after the other: importing everything for each would take most of the time."""

    def __init__(self, orders: IO[str], told: IO[str]) -> None:
        self._orders = orders
        self._told = told

    def write_until_killed(self, answers: int, then_s: float, acknowledged: int) -> int:
        """Returns the number of the last answer acknowledged."""
        self._orders.write("start\n")
        self._orders.flush()
        writer = int(self._told.readline())
        for _ in range(answers):
            acknowledged = int(self._told.readline())
        time.sleep(then_s)
        os.kill(writer, signal.SIGKILL)
        while (line := self._told.readline()) != "killed\n":
            acknowledged = int(line)
        return acknowledged


@pytest.fixture
def writers(shelf: Shelf) -> Iterator[Writers]:
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    command = [sys.executable, "-m", "tests.vault.test_killing", str(shelf.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Writers(process.stdin, process.stdout)


def start_writers(folder: Path) -> None:
    from spie_diag.vault import opening, slots

    slots._stretch = cheap
    opening.preload()
    for _ in sys.stdin:
        writer = os.fork()
        if writer == 0:
            write_for_ever(Shelf(folder))
        os.waitpid(writer, 0)
        print("killed", flush=True)


def write_for_ever(shelf: Shelf) -> None:
    print(os.getpid(), flush=True)
    vault = shelf.opened()
    number = sum(entry.subject == "answer/KIL-01" for entry in vault.journals.of(CASE))
    while True:
        number += 1
        vault.drafts.keep(CASE, "note/kill", CLARA.id, str(number))
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/KIL-01", number)
        print(number, flush=True)


if __name__ == "__main__":
    start_writers(Path(sys.argv[1]))
