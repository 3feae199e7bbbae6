"""The person signs by hand, before a witness, on paper, or not: four ways, all visible, none better than another."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.ink import InkPad, Strokes
from spie_diag.desktop.widgets.layouts import IconLabel, box, bring_up, column, label, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.signs import Pill
from spie_diag.errors import SpieError

_KEEP_MS = 400
"""After a stroke, before it is kept: the strokes of one name are often closer than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown:
    name: str = field(repr=False)
    kind: str
    """How she closed the document, as the sheet says it; empty while she did not."""
    strokes: Strokes = field(repr=False)
    witness: str = field(repr=False)
    witness_draft: str = field(repr=False)
    """The witness whose name was being typed."""
    when: str
    frozen: bool
    on_paper: bool = False
    """The printed page was signed by hand already."""


class PersonPanel(QWidget):
    signed = Signal(object)
    """The strokes of her signature, soon after each one ends."""
    witnessed = Signal(str)
    witness_typed = Signal(str)
    declined = Signal()
    on_paper = Signal()
    erased = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        self._name = label(style=Text.STRONG)
        self._how = label(style=Text.SMALL, tone=Colour.INK2)
        self._state = Pill("")
        kept_room = self._state.sizePolicy()
        kept_room.setRetainSizeWhenHidden(True)  # the pad must not move under the pen
        self._state.setSizePolicy(kept_room)
        self._unkept: Strokes | None = None
        """What was given and has not come back from the disk yet."""
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep_between_strokes)
        self.ink = InkPad(spoken=self.tr("Signature de la personne, à la main"))
        self.ink.setFixedHeight(theme_of(self).px(168))
        self.ink.changed.connect(self._inked)
        self.keep = Button(self.tr("Garder cette signature"), icon="check", small=True, kind=Kind.PRIMARY)
        self.keep.hide()  # only where keeping it by itself failed
        self.keep.clicked.connect(self._keep)
        self.clear = Button(self.tr("Effacer"), icon="undo-2", small=True, kind=Kind.QUIET)
        self.clear.clicked.connect(self._clear)
        self.witness = Chip(self.tr("Signe avec un témoin"), tone=Tone.PERSON)
        self.decline = Chip(self.tr("Ne souhaite pas signer"), tone=Tone.PERSON)
        self.paper = Chip(self.tr("Signera sur papier"), tone=Tone.PERSON)
        self.witness.clicked.connect(self._witness_opened)
        self.decline.clicked.connect(self._decline)
        self.paper.clicked.connect(self._on_paper)
        self.witness_name = LineEdit(hint=self.tr("Nom et qualité"), most=120)
        self._witness_field = Field(self.tr("Nom du témoin"), self.witness_name)
        self.keep_witness = Button(self.tr("Noter le témoin"), icon="check", small=True)
        self.keep_witness.clicked.connect(self._keep_witness)
        self.witness_name.returnPressed.connect(self._keep_witness)
        self.witness_name.typed.connect(self._witness_typed)
        self._is_fresh = True
        self._witness_part = box(row((self._witness_field, 1), column(None, self.keep_witness)))
        self._witness_part.hide()
        self.notice = Notice()
        self._ways = box(FlowLayout(self.witness, self.decline, self.paper))
        head = row(IconLabel("signature", Colour.PERSON, 18), self._name, self._how, None, self._state)
        self._ink_foot = box(row(None, self.clear, self.keep))
        self.setLayout(
            column(head, self.ink, self._ink_foot, self._ways, self._witness_part, self.notice, gap=Gap.SMALL)
        )

    def show_person(self, shown: PersonShown) -> None:
        self._kind = shown.kind
        say_in(self._name, shown.name)
        left_open = shown.frozen and not shown.kind
        page = self.tr("sur la page signée à la main") if shown.on_paper else self.tr("signera la page imprimée")
        how = page if left_open else self.tr("signe à la main")
        say_in(self._how, "" if shown.kind else how)
        self._state.setVisible(bool(shown.kind))
        self._state.show_as(shown.when, Tone.OK, "check")
        self._show_ink(shown)
        self.ink.setVisible(shown.kind in ("", "ink") and not left_open)
        self.ink.setEnabled(not shown.frozen)
        for chip, kind in ((self.witness, "witness"), (self.decline, "declined"), (self.paper, "paper")):
            chip.setChecked(shown.kind == kind)
            chip.set_read_only(shown.frozen)
        done_by_hand = shown.on_paper and shown.kind == "paper"
        self._ways.setVisible(shown.kind != "ink" and not left_open and not done_by_hand)
        if shown.kind == "witness":
            self.witness_name.show_text(shown.witness)
        elif self._is_fresh and not shown.kind and shown.witness_draft.strip():
            self.witness_name.show_text(shown.witness_draft)
            self._witness_part.show()
            self.witness.setChecked(True)
        self._is_fresh = False
        asked = not shown.kind and not left_open and not self._witness_part.isHidden()
        self._witness_part.setVisible(shown.kind == "witness" or asked)
        self.witness_name.setReadOnly(shown.kind == "witness")
        self.keep_witness.setVisible(shown.kind != "witness")
        self._frozen = shown.frozen
        self._show_ink_buttons()

    def say_error(self, error: SpieError) -> None:
        self.notice.say_error(error)
        self.keep.setVisible(self._unkept is not None)

    def take_focus(self) -> None:
        """The pad takes no keys: the keyboard goes to the first of the ways beside it."""
        self.witness.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self)

    def flush(self) -> None:
        """Give at once the strokes that still wait: before anybody signs, and before leaving."""
        if self._keeping.isActive():
            self._keep()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def _show_ink(self, shown: PersonShown) -> None:
        """What is kept, unless more was drawn since."""
        if shown.frozen:
            self._keeping.stop()
            self._unkept = None
        elif shown.kind == "ink" and shown.strokes == self._unkept:
            self._unkept = None
            self.notice.clear()
        if self._unkept is None:
            self.keep.hide()
        if shown.frozen or not (self.ink.is_drawing() or self._keeping.isActive() or self._unkept is not None):
            strokes = shown.strokes if shown.kind == "ink" else ()
            self.ink.show_strokes(fitted(strokes, self.ink.height() / max(1, self.ink.width())))

    def _show_ink_buttons(self) -> None:
        has_ink = not self.ink.is_empty()
        self.clear.set_text(self.tr("Recommencer la signature") if self._kind == "ink" else self.tr("Effacer"))
        self._ink_foot.setVisible(has_ink and not self._frozen and self._kind in ("", "ink"))

    def _inked(self) -> None:
        if self.ink.is_empty():
            self._keeping.stop()
        else:
            self._keeping.start()
        self._show_ink_buttons()

    def _keep_between_strokes(self) -> None:
        if not self.ink.is_drawing():  # the end of the stroke under way keeps them all
            self._keep()

    def _keep(self) -> None:
        self._keeping.stop()
        self.notice.clear()
        self._unkept = self.ink.strokes()
        self.signed.emit(self._unkept)

    def _clear(self) -> None:
        given = bool(self._kind) or self._unkept is not None
        self._unkept = None
        self.keep.hide()
        self.ink.clear()
        if given:
            self.erased.emit()

    def _witness_opened(self, on: bool) -> None:
        if self._kind:
            self.erased.emit()
        self._witness_part.setVisible(on)
        self.witness_name.setReadOnly(False)
        self.keep_witness.show()
        if on:
            self.witness_name.setFocus()

    def _keep_witness(self) -> None:
        self._witness_field.clear()
        if self._kind == "witness":
            return
        if not self.witness_name.text().strip():
            self._witness_field.say_wrong(self.tr("Il manque le nom du témoin."), self.tr("Il sera imprimé."))
            return
        self.witnessed.emit(self.witness_name.text().strip())

    def _witness_typed(self, text: str) -> None:
        if not self._kind:
            self.witness_typed.emit(text)

    def _decline(self, on: bool) -> None:
        self.notice.clear()
        (self.declined if on else self.erased).emit()

    def _on_paper(self, on: bool) -> None:
        self.notice.clear()
        (self.on_paper if on else self.erased).emit()

    _frozen = False


def fitted(strokes: Strokes, height: float) -> Strokes:
    """The same lines, made smaller where they would leave a pad that is ``height`` widths high."""
    points = [point for stroke in strokes for point in stroke]
    lowest = max((y for _, y in points), default=0.0)
    if lowest <= height or not lowest:
        return strokes
    scale = 0.9 * height / lowest
    left = (1 - scale * max(x for x, _ in points)) / 2
    return tuple(tuple((left + x * scale, y * scale) for x, y in stroke) for stroke in strokes)
