"""The notes of a domain, and the line at the foot where the next one is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import Mark, Sign
from spie_diag.errors import SpieError
from spie_diag.french import clock_time
from spie_diag.interview.notes import Note, NoteId, NoteKind
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteLine(QWidget):
    """Always at the same place: whose words, the text, and « Ajouter »."""

    added = Signal(object, str)
    """The ``NoteKind`` and the text."""
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.kinds = Segmented(
            [self.tr("Ses mots"), self.tr("Nous comprenons")], spoken=self.tr("De qui sont ces mots")
        )
        self.area = TextArea(spoken=self.tr("Note"), least_lines=1, most_lines=5)
        self.add = Button(self.tr("Ajouter"), icon="plus", hint=self.tr("Ajouter la note   Ctrl Entrée"))
        self.notice = Notice()
        self._across = row(self.kinds, (self.area, 1), self.add, gap=Gap.SMALL)
        self._above = row(None, gap=Gap.SMALL)
        self.setLayout(column(self.notice, self._above, self._across, gap=Gap.TIGHT))
        self.kinds.changed.connect(self._show_hint)
        self.add.clicked.connect(self._add)
        self.area.typed.connect(self.typed)
        self.area.installEventFilter(self)
        self._show_hint()

    @property
    def kind(self) -> NoteKind:
        return list(NoteKind)[self.kinds.chosen()]

    def show_draft(self, draft: str) -> None:
        """What was being noted here when we left; replaces what is shown."""
        self.area.flush()
        self.area.show_text(draft)
        self.notice.clear()

    def clear_draft(self) -> None:
        self.area.show_text("")

    def say_error(self, error: SpieError, text: str) -> None:
        """Say why the note was not kept; the text stays in the field."""
        self.notice.say_error(error)
        if not self.area.text():
            self.area.show_text(text)

    def set_stacked(self, stacked: bool) -> None:
        """Two lines instead of one, in a narrow column."""
        if stacked:
            self._above.insertWidget(0, self.kinds)
            self._above.addWidget(self.add)
        else:
            self._across.insertWidget(0, self.kinds)
            self._across.addWidget(self.add)

    def take_focus(self) -> None:
        self.area.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._add()
                return True
            if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.kinds.choose(1 - self.kinds.chosen())
                self._show_hint()
                return True
        return False

    def _show_hint(self) -> None:
        verbatim = self.kind is NoteKind.VERBATIM
        hint = self.tr("Noter ses mots, tels quels…") if verbatim else self.tr("Noter ce que nous comprenons…")
        self.area.setPlaceholderText(hint)
        self.area.setAccessibleName(f"{self.tr('Note')} : {self.kind.label}")

    def _add(self) -> None:
        self.area.flush()  # the draft first: the note then forgets it
        text = self.area.text()
        if text.strip():
            self.notice.clear()
            self.clear_draft()
            self.added.emit(self.kind, text)
        self.take_focus()


class NotesColumn(QWidget):
    """What was noted in a domain, oldest first; each note tells who wrote it and when."""

    remove_asked = Signal(object)
    """The ``NoteId`` to take away."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[NoteId, QWidget] = {}
        self._empty = label(
            self.tr("Rien n’est noté. C’est peut-être bien ainsi."), Text.SMALL, tone=Colour.INK3, wrap=True
        )
        self._column = column(self._empty, gap=Gap.SMALL)
        self.setLayout(self._column)

    def show_notes(self, notes: Sequence[Note], authors: Callable[[SpecialistId], Specialist | None]) -> bool:
        """Show these notes; whether a new one came in."""
        wanted = {note.id for note in notes}
        for gone in [kept for kept in self.cards if kept not in wanted]:
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        fresh = [note for note in notes if note.id not in self.cards]
        for note in fresh:
            self.cards[note.id] = self._card(note, authors(note.author))
            self._column.insertWidget(1 + [one.id for one in notes].index(note.id), self.cards[note.id])
        self._empty.setVisible(not notes)
        return bool(fresh)

    def _card(self, note: Note, author: Specialist | None) -> QWidget:
        verbatim = note.kind is NoteKind.VERBATIM
        tone = Tone.PERSON if verbatim else None
        icon = IconLabel("quote" if verbatim else "message-square-text", tone.full if tone else Colour.INK2, 15)
        title = label(note.kind.label, Text.CAPTION, tone=tone or Colour.INK2)
        remove = Button(icon="x", kind=Kind.QUIET, small=True, hint=self.tr("Supprimer cette note"))
        remove.clicked.connect(lambda: self.remove_asked.emit(note.id))
        written = label(clock_time(note.written_at.astimezone()), Text.CAPTION, tone=Colour.INK3)
        head = row(icon, title, None, *([_mark(author)] if author else []), written, remove, gap=Gap.SMALL - 2)
        text = label(_quoted(note), Text.BODY, wrap=True, verbatim=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = panel(column(head, text, gap=0, margins=(12, 3, 6, 10)), tone or "sunken")
        card.setAccessibleName(note.kind.label)
        return card


def _quoted(note: Note) -> str:
    """Her words between « », unless they were typed so."""
    if note.kind is not NoteKind.VERBATIM or note.text.startswith("«"):
        return note.text
    return f"«\u00a0{note.text}\u00a0»"


def _mark(author: Specialist) -> Mark:
    return Mark(Sign.SOCIAL if author.field_of_work is FieldOfWork.SOCIAL else Sign.EMPLOYMENT, 12)
