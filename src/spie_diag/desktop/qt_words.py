"""Qt’s own words (menus of fields, file dialogs) in French: Qt’s translation, and what it lacks."""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

_LACKING: Final = {
    ("QFileDialog", "&Look in:"): "&Dossier :",
    ("QFileDialog", "Files of &type:"): "&Type de fichier :",
    ("QAbstractFileIconProvider", "Drive"): "Disque",
    ("QAbstractFileIconProvider", "File"): "Fichier",
    ("QAbstractFileIconProvider", "File Folder"): "Dossier",
    ("QAbstractFileIconProvider", "Folder"): "Dossier",
    ("QAbstractFileIconProvider", "%1 File"): "Fichier %1",
}
"""Sentences that Qt changed since its French translation was last looked after."""


class _Lacking(QTranslator):
    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        sourceText: bytes | bytearray | memoryview | str,  # noqa: N803 Qt’s name
        disambiguation: bytes | bytearray | memoryview | str | None = None,  # noqa: ARG002 Qt’s own
        n: int = -1,  # noqa: ARG002 Qt’s own
    ) -> str:
        # None, not an empty text, sends Qt on to the next translation.
        return _LACKING.get((str(context), str(sourceText)))  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        return False


def speak_french(app: QApplication) -> None:
    """Install both; the words that Qt lacks come before its own."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qtbase_fr", "qt_fr"):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            break
    app.installTranslator(_Lacking(app))
