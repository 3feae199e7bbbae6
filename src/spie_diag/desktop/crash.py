"""When the program is at fault: say it plainly, keep a technical trace without any personal data, go on if possible."""

import logging
import platform
import sys
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout

from spie_diag.desktop.clipboard import copy_harmless
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, row
from spie_diag.desktop.widgets.signs import IconDisc
from spie_diag.paths import log_folder

log = logging.getLogger("spie_diag")


def start_log() -> None:
    """Write the technical log in the user's folder; where that is impossible, go on without one."""
    if log.handlers:
        return
    log.setLevel(logging.INFO)
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_folder() / "spie-diag.log", maxBytes=256_000, backupCount=2, encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def technical_text(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where the program failed: file names, lines and functions, and never what an exception or a variable holds."""
    steps = [
        f"  {frame.filename.rpartition('spie_diag')[2] or frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace, limit=-40)
    ]
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return "\n".join((f"{kind.__module__}.{kind.__qualname__}", system, *steps))


class CrashDialog(QDialog):
    """« Quelque chose n’a pas marché »: what is safe, what to do, and the text to send."""

    def __init__(self, technical: str) -> None:
        super().__init__()
        self.setWindowTitle("SPIE Diag")
        self._technical = technical
        title = label(self.tr("Le programme a rencontré un défaut"), Text.H2, wrap=True)
        safe = label(
            self.tr(
                "Ce qui était enregistré l’est toujours : chaque mot va dans le coffre au fur et à mesure. "
                "Vous pouvez continuer, ou fermer et rouvrir SPIE Diag pour repartir du même endroit."
            ),
            wrap=True,
        )
        explained = label(
            self.tr("Ce texte aide à réparer le défaut. Il ne contient aucun nom ni aucune réponse."),
            Text.SMALL,
            tone=Colour.INK3,
            wrap=True,
        )
        shown = QPlainTextEdit(technical, readOnly=True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(self.tr("Texte technique"))
        self.copy = Button(self.tr("Copier le texte technique"), icon="copy")
        self.go_on = Button(self.tr("Continuer"), kind=Kind.PRIMARY)
        self._copied = QLabel()
        self.copy.clicked.connect(self._copy)
        self.go_on.clicked.connect(self.accept)
        head = row(IconDisc("life-buoy", Tone.WARN), (column(title, safe, gap=Gap.SMALL), 1), gap=Gap.LARGE)
        page: QVBoxLayout = column(
            head, explained, (shown, 1), row(self.copy, self._copied, None, self.go_on), gap=Gap.MEDIUM, margins=24
        )
        self.setLayout(page)
        self.resize(620, 420)
        self.go_on.setFocus()

    def _copy(self) -> None:
        copy_harmless(self._technical)
        self._copied.setText(self.tr("Copié"))


class CrashReporter:
    """Replaces ``sys.excepthook`` while windows are open; shows at most one dialog at a time."""

    def __init__(self) -> None:
        self._before = sys.excepthook
        self.dialog: CrashDialog | None = None

    def install(self) -> None:
        sys.excepthook = self._met

    def remove(self) -> None:
        sys.excepthook = self._before
        if self.dialog is not None:
            self.dialog.close()
            self.dialog = None

    def _met(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        technical = technical_text(kind, trace)
        log.error("fault\n%s", technical)
        print(technical, file=sys.stderr)
        if self._can_show():
            self.dialog = CrashDialog(technical)
            self.dialog.open()

    def _can_show(self) -> bool:
        app = QCoreApplication.instance()
        in_window_thread = app is not None and QThread.currentThread() is app.thread()
        return in_window_thread and (self.dialog is None or not self.dialog.isVisible())
