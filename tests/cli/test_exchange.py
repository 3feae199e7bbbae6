"""Envelopes, formats and taking in from the command line."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spie_diag.casework import opening
from spie_diag.casework.received import receptions
from spie_diag.cli.main import main
from spie_diag.clock import SteppingClock
from tests.casework.conftest import SECRETS, founders
from tests.casework.partner import Partner, partner
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]


def run(*arguments: str | Path, typed: str = "") -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
    return int(str(left.value.code or 0))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    made = partner(tmp_path_factory.mktemp("ailleurs"), SteppingClock(datetime(2026, 11, 20, 9, tzinfo=UTC)))
    made.sign()
    made.master()
    yield made
    made.book.lock()


@pytest.fixture(scope="module")
def signed(elsewhere: Partner) -> Path:
    return elsewhere.folder / "diagnostic.pdf"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A closed vault of ours, without anybody in it."""
    folder = tmp_path / "coffre"
    book = opening.create_casebook(folder, "Antenne", founders(), signers=tmp_path / "signataires", quick_keys=True)
    opening.lock(book)
    return folder


def take_in(ours: Path, file: Path, *options: str | Path, typed: str = "") -> int:
    one = founders()[0]
    phrase = SECRETS[one.field_of_work]
    asked = ("vault", "take-in", file, *options, "--coffre", ours, "--nom", one.name, "--phrase-stdin")
    return run(*asked, typed=f"{phrase}\n{typed}\n")


def received_in(ours: Path) -> int:
    one = founders()[0]
    specialist = opening.label_of(ours).specialists[0].id
    book = opening.open_casebook(ours, specialist, SECRETS[one.field_of_work])
    try:
        return sum(len(receptions(book, person.case)) for person in book.vault.cases.all())
    finally:
        opening.lock(book)


def test_formats_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    assert "diagnostic" in capsys.readouterr().out.split()
    assert run("schema", "diagnostic") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "spie-diag/diagnostic/1"
    assert run("schema", "autre") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_sealed_file_comes_out_as_it_went_in(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed, back = tmp_path / "scelle.pdf", tmp_path / "retour.pdf"
    assert run("seal", signed, "--out", sealed) == 0
    password = capsys.readouterr().out.splitlines()[-1]
    assert len(password.split()) == 6
    assert run("open", sealed, "--out", back, "--phrase-stdin", typed="autre chose\n") == 1
    assert not back.exists()
    assert run("open", sealed, "--out", back, "--phrase-stdin", typed=f"{password}\n") == 0
    assert back.read_bytes() == signed.read_bytes()
    assert run("seal", sealed, "--out", tmp_path / "deux-fois.pdf") == 1
    assert run("seal", signed, "--out", sealed) == 1, "it would be written over"
    assert run("seal", signed, "--out", sealed, "--remplacer") == 0
    assert run("seal", signed, "--out", signed, "--remplacer") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("seal", "absent.pdf", "--out", "x.pdf"),
        ("seal", ".", "--out", "x.pdf"),
        ("seal", "texte.txt", "--out", "x.pdf"),
        ("seal", "coupe.pdf", "--out", "x.pdf"),
        ("seal", "{signed}", "--out", "nulle/part.pdf"),
        ("seal", "{signed}", "--out", "x.pdf", "--pour", "texte.txt"),
        ("seal", "{signed}"),
        ("open", "{signed}", "--out", "x.pdf", "--phrase-stdin"),
        ("open", "texte.txt", "--out", "x.pdf"),
    ],
)
def test_what_is_wrong_is_one_line_and_leaves_nothing(
    arguments: tuple[str, ...],
    signed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texte.txt").write_text("bonjour")
    (tmp_path / "coupe.pdf").write_bytes(signed.read_bytes()[:5000])
    assert run(*(part.format(signed=signed) for part in arguments)) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coupe.pdf", "texte.txt"]


def test_a_document_is_shown_then_taken_in_once(
    ours: Path, elsewhere: Partner, signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ("--signataires", elsewhere.signers)
    assert take_in(ours, signed, *known) == 0
    assert "Rien n’est repris" in capsys.readouterr().out
    assert received_in(ours) == 0
    assert take_in(ours, signed, "--nouveau", "--oui") == 1, "nobody compared the certificates"
    assert "inconnus" in capsys.readouterr().err
    assert take_in(ours, signed, "--nouveau", "--oui", *known) == 0
    assert take_in(ours, signed, "--nouveau", "--oui", *known) == 0
    assert "Déjà repris" in capsys.readouterr().out
    assert received_in(ours) == 1


def test_a_sealed_document_is_opened_with_the_second_line(
    ours: Path, elsewhere: Partner, signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = tmp_path / "scelle.pdf"
    run("seal", signed, "--out", sealed)
    password = capsys.readouterr().out.splitlines()[-1]
    assert take_in(ours, sealed, "--nouveau", "--oui", "--signataires-verifies", typed=password) == 0
    assert received_in(ours) == 1


def test_a_document_in_the_wrong_file_is_taken_back(
    ours: Path, elsewhere: Partner, signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = founders()[0]
    asked = ("vault", "take-back", signed, "--oui", "--coffre", ours, "--nom", one.name, "--phrase-stdin")
    typed = f"{SECRETS[one.field_of_work]}\n"
    assert run(*asked, typed=typed) == 1, "it is in no file"
    assert capsys.readouterr().err.count("\n") == 1
    assert take_in(ours, signed, "--nouveau", "--oui", "--signataires", elsewhere.signers) == 0
    assert run(*asked, typed=typed) == 0
    assert "Document retiré du dossier" in capsys.readouterr().out
    assert received_in(ours) == 0


@pytest.mark.parametrize(
    "options", [("--dossier", "D-1999-0001"), ("--dossier", "D-2026-0001", "--nouveau"), ("--nouveau",)]
)
def test_nothing_is_taken_in_where_the_command_is_wrong(
    ours: Path, signed: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert take_in(ours, signed, *options) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert received_in(ours) == 0
