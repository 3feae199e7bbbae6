"""The command line: what it does, and one French sentence with exit code 1 for whatever is wrong."""

import json
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
