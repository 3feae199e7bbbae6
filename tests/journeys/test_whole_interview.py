"""From the first start to a document signed by both: what two specialists and one person do in one afternoon."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from spie_diag.casework.verifying import verify_file
from spie_diag.paths import log_folder
from tests.journeys.conftest import DeskFactory
from tests.journeys.desk import PICTURES, Desk
from tests.journeys.gestures import (
    CLARA,
    CONTROL,
    FAMILY_NAME,
    IDRIS,
    agree,
    conclude,
    create_vault,
    give_view,
    go_to_stage,
    note,
    pass_keyboard,
    receive,
    unlock,
)
from tests.journeys.watching import live_in, texts_found, written_files

WORDS = "On est six chez ma cousine"


@pytest.fixture(scope="module", autouse=True)
def quick_stretching() -> None:
    """Not here: their vault is made as strong as this computer allows, and opened at that cost."""


def test_two_specialists_receive_a_person_conclude_and_sign(
    desk: DeskFactory, own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, exports = tmp_path / "maison", tmp_path / "exports"
    exports.mkdir()
    live_in(home, monkeypatch)
    with written_files() as written:
        exported = the_whole_afternoon(desk, exports)
    nothing_tells_her_name(written, exported, own_folder, home)


def the_whole_afternoon(desk: DeskFactory, exports: Path) -> Path:
    first = desk()
    first.takes_picture("premiere-ouverture")
    create_vault(first, "Antenne de Saint-Aubin")
    first.takes_picture("personne-pour-l-instant")
    first.closes()

    pair = desk()
    pair.takes_picture("ouverture")
    unlock(pair)
    receive(pair)
    prepare_and_welcome(pair)
    explore(pair)
    cross_views(pair)
    read_back(pair)
    plan(pair)
    exported = sign(pair, exports)

    verdict = verify_file(exported)
    assert verdict.holds, "\n".join(verdict.lines())
    pair.presses(Qt.Key.Key_L, CONTROL)
    pair.reads("Le coffre est verrouillé")
    pair.closes()
    return exported


def prepare_and_welcome(pair: Desk) -> None:
    pair.clicks("Premier diagnostic", among="Pourquoi ce diagnostic")
    pair.takes_picture("preparation")
    agree(pair)
    pair.takes_picture("accord")


def explore(pair: Desk) -> None:
    go_to_stage(pair, "Exploration")
    pair.types("Qu’est-ce qui est important pour vous", "Un endroit à moi")
    pair.picks("Balayage")
    for domain, said in (("Logement", "On en parle"), ("Mobilité", "On en parle"), ("Santé", "Ne pas en parler")):
        pair.clicks(said, among=domain)
    pair.takes_picture("balayage")
    pair.picks("Santé")
    pair.reads("La personne ne souhaite pas en parler.")
    pair.picks("Logement")
    pair.clicks("Hébergé·e chez quelqu’un")
    pair.clicks("Non", among="Pensez-vous pouvoir y rester")
    note(pair, WORDS)
    pair.clicks("Confirmer", among="Hébergement précaire")
    give_view(pair, "Logement", "Complique", "Hébergée, la fin de l’accueil est en janvier")
    pair.takes_picture("exploration")
    give_view(pair, "Mobilité", "Ça va", "Un bus devant chez elle")
    pass_keyboard(pair, IDRIS, first=True)
    pair.does_not_read("Un bus devant chez elle")
    pair.reads("Clara a posé son regard")
    give_view(pair, "Mobilité", "Empêche", "Aucun bus avant huit heures")
    give_view(pair, "Logement", "Complique", "Pas d’adresse stable pour un employeur")
    pair.takes_picture("exploration-regard-cache")
    pass_keyboard(pair, CLARA, first=False)
    pair.does_not_read("Pas d’adresse stable")


def cross_views(pair: Desk) -> None:
    go_to_stage(pair, "Regards croisés")
    pair.does_not_read("Aucun bus avant huit heures")
    pair.clicks("Découvrir nos deux regards")
    pair.takes_picture("regards-decouverts")
    conclude(pair, "Mobilité", "À surveiller", "Le bus existe, mais pas tôt le matin")
    conclude(pair, "Logement", "Complique", "Un logement à soi avant la fin de janvier")
    pair.reads("2 domaines conclus sur 2")
    pair.takes_picture("regards-conclus")


def read_back(pair: Desk) -> None:
    go_to_stage(pair, "Restitution")
    pair.takes_picture("restitution")
    pair.clicks("Montrer en grand")
    pair.takes_picture("ecran-de-la-personne")
    pair.presses(Qt.Key.Key_Escape)
    pair.clicks("Ce que nous comprenons")
    pair.clicks("Empêche", among="Mon niveau à moi")
    pair.clicks("En partie", among="Sa réponse à la synthèse")
    pair.types("Ce qu’elle veut ajouter ou corriger", "Le bus du matin passe à sept heures")
    pair.types("Points d’appui", "Toujours à l’heure")
    pair.types(
        "Synthèse courte", "Hébergée chez sa cousine jusqu’en janvier, cherche un logement et un emploi de jour."
    )


def plan(pair: Desk) -> None:
    go_to_stage(pair, "Plan d’action")
    pair.types("Nouvel objectif", "Avoir un logement à elle")
    pair.presses(Qt.Key.Key_Backtab)
    pair.clicks("Ajouter l’objectif")
    pair.types("Nouvelle action", "Déposer la demande de logement", leaves=False)
    pair.presses(Qt.Key.Key_Return)
    pair.selects("Qui", CLARA.name)
    pair.types("Pour quand", "07/01/2027")
    pair.clicks("Socio-professionnel", among="Notre proposition commune")
    pair.types("Pourquoi ce parcours", "Le logement et la recherche d’emploi avancent ensemble.")
    pair.types("Personne référente", CLARA.name)
    pair.clicks("Proposer le")
    pair.takes_picture("plan-d-action")


def sign(pair: Desk, folder: Path) -> Path:
    go_to_stage(pair, "Signatures")
    pair.takes_picture("avant-de-signer")
    pair.draws("Signature de la personne")
    pair.reads("Recommencer la signature")  # kept by itself
    for one in (CLARA, IDRIS):
        pair.clicks(f"Signer, {one.name}")
        pair.types(f"Phrase secrète de {one.name}", one.passphrase, leaves=False)
        pair.presses(Qt.Key.Key_Return)
    pair.reads("Le document est signé. Il ne change plus.")
    pair.takes_picture("signe")
    exported = folder / "copie.pdf"
    pair.clicks("Enregistrer le PDF")
    pair.names_file(exported)
    pair.waits(exported.exists, "the exported document")
    return exported


def nothing_tells_her_name(written: list[Path], exported: Path, *folders: Path) -> None:
    """Neither the log, nor a file name, nor any byte on the disk but the document exported on purpose."""
    assert "interview opened" in (log_folder() / "spie-diag.log").read_text("utf-8")
    told = (FAMILY_NAME, "Samira", WORDS, "Aucun bus avant", "janvier, cherche un logement", CLARA.passphrase)
    assert texts_found(told, *folders) == []
    elsewhere = [file for file in written if not any(folder in file.parents for folder in (*folders, exported.parent))]
    assert [file for file in elsewhere if PICTURES not in file.parents] == []
    assert not any(text.casefold() in file.name.casefold() for file in (*written, exported) for text in told)
