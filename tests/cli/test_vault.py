"""The vault from the command line: one French sentence for each refusal, the passphrase never in an argument."""

import io
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click
import pytest

from spie_diag.casework.keys import draw_sheet, keep_sheet
from spie_diag.casework.opening import create_casebook, label_of, lock, open_casebook
from spie_diag.cli.asking import sheet_words
from spie_diag.cli.main import main
from spie_diag.cli.vault_opening import ProgressLine
from spie_diag.interview.people import FieldOfWork
from tests.casework.conftest import SECRETS, founders
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

SECRET = SECRETS[FieldOfWork.SOCIAL]
NEW = "un vélo contre le mur gris"
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


@pytest.fixture
def sheet(folder: Path) -> str:
    """The words of a recovery sheet that the vault of this computer has."""
    words = " ".join(draw_sheet())
    book = open_casebook(folder, label_of(folder).specialists[0].id, SECRET)
    keep_sheet(book, book.writer, SECRET, words)
    lock(book)
    return words


def test_a_backup_is_put_back_with_the_sheet_and_a_new_passphrase(
    run: Run, sheet: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, new = tmp_path / "clé", tmp_path / "nouvel ordinateur"
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    run("backup", stick, *WHO)
    by_sheet = ("restore", stick, "--fiche", "--coffre", new, *WHO)

    assert "13" in run(*by_sheet, says=f"{sheet.rsplit(' ', 1)[0]}\n{NEW}")
    wrong = run(*by_sheet, says=f"xyzzy {sheet.split(' ', 1)[1]}\n{NEW}")
    assert wrong.startswith("Le 1er mot n’est pas de la fiche.")
    assert not any(word in wrong.split() for word in sheet.split() if len(word) > 5), (
        "thirteen right words are a secret"
    )
    assert "Elle ne s’ouvre qu’avec la fiche de son jour" in run(*by_sheet, says=f"{' '.join(draw_sheet())}\n{NEW}")
    assert "trop courte" in run(*by_sheet, says=f"{sheet}\ncourt")
    assert "est vide" in run(*by_sheet, says=f"{sheet}\n")
    assert "Les mots de la fiche ne peuvent pas" in run("restore", stick, "--fiche", "--nom", "nadia temoin")
    assert not new.exists()

    told = run(*by_sheet, says=f"{sheet}\n{NEW}")
    assert "restaurée" in told
    assert "Votre nouvelle phrase secrète ouvre le coffre." in told
    assert "Le coffre est entier." in run("check", "--coffre", new, *WHO, says=NEW)
    assert "n’ouvre pas ce coffre" in run("check", "--coffre", new, *WHO)
    assert "restaurée" in run(*by_sheet[:3], "--coffre", folder, *WHO, says=f"{sheet}\n{NEW}")


def test_words_are_asked_one_by_one_and_a_wrong_one_at_once_again(
    sheet: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, *others = sheet.split()
    typed = iter([first.upper(), "xiviere", second[:4], " ".join(others[:7]), *others[7:]])
    asked: list[str] = []

    def prompt(label: str, *, hide_input: bool, **_how: object) -> str:
        assert hide_input
        asked.append(label)
        return next(typed)

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr(sys, "stdin", Terminal())

    assert sheet_words(reads_stdin=False) == sheet
    assert [label.replace("\u00a0", " ") for label in asked[:4]] == ["Mot n° 1", "Mot n° 2", "Mot n° 2", "Mot n° 3"]
    told = capsys.readouterr().err.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Le mot n° 2 n’est pas de la fiche. Vouliez-vous dire « rivière » ?" in told
    assert "xiviere" not in told


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_asked_to_stop_a_long_command_says_what_it_left(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "clé"
    run("backup", stick, *WHO)
    monkeypatch.setattr(ProgressLine, "at", lambda _line, _done: signal.raise_signal(signal.SIGINT))

    assert "elle n’est pas faite" in run("backup", tmp_path / "autre", *WHO)
    assert "Rien n’a changé dans le coffre" in run("compact", *WHO)
    assert "le coffre garde la clé" in run("rotate", *WHO)
    assert "La restauration a été arrêtée" in run("restore", stick, *WHO)
    assert "Rien n’a changé dans le coffre" in run("salvage", "--forcer", *WHO)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interruption_ends_the_command_at_once() -> None:
    with ProgressLine("Essai") as line:
        signal.raise_signal(signal.SIGINT)
        assert line.is_stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_each_refusal_is_one_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "clé"
    monkeypatch.setattr("time.sleep", lambda _seconds: None)

    assert "n’ouvre pas ce coffre" in run("backup", stick, *WHO, says="une autre phrase")
    assert "la commande doit dire qui" in run("backup", stick, "--phrase-stdin")
    assert "Personne de ce nom" in run("backup", stick, "--phrase-stdin", "--nom", "Zorro")
    assert "il n’y a pas de terminal" in run("backup", stick, "--nom", "Hugo Spécimen")
    assert "--garder N ne convient pas" in run("backup", stick, "--garder", "0")
    assert "--garder N ne convient pas" in run("backup", stick, "--garder", "dix")
    assert "n’est pas une sauvegarde" in run("restore", stick, *WHO)
    assert "introuvable" in run("compact", "--coffre", tmp_path / "rien", *WHO)
    assert "il manque une commande" in run()
    assert "DOSSIER ne convient pas" in run("backup", "", *WHO)
    assert "--coffre DOSSIER ne convient pas" in run("compact", "--coffre", "", *WHO)
    assert "SAUVEGARDE ne convient pas" in run("restore", "", *WHO)
    assert "trop long" in run("backup", tmp_path / ("x" * 300), *WHO)
    deep = tmp_path / ("y" * 200) / ("y" * (245 - len(str(tmp_path))))
    deep.mkdir(parents=True)
    assert "trop long" in run("backup", deep / "clé", *WHO), "what it would hold has longer names than the folder"
    assert list(deep.iterdir()) == []
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
