"""The command line: what it does, and one French sentence with exit code 1 for whatever is wrong."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from spie_diag.paths import shipped

CASES = shipped("resources", "cases", "cas-fictifs.json")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(str(left.value.code or 0))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One demonstration for the whole module: its document, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    with redirect_stdout(StringIO()) as out:
        assert run("demo", "--out", str(folder), "--no-window") == 0
    return next(folder.glob("*.pdf")), out.getvalue()


@pytest.fixture
def signed(shown: tuple[Path, str]) -> Path:
    return shown[0]


def test_a_demonstration_prints_what_a_visitor_needs(shown: tuple[Path, str]) -> None:
    pdf, told = shown
    assert "Les deux signatures tiennent" in told
    assert "Phrases secrètes de démonstration" in told
    assert "Reçu d’un autre territoire, et repris dans le dossier" in told
    assert str(pdf) in told


def test_a_folder_in_use_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("à moi")
    assert run("demo", "--out", str(tmp_path), "--no-window") == 1
    assert "n’est pas vide" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_genuine_document_is_accepted_and_told_to_programs(signed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", str(signed)) == 0
    assert "inconnue de cet ordinateur" in capsys.readouterr().out, "fictional signers are not the user's"
    assert run("verify", "--json", "--signataires", str(signed.parent / "signataires"), str(signed)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is True
    assert [one["known"] for one in told["signatures"]] == [True, True]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"bonjour", "n’est pas un PDF"), (b"%PDF-1.7\nabc", "")],
    ids=["empty", "not a PDF", "broken"],
)
def test_each_bad_file_has_its_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    file = tmp_path / "fichier.pdf"
    file.write_bytes(content)
    assert run("verify", str(file)) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("what", ["folder", "pipe", "device", "too big", "missing"])
def test_what_is_no_file_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    named, words = tmp_path / "fichier.pdf", "n’est pas un fichier"
    match what:
        case "folder":
            named.mkdir()
        case "pipe":
            os.mkfifo(named)
        case "device":
            named.symlink_to("/dev/zero")
        case "too big":
            words = "trop gros"
            with named.open("wb") as file:
                file.truncate(65 << 20)
        case _:
            words = "ne peut pas être lu"
    assert run("verify", str(named)) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert not told.out


def test_a_folder_of_signers_that_is_not_one_is_told(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("à moi")
    for folder in (tmp_path / "absent", tmp_path / "note.txt"):
        assert run("verify", "--signataires", str(folder), str(signed)) == 1
        told = capsys.readouterr()
        assert "Le dossier de signataires" in told.err
        assert not told.out


def test_only_our_own_sentences_are_on_the_error_output(signed: Path, tmp_path: Path) -> None:
    """The library that reads PDF would add its own, in English."""
    pdf = signed.read_bytes()
    file = tmp_path / "change.pdf"
    place = pdf.index(b"/ByteRange")
    file.write_bytes(pdf[:place] + b"/BytePange" + pdf[place + 10 :])
    command = [sys.executable, "-m", "spie_diag", "verify", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_demonstration_needs_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("à moi")
    assert run("demo", "--out", str(tmp_path / "note.txt"), "--no-window") == 1
    assert "a besoin d’un dossier" in capsys.readouterr().err


def test_a_changed_byte_is_found(signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = bytearray(signed.read_bytes())
    pdf[len(pdf) // 3] ^= 1
    file = tmp_path / "change.pdf"
    file.write_bytes(pdf)
    assert run("verify", str(file)) == 1
    assert "tiennent" not in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("inconnue",),
        ("verify",),
        ("demo", "--case"),
        ("demo", "--sans"),
        ("cases", "check", "/absent.json"),
        ("cases",),
    ],
)
def test_a_wrong_command_is_one_french_sentence(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 1
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert not told.out.strip()


def test_the_shipped_cases_come_out_as_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cases", "check", str(CASES)) == 0
    assert "V1\u00a0: conforme" in capsys.readouterr().out


def test_a_wrong_expectation_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    cases[4]["expected"]["repere"] = "PED"
    file = tmp_path / "cas.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    assert run("cases", "check", str(file)) == 1
    assert "repere" in capsys.readouterr().out


def test_help_is_in_french_and_quick_to_come() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "spie_diag", "--help"], capture_output=True, text=True, check=True
    )
    assert "deux regards, une conversation" in done.stdout
    for slow in ("sqlalchemy", "pyhanko", "reportlab", "PySide6", "alembic"):
        assert f" {slow}\n" not in done.stderr
