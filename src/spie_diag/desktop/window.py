"""The main window: one page at a time, and what every page may count on.

A page is any widget. If it has ``keys`` (pairs of key and deed), F1 shows them; parts marked with ``mark_region`` are
visited with F6. Rules for small windows are the page’s own: ``resizeEvent`` compares ``roomy_width``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLayout, QMainWindow, QStackedWidget, QToolTip, QWidget
from shiboken6 import isValid

from spie_diag.desktop.caret import Caret, bring_caret_back, spot_in
from spie_diag.desktop.crash import CrashDialog
from spie_diag.desktop.discreet import DiscreetScreen
from spie_diag.desktop.errors import UnwritableMemoryError
from spie_diag.desktop.help import HelpPanel
from spie_diag.desktop.memory import Memory, remember
from spie_diag.desktop.theme import app_theme, theme_of
from spie_diag.desktop.widgets.focus import FocusRing
from spie_diag.desktop.widgets.notices import Toast
from spie_diag.desktop.widgets.speaking import announce

_LEAST_WIDTH, _LEAST_HEIGHT = 1000, 540


@runtime_checkable
class PageWithKeys(Protocol):
    """A page that has shortcuts of its own, for the help panel."""

    @property
    def keys(self) -> Iterable[tuple[str, str]]: ...


@runtime_checkable
class PageHalfWritten(Protocol):
    """A page where something may be written that nobody keeps yet: a lock puts it down, and it is taken up after.

    Passphrases, and what is retyped to confirm, are never among it.
    """

    def half_written(self) -> Mapping[str, str]:
        """By field; empty where nothing is."""

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """Show it again as it was left, as soon as the page can; then ``then``."""


def hold(view: QWidget, presenter: object) -> None:
    """Keep a presenter as long as its view: Qt’s connections to its methods do not."""
    vars(view)["presenter"] = presenter


_Part = TypeVar("_Part", bound=QWidget)


def mark_region(widget: _Part, spoken: str) -> _Part:
    """Make ``widget`` a part of the page that F6 goes to."""
    widget.setProperty("region", True)
    if not widget.accessibleName():
        widget.setAccessibleName(spoken)
    return widget


def roomy_width(widget: QWidget) -> float:
    """The width of ``widget`` in pixels at 100 %: what the rules for small windows compare with."""
    return widget.width() / theme_of(widget).scale


class MainWindow(QMainWindow):
    """Owns the pages; knows neither the vault nor what pages do."""

    lock_asked = Signal()
    lock_delay_changed = Signal(int)
    """Minutes."""
    closing = Signal()

    def __init__(self, memory: Memory | None = None, keep: Callable[[Memory], None] = remember) -> None:
        super().__init__()
        self.setWindowTitle("SPIE Diag")
        self.memory = memory or Memory()
        self._keep = keep
        self._before_discreet: QWidget | None = None
        self._caret: Caret | None = None
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        # Otherwise the widest page would forbid the small windows that its own rules are made for.
        for layout in (self.layout(), self._pages.layout()):
            if layout is not None:
                layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self.ring = FocusRing(self)
        self.toast = Toast(self)
        self.discreet = DiscreetScreen(self)
        self.help = HelpPanel(self)
        self.discreet.left.connect(self.toggle_discreet)
        self.discreet.keyboard_wanted.connect(self._give_keyboard_later)
        self._bind_keys()
        self._restore()

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    def show_page(self, page: QWidget, *, keep_previous: bool = False) -> None:
        """Show a page; the previous one is let go unless it is to be shown again."""
        previous = self._pages.currentWidget()
        self._before_discreet = None  # what it held goes with its page; the new one asks for the keyboard itself
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.help.hide()
        self.toast.hide()
        if previous is not None and previous is not page and not keep_previous:
            self._pages.removeWidget(previous)
            previous.deleteLater()

    def clear_away(self) -> None:
        """Before a lock: no menu, tip, dialog or second window goes on showing what the page showed."""
        QToolTip.hideText()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            before, popup = popup, QApplication.activePopupWidget()
            if popup is before:
                break
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and not isinstance(other, MainWindow | CrashDialog):
                other.close()
        if self.discreet.isVisible():
            self.toggle_discreet()
        self._before_discreet = None

    def remember_caret(self) -> None:
        """Before the page goes: where its caret is, to be given back to the page that takes its place."""
        self._caret = spot_in(self.page) if self.page is not None else None

    def give_caret_back(self) -> bool:
        """Once the page is filled: the keyboard goes where it was, once; whether that was remembered."""
        caret, self._caret = self._caret, None
        if caret is None or self.page is None:
            return False
        bring_caret_back(self.page, caret)
        return True

    def toggle_discreet(self) -> None:
        """Put a neutral page over everything, or take it away: the focus and the caret come back where they were."""
        if self.discreet.isVisible():
            self.discreet.hide()
            self.setWindowTitle("SPIE Diag")
            if self._before_discreet is not None and isValid(self._before_discreet):
                self._before_discreet.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._before_discreet = QApplication.focusWidget()
        self.help.hide()
        self.toast.hide()
        self.discreet.cover()

    def _give_keyboard_later(self, widget: QWidget) -> None:
        self._before_discreet = widget

    def show_help(self) -> None:
        """The keys of this screen, or nothing any more."""
        own = self.page.keys if isinstance(self.page, PageWithKeys) else ()
        self.help.toggle((*own, *self._keys_everywhere()))

    def change_text_size(self, step: int) -> None:
        """One step larger (+1), smaller (−1), or back to 100 % (0)."""
        self.memory = self.memory.with_text_step(step)
        self._dress()
        announce(self, f"Texte à {round(self.memory.text_scale * 100)} %")

    def set_dark(self, dark: bool | None) -> None:
        """Dark, light, or as the system says (None)."""
        self.memory = replace(self.memory, dark=dark)
        self._dress()

    def remember_vault(self, folder: str) -> None:
        self.memory = replace(self.memory, vault=folder)
        self._save()

    def set_lock_delay(self, minutes: int) -> None:
        """Lock after so long without a key or a hand."""
        self.memory = replace(self.memory, lock_after_min=minutes)
        self._save()
        self.lock_delay_changed.emit(minutes)

    def next_region(self, step: int) -> None:
        """Give the keyboard to the next part of the page (+1), or to the one before (−1)."""
        page = self.page
        if page is None:
            return
        marked = [part for part in page.findChildren(QWidget) if part.property("region") and part.isVisibleTo(page)]
        regions = [part for part in marked if _first_stop(part) is not None]
        if not regions:
            return
        focused = QApplication.focusWidget()
        here = next((place for place, part in enumerate(regions) if focused and part.isAncestorOf(focused)), None)
        first = 0 if step > 0 else len(regions) - 1
        stop = _first_stop(regions[first if here is None else (here + step) % len(regions)])
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.memory = replace(self.memory, geometry=geometry)
        self._save()
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.discreet.setGeometry(self.rect())
        self.help.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange and self.memory.dark is None:
            self._dress()

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app_theme.apply(app, dark=self.is_dark(), scale=self.memory.text_scale)
        self._save()

    def is_dark(self) -> bool:
        """What was chosen, or else what the system says."""
        if self.memory.dark is not None:
            return self.memory.dark
        return QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _save(self) -> None:
        try:
            self._keep(self.memory)
        except UnwritableMemoryError as why:
            self.toast.say(why.what_happened)

    def _keys_everywhere(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Tab", self.tr("aller au suivant")),
            ("F6", self.tr("aller à la partie suivante de la page")),
            ("F1", self.tr("montrer ces raccourcis")),
            ("F9", self.tr("masquer l’écran")),
            ("Ctrl L", self.tr("verrouiller le coffre")),
            ("Ctrl +   Ctrl −   Ctrl 0", self.tr("changer la taille du texte")),
        )

    def _bind_keys(self) -> None:
        deeds: tuple[tuple[str, Callable[[], None]], ...] = (
            ("F1", self.show_help),
            ("F6", partial(self.next_region, +1)),
            ("Shift+F6", partial(self.next_region, -1)),
            ("F9", self.toggle_discreet),
            ("Ctrl+L", self.lock_asked.emit),
            ("Ctrl++", partial(self.change_text_size, +1)),
            ("Ctrl+=", partial(self.change_text_size, +1)),
            ("Ctrl+-", partial(self.change_text_size, -1)),
            ("Ctrl+0", partial(self.change_text_size, 0)),
            ("Ctrl+à", partial(self.change_text_size, 0)),
        )
        for keys, deed in deeds:
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _restore(self) -> None:
        if not (self.memory.geometry and self.restoreGeometry(QByteArray.fromHex(self.memory.geometry.encode()))):
            self.resize(1366, 768)


def _first_stop(part: QWidget) -> QWidget | None:
    """The first widget in ``part`` that Tab would stop at, in the order of the focus."""
    candidates = [part, *part.findChildren(QWidget)]
    inside = {id(widget) for widget in candidates}
    widget: QWidget | None = part
    for _ in range(2000):
        if widget is None:
            return None
        if id(widget) in inside and _takes_tab(widget):
            return widget
        widget = widget.nextInFocusChain()
        if widget is part:
            return None
    return None


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isEnabled() and widget.isVisible()
