"""A vault of 200 MB: saved and read again while people write, compacted, encrypted anew, put back."""

import os
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.clock import SystemClock
from spie_diag.vault.errors import RotationStoppedError
from spie_diag.vault.journals import Line
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import Vault, create_vault
from spie_diag.vault.restoring import restore
from spie_diag.vault.stepping import Steps
from tests.benchmarks.measuring import Measure, measure
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, INTERVIEW, somebody

_DOCUMENTS = 180
_DOCUMENT_BYTES = 1 << 20
_ENTRIES = 20_000
_BATCH = 1_000
_MB_A_SECOND = 40
_LONGEST_WAIT_MS = 25
_LONGEST_STOP_MS = 1000
"""Whoever clicks sees « Arrêt demandé… » at once."""
_PAUSE_S = 0.025
"""Faster than anybody types, and a thousand times faster than anybody answers."""
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def measures() -> Iterator[Measure]:
    """The speed of a backup with its check, and how long a writing waits meanwhile."""
    with TemporaryDirectory() as place:
        folder, stick = Path(place) / "coffre", Path(place) / "clé"
        vault = _filled(folder)
        size_mb = vault.size / 1e6
        budget_ms = size_mb / _MB_A_SECOND * 1000
        quiet = _Writing(vault)
        quiet.write(50)
        saved = measure(
            f"backup with check, {size_mb:.0f} MB, nobody writing",
            partial(vault.back_up, stick, NOON, 1),
            times=3,
            budget_ms=budget_ms,
            warm=False,
        )
        yield _with_speed(saved, size_mb)
        busy = _Writing(vault)
        busily = measure(
            "the same while somebody writes 40 times a second",
            partial(_beside, vault, stick, busy),
            times=3,
            budget_ms=budget_ms,
            warm=False,
        )
        yield _with_speed(busily, size_mb)
        yield busy.told("a writing while a backup is made, the longest", quiet)
        yield _plain_peer(vault, Path(place) / "plain", size_mb)
        yield _copy_peer(vault, Path(place) / "copy", size_mb)
        yield measure("compact", vault.compact, times=2, warm=False, note=f"{size_mb:.0f} MB")
        rotate = partial(vault.rotate, CLARA.id, CLARA_SAYS)
        yield measure("another key for everything", rotate, times=2, warm=False, note=f"{size_mb:.0f} MB")
        waits = tuple(_stopped_at(vault, share) for share in (0.1, 0.5, 0.7, 0.8))
        note = "in the copy, in the codes of its pages, before SQLite's own check"
        yield Measure(name="the same, stopped: until it is", samples_ms=waits, budget_ms=_LONGEST_STOP_MS, note=note)
        made = vault.back_up(stick, datetime.now(UTC), 1)
        vault.lock()
        put_back = partial(restore, made.folder, folder, CLARA.id, CLARA_SAYS)
        yield measure("put a backup back", put_back, times=1, warm=False, note=f"{size_mb:.0f} MB")


@dataclass
class _Writing:
    """Somebody who writes one answer after the other."""

    vault: Vault
    waits_ms: list[float] = field(default_factory=list)

    def write(self, times: int = 1) -> None:
        for _ in range(times):
            start = time.perf_counter()
            self.vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
            self.waits_ms.append((time.perf_counter() - start) * 1000)

    def told(self, name: str, quiet: "_Writing") -> Measure:
        ordered = sorted(self.waits_ms)
        note = (
            f"{len(ordered)} writings: median {statistics.median(ordered):.1f}, "
            f"p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms; without a backup median "
            f"{statistics.median(quiet.waits_ms):.1f}, longest {max(quiet.waits_ms):.1f} ms"
        )
        return Measure(name=name, samples_ms=(ordered[-1],), budget_ms=_LONGEST_WAIT_MS, note=note)


def _beside(vault: Vault, stick: Path, writing: _Writing) -> None:
    copying = threading.Thread(target=vault.back_up, args=(stick, NOON, 1))
    copying.start()
    while copying.is_alive():
        writing.write()
        time.sleep(_PAUSE_S)
    copying.join()


def _stopped_at(vault: Vault, share: float) -> float:
    """How many milliseconds pass from asking another key to stop until the vault goes on in its present file."""
    asked: list[float] = []

    def told(done: float) -> None:
        if done >= share and not asked:
            asked.append(time.perf_counter())

    with suppress(RotationStoppedError):
        vault.rotate(CLARA.id, CLARA_SAYS, Steps(told, lambda: bool(asked)))
    return (time.perf_counter() - asked[0]) * 1000


def _filled(folder: Path) -> Vault:
    vault = create_vault(folder, "Mesures", FOUNDERS, SystemClock(), FLOOR)
    vault.cases.add(somebody())
    for _ in range(_DOCUMENTS):
        vault.signed_documents.add(CASE, INTERVIEW, 1, "0" * 64, os.urandom(_DOCUMENT_BYTES), "person")
    for _ in range(_ENTRIES // _BATCH):
        line = Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject="note/1", value="elle dit que " * 10)
        vault.journals.write_all([line] * _BATCH)
    vault.rest()
    return vault


def _with_speed(told: Measure, size_mb: float) -> Measure:
    note = f"{size_mb / told.median_ms * 1000:.0f} MB/s of the {_MB_A_SECOND} asked"
    return Measure(name=told.name, samples_ms=told.samples_ms, budget_ms=told.budget_ms, note=note)


def _plain_peer(vault: Vault, folder: Path, size_mb: float) -> Measure:
    """The same tables in a file that is not encrypted: VACUUM INTO, fsync, and SQLite's own check of the copy."""
    folder.mkdir()
    connection = sqlcipher.connect(str(vault._parts.database.path), isolation_level=None)
    connection.set_key(f"x'{bytes(vault._parts.vault_key).hex()}'")
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(folder / "plain.db"),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.close()
    plain = sqlcipher.connect(str(folder / "plain.db"), isolation_level=None)

    def save() -> None:
        copy = folder / "copy.db"
        copy.unlink(missing_ok=True)
        plain.execute("VACUUM INTO ?", (str(copy),))
        with copy.open("r+b") as file:
            os.fsync(file.fileno())
        again = sqlcipher.connect(str(copy))
        again.execute("PRAGMA integrity_check").fetchall()
        again.close()

    told = measure("peer: plain SQLite, VACUUM INTO and check", save, times=3, warm=False, note=f"{size_mb:.0f} MB")
    plain.close()
    return told


def _copy_peer(vault: Vault, folder: Path, size_mb: float) -> Measure:
    folder.mkdir()

    def copy() -> None:
        shutil.copyfile(vault._parts.database.path, folder / "copy.db")
        with (folder / "copy.db").open("r+b") as file:
            os.fsync(file.fileno())

    return measure("peer: the file copied and fsynced", copy, times=3, warm=False, note=f"{size_mb:.0f} MB")
