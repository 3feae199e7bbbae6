"""One vault made once, copied for each test; guessing a passphrase is cheap except where that is what is tested."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from spie_diag.vault import slots
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import Vault, create_vault
from tests.vault.shelf import CASE, CLARA, FOUNDERS, IDRIS, INTERVIEW, NO_WAIT, Shelf, cheap, morning, somebody


@pytest.fixture
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_stretch", cheap)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one person, her interview, three answers and a draft."""
    folder = tmp_path_factory.mktemp("made-once") / "coffre"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        vault = create_vault(folder, "Antenne de Nantes", FOUNDERS, morning(), FLOOR, NO_WAIT)
        vault.cases.add(somebody())
        for number, author in enumerate((CLARA, IDRIS, CLARA)):
            vault.journals.write(CASE, INTERVIEW, author.id, f"answer/LOG-0{number}", {"status": "REP", "value": "oui"})
        vault.drafts.keep(CASE, "note/1", CLARA.id, "elle dit que")
        vault.keep_private(CLARA.id, "pdf-identity", b"her key")
        vault.lock()
    (folder / "vault.ballast").unlink(missing_ok=True)
    return folder


@pytest.fixture
def shelf(made_once: Path, tmp_path: Path, cheap_guesses: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
    return Shelf(shutil.copytree(made_once, tmp_path / "coffre"))


@pytest.fixture
def vault(shelf: Shelf) -> Iterator[Vault]:
    opened = shelf.opened()
    yield opened
    opened.lock()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "clé de Clara"
    folder.mkdir()
    return folder
