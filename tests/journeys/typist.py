"""A specialist who types until the power goes: run as a process of its own, and killed by a journey."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt

from tests.journeys.desk import Desk, lives
from tests.journeys.gestures import agree, go_to_stage, note, receive, unlock
from tests.stretching import stretched_quickly

NOTE = "On est six chez ma cousine"
DRAFT = "Elle voudrait un endroit"
REASON = "La fin de l’accueil"
MOMENTS = ("acknowledged", "a second later")


def main(vault: Path) -> None:
    desk = Desk.opened(vault)
    unlock(desk)
    receive(desk)
    agree(desk)
    go_to_stage(desk, "Exploration")
    desk.picks("Logement")
    desk.clicks("Hébergé·e chez quelqu’un")
    note(desk, NOTE)
    desk.clicks("Complique", among="Mon regard")
    print(MOMENTS[0], flush=True)
    desk.types("Ce qui me le fait dire", REASON)
    desk.goes_in("Note")
    desk.keys(DRAFT)
    for _ in range(10):  # she goes on typing: the draft may not wait for a pause
        lives(100)
        desk.keys(" à elle")
    print(MOMENTS[1], flush=True)
    while True:
        desk.keys(" encore")
        lives(50)
        desk.presses(Qt.Key.Key_Left)


if __name__ == "__main__":
    with stretched_quickly():  # as the vault was made
        main(Path(sys.argv[1]))
