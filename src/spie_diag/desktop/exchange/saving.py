"""The dialog that asks where a file shall be saved: the folder used last, under a name that names nobody."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choosing_file(parent: QWidget, title: str, name: str, folder: str, *, pdf: bool) -> QFileDialog:
    """The dialog, to be opened by whoever listens to it."""
    place = folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, place)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Documents PDF (*.pdf)" if pdf else "Données JSON (*.json)")
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return dialog
