"""The person signs by hand, before a witness, on paper, or not: four ways, all visible, none better than another."""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.ink import InkPad, Strokes
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.signs import Pill
from spie_diag.errors import SpieError


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


class PersonPanel(QWidget):
    signed = Signal(object)
    """The strokes of her signature."""
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
        self.ink = InkPad(spoken=self.tr("Signature de la personne, à la main"))
        self.ink.setFixedHeight(theme_of(self).px(168))
        self.ink.changed.connect(self._inked)
        self.keep = Button(self.tr("Garder cette signature"), icon="check", small=True, kind=Kind.PRIMARY)
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
        how = self.tr("signera la page imprimée") if left_open else self.tr("signe à la main")
        say_in(self._how, "" if shown.kind else how)
        self._state.setVisible(bool(shown.kind))
        self._state.show_as(shown.when, Tone.OK, "check")
        if shown.kind == "ink":
            self.ink.show_strokes(fitted(shown.strokes, self.ink.height() / max(1, self.ink.width())))
        elif shown.kind:
            self.ink.show_strokes(())
        self.ink.setVisible(shown.kind in ("", "ink") and not left_open)
        self.ink.setEnabled(not shown.kind)
        for chip, kind in ((self.witness, "witness"), (self.decline, "declined"), (self.paper, "paper")):
            chip.setChecked(shown.kind == kind)
            chip.set_read_only(shown.frozen)
        self._ways.setVisible(shown.kind != "ink" and not left_open)
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

    def _show_ink_buttons(self) -> None:
        has_ink = not self.ink.is_empty()
        self.keep.setVisible(has_ink and not self._kind)
        self.clear.set_text(self.tr("Recommencer la signature") if self._kind == "ink" else self.tr("Effacer"))
        self._ink_foot.setVisible(has_ink and not self._frozen and self._kind in ("", "ink"))

    def _inked(self) -> None:
        self._show_ink_buttons()

    def _keep(self) -> None:
        self.notice.clear()
        self.signed.emit(self.ink.strokes())

    def _clear(self) -> None:
        if self._kind:
            self.ink.show_strokes(())
            self.erased.emit()
        else:
            self.ink.clear()

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
