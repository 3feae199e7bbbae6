"""The windows, offscreen: first paint, unlock, open, answer, memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.measuring import Measure, peak_memory_mb

if TYPE_CHECKING:
    from tests.journeys.desk import Desk

_FIRST_PAINT = """
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.main import dressed_application, open_desk
app = dressed_application()
work = BackgroundWork()
window, desk = open_desk(work, None)
window.show()
app.processEvents()
print("painted", flush=True)
work.stop()
"""
_RUNS, _ANSWERS = 7, 41


def measures() -> Iterator[Measure]:
    """Each in a process of its own, with a folder of its own; the interview carries the answers of a whole case."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SPIE_DIAG_HOME": folder}
        _painted_ms(environment)
        yield Measure(
            name="process start to first paint (warm disk)",
            samples_ms=tuple(_painted_ms(environment) for _ in range(_RUNS)),
            budget_ms=1_000,
        )
        running = subprocess.run(
            [sys.executable, "-m", __spec__.name, folder],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told = json.loads(running.stdout.splitlines()[-1])
    for name, samples, budget_ms in told["measures"]:
        yield Measure(name=name, samples_ms=tuple(samples), budget_ms=budget_ms)
    yield Measure(name="peak memory of the app (MB, not ms)", samples_ms=(told["peak_mb"],))


def _painted_ms(environment: dict[str, str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _FIRST_PAINT], env=environment, stdout=subprocess.PIPE) as running:
        if running.stdout is None or running.stdout.readline() != b"painted\n":
            raise RuntimeError("the window was never painted")
        took = time.perf_counter() - start
        running.wait()
    return took * 1000


def _in_the_window(folder: Path) -> None:
    """Open the app on a vault as a user would, and print what each step took."""
    from tests.journeys.desk import Desk
    from tests.journeys.gestures import go_to_stage

    desk = Desk.opened(_vault_with_a_whole_interview(folder))
    unlocked, opened = [], []
    for _ in range(5):
        _type_passphrase(desk)
        unlocked.append(_shown_after_ms(desk, "Ouvrir le coffre", "Bonjour"))
        for _ in range(2):
            opened.append(_shown_after_ms(desk, "Reprendre l’entretien", "Préparer l’entretien"))
            _click_until(desk, "Revenir aux personnes", "Bonjour")
        _click_until(desk, "Verrouiller", "Qui ouvre le coffre")
    _type_passphrase(desk)
    _click_until(desk, "Ouvrir le coffre", "Bonjour")
    _click_until(desk, "Reprendre l’entretien", "Préparer l’entretien")
    exploration = _took_ms(partial(go_to_stage, desk, "Exploration"))
    domains = [_took_ms(partial(desk.picks, name)) for name in ("Santé", "Famille", "Mobilité", "Numérique")]
    desk.picks("Logement")
    painted, durable = _answers(desk)
    told = {
        "measures": [
            ("unlock to the persons, calibrated keys", unlocked, 1_000),
            ("open an interview of 188 questions, painted", opened, 1_000),
            ("first time in the exploration", [exploration], None),
            ("another domain for the first time", domains, None),
            ("answer to next paint", painted, 50),
            ("answer to durable, delivered and painted", durable, None),
        ],
        "peak_mb": peak_memory_mb(),
    }
    desk.closes()
    print(json.dumps(told))


def _type_passphrase(desk: "Desk") -> None:
    from tests.journeys.gestures import CLARA

    desk.types("Phrase secrète", CLARA.passphrase, leaves=False)


def _click_until(desk: "Desk", button: str, read: str) -> None:
    desk.clicks(button)
    desk.reads(read)
    desk.settles()


def _shown_after_ms(desk: "Desk", button: str, read: str) -> float:
    """From the click to the page that can be read; what it prepares afterwards is not counted."""
    pressed = desk.button(button)
    start = time.perf_counter()
    pressed.click()
    desk.reads(read)
    took = time.perf_counter() - start
    desk.settles()
    return took * 1000


def _vault_with_a_whole_interview(folder: Path) -> Path:
    """The answers of the first fictional case, in a vault with the keys that people get."""
    from spie_diag.casework import interviewing, opening, receiving
    from spie_diag.casework.case_files import case_in
    from spie_diag.interview.people import FieldOfWork
    from spie_diag.paths import shipped
    from tests.journeys.gestures import CLARA, IDRIS, PERSON

    founders = [
        opening.NewSpecialist(
            name=one.name, structure=one.structure, role="", field_of_work=field, passphrase=one.passphrase
        )
        for one, field in ((CLARA, FieldOfWork.SOCIAL), (IDRIS, FieldOfWork.EMPLOYMENT))
    ]
    book = opening.create_casebook(folder / "coffre", "Antenne", founders)
    person = receiving.add_person(book, receiving.NewPerson(called=PERSON))
    social, employment = (
        next(one.id for one in book.specialists.values() if one.field_of_work is field) for field in FieldOfWork
    )
    sheet = receiving.start_interview(book, person, social=social, employment=employment)
    case = case_in(shipped("resources", "cases", "cas-fictifs.json"), "V1", opening.common_form())
    for code, given in case.answers.items():
        interviewing.answer(book, sheet.interview, code, given)
    receiving.leave(book)
    opening.lock(book)
    return folder / "coffre"


def _answers(desk: "Desk") -> tuple[list[float], list[float]]:
    """Tap after tap on one question: until the tap is seen, then until it is on the disk and everything follows."""
    from PySide6.QtWidgets import QApplication

    chips = cycle([desk.button("Locataire dans le parc social"), desk.button("Locataire dans le parc privé")])
    painted, durable = [], []
    for _ in range(_ANSWERS):
        chip = next(chips)
        start = time.perf_counter()
        chip.click()
        QApplication.processEvents()
        painted.append((time.perf_counter() - start) * 1000)
        desk.settles()
        durable.append((time.perf_counter() - start) * 1000)
    return painted, durable


def _took_ms(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    _in_the_window(Path(sys.argv[1]))
