"""« Pour qui »: the eleven kinds of recipients, the name that is printed, and what the document is for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.exchange.shown import ProfileShown, RecipientShown, Situation
from spie_diag.desktop.theme import Colour, Gap, Radius, Text, pixmap
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.desktop.window import mark_region, roomy_width

_LIST_FROM_PX: Final = 860
_LONGEST: Final = 160
_ICONS: Final = {
    "FT": "compass",
    "CD": "scale",
    "ML": "sprout",
    "CE": "target",
    "PLIE": "route",
    "SIAE": "handshake",
    "EMP": "id-card",
    "OF": "graduation-cap",
    "CCAS": "house",
    "SPEC": "life-buoy",
    "PERS": "heart",
}


class RecipientView(QWidget):
    profile_chosen = Signal(str)
    named = Signal(str)
    known_chosen = Signal(str)
    purpose_said = Signal(str)
    speciality_chosen = Signal(str)
    unsigned_asked = Signal()
    """Save the whole document, with the signatures that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, ProfileButton] = {}
        self._told: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._specialities: list[str] = []
        self._known, self._purposes = FlowLayout(), FlowLayout()
        self.choice = DropDown([], spoken=self.tr("Pour qui ?"))
        self.recipient = LineEdit(hint=self.tr("Structure, ou nom de la personne qui le reçoit"), most=_LONGEST)
        self.purpose = LineEdit(hint=self.tr("Ce que ce destinataire doit pouvoir faire"), most=_LONGEST)
        self.speciality = DropDown([], spoken=self.tr("Domaine de l’association"))
        self.notice = Notice()
        self.save_unsigned = Button(self.tr("Enregistrer le document…"), icon="file-down")
        self.outcome = Notice()
        self._lay_out()
        self.choice.picked.connect(self.profile_chosen)
        for edit, said in ((self.recipient, self.named), (self.purpose, self.purpose_said)):
            edit.typed.connect(said)
            edit.left.connect(said)
        self.recipient.textEdited.connect(self.recipient_field.clear)
        self.speciality.picked.connect(self.speciality_chosen)
        self.save_unsigned.clicked.connect(self.unsigned_asked)

    def show_situation(self, situation: Situation) -> None:
        self._details.setVisible(situation.is_signed)
        self._list_card.setEnabled(situation.is_signed)
        self._unsigned_part.setVisible(not situation.is_signed)
        if not situation.is_signed:
            self.notice.say(
                self.tr("Ce diagnostic n’est pas encore signé par le binôme."),
                self.tr(
                    "Un extrait pour un partenaire se fait une fois le diagnostic signé. D’ici là, seul le document "
                    "entier peut être enregistré et imprimé ; sa partie « Signatures » montre qui a signé."
                ),
                Gravity.WARNING,
                aloud=False,
            )
        elif situation.opposed_since:
            self._say_only_hers(self.tr("Elle s’oppose au partage depuis le {0}.").format(situation.opposed_since))
        elif situation.refused:
            self._say_only_hers(self.tr("Elle n’a pas accepté le partage dans cet entretien."))
        else:
            self.notice.clear()

    def show_profiles(self, profiles: Sequence[ProfileShown]) -> None:
        if not self.buttons:
            for one in profiles:
                made = self.buttons[one.code] = ProfileButton(one.title, _ICONS.get(one.code, "users"))
                made.toggled.connect(partial(self._toggled, one.code))
                self._list.insertWidget(self._list.count() - 1, made)
            self.choice.offer([(one.code, one.title) for one in profiles if one.is_possible])
        for one in profiles:
            self.buttons[one.code].setEnabled(one.is_possible)

    def show_recipient(self, shown: RecipientShown) -> None:
        self.buttons[shown.code].setChecked(True)
        self.choice.pick(shown.code)
        say_in(self._title, self.buttons[shown.code].text())
        self.recipient.show_text(shown.recipient)
        self.purpose.show_text(shown.purpose)
        for_her = not shown.purposes or shown.code == "PERS"
        self.recipient.setReadOnly(for_her)
        told = (shown.known, shown.purposes)
        if told != self._told:
            self._told = told
            _propose(self._known, shown.known, self.known_chosen.emit)
            _propose(self._purposes, shown.purposes, self.purpose_said.emit)
        self._known_part.setVisible(bool(shown.known))
        if [code for code, _ in shown.specialities] != self._specialities:
            self._specialities = [code for code, _ in shown.specialities]
            self.speciality.offer(shown.specialities)
        self.speciality.pick(shown.speciality)
        self._speciality_field.setVisible(bool(shown.specialities))

    def say_recipient_missing(self) -> None:
        self.recipient_field.say_wrong(
            self.tr("Il manque le nom du destinataire."), self.tr("Il est imprimé sur chaque page.")
        )
        self.recipient.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self.recipient_field)

    def refocus(self) -> None:
        chosen = next((one for one in self.buttons.values() if one.isChecked()), None)
        if self.save_unsigned.isVisible():
            self.save_unsigned.setFocus(Qt.FocusReason.OtherFocusReason)
        elif chosen is not None and not self._list_card.isHidden():
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Give away what is still being typed."""
        self.recipient.flush()
        self.purpose.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def _say_only_hers(self, sentence: str) -> None:
        advice = self.tr("C’est son droit : seul son propre exemplaire peut être préparé.")
        self.notice.say(sentence, advice, Gravity.WARNING, aloud=False)

    def _lay_out(self) -> None:
        self._list = column(None, gap=2, margins=8)
        self._list_card = mark_region(panel(column((scrolled(self._list), 1))), self.tr("Pour qui ?"))
        self._choice_row = box(column(label(self.tr("Pour qui ?"), Text.STRONG), self.choice, gap=Gap.TIGHT))
        self._title = label("", Text.H2, wrap=True)
        self.recipient_field = Field(self.tr("Qui le reçoit"), self.recipient)
        purpose = Field(self.tr("Pour quoi faire"), self.purpose, optional=self.tr("facultatif"))
        self._speciality_field = Field(self.tr("Domaine de l’association"), self.speciality)
        used = label(self.tr("Déjà utilisés"), Text.SMALL, tone=Colour.INK2)
        self._known_part = box(column(used, self._known, gap=Gap.TIGHT))
        told = label(
            self.tr(
                "Le nom et le motif sont imprimés sur chaque page. Vous verrez ensuite, avec la personne, ce qui part."
            ),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        fields = (self._choice_row, self._title, self._speciality_field, self.recipient_field, self._known_part)
        self._details = box(column(*fields, purpose, box(self._purposes), told, gap=Gap.MEDIUM))
        self._unsigned_part = box(row(self.save_unsigned, None))
        self._unsigned_part.hide()
        parts = column(
            self.notice,
            self._unsigned_part,
            self.outcome,
            self._details,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        card = mark_region(panel(column((scrolled(parts), 1))), self.tr("Le destinataire"))
        self.setLayout(row((self._list_card, 10), (card, 21), gap=Gap.MEDIUM))

    def _toggled(self, code: str, on: bool) -> None:
        """Clicked, or reached with the arrows."""
        if on:
            self.profile_chosen.emit(code)

    def _share_room(self) -> None:
        listed = roomy_width(self) >= _LIST_FROM_PX
        self._list_card.setVisible(listed)
        self._choice_row.setVisible(not listed)
        self._title.setVisible(listed)  # the choice that is closed says it


class ProfileButton(PaintedButton):
    """One kind of recipient in the list; the arrows go from one to the next."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__(text)
        self._icon = icon
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = self.theme.metrics(Text.BODY, 600).horizontalAdvance(self.text())
        return QSize(wide + self.theme.px(58), self.theme.px(42))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, here = self.theme, self.isChecked()
        painter = smooth_painter(self)
        fill = Colour.PRIMARY_SOFT if here else self.background()
        if fill:
            rounded(painter, theme, QRectF(self.rect()), Radius.BLOCK, fill=fill)
        ink = Colour.PRIMARY if here else Colour.INK if self.isEnabled() else Colour.DISABLED
        side = theme.px(20)
        painter.drawPixmap(theme.px(12), (self.height() - side) // 2, pixmap(self._icon, ink, 20, theme=theme))
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(Text.BODY, 600 if here else 400))
        words = QRectF(theme.px(42), 0, self.width() - theme.px(48), self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def _propose(line: FlowLayout, texts: Sequence[str], chosen: Callable[[str], None]) -> None:
    """One small button for each text that may be taken as it is."""
    clear(line)
    for text in texts:
        made = Button(text, small=True)
        made.clicked.connect(partial(_take, chosen, text))
        line.addWidget(made)


def _take(chosen: Callable[[str], None], text: str, _on: bool = False) -> None:
    chosen(text)
