"""Checking and repairing from the command line: one line each, exit 0 only where all holds."""

import json
from pathlib import Path

import pytest

from spie_diag.casework.opening import create_casebook, lock
from spie_diag.cli.main import main
from tests.casework.conftest import founders
from tests.cli.test_vault import WHO, Run, folder, quick_stretching, run

__all__ = ["folder", "quick_stretching", "run"]


def test_a_sound_vault_is_told_line_by_line(run: Run, tmp_path: Path) -> None:
    told = run("check", *WHO)
    lines = told.splitlines()
    assert lines[-1] == "Le coffre est entier."
    assert [line.split("\u00a0:")[0] for line in lines[:-1]] == [
        "[bon] Clés",
        "[bon] Fichier",
        "[bon] Dernières écritures",
        "[bon] Entrées",
        "[bon] Tables",
        "[bon] Questionnaires",
        "[bon] Documents",
        "[bon] Listes",
        "[à noter] Sauvegardes",
    ]
    run("backup", tmp_path / "clé", *WHO)
    found = json.loads(run("check", "--json", *WHO))
    assert found["whole"] is True
    assert found["lines"][-1] == {
        "point": "backups",
        "outcome": "holds",
        "told": "la dernière date d’aujourd’hui.",
        "days": 0,
    }


def test_a_damaged_vault_is_told_repaired_and_sound_again(run: Run, folder: Path) -> None:
    run("check", *WHO)  # which leaves a line in the register
    assert "il n’y a rien à réparer" in run("salvage", *WHO)
    database = next(folder.glob("vault-*.db"))
    content = bytearray(database.read_bytes())
    content[50] ^= 1
    database.write_bytes(content)

    told = run("check", *WHO)
    assert "[abîmé] Fichier\u00a0: 1\u00a0page sur " in told
    assert "récupération possible" in told
    assert "Le coffre n’est pas entier. Pour le réparer\u00a0: spie-diag vault salvage" in told
    refused = run("compact", *WHO)
    assert "début est abîmé" in refused
    assert "spie-diag vault salvage" in refused
    assert "n’est pas une sauvegarde" in run("salvage", "--sauvegarde", folder, *WHO)
    repaired = run("salvage", *WHO)
    assert repaired.startswith("Coffre réparé\u00a0: ")
    assert "«\u00a0avant-reparation-" in repaired
    assert run("check", *WHO).endswith("Le coffre est entier.\n")
    assert "n’ouvre pas ce coffre" in run("check", *WHO, says="une autre phrase")


def test_a_witness_taken_away_is_nothing_to_repair(run: Run, folder: Path) -> None:
    run("check", *WHO)
    (folder / "vault.witness").unlink()

    told = run("check", *WHO)

    assert "fichier témoin du coffre manque" in told
    assert "salvage" not in told
    assert "montrez ces lignes à la personne qui s’occupe de cet ordinateur" in told


def test_ctrl_c_ends_a_check_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("spie_diag.cli.vault_opening.sys.stdin.readline", interrupted, raising=False)
    with pytest.raises(SystemExit) as end:
        main(["vault", "check", *WHO])

    assert end.value.code == 130
    assert capsys.readouterr().err.strip() == "Interrompu à votre demande."


def test_what_is_asked_with_nothing_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    assert "introuvable" in run("check", "--coffre", elsewhere, *WHO)
    elsewhere.mkdir()
    assert "ne contient pas de coffre" in run("salvage", "--coffre", elsewhere, *WHO)
    lock(create_casebook(elsewhere, "Autre", founders(), signers=tmp_path / "signataires", quick_keys=True))
    next(elsewhere.glob("vault-*.db")).unlink()
    assert "le fichier qu’elle ouvre est introuvable" in run("salvage", "--coffre", elsewhere, *WHO)
    assert "le fichier qu’elle ouvre est introuvable" in run("check", "--coffre", elsewhere, *WHO)
