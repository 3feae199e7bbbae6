"""A vault that cannot be opened: one clear sentence, in the window, and nothing is changed."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spie_diag.paths import window_memory
from tests.journeys.conftest import DeskFactory
from tests.journeys.gestures import CLARA, receive, unlock


def test_a_second_start_on_the_same_vault_says_so(desk: DeskFactory, vault: Path) -> None:
    first = desk(vault)
    unlock(first)
    second = desk(vault)
    second.types("Phrase secrète", CLARA.passphrase, leaves=False)
    second.clicks("Ouvrir le coffre")
    second.reads("Ce coffre est déjà ouvert")
    second.reads("Revenez à la fenêtre déjà ouverte")
    second.takes_picture("coffre-deja-ouvert")
    second.closes()
    first.returns()
    receive(first)


def truncate(vault: Path) -> None:
    (database,) = vault.glob("vault-*.db")
    with database.open("r+b") as opened:
        opened.truncate(database.stat().st_size // 3)


def spoil_keys(vault: Path) -> None:
    for file in vault.glob("vault.keys*"):
        file.write_bytes(b"\x00" * 64)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (truncate, "abîmé"),
        (spoil_keys, "abîmé"),
        (shutil.rmtree, "Le coffre est introuvable à cet endroit."),
        (lambda vault: [file.unlink() for file in vault.glob("*")], "Ce dossier ne contient pas de coffre."),
    ],
    ids=["truncated", "keys", "gone", "empty"],
)
def test_a_vault_that_cannot_be_opened_is_told_in_one_sentence(
    desk: DeskFactory, vault: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    spoil(vault)
    before = {file: file.read_bytes() for file in vault.glob("vault[.-][!l]*")} if vault.exists() else {}
    clara = desk(vault)
    if "Qui ouvre le coffre" in clara.page():
        clara.types("Phrase secrète", CLARA.passphrase, leaves=False)
        clara.clicks("Ouvrir le coffre")
    clara.reads(sentence)
    clara.takes_picture(f"coffre-{len(sentence)}-{len(before)}")
    assert {file: file.read_bytes() for file in before} == before, "nothing is changed"
    assert clara.button("Choisir un autre coffre").isEnabled()


def test_a_folder_that_is_not_a_vault_is_told(desk: DeskFactory, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_text("Bonjour")
    clara = desk(tmp_path)
    clara.reads("Ce dossier ne contient pas de coffre.")
    clara.clicks("Choisir un autre coffre")
    clara.names_file(vault)
    unlock(clara)
    clara.reads("Bonjour Clara")


def test_a_folder_that_cannot_be_written_is_told_at_creation(
    desk: DeskFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "fichier"
    taken.write_text("")
    clara = desk()
    clara.types("Nom du coffre", "Antenne")
    clara.types("Dossier du coffre", str(tmp_path / "coffre"))
    with monkeypatch.context() as lying:
        lying.setattr(os, "access", lambda place, _mode: Path(place) != tmp_path)  # root may write anywhere
        clara.clicks("Continuer")
        clara.reads("Ce dossier ne peut pas être écrit.")
    clara.takes_picture("dossier-en-lecture-seule")
    clara.types("Dossier du coffre", str(taken))
    clara.clicks("Continuer")
    clara.reads("Ce chemin est celui d’un fichier.")


def test_a_spoilt_memory_of_the_window_starts_afresh(desk: DeskFactory, vault: Path) -> None:
    window_memory().parent.mkdir(parents=True, exist_ok=True)
    window_memory().write_text(json.dumps({"vault": str(vault), "geometry": "zz", "text_scale": 40}))
    clara = desk()
    clara.reads("Qui ouvre le coffre ?")
    unlock(clara)
    clara.reads("Bonjour Clara")
