"""The form of the territory is added, chosen, and read by the person in her language."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from spie_diag.paths import shipped
from tests.journeys.conftest import DeskFactory
from tests.journeys.gestures import PERSON, agree, go_to_stage, unlock

WHERE_DO_YOU_LIVE = "أين تسكنون في الوقت الحالي؟"


def test_she_reads_the_questions_of_her_territory_in_arabic(desk: DeskFactory, vault: Path, tmp_path: Path) -> None:
    broken = tmp_path / "brouillon.yaml"
    broken.write_text("extends: diagnostic-commun\nblocs: [", encoding="utf-8")
    clara = desk(vault)
    unlock(clara)
    clara.clicks("Nouvelle personne")
    clara.types("Comment souhaite-t-elle être appelée", PERSON)
    clara.clicks("Créer et préparer")
    clara.reads("Avec quel formulaire ?")

    clara.clicks("Ajouter un formulaire")
    clara.names_file(broken)
    clara.reads("ne peut pas être utilisé")
    clara.takes_picture("formulaire-refuse")
    clara.clicks("Choisir un autre fichier")
    clara.names_file(shipped("forms", "exemple-territoire.yaml"))
    clara.reads("est ajouté")
    clara.clicks("Revenir à la personne")
    clara.reads("français et arabe")
    clara.takes_picture("formulaire-choisi")

    clara.clicks("Commencer l’entretien")
    clara.reads("Préparer l’entretien")
    agree(clara)
    go_to_stage(clara, "Exploration")
    clara.picks("Logement")
    clara.reads("Où vivez-vous en ce moment ?")
    clara.presses(Qt.Key.Key_F3)
    menu = clara.window.findChild(QMenu)
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text().startswith("Arabe")).trigger()
    menu.close()
    clara.settles()
    clara.clicks("مالك أو في طور الشراء", among=WHERE_DO_YOU_LIVE)
    clara.reads("1 réponse")
    clara.takes_picture("questions-en-arabe")
    clara.closes()

    again = desk(vault)
    unlock(again)
    again.reads(WHERE_DO_YOU_LIVE)
    again.clicks("Langue des questions")
    menu = again.window.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    menu.close()
    again.reads("Propriétaire ou accédant")
