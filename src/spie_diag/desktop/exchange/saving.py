"""The dialog that asks where a file shall be saved: the folder used last, under a name that names nobody."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.widgets.file_dialogs import file_dialog


def choosing_file(parent: QWidget, title: str, name: str, folder: str, *, pdf: bool) -> QFileDialog:
    """The dialog, to be opened by whoever listens to it."""
    place = folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = file_dialog(parent, title, place)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Documents PDF (*.pdf)" if pdf else "Données JSON (*.json)")
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return dialog
