"""Questions answered by writing: a text, a number, a list of short texts, the name of a specialist."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.editor import IDLE_MS, Editor, texts_of
from spie_diag.desktop.theme import theme_of
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.chips import Chip, ChoiceField, Option
from spie_diag.desktop.widgets.fields import LineEdit, TextArea
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, clear, column, row
from spie_diag.forms.definition import Value
from spie_diag.french import spaced


class WrittenEditor(Editor):
    """A text field whose text is a draft while it is typed, and an answer once left or after two idle seconds."""

    def __init__(self, area: LineEdit | TextArea) -> None:
        super().__init__()
        self.area = area
        self._sent = ""
        self._width_px = 0
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.flush)
        area.typed.connect(self._typed)
        area.installEventFilter(self)
        self.setFocusProxy(area)
        if isinstance(area, LineEdit):
            area.returnPressed.connect(self.flush)
        self.setLayout(column(area))

    def show_value(self, value: Value) -> None:
        text = self.text_of(value)
        if self.area.hasFocus() and self.area.text() != self._sent:
            return
        self._sent = text
        self.area.show_text(text)

    def speak(self, _language: Language, spoken: str) -> None:
        self.area.setAccessibleName(spoken)

    def restore(self, draft: str) -> None:
        if draft == self._sent:
            return
        self.area.show_text(draft)
        self._idle.start()

    def flush(self) -> None:
        self.area.flush()  # the draft first: the answer then forgets it
        self._idle.stop()
        text = self.area.text()
        if text != self._sent:
            self._sent = text
            self.give(text)

    def drop(self) -> None:
        """Leave what is written: something else was answered instead."""
        self.area.flush()  # the draft first: the answer then forgets it
        self._idle.stop()
        self._sent = ""
        self.area.show_text("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.flush()
        return False

    def take_focus(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def narrow(self, width_px: int) -> None:
        """Keep the field as wide as what it holds, whatever the text size."""
        self._width_px = width_px
        self._narrow()
        layout = self.layout()
        if layout is not None:
            layout.setAlignment(self.area, Qt.AlignmentFlag.AlignLeft)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._narrow()

    def _narrow(self) -> None:
        if self._width_px:
            self.area.setFixedWidth(theme_of(self).px(self._width_px))

    def text_of(self, value: Value) -> str:
        return value if isinstance(value, str) else "" if value is None else str(value)

    def give(self, text: str) -> None:
        self.given.emit(text if text.strip() else None)

    def _typed(self, text: str) -> None:
        self.typed.emit(text)
        self._idle.start()


class TextEditor(WrittenEditor):
    """A short text on one line, or a long one that grows."""

    def __init__(self, spoken: str, *, several_lines: bool = False, hint: str = "") -> None:
        area = (
            TextArea(spoken=spoken, hint=hint, least_lines=2, most_lines=6)
            if several_lines
            else LineEdit(spoken=spoken, hint=hint)
        )
        super().__init__(area)


class NumberEditor(WrittenEditor):
    """A number; a comma is as good as a point."""

    def __init__(self, spoken: str, *, decimal: bool = False) -> None:
        line = LineEdit(spoken=spoken)
        super().__init__(line)
        self._decimal = decimal
        if decimal:
            validator = QDoubleValidator(0.0, 1e9, 2, line)
            validator.setLocale(QLocale(QLocale.Language.French))
            line.setValidator(validator)
        else:
            line.setValidator(QIntValidator(0, 999_999, line))
        self.narrow(110)

    def text_of(self, value: Value) -> str:
        return str(value).replace(".", ",") if isinstance(value, int | float) else ""

    def give(self, text: str) -> None:
        plain = text.strip().replace(",", ".")
        try:
            number = None if not plain else float(plain) if self._decimal else int(plain)
        except ValueError:
            self.misread.emit(self.tr("Écrivez un nombre, en chiffres."))
            return
        self.misread.emit("")
        self.given.emit(number)


class ListEditor(Editor):
    """Short texts, one after the other: Enter adds one, its cross takes it away."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self._items: list[str] = []
        self._flow = FlowLayout()
        self.kept = box(self._flow)
        policy = self.kept.sizePolicy()
        policy.setHeightForWidth(True)
        self.kept.setSizePolicy(policy)
        self.line = LineEdit(
            spoken=self._named(spoken),
            hint=self.tr("Écrire, puis Entrée pour ajouter"),
        )
        self.add = Button(self.tr("Ajouter"), icon="plus", small=True)
        self.none = Chip(self.tr("Rien à noter"))
        self.none.clicked.connect(self._said_none)
        self.line.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.line.typed.connect(self.typed)
        self.setLayout(column(self.kept, row((self.line, 1), self.add, self.none)))
        self.setFocusProxy(self.line)
        self.show_value(None)

    def show_value(self, value: Value) -> None:
        self.none.setChecked(value == [])
        items = texts_of(value)
        if items == self._items and items:
            return
        self._items = items
        clear(self._flow)
        for item in items:
            chip = Button(item, icon="x", small=True, trailing_icon=True)
            chip.setAccessibleName(self.tr("Retirer {item}").format(item=item))
            chip.clicked.connect(self._removed)
            chip.setObjectName(item)
            self._flow.addWidget(chip)
        self.kept.setVisible(bool(items))

    def speak(self, _language: Language, spoken: str) -> None:
        self.line.setAccessibleName(spaced(self._named(spoken)))

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.line.setVisible(not on)
        self.add.setVisible(not on)
        self.none.setVisible(not on or not self._items)
        for item in self.kept.findChildren(Button):
            item.setEnabled(True)
            item.set_icon("" if on else "x")
            item.set_read_only(on)

    def restore(self, draft: str) -> None:
        self.line.show_text(draft)

    def flush(self) -> None:
        self._add()

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self, spoken: str) -> str:
        return self.tr("{question} : ajouter").format(question=spoken)

    def _add(self) -> None:
        text = self.line.text().strip()
        if not text:
            return
        self.line.show_text("")
        self._give([*self._items, text])

    def _removed(self) -> None:
        sender = self.sender()
        gone = sender.objectName() if isinstance(sender, QWidget) else ""
        self.take_focus()
        self._give([item for item in self._items if item != gone] or None)

    def _said_none(self) -> None:
        self._give([] if self.none.isChecked() else None)

    def _give(self, items: list[str] | None) -> None:
        self.show_value(list(items) if items is not None else None)
        self.given.emit(items)


