"""Choosing a folder leaves its name nowhere, however the program ends. Each case is a program of its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "spie_diag" / "desktop"
CHOOSING = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from spie_diag.desktop.widgets.file_dialogs import file_dialog

ending, folder = sys.argv[1], sys.argv[2]
app = QApplication([])
page = QWidget()
dialog = file_dialog(page, "Choisir", folder)
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.setFileMode(QFileDialog.FileMode.Directory)
chosen = []
dialog.fileSelected.connect(chosen.append)
dialog.open()
app.processEvents()
assert dialog.directory().path() == folder
if ending == "with its page":
    page.deleteLater()
elif ending == "dismissed":
    dialog.reject()
else:
    dialog.accept()
    assert chosen == [folder], chosen
if ending == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
if ending == "killed later":
    os.kill(os.getpid(), signal.SIGKILL)
settings = QSettings(QSettings.Scope.UserScope, "QtProject")
for key in settings.allKeys():
    assert "Amina" not in str(settings.value(key)), key
next_page = QWidget()
after = file_dialog(next_page, "Choisir")
after.setOption(QFileDialog.Option.DontUseNativeDialog)
assert "Amina" not in after.directory().path(), "nor is it proposed for the next person"
assert not [one for one in after.history() if "Amina" in one]
assert after.sidebarUrls()
after.reject()
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
"""
OTHERS = "[FileDialog]\nhistory=file:///tmp/un-autre-programme\nlastVisited=file:///tmp\nshortcuts=file:, file:///tmp\n"


def chosen_in(config: Path, folder: Path, ending: str) -> str:
    """What is written in the folder of settings once such a program ended."""
    folder.mkdir()
    places = {"XDG_CONFIG_HOME": str(config), "QT_QPA_PLATFORM": "offscreen", "HOME": str(config)}
    ran = subprocess.run(
        [sys.executable, "-c", CHOOSING, ending, str(folder)], env=places, capture_output=True, text=True, check=False
    )
    assert ran.returncode == (-9 if ending.startswith("killed") else 0), ran.stderr
    return "\n".join(file.read_text(errors="replace") for file in config.rglob("*") if file.is_file())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the settings are not files, and belong to the account")
@pytest.mark.parametrize("ending", ["accepted", "dismissed", "killed", "killed later", "with its page"])
def test_the_name_of_a_folder_is_left_nowhere(tmp_path: Path, ending: str) -> None:
    config = tmp_path / "config"
    config.mkdir()
    left = chosen_in(config, tmp_path / "Dossier Amina", ending)
    assert "Amina" not in left


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the settings are not files, and belong to the account")
def test_what_other_programs_keep_stays_as_it_was(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "QtProject.conf").write_text(OTHERS)
    left = chosen_in(config, tmp_path / "Dossier Amina", "accepted")
    assert set(OTHERS.splitlines()) <= set(left.splitlines())


def test_every_file_and_folder_is_chosen_there() -> None:
    """Nobody else makes such a dialog, nor asks Qt to make one."""
    makers = {
        file.name
        for file in SOURCES.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith(("QFileDialog", "QtWidgets.QFileDialog"))
    }
    assert makers == {"file_dialogs.py"}
