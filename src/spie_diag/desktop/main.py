"""Starting the windows: nothing slow is imported before the first paint."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.crash import CrashReporter, log, start_log
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.memory import recall
from spie_diag.desktop.qt_words import speak_french
from spie_diag.desktop.single_window import Doorbell
from spie_diag.desktop.theme import app_theme, icon
from spie_diag.desktop.window import MainWindow
from spie_diag.errors import SpieError
from spie_diag.paths import default_vault


def run(vault: Path | None = None) -> int:
    """Open the app on ``vault``, or where it was last; returns the exit code when its window is closed."""
    app = dressed_application()
    start_log()
    reporter = CrashReporter()
    reporter.install()
    work = BackgroundWork()
    window, desk = open_desk(work, vault)
    window.show()
    QTimer.singleShot(0, window, partial(_wake_up, window, desk, vault_to_open(vault)))
    QTimer.singleShot(0, work, lambda: _preload(work))
    code = app.exec()
    work.stop()
    window.deleteLater()
    reporter.remove()
    return code


def vault_to_open(asked: Path | None) -> Path:
    """The vault asked for, or the one opened last, or the one proposed at first start."""
    remembered = recall().vault
    return asked or (Path(remembered) if remembered else default_vault())


def _wake_up(window: MainWindow, desk: Desk, vault: Path) -> None:
    """What the first paint does not wait for: a second start, and what the platform tells of the session."""
    doorbell = Doorbell(window)
    doorbell.answer_for(vault)
    desk.vault_shown.connect(doorbell.answer_for)
    window.closing.connect(doorbell.stop)
    desk.guard.listen_to_session()


def dressed_application() -> QApplication:
    """The application, in French, with its theme and the text size kept from last time."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("spie-diag")
    app.setApplicationDisplayName("SPIE Diag")
    app.setDesktopFileName("spie-diag")
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    speak_french(app)
    return app


def open_desk(work: BackgroundWork, vault: Path | None) -> tuple[MainWindow, Desk]:
    """The window with its first page, not yet shown."""
    memory = recall()
    window = MainWindow(memory)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app_theme.apply(app, dark=window.is_dark(), scale=memory.text_scale)
    window.setWindowIcon(icon("handshake"))
    desk = Desk(window, work)
    desk.start(vault)
    return window, desk


def _preload(work: BackgroundWork) -> None:
    """Import what opening needs while the passphrase is being typed."""
    work.run(_imports, then=lambda _nothing: None, failed=_not_preloaded)


def _imports() -> None:
    from spie_diag.casework.opening import preload

    preload()


def _not_preloaded(error: SpieError) -> None:
    """It will be met again, and said, when the vault is opened."""
    log.warning("preload %s", type(error).__name__)
