"""The vault: an answer and a keystroke beside an fsync and a plain file, unlocking, opening a long interview."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.casework import opening, receiving
from spie_diag.casework.case_files import case_in
from spie_diag.casework.demonstrating import PASSPHRASES, demonstrate
from spie_diag.clock import SteppingClock, SystemClock
from spie_diag.forms.definition import Value
from spie_diag.interview.journal import EntryId, Record
from spie_diag.interview.people import CaseId, Person
from spie_diag.paths import shipped
from spie_diag.vault import connecting, slots
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.database import Database
from spie_diag.vault.drafts import Drafts
from spie_diag.vault.entries import FIRST_LINK, Link
from spie_diag.vault.key import FLOOR, Strength
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.opening import create_vault, open_vault
from spie_diag.vault.pen import Line, Pen
from spie_diag.vault.persons import PERSON, person_value
from spie_diag.vault.ticking import HybridClock
from spie_diag.vault.upgrading import bring_up_to_date
from tests.benchmarks.measuring import Measure, measure
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, INTERVIEW, somebody

_TIMES = 300
_WARM = 30
_ENTRY_BYTES = 550
"""An answer as it is kept: its signed header, its hashes, its signature and its payload."""
_KEPT = 3_000
_ANSWERS_EVERY = timedelta(seconds=5)
"""As fast as an interview goes: the first answer of each minute also says in the list that somebody wrote."""
_PERSONS = 100
_UNLOCKS = 7
_LARGE_BYTES = 130 << 20

Samples = dict[str, list[float]]


def measures() -> Iterator[object]:
    """Answers and drafts in turns with their peers, so that all meet the same disk."""
    with TemporaryDirectory() as place:
        yield from _writing(Path(place))
    with TemporaryDirectory() as place:
        yield from _unlocking(Path(place), 0, f"{_PERSONS} persons, {_KEPT} entries")
    with TemporaryDirectory() as place:
        yield from _unlocking(Path(place), _LARGE_BYTES, f"{_LARGE_BYTES >> 20} MB")
    with TemporaryDirectory() as place:
        yield from _opening(Path(place))


@dataclass(frozen=True, slots=True)
class _Against:
    """One writing and its peer, taken in turns; the quiet tenth of both is what other programs disturb least."""

    name: str
    ours: Sequence[float]
    peer: Sequence[float]
    at_most: float | None = None

    def __str__(self) -> str:
        quiet, median = (_part(self.ours, of) / _part(self.peer, of) for of in (10, 50))
        told = f"{self.name:<58} {quiet:5.2f} × (quiet tenth)  {median:5.2f} × (median)"
        if self.at_most is None:
            return told
        return f"{told}   {'as asked' if quiet <= self.at_most else 'NOT AS ASKED'}: at most {self.at_most:g} ×"


def _writing(place: Path) -> Iterator[object]:
    told = _in_turns(
        {"append": _appending(place), **_desk(Database, place / "vault"), **_desk(_Plain, place / "plain")}
    )
    alone = json.loads(
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.vault", str(place)], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
    )
    append, bare = told["append"], alone["append"]
    yield _line("an fsync'd append of the same bytes", append)
    yield _line("one signed answer, projected and durable", told["vault answer"])
    yield _line("the same in a file that is not encrypted", told["plain answer"])
    yield _line("a draft, durable", told["vault draft"])
    yield _Against("an answer, against the append", told["vault answer"], append, 6)
    yield _Against("an answer, against a plain file", told["vault answer"], told["plain answer"], 1.2)
    yield _Against("a draft, against the append", told["vault draft"], append, 4)
    yield _Against("a draft, against a plain file", told["vault draft"], told["plain draft"])
    yield _Against("  a plain answer where memory is not wiped, against the append", alone["plain answer"], bare)


def _line(name: str, samples_ms: Sequence[float]) -> Measure:
    return Measure(name=name, samples_ms=tuple(samples_ms), note=f"p99 {_part(samples_ms, 99):.1f} ms")


def _part(samples: Sequence[float], percent: int) -> float:
    return statistics.quantiles(samples, n=100)[percent - 1]


class _Plain(Database):
    """The same code on a file that is not encrypted: only here, to be measured against."""

    def _connected(self) -> object:
        plain = sqlcipher.connect(str(self.path), isolation_level=None, check_same_thread=False, cached_statements=256)
        for name, value in connecting.PRAGMAS:
            if not name.startswith("cipher"):
                plain.execute(f"PRAGMA {name}={value}")
        plain.execute("PRAGMA journal_mode=WAL")
        return plain


def _desk(kind: type[Database], folder: Path) -> dict[str, Callable[[], object]]:
    """An answer and a draft on a file of its own that holds a whole interview already."""
    folder.mkdir(parents=True)
    database = kind(folder / "vault.db", bytearray(os.urandom(32)), Ballast(folder))
    bring_up_to_date(database, datetime.now(UTC))
    keyring = Keyring()
    keyring.take(slots.PersonalKeys(CLARA.id, Ed25519PrivateKey.generate(), bytearray(32)))
    clock = SteppingClock(datetime.now(UTC), _ANSWERS_EVERY)
    pen = Pen(database, keyring, HybridClock(clock), Link(os.urandom(16), 1, FIRST_LINK))
    person = Line(case=CASE, interview=None, author=CLARA.id, subject=PERSON, value=person_value(somebody()))
    note = Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject="note/1", value="elle dit que " * 10)
    pen.write([person, *[note] * _KEPT])
    database.checkpoint()
    drafts, typed, seen = Drafts(database, SystemClock()), count(), list[EntryId]()

    def answer() -> None:
        value: Value = {"value": "oui"}
        subject = "answer/LOG-01"
        line = Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject=subject, value=value, replaces=tuple(seen))
        seen[:] = [pen.write([line])[0].id]

    def draft() -> None:
        drafts.keep(CASE, "answer/LOG-02", CLARA.id, f"chez sa sœur depuis mai {next(typed)}")

    return {f"{folder.name} answer": answer, f"{folder.name} draft": draft}


def _appending(folder: Path) -> Callable[[], None]:
    handle = os.open(folder / f"append-{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    content = os.urandom(_ENTRY_BYTES)

    def append() -> None:
        os.write(handle, content)
        os.fsync(handle)

    return append


def _in_turns(tasks: dict[str, Callable[[], object]]) -> Samples:
    samples: Samples = {name: [] for name in tasks}
    for _ in range(_WARM + _TIMES):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            samples[name].append((time.perf_counter() - start) * 1000)
    return {name: taken[_WARM:] for name, taken in samples.items()}


def _unlocking(place: Path, document_bytes: int, note: str) -> Iterator[Measure]:
    folder = place / "coffre"
    vault = create_vault(folder, "Mesures", FOUNDERS, SystemClock(), FLOOR)
    for n in range(_PERSONS):
        vault.cases.add(Person(case=CaseId(UUID(int=n + 1)), number=f"D-2026-{n + 1:04d}", called=f"Nom{n}"))
    line = Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject="note/1", value="elle dit que " * 10)
    vault.journals.write_all([line] * _KEPT)
    for _ in range(document_bytes >> 20):
        vault.signed_documents.add(CASE, INTERVIEW, 1, "0" * 64, os.urandom(1 << 20), "person")
    vault.lock()
    whole, rest = [], []
    for _ in range(_UNLOCKS):
        took, stretching = _unlocked(folder)
        whole.append(took)
        rest.append(took - stretching)
    yield Measure(name="unlock", samples_ms=tuple(whole), note=note)
    yield Measure(name="  all of it but Argon2id", samples_ms=tuple(rest), budget_ms=50, note=note)


def _unlocked(folder: Path) -> tuple[float, float]:
    """How long unlocking took, and Argon2id in it, in milliseconds."""
    stretch, spent = slots._stretch, list[float]()

    def timed(passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
        start = time.perf_counter()
        key = stretch(passphrase, salt, strength)
        spent.append((time.perf_counter() - start) * 1000)
        return key

    slots._stretch = timed
    try:
        start = time.perf_counter()
        vault = open_vault(folder, CLARA.id, CLARA_SAYS)
        took = (time.perf_counter() - start) * 1000
    finally:
        slots._stretch = stretch
    vault.lock()
    return took, sum(spent)


def _opening(place: Path) -> Iterator[Measure]:
    """A whole fictional interview, each of its answers said again until its journal holds 3 000 entries."""
    shown = demonstrate(case_in(shipped("resources", "cases", "cas-fictifs.json"), "V1", opening.common_form()), place)
    one = shown.specialists[0]
    book = opening.open_casebook(shown.vault, one.id, PASSPHRASES[one.field_of_work])
    try:
        case = book.vault.cases.received_in(shown.interview).case
        said = [e for e in book.vault.journals.of(case, shown.interview) if e.subject.startswith("answer/")]
        again = [
            Line(case=case, interview=shown.interview, author=one.id, subject=entry.subject, value=entry.value)
            for entry in islice(cycle(said), _KEPT)
        ]
        book.vault.journals.write_all(again)
        book.vault.rest()
        entries = book.vault.journals.of(case, shown.interview)
        note = f"{len(entries)} entries, {len({entry.subject for entry in entries})} subjects"
        read = partial(book.vault.journals.of, case, shown.interview)
        yield measure("the journal of a long interview", read, times=15, budget_ms=30, note=note)
        yield measure("  its record", partial(Record, entries), times=15, note=note)

        def resume() -> None:
            book.close_desks()
            receiving.resume(book, shown.interview)

        yield measure("  opened whole, with its form filled in", resume, times=15, note=note)
    finally:
        opening.lock(book)


if __name__ == "__main__":
    here = Path(sys.argv[1])
    print(json.dumps(_in_turns({"append": _appending(here), **_desk(_Plain, here / "alone" / "plain")})))
