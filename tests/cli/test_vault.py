"""The vault from the command line: one French sentence for each refusal, the passphrase never in an argument."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from spie_diag.casework.opening import create_casebook, lock
from spie_diag.cli.main import main
from spie_diag.interview.people import FieldOfWork
from tests.casework.conftest import SECRETS, founders
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

SECRET = SECRETS[FieldOfWork.SOCIAL]
WHO = ("--phrase-stdin", "--nom", "nadia temoin")
Run: TypeAlias = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The vault of this computer."""
    monkeypatch.setenv("SPIE_DIAG_HOME", str(tmp_path / "home"))
    place = tmp_path / "home" / "coffre"
    lock(create_casebook(place, "Antenne", founders(), signers=tmp_path / "signataires", quick_keys=True))
    return place


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """What ``spie-diag vault …`` answers, whichever way it ends."""

    def answer(*words: object, says: str = SECRET) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{says}\nnot read\n"))
        with pytest.raises(SystemExit) as end:
            main(["vault", *(str(word) for word in words)])
        told = capsys.readouterr()
        assert bool(end.value.code) == bool(told.err), "a refusal is told on the error output"
        return told.out + told.err

    return answer


def test_a_vault_is_saved_compacted_rotated_and_put_back(run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "clé de Zoé"

    saved = run("backup", stick, *WHO)
    (backup,) = stick.iterdir()
    assert saved.startswith(f"Sauvegarde faite et relue\u00a0: {backup} (")
    assert "Coffre compacté" in run("compact", *WHO)
    assert "La clé du coffre est changée." in run("rotate", *WHO)
    restored = run("restore", backup, *WHO)
    assert "restaurée" in restored
    assert "«\u00a0avant-restauration-" in restored
    assert "Les phrases secrètes" not in restored, "they are the same as on that day"


def test_the_folder_of_one_backup_is_enough_to_restore_it(run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "clé"
    run("backup", stick, *WHO)
    assert "restaurée" in run("restore", stick, *WHO)

    run("backup", stick, *WHO)
    newest = max(path.name for path in stick.iterdir())
    told = run("restore", stick, *WHO)
    assert "plusieurs sauvegardes" in told
    assert newest in told


def test_each_refusal_is_one_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "clé"
    monkeypatch.setattr("time.sleep", lambda _seconds: None)

    assert "n’ouvre pas ce coffre" in run("backup", stick, *WHO, says="une autre phrase")
    assert "la commande doit dire qui" in run("backup", stick, "--phrase-stdin")
    assert "Personne de ce nom" in run("backup", stick, "--phrase-stdin", "--nom", "Zorro")
    assert "il n’y a pas de terminal" in run("backup", stick, "--nom", "Hugo Spécimen")
    assert "--garder N ne convient pas" in run("backup", stick, "--garder", "0")
    assert "n’est pas une sauvegarde" in run("restore", stick, *WHO)
    assert "introuvable" in run("compact", "--coffre", tmp_path / "rien", *WHO)
    assert "il manque une commande" in run()
    assert "DOSSIER ne convient pas" in run("backup", "", *WHO)
    assert "--coffre DOSSIER ne convient pas" in run("compact", "--coffre", "", *WHO)
    assert "SAUVEGARDE ne convient pas" in run("restore", "", *WHO)
    assert "trop long" in run("backup", tmp_path / ("x" * 300), *WHO)
    assert "trop long" in run("check", "--coffre", tmp_path / ("x" * 300), *WHO)
    assert "Tapez-la" in run("check", *WHO, says="")
    assert not stick.exists()


def test_a_path_is_said_as_it_is_written(run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "clé d'été"
    said = run("backup", stick, *WHO)
    (backup,) = stick.iterdir()
    assert f" {backup} (" in said, "typography is for sentences"


def test_a_backup_is_not_checked_as_a_vault_and_stays_untouched(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "clé", *WHO)
    (backup,) = (tmp_path / "clé").iterdir()
    before = {path.name: path.read_bytes() for path in backup.iterdir()}
    told = run("check", "--coffre", backup, *WHO)
    assert told.startswith("Ce dossier est une sauvegarde"), "and no line says before that something is sound"
    assert {path.name: path.read_bytes() for path in backup.iterdir()} == before
