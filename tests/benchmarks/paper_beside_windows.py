"""What a document costs beside the windows: run apart, so that memory and imports are those of the work alone.

python -m tests.benchmarks.paper_beside_windows memory|window
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.errors import SpieError
from tests.benchmarks.measuring import peak_memory_mb

_TICK_MS = 2
_ROUNDS = 5
_IDLE_S = 0.5


def everything() -> None:
    """Build, sign twice, verify; libraries are imported here, as the app does."""
    from spie_diag.documents.report import build
    from spie_diag.signing.identity import KnownSigners
    from spie_diag.signing.verifying import verify
    from tests.documents.samples import BOTH, CHAIN_HEAD, DATA, MOMENT, full_report
    from tests.documents.stages import signing

    pdf = build(full_report(), DATA, MOMENT, BOTH, chain_head=CHAIN_HEAD)
    for slot in BOTH:
        pdf = signing(pdf, slot, certify=slot is BOTH[0])()
    with TemporaryDirectory() as folder:
        verify(pdf, KnownSigners(Path(folder)), now=MOMENT)


def silences() -> list[float]:
    """The longest time, in ms, that the event loop of a window went without turning.

    Idle first, then during the first document, then during each later one, made by the app's own thread.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from spie_diag.desktop.background import BackgroundWork

    app = QApplication([])
    work = BackgroundWork()
    turns: list[float] = []
    clock = QTimer(interval=_TICK_MS)
    clock.timeout.connect(lambda: turns.append(time.perf_counter()))
    clock.start()
    found: list[float] = []
    tasks: list[Callable[[], None]] = [partial(time.sleep, _IDLE_S), *[everything] * (1 + _ROUNDS)]
    for task in tasks:
        turns.clear()
        ended: list[None] = []
        work.run(task, ended.append, _rise)
        while not ended:
            app.processEvents()
        found.append(max((after - before for before, after in pairwise(turns)), default=0.0) * 1000)
    work.stop()
    return found


def _rise(error: SpieError) -> None:
    raise error


def _peak() -> list[float]:
    everything()
    return [peak_memory_mb()]


if __name__ == "__main__":
    print(json.dumps(silences() if sys.argv[1] == "window" else _peak()))
