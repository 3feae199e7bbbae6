"""The document and its signatures: time, size, memory, and whether the window goes on answering meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.documents import meeting_sheet, relay_sheet
from spie_diag.documents.content import Report
from spie_diag.documents.report import build
from spie_diag.signing.identity import KnownSigners, new_identity
from spie_diag.signing.verifying import verify
from tests.benchmarks.measuring import Measure, measure
from tests.documents import sheet_samples
from tests.documents.samples import BOTH, CHAIN_HEAD, DATA, MOMENT, full_report
from tests.documents.stages import signing
from tests.signing.paper import CLARA

_BUILD_MS, _SIGN_MS, _VERIFY_MS, _ANSWERS_MS = 250, 100, 200, 50
_SIZE_KB, _MEMORY_MB = 200, 120


def measures() -> Iterator[Measure]:
    """A full report of three pages: pages, keys, both signatures with their drawings, and the verification."""
    social, employment = BOTH
    pages = partial(build, full_report(), DATA, MOMENT, BOTH, chain_head=CHAIN_HEAD)
    base = pages()
    first = signing(base, social, certify=True)
    once = first()
    second = signing(once, employment, certify=False)
    twice = second()
    yield measure("PDF build", pages, budget_ms=_BUILD_MS)
    yield measure("PDF build, an extract", partial(_built, sheet_samples.extract_report()), budget_ms=_BUILD_MS)
    yield measure("PDF build, the person’s copy", partial(_built, sheet_samples.person_report()), budget_ms=_BUILD_MS)
    relay = partial(relay_sheet.build, sheet_samples.RELAY, MOMENT)
    yield measure("PDF build, a relay sheet", relay, budget_ms=_BUILD_MS)
    meeting = partial(meeting_sheet.build, sheet_samples.MEETING, MOMENT)
    yield measure("PDF build, a meeting sheet", meeting, budget_ms=_BUILD_MS)
    yield measure("a key and its certificate", lambda: new_identity(CLARA, MOMENT), times=21)
    yield measure("first signature", first, budget_ms=_SIGN_MS)
    yield measure("second signature, first one checked", second, budget_ms=_SIGN_MS)
    with TemporaryDirectory() as folder:
        known = KnownSigners(Path(folder))
        yield measure("verification of both", lambda: verify(twice, known, now=MOMENT), budget_ms=_VERIFY_MS)
    yield from _figures(base, twice)


def _figures(base: bytes, twice: bytes) -> Iterator[Measure]:
    """What is no duration, in the same columns; in processes of their own."""
    for name, pdf in (("size unsigned (kB, not ms)", base), ("size signed twice (kB, not ms)", twice)):
        yield Measure(name=name, samples_ms=(len(pdf) / 1000,), budget_ms=_SIZE_KB)
    told = _apart("memory")
    yield Measure(name="peak memory of all that (MB, not ms)", samples_ms=(told[0],), budget_ms=_MEMORY_MB)
    told = _apart("window")
    yield Measure(name="longest silence of the window, idle", samples_ms=(told[0],), budget_ms=_ANSWERS_MS)
    yield Measure(name="the same, first document and its imports", samples_ms=(told[1],), budget_ms=_ANSWERS_MS)
    yield Measure(name="the same, later documents", samples_ms=tuple(told[2:]), budget_ms=_ANSWERS_MS)


def _apart(what: str) -> list[float]:
    running = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.paper_beside_windows", what],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: list[float] = json.loads(running.stdout.splitlines()[-1])
    return found


def _built(report: Report) -> bytes:
    return build(report, DATA, MOMENT, BOTH[:1], chain_head=CHAIN_HEAD)
