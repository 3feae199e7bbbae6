"""Qt’s own words, in French."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeView
from pytestqt.qtbot import QtBot

from spie_diag.desktop.qt_words import speak_french

_ENGLISH = ("look in", "files of", "cancel", "open", "save", "choose", "folder", "file name", "date modified")


def test_a_file_dialog_speaks_french(app: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    before = set(app.findChildren(QTranslator))
    speak_french(app)
    try:
        dialog = QFileDialog(None, "Enregistrer", str(tmp_path))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        dialog.show()
        said = [dialog.labelText(one).lower() for one in QFileDialog.DialogLabel]
        listed = dialog.findChild(QTreeView)
        assert listed is not None
        columns = listed.model()
        said += [str(columns.headerData(place, Qt.Orientation.Horizontal)).lower() for place in range(4)]
        assert [words for words in said if any(one in words.replace("&", "") for one in _ENGLISH)] == []
        assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "Dossier"
        assert QCoreApplication.translate("NoContextAtAll", "Rien à traduire") == "Rien à traduire"
    finally:
        for translator in set(app.findChildren(QTranslator)) - before:
            app.removeTranslator(translator)


def test_qt_brings_its_own_french() -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert (Path(folder) / "qtbase_fr.qm").is_file()
