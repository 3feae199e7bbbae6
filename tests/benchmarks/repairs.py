"""A vault of 3 000 entries, checked whole; damaged in several ways: what a repair brings back, and how quickly."""

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import create_vault, open_vault
from spie_diag.vault.pages import PAGE_BYTES
from spie_diag.vault.pen import Line
from spie_diag.vault.salvaging import salvage
from tests.benchmarks.measuring import Measure, measure
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, INTERVIEW, somebody

_ENTRIES = 3_000
_BATCH = 100
_TRIALS = 5


@dataclass(frozen=True)
class Damage:
    """What happens to a share of the pages."""

    name: str
    share: float
    byte_only: bool = False

    def done_to(self, path: Path, chance: random.Random) -> None:
        content = bytearray(path.read_bytes())
        pages = len(content) // PAGE_BYTES
        hit = chance.sample(range(pages), int(pages * self.share)) if self.share else [0]
        for start in (page * PAGE_BYTES for page in hit):
            if self.byte_only:
                content[start + chance.randrange(PAGE_BYTES)] ^= 1
            else:
                content[start : start + PAGE_BYTES] = os.urandom(PAGE_BYTES)
        path.write_bytes(content)


_DAMAGES = (
    Damage("page 1 gone", 0),
    Damage("a byte changed on 1 % of pages", 0.01, byte_only=True),
    Damage("1 % of pages gone", 0.01),
    Damage("10 % of pages gone", 0.1),
    Damage("half of the pages gone", 0.5),
)


def measures() -> Iterator[Measure]:
    """How long, and in the note how much: the least of some trials."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "coffre"
        _fill(folder)
        vault = open_vault(folder, CLARA.id, CLARA_SAYS)
        yield measure("whole check of an open vault", lambda: list(vault.checking.whole()), times=3)
        yield _longest_step("longest step of the audit", lambda: vault.journals.audit_in_steps())
        vault.lock()
        for damage in _DAMAGES:
            yield _repaired(folder, Path(place), damage)


def _fill(folder: Path) -> None:
    vault = create_vault(folder, "Antenne", FOUNDERS, strength=FLOOR)
    vault.cases.add(somebody())
    for first in range(0, _ENTRIES, _BATCH):
        vault.journals.write_all(
            [
                Line(
                    case=CASE,
                    interview=INTERVIEW,
                    author=CLARA.id,
                    subject=f"answer/X-{number % 400}",
                    value={"status": "REP", "value": "oui, dit-elle " * (number % 12)},
                )
                for number in range(first, first + _BATCH)
            ]
        )
    vault.lock()


def _longest_step(name: str, steps: Callable[[], Iterator[object]]) -> Measure:
    samples: list[float] = []
    going = steps()
    while True:
        start = time.perf_counter()
        if next(going, None) is None:
            return Measure(name=name, samples_ms=tuple(samples), budget_ms=25, note=f"longest {max(samples):.1f} ms")
        samples.append((time.perf_counter() - start) * 1000)


def _repaired(folder: Path, place: Path, damage: Damage) -> Measure:
    samples, shares = [], []
    for trial in range(_TRIALS):
        damaged = shutil.copytree(folder, place / "abîmé")
        damage.done_to(next(damaged.glob("vault-*.db")), random.Random(trial))
        start = time.perf_counter()
        readable = salvage(damaged, CLARA.id, CLARA_SAYS).readable
        samples.append((time.perf_counter() - start) * 1000)
        shares.append(100 * len(readable.entries) / readable.due)
        shutil.rmtree(damaged)
    note = f"{min(shares):.2f} to {max(shares):.2f} % of entries back"
    return Measure(name=f"repair, {damage.name}", samples_ms=tuple(samples), note=note)
