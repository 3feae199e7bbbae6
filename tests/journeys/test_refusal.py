"""The person says no: it is respected, what remains possible is said, and nothing else can be written."""

from pathlib import Path

import pytest

from tests.journeys.conftest import DeskFactory
from tests.journeys.desk import Desk
from tests.journeys.gestures import agree, give_view, go_to_stage, receive, unlock

DOMAINS = ("Attentes", "Logement", "Santé", "Parcours", "Projet professionnel")


@pytest.fixture
def clara(desk: DeskFactory, vault: Path) -> Desk:
    opened = desk(vault)
    unlock(opened)
    receive(opened)
    return opened


def test_a_refusal_is_respected_until_she_changes_her_mind(clara: Desk) -> None:
    go_to_stage(clara, "Exploration")
    clara.picks("Logement")
    clara.reads("Son accord n’est pas encore noté.")
    nothing_can_be_written(clara)
    clara.clicks("Noter son accord")

    agree(clara, "Non")
    clara.reads("C’est noté. Ce qui se dit ici n’est pas partagé entre vous deux.")
    clara.reads("Vous pouvez encore")
    clara.takes_picture("refus")
    go_to_stage(clara, "Exploration")
    for domain in DOMAINS:
        clara.picks(domain)
        nothing_can_be_written(clara)
    clara.does_not_read("16 sur 16 abordés")
    clara.does_not_read("Balayage")
    clara.does_not_read("Rien à signaler")
    clara.takes_picture("refus-exploration")
    for stage in ("Regards croisés", "Restitution", "Plan d’action", "Signatures"):
        go_to_stage(clara, stage)
        clara.takes_picture(f"refus-{stage.split()[0].lower()}")

    go_to_stage(clara, "Exploration")
    clara.picks("Logement")
    clara.clicks("Revoir son accord")
    clara.clicks("Oui", among="Êtes-vous d’accord")
    go_to_stage(clara, "Exploration")
    give_view(clara, "Logement", "Ça va", "Un bail à son nom")
    clara.reads("regard social posé")


def test_she_may_keep_some_subjects_for_herself(clara: Desk) -> None:
    agree(clara, "Oui, sauf certains sujets")
    clara.clicks("La santé", among="Quels sujets préférez-vous")
    clara.takes_picture("accord-partiel")
    go_to_stage(clara, "Exploration")
    clara.picks("Santé")
    nothing_can_be_written(clara)
    clara.takes_picture("domaine-ferme")
    clara.picks("Logement")
    clara.reads("Comment ça se passe, là où vous vivez")


def nothing_can_be_written(desk: Desk) -> None:
    """No field, no answer, no view and no note in the domain on the screen."""
    page = desk.page()
    for offered in ("Noter ses mots", "Ajouter une situation", "Empêche", "Ce qui me le fait dire", "Approfondir"):
        assert offered not in page, f"« {offered} » is offered:\n{page}"
    assert desk.writable_fields() == []
