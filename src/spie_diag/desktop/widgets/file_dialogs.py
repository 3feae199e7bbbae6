"""Where a file or a folder is chosen, without a trace: the name of a folder may be the name of a person.

Qt keeps what was chosen, for all programs of the account: in ``QtProject.conf``, the registry or the preferences; and
in memory, for the next dialog. It writes it down as a dialog is destroyed.
"""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QSettings, QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

_NAMING = ("history", "lastVisited", "shortcuts")
"""What names folders; how wide a column is may be kept."""


@dataclass(slots=True)
class _Before:
    """What Qt held before a dialog had anything to add."""

    kept: dict[str, object] = field(repr=False)
    sidebar: list[QUrl] = field(repr=False)


def file_dialog(parent: QWidget, title: str, place: str = "") -> QFileDialog:
    """A dialog that is gone once closed; what was seen and chosen in it is kept nowhere.

    It begins at ``place``, a folder or a file to be in one that is there; else where the account keeps its documents,
    never where the last one was left.
    """
    kept = _held()
    dialog = QFileDialog(parent, title, place if _is_somewhere(place) else "")
    if not _is_somewhere(place):
        dialog.setDirectory(_documents())
    before = _Before(kept, dialog.sidebarUrls())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(partial(_forget, dialog, before))
    dialog.destroyed.connect(partial(_put_back, before))
    return dialog


def _is_somewhere(place: str) -> bool:
    path = Path(place)
    return path.is_absolute() and (path.is_dir() or path.parent.is_dir())


def _documents() -> str:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if Path(documents).is_dir() else QDir.homePath()


def _forget(dialog: QFileDialog, before: _Before, _result: int) -> None:
    """Leave the dialog nothing to write down: wherever the program is killed, no folder was on the disk."""
    before.kept = _held()  # another program may have written since
    dialog.setHistory([])
    dialog.setSidebarUrls(before.sidebar)
    dialog.setDirectory("")  # what the next dialog would begin with, too


def _put_back(before: _Before) -> None:
    """What a dialog that went with its page wrote all the same, and the nothing that others left."""
    settings = _settings()
    for key in _NAMING:
        if key in before.kept:
            settings.setValue(key, before.kept[key])
        elif key == "shortcuts" and before.sidebar:  # without them the next dialog has no sidebar
            settings.setValue(key, [url.toString() for url in before.sidebar])
        else:
            settings.remove(key)


def _held() -> dict[str, object]:
    settings = _settings()
    return {key: settings.value(key) for key in _NAMING if settings.contains(key)}


def _settings() -> QSettings:
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.setFallbacksEnabled(False)
    settings.beginGroup("FileDialog")
    return settings
