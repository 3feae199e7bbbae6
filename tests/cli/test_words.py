"""Every help and every refusal is French, in whatever language the machine speaks."""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from spie_diag.cli.commands import FrenchCommand, FrenchGroup
from spie_diag.cli.main import cli, main

ENGLISH = re.compile(
    r"\b(usage|options?:|commands?\b|arguments?:|required|default|show|this|exit|error|try|for help|got"
    r"|unexpected|extra|missing|invalid|value|such|directory|does|exist|path|args|version and|env var)\b",
    re.IGNORECASE,
)
OURS = re.compile(
    r"(?<=^Utilisation\u00a0: )[^\[\n]*|--[\w-]+|\bspie-diag[\w -]*|-h\b|\bform (import|export|check)\b"
    r"|^  [a-z-]+(?=  )",
    re.MULTILINE,
)
"""Names of commands and options, which may be English words."""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(str(left.value.code or 0))


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


EVERY = dict(commands(cli))


def english(text: str) -> list[str]:
    return [found[0] for found in ENGLISH.finditer(OURS.sub("", text))]


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_help_is_in_french(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(EVERY[path], FrenchCommand | FrenchGroup)
    assert run(*path, "--help") == 0
    told = capsys.readouterr().out
    assert told.startswith("Utilisation\u00a0: ")
    assert "Affiche cette aide." in told
    assert not english(told)
    assert "..." not in told, "nothing is cut"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("inconnue", "« inconnue » n’est pas une commande"),
        ("form", "il manque une commande (check, diff, export"),
        ("form --", "un mot manque"),
        ("form plya", "mais « play » existe"),
        ("form play f.yaml", "il manque --ops OPERATIONS.json"),
        ("form play f.yaml --ops", "« --ops » attend une valeur"),
        ("form play --opps=x f.yaml", "« --opps » n’existe pas, mais « --ops » existe"),
        ("form play", "il manque FORMULAIRE"),
        ("form play f.yaml --ops f.json --now hier", "« hier » n’est pas une date"),
        ("form check", "il manque FICHIER."),
        ("form check f.yaml --json=3", "« --json » n’attend pas de valeur"),
        ("form diff a.yaml", "il manque NOUVEAU"),
        ("form diff a.yaml b.yaml c.yaml d.yaml", "« c.yaml » est de trop"),
        ("form play f.yaml --ops absent.json", "ce fichier n’existe pas"),
        ("form play f.yaml --ops .", "ce n’est pas un fichier"),
        ("form export absent.yaml f.xlsx", "n’existe pas"),
        ("form export . f.xlsx", "«\u00a0.\u00a0» n’est pas un fichier"),
        ("form import absent.xlsx f.yaml", "n’existe pas"),
        ("form print absent.yaml f.pdf", "n’existe pas"),
        ("--coffre", "« --coffre » attend une valeur"),
        ("-x", "« -x » n’existe pas"),
        ("verify", "il manque FICHIER.pdf"),
        ("cases chek", "mais « check » existe"),
        ("demo ici", "« ici » est de trop"),
    ],
)
def test_a_wrong_call_is_told_in_french(
    written: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    assert run(*written.split()) == 1
    told = capsys.readouterr()
    assert words.replace("\u00a0", " ") in " ".join(told.err.split())
    assert not english(told.err)
    assert not told.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    full = io.TextIOWrapper(Path("/dev/full").open("wb", buffering=0), write_through=True)  # noqa: SIM115
    monkeypatch.setattr(sys, "stdout", full)
    assert run("form", "--help") == 1
    assert "Le disque est plein" in capsys.readouterr().err


def test_every_letter_goes_into_a_file_wherever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding="cp1252", write_through=True))
    assert run("form", "print", "--help") == 0
    assert "\u202f" in file.getvalue().decode("utf-8")


def test_a_lone_surrogate_comes_out_as_json_escapes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form, operations = tmp_path / "enquete.yaml", tmp_path / "seance.json"
    form.write_text("settings: {form_id: e}\nsurvey: [{name: nom, type: text, label: Nom}]\n")
    operations.write_text('[{"op": "set", "ref": "/data/nom", "value": "a\\ud800"}]')
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding="utf-8", write_through=True))
    assert run("form", "play", str(form), "--ops", str(operations)) == 0
    lines = [json.loads(line) for line in file.getvalue().decode("utf-8").splitlines()]
    assert lines[1]["changed"]["/data/nom"]["v"] == "a\ud800"
