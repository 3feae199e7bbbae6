"""A second start brings the first window forward, whatever way the vault is written, and whoever was killed before."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.session_signals import signals_of_session
from spie_diag.desktop.single_window import Doorbell, address_of, bring_forward
from tests.desktop.conftest import Show

SECOND = (
    "import sys\n"
    "from pathlib import Path\n"
    "from spie_diag.desktop.single_window import bring_forward\n"
    "print(bring_forward(Path(sys.argv[1])))\n"
)
pytest.importorskip("PySide6.QtNetwork", exc_type=ImportError)

KILLED = (
    "import sys\n"
    "from pathlib import Path\n"
    "from PySide6.QtWidgets import QApplication, QWidget\n"
    "from spie_diag.desktop.single_window import Doorbell\n"
    "app = QApplication([])\n"
    "window = QWidget()\n"
    "Doorbell(window).answer_for(Path(sys.argv[1]))\n"
    "print('answers', flush=True)\n"
    "app.exec()\n"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "coffre de l’été"


@pytest.fixture
def window(show: Show) -> QWidget:
    return show(QWidget())


@pytest.fixture
def doorbell(window: QWidget, vault: Path) -> Iterator[Doorbell]:
    made = Doorbell(window)
    made.answer_for(vault)
    yield made
    made.stop()


def second_start(vault: Path, qtbot: QtBot) -> str:
    running = subprocess.Popen([sys.executable, "-c", SECOND, str(vault)], stdout=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: running.poll() is not None, timeout=20_000)
    assert running.stdout is not None
    return running.stdout.read().strip()


def test_a_second_start_brings_the_window_forward(
    doorbell: Doorbell, window: QWidget, vault: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.showMinimized()
    monkeypatch.chdir(vault.parent)
    assert second_start(Path(vault.name), qtbot) == "True"
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()


def test_another_vault_has_a_window_of_its_own(doorbell: Doorbell, vault: Path) -> None:
    assert not bring_forward(vault.with_name("autre"))


def test_the_window_answers_for_the_vault_that_it_shows_now(doorbell: Doorbell, vault: Path, qtbot: QtBot) -> None:
    other = vault.with_name("autre")
    doorbell.answer_for(other)
    assert not bring_forward(vault)
    assert second_start(other, qtbot) == "True"


@pytest.mark.skipif(sys.platform == "win32", reason="there, nothing is left behind")
def test_what_a_killed_program_left_is_in_nobody_s_way(window: QWidget, vault: Path, qtbot: QtBot) -> None:
    killed = subprocess.Popen([sys.executable, "-c", KILLED, str(vault)], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "answers\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert Path(address_of(vault)).exists()
    assert not bring_forward(vault)
    doorbell = Doorbell(window)
    doorbell.answer_for(vault)
    assert second_start(vault, qtbot) == "True"
    assert Path(address_of(vault)).stat().st_mode & 0o077 == 0
    doorbell.stop()
    assert not Path(address_of(vault)).exists()


def test_the_address_tells_nothing_of_the_vault(vault: Path) -> None:
    assert "coffre" not in address_of(vault)
    assert len(address_of(vault)) < 100
    assert address_of(vault) == address_of(vault.parent / "." / vault.name)


def test_a_system_without_the_library_of_sockets_opens_its_window_all_the_same(
    window: QWidget, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtNetwork", None)
    monkeypatch.setitem(sys.modules, "PySide6.QtDBus", None)
    monkeypatch.delitem(sys.modules, "spie_diag.desktop.session_dbus", raising=False)
    Path(address_of(vault)).touch()
    Doorbell(window).answer_for(vault)
    assert not bring_forward(vault)
    Path(address_of(vault)).unlink()
    if sys.platform == "linux":
        assert signals_of_session(window) is None
