"""Nobody is there any more: the vault locks by itself, and what was half said is there when somebody comes back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from spie_diag.desktop.locking import Idleness
from spie_diag.desktop.window import MainWindow
from tests.journeys.conftest import DeskFactory
from tests.journeys.desk import Desk
from tests.journeys.gestures import (
    CONTROL,
    FAMILY_NAME,
    PERSON,
    agree,
    go_to_stage,
    receive,
    unlock,
)

SAID = "Sa cousine Wilhelmine l’héberge"


class FastClock:
    """Both clocks of the computer in front of one desk, moved by hand."""

    def __init__(self, desk: Desk) -> None:
        found = desk.window.findChild(Idleness)
        assert isinstance(found, Idleness)
        self._idleness, self._now_s = found, 5000.0
        found._steady = found._wall = lambda: self._now_s
        found.disarm()
        found.arm()

    def nobody_comes(self, minutes: float) -> None:
        for _ in range(round(minutes * 12)):
            if self._idleness.is_armed:
                self._now_s += 5
                self._idleness.look()

    def sleeps(self) -> None:
        self._now_s += 3600
        self._idleness.look()


def begin(desk: DeskFactory, vault: Path) -> Desk:
    clara = desk(vault)
    unlock(clara)
    receive(clara)
    agree(clara)
    go_to_stage(clara, "Exploration")
    clara.picks("Logement")
    clara.clicks("Hébergé·e chez quelqu’un")
    return clara


def test_the_vault_locks_when_nobody_is_there_and_gives_the_sentence_back(desk: DeskFactory, vault: Path) -> None:
    clara = begin(desk, vault)
    clock = FastClock(clara)
    clara.goes_in("Note")
    clara.keys("Sa cousine W")
    clock.nobody_comes(9.6)
    clara.reads("Personne ne semble là : le coffre se verrouille dans")
    clara.takes_picture("avant-verrouillage")
    clara.keys("ilhelmine l’héberge")
    clara.does_not_read("Personne ne semble là")
    clara.presses(Qt.Key.Key_A, CONTROL)
    clara.presses(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == SAID
    clara.presses(Qt.Key.Key_Left)
    clock.nobody_comes(10)
    clara.reads("Le coffre est verrouillé. Tout est enregistré.")
    clara.takes_picture("verrouille-seul")
    for told in ("Wilhelmine", PERSON, FAMILY_NAME, "Logement", "cousine", "Personne ne semble là"):
        clara.does_not_read(told)
        assert told not in clara.window.windowTitle()
    assert QGuiApplication.clipboard().text() == ""
    others = [one for one in QApplication.topLevelWidgets() if one.isVisible() and not isinstance(one, MainWindow)]
    assert others == []

    unlock(clara)
    clara.waits(lambda: isinstance(clara.keyboard(), QPlainTextEdit), "the note")
    field = clara.keyboard()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == SAID
    assert field.textCursor().position() == 0


def test_a_lock_leaves_nothing_in_sight_and_gives_every_field_back(desk: DeskFactory, vault: Path) -> None:
    clara = begin(desk, vault)
    clock = FastClock(clara)
    for stage, name in (
        ("Préparation", "Courriel. Comment vous joindre"),
        ("Exploration", "Ce qui me le fait dire"),
        ("Plan d’action", "Personne référente"),
        ("Restitution", "Synthèse courte"),
    ):
        go_to_stage(clara, stage)
        clara.goes_in(name)
        clara.keys("à moitié dite")
        clara.presses(Qt.Key.Key_Left)
        spoken = clara.keyboard().accessibleName()
        if stage == "Exploration":  # behind the neutral page, on a computer that slept an hour
            clara.presses(Qt.Key.Key_F9)
            clock.sleeps()
        elif stage == "Restitution":  # behind the screen that is shown to the person
            clara.presses(Qt.Key.Key_F8)
            clara.reads("Page d’avant")
            clock.nobody_comes(10)
        else:
            clara.presses(Qt.Key.Key_L, CONTROL)
        clara.reads("Le coffre est verrouillé")
        for told in (PERSON, "Page d’avant", "moitié"):
            clara.does_not_read(told)
        unlock(clara)
        assert clara.text_in(name).endswith("à moitié dite")
        if stage != "Restitution":
            clara.waits(partial(_is_in, clara, spoken), f"the keyboard in « {name} »")


def _is_in(desk: Desk, spoken: str) -> bool:
    return desk.keyboard().accessibleName() == spoken
