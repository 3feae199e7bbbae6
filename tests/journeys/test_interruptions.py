"""The vault is locked, the power goes: what was said is there, and so is the place where one was."""

import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from tests.journeys import typist
from tests.journeys.conftest import DeskFactory
from tests.journeys.gestures import CONTROL, IDRIS, agree, go_to_stage, receive, unlock


def test_locking_while_typing_loses_nothing_and_comes_back_to_the_same_place(desk: DeskFactory, vault: Path) -> None:
    clara = desk(vault)
    unlock(clara)
    receive(clara)
    agree(clara)
    go_to_stage(clara, "Exploration")
    clara.picks("Logement")
    clara.clicks("Hébergé·e chez quelqu’un")
    clara.goes_in("Note")
    clara.keys("On est six chez cousine")
    for _ in "cousine":
        clara.presses(Qt.Key.Key_Left)
    clara.presses(Qt.Key.Key_F9)
    clara.takes_picture("ecran-discret")
    clara.presses(Qt.Key.Key_F9)
    clara.presses(Qt.Key.Key_L, CONTROL)
    clara.reads("Le coffre est verrouillé. Tout est enregistré.")
    clara.does_not_read("On est six")
    clara.takes_picture("verrouille")

    clara.types("Phrase secrète", "une phrase qui n’est pas la bonne", leaves=False)
    clara.presses(Qt.Key.Key_Return)
    clara.reads("Cette phrase secrète n’ouvre pas ce coffre.")
    assert len(clara.text_in("Phrase secrète")) == len("une phrase qui n’est pas la bonne"), "what was typed stays"
    clara.takes_picture("mauvaise-phrase")

    unlock(clara)
    clara.reads("Comment ça se passe, là où vous vivez")
    clara.keys("ma ")
    field = clara.keyboard()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "On est six chez ma cousine", "same field, same place"
    assert clara.button("Hébergé·e chez quelqu’un").isChecked()


def test_locking_hides_the_view_of_the_one_who_left(desk: DeskFactory, vault: Path) -> None:
    pair = desk(vault)
    unlock(pair)
    receive(pair)
    agree(pair)
    go_to_stage(pair, "Exploration")
    pair.picks("Mobilité")
    pair.clicks("Empêche", among="Mon regard")
    pair.types("Ce qui me le fait dire", "Aucun bus avant huit heures", leaves=False)
    pair.presses(Qt.Key.Key_L, CONTROL)
    unlock(pair, IDRIS)
    pair.reads("Idris écrit")
    pair.reads("Clara a posé son regard")
    pair.does_not_read("Aucun bus avant huit heures")


def test_a_killed_app_loses_nothing_that_was_said(desk: DeskFactory, vault: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", typist.__name__, str(vault)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert running.stdout is not None
    told = [running.stdout.readline().strip() for _ in typist.MOMENTS]
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert told == list(typist.MOMENTS)

    again = desk(vault)
    unlock(again)
    again.reads("Comment ça se passe, là où vous vivez")
    assert again.button("Hébergé·e chez quelqu’un").isChecked(), "the answer"
    again.reads(typist.NOTE)
    assert again.text_in("Note").startswith(typist.DRAFT), "what was typed more than a second before"
    assert again.text_in("Ce qui me le fait dire").startswith(typist.REASON)
    assert again.button("Complique", among="Mon regard").isChecked()
    again.takes_picture("apres-coupure")
