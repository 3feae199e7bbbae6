"""The small panels over the interview: the colleague's passphrase, and the reason of a correction."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, TextArea
from spie_diag.desktop.widgets.keeping_keys import DISCREET, LEAVE, LOCK, keeps_key
from spie_diag.desktop.widgets.layouts import column, label, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.passphrases import PassphraseEdit
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

_WIDTH_PX = 380


class PassPanel(QFrame):
    """« Karim prend le clavier »: asked once in a session, beside the button, never in the way of the rest."""

    given = Signal(str)
    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label(style=Text.H3, wrap=True)
        asked = self.tr("Votre phrase secrète")
        self.passphrase = PassphraseEdit(asked)
        self.field = Field(asked, self.passphrase)
        self.give = Button(self.tr("Prendre le clavier"), icon="keyboard", kind=Kind.PRIMARY)
        self.cancel = Button(self.tr("Fermer ce panneau"), kind=Kind.QUIET)
        hint = label(
            self.tr("Demandée une seule fois jusqu’au verrouillage. Le regard de votre collègue quitte l’écran."),
            Text.SMALL,
            tone=Colour.INK3,
            wrap=True,
        )
        self.setLayout(
            column(self._title, hint, self.field, row(None, self.cancel, self.give), gap=Gap.MEDIUM, margins=18)
        )
        self.give.clicked.connect(self._give)
        self.passphrase.returnPressed.connect(self._give)
        self.cancel.clicked.connect(self.dismiss)
        self.hide()

    def open_for(self, sheet: "Sheet") -> None:
        colleague = next(one for one in sheet.pair.members if one.id != sheet.writer.id)
        say_in(self._title, self.tr("{name} prend le clavier").format(name=colleague.name.split()[0]))
        self.passphrase.clear()
        self.field.clear()
        self.give.setEnabled(True)
        self.show()
        self.place()
        self.raise_()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Under the button that opened it."""
        page = self.parentWidget()
        if page is None:
            return
        width = min(theme_of(self).px(_WIDTH_PX), page.width() - 32)
        self.setFixedWidth(width)
        self.move(page.width() - width - 16, theme_of(self).px(64))
        layout = self.layout()
        if layout is not None:
            layout.activate()  # its texts take their height from the new width
            self.setFixedHeight(layout.totalHeightForWidth(width))

    def say_error(self, error: SpieError) -> None:
        """Say it under the field; what was typed stays."""
        self.give.setEnabled(True)
        self.field.say_wrong(error.what_happened, error.what_to_do)
        self.place()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        self.passphrase.clear()
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """The keys of the page underneath are for whoever leaves the keyboard: they wait."""
        return keeps_key(event, (LOCK, DISCREET, LEAVE)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if self.passphrase.text() and self.give.isEnabled():
            self.give.setEnabled(False)
            self.given.emit(self.passphrase.text())


class _Reason(TextArea):
    """One sentence: Entrée gives it, with Maj it goes to the next line."""

    given = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
        else:
            super().keyPressEvent(event)


class FrozenBanner(QWidget):
    """« Version signée »: what it means, and the way to a new version with a reason."""

    correction_asked = Signal(str)
    reason_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notice = Notice()
        self.begin = Button(self.tr("Corriger avec une raison"), icon="pen-line", small=True)
        self.reason = _Reason(
            spoken=self.tr("Raison de la correction"),
            hint=self.tr("Une phrase, qui sera imprimée sur la nouvelle version"),
            least_lines=1,
            most_lines=3,
        )
        self.make = Button(self.tr("Créer la nouvelle version"), icon="file-plus", kind=Kind.PRIMARY, small=True)
        self.error = Notice()
        self._form = QWidget()
        self._form.setLayout(row((self.reason, 1), self.make, gap=Gap.SMALL))
        self._form.hide()
        self.setLayout(
            column(row((self._notice, 1), self.begin), self._form, self.error, gap=Gap.SMALL, margins=(12, 10, 12, 0))
        )
        self.begin.clicked.connect(self._begin)
        self.make.clicked.connect(self._make)
        self.reason.given.connect(self._make)
        self.reason.typed.connect(self.reason_typed)
        self.hide()

    def show_sheet(self, sheet: "Sheet") -> None:
        if sheet.is_frozen and self.isHidden():
            unfinished = sheet.drafts.get("version", "")
            self.reason.show_text(unfinished)
            self._form.setVisible(bool(unfinished.strip()))
            self.error.clear()
        if sheet.is_frozen:
            words = self.tr("Version {number} signée : elle ne change plus.").format(number=sheet.version)
            self._notice.say(words, aloud=False)
        self.setVisible(sheet.is_frozen)

    def say_error(self, error: SpieError) -> None:
        self.error.say_error(error)

    def _make(self) -> None:
        self.reason.flush()  # its draft goes before, and is cleared by the new version
        self.correction_asked.emit(self.reason.text())

    def _begin(self) -> None:
        self._form.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
