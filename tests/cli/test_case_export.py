"""Fictional cases as partners’ programs would receive them, from the command line."""

import json
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from spie_diag.paths import shipped

CASES = str(shipped("resources", "cases", "cas-fictifs.json"))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(str(left.value.code or 0))


@pytest.mark.parametrize("shape", ["dossier", "criteres"])
def test_a_case_is_told_as_data(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cases", "export", CASES, "V2", "--forme", shape) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == f"spie-diag/france-travail-{shape}/1"
    assert told["personne"]["nom"] == "FICTIF"


def test_a_case_is_told_as_texts_with_their_counter(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cases", "export", CASES, "V2", "--forme", "textes") == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Synthèse courte (255 caractères au plus), 202 sur 255" in told
    assert "Contrainte de mobilité : DEPENDANT_TRANSPORT" in told
    assert "! Sans valeur pour ce destinataire : contrainte de santé" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((CASES, "V9"), "ne contient pas de cas « V9 »"),
        (("absent.json", "V1"), "« absent.json » ne peut pas être lu"),
        ((CASES, "V1", "--forme", "xml"), "la valeur donnée pour --forme ne convient pas"),
        ((CASES, "V1", "--correspondances", "absentes"), "« absentes » ne peut pas servir"),
        ((CASES,), "il manque CAS"),
    ],
)
def test_each_wrong_input_has_its_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("cases", "export", *arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err.replace("\u00a0", " ").replace("\u202f", " ")
    assert told.err.count("\n") == 1


def test_a_wrong_table_is_told_before_anything_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "france-travail.json").write_text('{"objectifs": {"LOG-O1": "dix-sept"}}')
    assert run("cases", "export", CASES, "V1", "--correspondances", str(tmp_path)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "LOG-O1" in told.err
