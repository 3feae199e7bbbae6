"""The fourteen fields of a recovery sheet: each says by itself whether its word can be one."""

import re
import unicodedata
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.unlock.recovering import SHEET_WORDS, ReadWord
from spie_diag.desktop.widgets.fields import LineEdit
from spie_diag.desktop.widgets.layouts import IconLabel, box, bring_up, column, label, row, say_in
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import roomy_width
from spie_diag.french import spaced

_LOOK_MS = 350
_NUMBER_PX = 28
_TWO_COLUMNS_FROM_PX = 480
_WORD: Final = re.compile(r"[^\W\d_]+")


class WordField(QWidget):
    """One numbered word, and what is known of it."""

    typed = Signal(int, str)
    passed = Signal(int)
    """The word is done: the next one."""
    several_given = Signal(int, tuple)
    """More than one word was pasted here."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.read: ReadWord | None = None
        self.edit = LineEdit(spoken=self.tr("Mot n° {0}").format(place), most=400)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._number = label(f"{place}.", Text.BODY, tone=Colour.INK2)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._number.setFixedWidth(theme_of(self).px(_NUMBER_PX))
        self._icon = IconLabel("check", Colour.OK, 16)
        self._said = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._line = box(row(self._icon, (self._said, 1), gap=Gap.TIGHT))
        self._line.hide()
        self._pause = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._pause.timeout.connect(self._ask)
        self.setLayout(row(column(8, self._number, None, gap=0), (column(self.edit, self._line, None, gap=2), 1)))
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.left.connect(self._ask_now)
        self.edit.returnPressed.connect(self._pass)

    @property
    def is_wrong(self) -> bool:
        """Missing, or known to be on no sheet."""
        return not self.edit.text().strip() or (self.read is not None and not self.read.is_known)

    def show_read(self, typed: str, read: ReadWord) -> None:
        """What was found of ``typed``; of another text, nothing."""
        if typed != self.edit.text():
            return
        self.read = read
        if read.is_known:
            same = _plain(typed) == _plain(read.word)
            self._say("check", Colour.OK, "" if same else read.word)
        else:
            self.say_wrong(self.tr("Vouliez-vous dire « {0} » ?").format(read.word) if read.word else "")

    def say_wrong(self, more: str = "") -> None:
        missing = not self.edit.text().strip()
        said = self.tr("Ce mot manque.") if missing else self.tr("Ce mot n’est pas de la fiche.")
        self._say("triangle-alert", Colour.DANGER, f"{said} {more}".strip())

    def fill(self, word: str) -> None:
        self.edit.show_text(word)
        self._ask()

    def wipe(self) -> None:
        self.read = None
        self._pause.stop()
        self.edit.show_text("")
        self._line.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._number.setFixedWidth(theme_of(self).px(_NUMBER_PX))

    def _say(self, icon: str, colour: Colour, text: str) -> None:
        self._icon.show_as(icon, colour)
        say_in(self._said, text)
        self._line.show()
        self.edit.setAccessibleDescription(spaced(text) or self.tr("Mot de la fiche"))
        if colour is Colour.DANGER:
            announce(self, f"{self.edit.accessibleName()} : {text}")

    def _edited(self, text: str) -> None:
        self.read = None
        self._line.hide()
        words = _WORD.findall(text)
        if len(words) > 1:
            self.several_given.emit(self.place, tuple(words))
        elif words and text.endswith(" "):
            self.fill(words[0])
            self.passed.emit(self.place)
        else:
            self._pause.start()

    def _pass(self) -> None:
        self._ask_now(self.edit.text())
        self.passed.emit(self.place)

    def _ask_now(self, _text: str) -> None:
        if self._pause.isActive():
            self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        if self.edit.text().strip():
            self.typed.emit(self.place, self.edit.text())


class SheetWords(QWidget):
    """All fourteen, in two columns as on the paper where there is room."""

    typed = Signal(int, str)
    completed = Signal()
    """Enter in the last field."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = tuple(WordField(place) for place in range(1, SHEET_WORDS + 1))
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Gap.LARGE)
        self._grid.setVerticalSpacing(Gap.SMALL)
        self._share(2)
        for one in self.fields:
            one.typed.connect(self.typed)
            one.passed.connect(self._pass)
            one.several_given.connect(self._spread)

    def words(self) -> str:
        """The words meant, or else what was typed."""
        return " ".join(
            one.read.word if one.read is not None and one.read.is_known else one.edit.text().strip()
            for one in self.fields
        )

    def refuse_incomplete(self) -> bool:
        """Say which words are missing, and go to the first that is missing or unknown; whether there is any.

        A word that was not looked up yet passes: the vault says the rest.
        """
        wrong = [one for one in self.fields if one.is_wrong]
        for one in wrong:
            if one.read is None:
                one.say_wrong()
        if wrong:
            wrong[0].edit.setFocus()
            bring_up(wrong[0])
        return bool(wrong)

    def wipe(self) -> None:
        for one in self.fields:
            one.wipe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share(2 if roomy_width(self) >= _TWO_COLUMNS_FROM_PX else 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share(2 if roomy_width(self) >= _TWO_COLUMNS_FROM_PX else 1)

    def _share(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        lines = SHEET_WORDS // columns
        for one in self.fields:
            across, down = divmod(one.place - 1, lines)
            self._grid.addWidget(one, down, across)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    def _pass(self, place: int) -> None:
        if place < SHEET_WORDS:
            self.fields[place].edit.setFocus(Qt.FocusReason.TabFocusReason)
            bring_up(self.fields[place])
        else:
            self.completed.emit()

    def _spread(self, place: int, words: tuple[str, ...]) -> None:
        """A whole sheet pasted at once goes on in the next fields."""
        following = self.fields[place - 1 :]
        for one, word in zip(following, words, strict=False):
            one.fill(word)
        following[min(len(words), len(following)) - 1].edit.setFocus()


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.strip().casefold().replace("œ", "oe"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))