class SpecialistEditor(Editor):
    """One of the specialists of the interview, somebody else by name, or nobody.

    One answer: while somebody else is being written no chip is ticked, and a chip takes the place of what is written.
    """

    def __init__(self, spoken: str, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._answered: list[str] = []
        """The chip of the present answer, if it is one."""
        options = [Option(name, name) for name in names]
        self.field = ChoiceField([*options, Option("", self.tr("Aucun ou inconnu"))], spoken=spoken)
        self.other = TextEditor(
            self._other_named(spoken),
            hint=self.tr("Autre : nom, fonction, structure"),
        )
        self.field.chosen.connect(self._chosen)
        self.other.given.connect(self._wrote)
        self.other.typed.connect(self._typed)
        self.setLayout(column(self.field, self.other))

    def show_value(self, value: Value) -> None:
        known = isinstance(value, str) and (value in self._names or not value)
        self._answered = [str(value)] if known else []
        self.other.show_value(None if known else value)
        self._tick()

    def speak(self, language: Language, spoken: str) -> None:
        self.field.setAccessibleName(spoken)
        for chip in self.field.chips.values():
            chip.setAccessibleDescription(spoken)
        self.other.speak(language, spaced(self._other_named(spoken)))

    def restore(self, draft: str) -> None:
        self.other.restore(draft)
        self._tick()

    def flush(self) -> None:
        self.other.flush()

    def take_focus(self) -> None:
        next(iter(self.field.chips.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_named(self, spoken: str) -> str:
        return self.tr("{question} : autre personne").format(question=spoken)

    def _chosen(self, names: list[str]) -> None:
        self.other.drop()
        self._answered = names
        self._tick()
        self.given.emit(names[0] if names else None)

    def _typed(self, text: str) -> None:
        self._tick()
        self.typed.emit(text)

    def _wrote(self, value: Value) -> None:
        self._answered = []
        self._tick()
        self.given.emit(value)

    def _tick(self) -> None:
        self.field.choose([] if self.other.area.text().strip() else self._answered)
