"""The program as it is installed: its forms and resources packed beside the code, and no checkout around."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the wheel is, from what ``pyproject.toml`` says goes into it."""
    place = tmp_path_factory.mktemp("installed")
    wheel = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    for package in wheel["wheel"]["packages"]:
        shutil.copytree(HOUSE / package, place / Path(package).name, ignore=shutil.ignore_patterns("__pycache__"))
    for kept, packed in wheel["wheel"]["force-include"].items():
        shutil.copytree(HOUSE / kept, place / packed)
    return place


def run(installed: Path, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_installed_program_finds_what_it_brought(installed: Path, tmp_path: Path) -> None:
    code = "from spie_diag.paths import shipped; print(shipped('forms', 'diagnostic-commun.yaml').read_text()[:1])"
    told = run(installed, "-c", f"import spie_diag; print(spie_diag.__file__); {code}", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(str(installed))


def test_the_installed_program_answers_in_french(installed: Path, tmp_path: Path) -> None:
    told = run(installed, "-m", "spie_diag", "--help", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "deux regards, une conversation" in told.stdout


def test_the_installed_program_verifies_a_file(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "lettre.pdf").write_text("Bonjour.")
    told = run(installed, "-m", "spie_diag", "verify", "lettre.pdf", folder=tmp_path)
    assert told.returncode == 1
    assert "Ce fichier n’est pas un PDF." in told.stdout
