"""« Déjà remis »: every document that left, for whom and when, and the agreement that she may withdraw."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.exchange.copied_text import CopiedText
from spie_diag.desktop.exchange.shown import HandedShown
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import IconLabel, box, bring_up, clear, column, label, panel, row, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.signs import Pill
from spie_diag.desktop.window import mark_region
from spie_diag.errors import SpieError


class HistoryView(QWidget):
    withdrawal_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, HandedCard] = {}
        self._told: tuple[HandedShown, ...] | None = None
        self.notice = Notice()
        nothing = self.tr("Rien n’a encore été remis. Chaque remise sera notée ici, avec l’accord de la personne.")
        self._empty = label(nothing, tone=Colour.INK2, wrap=True)
        self._cards = column(gap=Gap.MEDIUM)
        told = self.tr(
            "Un document remis ne se reprend pas. Si la personne change d’avis, le retrait est noté, et une phrase est "
            "prête pour le destinataire."
        )
        title = label(self.tr("Ce qui a été remis"), Text.H2, wrap=True)
        head = column(title, label(told, Text.SMALL, tone=Colour.INK2, wrap=True), gap=2)
        inside = column(head, self.notice, self._empty, self._cards, None, gap=Gap.MEDIUM, margins=(18, 14, 18, 14))
        self._scroll = scrolled(inside)
        self._card = mark_region(panel(column((self._scroll, 1))), self.tr("Ce qui a été remis"))
        self.setLayout(column((self._card, 1)))

    def show_handed(self, handed: Sequence[HandedShown]) -> None:
        self.notice.clear()
        self._empty.setVisible(not handed)
        if self._told == tuple(handed):
            return
        self._told = tuple(handed)
        clear(self._cards)
        self.cards = {one.id: HandedCard(one) for one in handed}
        for made in self.cards.values():
            made.withdrawal_asked.connect(self.withdrawal_asked)
            self._cards.addWidget(made)

    def show_withdrawn(self, handoff: str) -> None:
        made = self.cards.get(handoff)
        if made is not None:
            QTimer.singleShot(0, made, made.show_notice)  # once it is in its place: it is scrolled to

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)
        bring_up(self.notice)

    def refocus(self) -> None:
        first = next(iter(self.cards.values()), None)
        if first is not None:
            first.refocus()
        else:
            self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._scroll.setAccessibleName(self._empty.text())
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)


class HandedCard(QWidget):
    withdrawal_asked = Signal(str)

    def __init__(self, shown: HandedShown) -> None:
        super().__init__()
        self._shown = shown
        self.setAccessibleName(f"{shown.whom}. {' '.join(shown.facts)}")
        self.withdraw = Button(self.tr("Noter le retrait de l’accord"), icon="hand", small=True)
        self.withdraw.setAccessibleDescription(shown.whom)
        self.confirm = Button(self.tr("Noter le retrait"), icon="check", kind=Kind.DANGER, small=True)
        self.leave = Button(self.tr("Garder l’accord"), kind=Kind.QUIET, small=True)
        self.see = Button(self.tr("Voir la phrase à envoyer"), icon="message-square-text", small=True)
        self.see.setAccessibleDescription(shown.whom)
        self.text = CopiedText(shown.notice, self.tr("Phrase à envoyer au destinataire"))
        self.copy = Button(self.tr("Copier la phrase"), icon="copy", small=True)
        self.copied = Notice()
        self._lay_out(shown)
        self.withdraw.setVisible(shown.can_withdraw)
        self.see.setVisible(bool(shown.notice))
        self._asking.hide()
        self._notice.hide()
        self.withdraw.clicked.connect(self._ask)
        self.leave.clicked.connect(self._leave)
        self.confirm.clicked.connect(self._confirm)
        self.see.clicked.connect(self.show_notice)
        self.copy.clicked.connect(self._copy)

    def show_notice(self) -> None:
        """The sentence to send, ready to be copied."""
        self._notice.show()
        self.see.hide()
        bring_up(self.copy)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def refocus(self) -> None:
        stop = self.withdraw if self.withdraw.isVisibleTo(self) else self.see
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, shown: HandedShown) -> None:
        gone = bool(shown.withdrawn)
        icon = IconLabel("file-check", Colour.INK3 if gone else Colour.PRIMARY, 20)
        words = column(label(shown.whom, Text.STRONG, wrap=True, verbatim=True), gap=2)
        for fact in shown.facts:
            words.addWidget(label(fact, Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True))
        state = Pill(shown.withdrawn or self.tr("Accord donné"), *((Tone.WARN, "hand") if gone else (Tone.OK, "check")))
        asked = self.tr(
            "Le document déjà remis ne peut pas être repris. Le retrait est noté à la date d’aujourd’hui, dans le "
            "dossier et dans le registre."
        )
        choice = box(FlowLayout(self.confirm, self.leave))
        self._asking = panel(column(label(asked, Text.SMALL, wrap=True), choice, gap=Gap.SMALL, margins=12), Tone.WARN)
        self._notice = box(column(self.text, box(FlowLayout(self.copy)), self.copied, gap=Gap.SMALL))
        deeds = row(state, self.withdraw, self.see, None, gap=Gap.SMALL)
        top = row(column(2, icon, None, gap=0), (words, 1), gap=Gap.MEDIUM)
        inside = column(top, deeds, self._asking, self._notice, gap=Gap.SMALL, margins=12)
        self.setLayout(column(panel(inside, "sunken")))

    def _ask(self) -> None:
        self.withdraw.hide()
        self._asking.show()
        bring_up(self._asking)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._asking.hide()
        self.withdraw.show()
        self.withdraw.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        self._asking.hide()
        self.withdrawal_asked.emit(self._shown.id)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        told = self.tr("Elle ne nomme personne : le numéro de dossier suffit.")
        self.copied.say(self.tr("Phrase copiée."), told, Gravity.GOOD)
