"""The verdict on a document: in one sentence, signature by signature, and the technical detail folded away."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from spie_diag.desktop.cases.checked import Checked, SignatureShown, Standing
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, clear, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice

_GRAVITIES: Final = {
    Standing.GOOD: Gravity.GOOD,
    Standing.DOUBTFUL: Gravity.WARNING,
    Standing.REFUSED: Gravity.ERROR,
}
_SIGNS: Final = {
    Standing.GOOD: ("circle-check", Colour.OK),
    Standing.DOUBTFUL: ("circle-help", Colour.WARN),
    Standing.REFUSED: ("triangle-alert", Colour.DANGER),
}


class VerdictBody(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self.origin = _readable()
        self.problems = Notice()
        self._signatures = column(gap=Gap.SMALL)
        self.others = _readable()
        self.unfold = Button(
            self.tr("Détail technique"), icon="chevron-down", kind=Kind.QUIET, small=True, checkable=True
        )
        self.details = _readable(Text.SMALL)
        self.details.hide()
        self.setLayout(
            column(
                self.notice,
                self.origin,
                self.problems,
                self._signatures,
                self.others,
                row(self.unfold, None),
                self.details,
                gap=Gap.SMALL,
            )
        )
        self.unfold.toggled.connect(self._unfold)

    def show_checked(self, checked: Checked) -> None:
        self.notice.say(checked.conclusion, checked.advice, _GRAVITIES[checked.standing])
        _say(self.origin, checked.origin)
        if checked.problems:
            title = self.tr("Ce qui a changé, ou qui manque")
            self.problems.say(title, "\n".join(checked.problems), _GRAVITIES[checked.standing], aloud=False)
        else:
            self.problems.clear()
        clear(self._signatures)
        for one in checked.signatures:
            self._signatures.addWidget(_card(one))
        _say(self.others, checked.others)
        _say(self.details, checked.details)
        self.unfold.setChecked(False)
        self._unfold(False)
        self.unfold.setVisible(bool(checked.details))

    def _unfold(self, on: bool) -> None:
        self.unfold.set_icon("chevron-up" if on else "chevron-down")
        self.details.setVisible(on)


def _card(one: SignatureShown) -> QWidget:
    icon, colour = _SIGNS[one.standing]
    facts = _readable(Text.SMALL)
    words = column(
        label(one.who, Text.STRONG, wrap=True, verbatim=True),
        label(one.said, Text.SMALL, tone=colour, wrap=True),
        facts,
        gap=2,
    )
    side = column(2, IconLabel(icon, colour, 20, spoken=one.said), None, gap=0)
    card = panel(row(side, (words, 1), gap=Gap.MEDIUM, margins=12), "sunken")
    _say(facts, one.facts)  # once it is in the card: shown before, it would be a window of its own
    return card


def _say(made: QLabel, lines: tuple[str, ...]) -> None:
    say_in(made, "\n".join(lines))
    made.setAccessibleName(made.text())
    made.setVisible(bool(lines))


def _readable(style: Text = Text.BODY) -> QLabel:
    """Lines that can be selected with the mouse and the keyboard, to be copied."""
    made = label("", style, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.hide()
    return made
