"""When nobody is there: the vault is locked after a while without a gesture, and when the computer slept."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, say_in
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.french import counted

WARNING_S: Final = 30
_LOOK_MS: Final = 1000
_SLEPT_S: Final = 20
_STUCK_S: Final = 60
"""Longer than anything that keeps the window busy."""
_SAID_AGAIN_S: Final = 10

_GESTURES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class Idleness(QObject):
    """Looks every second how long nobody has touched the keyboard, the mouse or the screen, while it is ``armed``.

    ``steady`` and ``wall`` are the computer's two clocks, in seconds: while it sleeps the first stands still on some
    systems and the second never does, so that waking up is seen on all of them.
    """

    warned = Signal(int)
    """The vault will be locked in so many seconds; told again each second."""
    dismissed = Signal()
    """Somebody is there after all."""
    lock_due = Signal()

    def __init__(
        self,
        parent: QObject,
        delay_min: int,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self.delay_min = delay_min
        self._steady, self._wall = steady, wall
        self._touched = self._looked = steady()
        self._looked_wall = wall()
        self._pointer = QPoint()
        self._is_warning = False
        self._is_listening = False
        self._looks = QTimer(self, interval=_LOOK_MS)
        self._looks.timeout.connect(self.look)

    @property
    def is_armed(self) -> bool:
        return self._looks.isActive()

    def arm(self) -> None:
        """A vault is open: from now on it is watched over."""
        self._touched = self._looked = self._steady()
        self._looked_wall = self._wall()
        self._listen()
        self._looks.start()

    def disarm(self) -> None:
        """Nothing is open any more."""
        self._looks.stop()
        self._stop_listening()
        self._dismiss()

    def look(self) -> None:
        """Warn, or have the vault locked, if it is time."""
        now, wall = self._steady(), self._wall()
        steady_gap, wall_gap = now - self._looked, wall - self._looked_wall
        self._looked, self._looked_wall = now, wall
        if steady_gap > _STUCK_S or wall_gap - steady_gap > _SLEPT_S:
            self._lock()
            return
        left = self.delay_min * 60 - (now - self._touched)
        if left <= 0:
            self._lock()
        elif left <= WARNING_S:
            self._is_warning = True
            self.warned.emit(round(left))
        if self.is_armed and not self._is_listening:
            self._pointer = QCursor.pos()
            self._listen()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note a gesture; it goes on to whatever it was meant for."""
        if event.type() in _GESTURES and not (isinstance(event, QMouseEvent) and self._is_still(event)):
            self._touched = self._steady()
            self._dismiss()
            if event.type() is not QEvent.Type.MouseMove:  # whose last place tells moves from pages that move
                self._stop_listening()
        return False

    def _listen(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._is_listening = True

    def _stop_listening(self) -> None:
        """Until the next look: what a gesture asks for, as a whole page, is not done with one ear on every event."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._is_listening = False

    def _is_still(self, event: QMouseEvent) -> bool:
        """Whether the pointer only seems to move: a page that changes under it gets such an event."""
        if event.type() is not QEvent.Type.MouseMove:
            return False
        place = event.globalPosition().toPoint()
        still, self._pointer = place == self._pointer, place
        return still

    def _lock(self) -> None:
        self._dismiss()
        self.lock_due.emit()

    def _dismiss(self) -> None:
        if self._is_warning:
            self._is_warning = False
            self.dismissed.emit()


class LockWarning(QWidget):
    """« Le coffre se verrouille dans 30 secondes »: above everything, takes neither the keyboard nor what is typed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._sentence = label(style=Text.STRONG)
        advice = label(
            self.tr("Une touche ou un geste suffit pour continuer. Tout ce qui est écrit est enregistré."),
            Text.SMALL,
            tone=Colour.INK2,
        )
        self.stay = Button(self.tr("Continuer à travailler"), small=True)
        self.stay.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = column(self._sentence, advice, gap=2)
        content = row(
            IconLabel("lock", Tone.WARN.full, 24), (words, 1), self.stay, gap=Gap.MEDIUM, margins=(16, 12, 16, 12)
        )
        self._frame: QFrame = panel(content, Tone.WARN)
        self.setLayout(column(self._frame))
        window.installEventFilter(self)
        self.hide()

    def warn(self, left_s: int) -> None:
        """Say how long is left; aloud when it appears and once more near the end."""
        sentence = self.tr("Personne ne semble là : le coffre se verrouille dans {0}.").format(
            counted(left_s, "seconde")
        )
        say_in(self._sentence, sentence)
        self.setAccessibleName(self._sentence.text())
        appears = self.isHidden()
        if appears:
            self._place()
            self.show()
            QApplication.alert(self.window())  # where it is behind other windows
        self.raise_()
        if appears or left_s == _SAID_AGAIN_S:
            announce(self, sentence, urgent=True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.adjustSize()
            self.resize(min(self.width(), window.width() - 2 * Gap.LARGE), self.height())
            self.move((window.width() - self.width()) // 2, Gap.LARGE)
