"""« La vérification »: who signed, whether it holds, and what keeps it from being taken in, before anything else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from spie_diag.desktop.receiving.halves import Halves
from spie_diag.desktop.receiving.shown import Judged
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice


class VerdictPart(QWidget):
    went_on = Signal(bool)
    """Whether the unknown signers were compared with their certificates."""
    holder_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._judged: Judged | None = None
        self._name = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.refusal = Notice()
        self.conclusion = Notice()
        self._lines = _readable()
        self._prints = _readable()
        self.confirmed = Tick(self.tr("J’ai comparé ces empreintes avec eux par téléphone : ce sont les mêmes"))
        self.unfold = Button(
            self.tr("Détail technique"), icon="chevron-down", kind=Kind.QUIET, small=True, checkable=True
        )
        self._details = _readable()
        self.go_on = Button(self.tr("Chercher la personne"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self.holder = Button(self.tr("Ouvrir ce dossier"), icon="folder-open", kind=Kind.PRIMARY)
        self.another = Button(self.tr("Choisir un autre fichier"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self.go_on.clicked.connect(self._go_on)
        self.holder.clicked.connect(self.holder_asked)
        self.another.clicked.connect(self.another_asked)
        self.confirmed.toggled.connect(self._allow)
        self.unfold.toggled.connect(self._unfold)

    def show_judged(self, judged: Judged) -> None:
        self._judged = judged
        self._name.setText(judged.name)
        self._say(judged)
        say_in(self._lines, "\n".join(judged.lines).strip())
        self._lines.setAccessibleName(self._lines.text())
        say_in(self._prints, "\n".join(judged.fingerprints))
        self._unknown.setVisible(bool(judged.fingerprints))
        self.confirmed.setChecked(False)
        say_in(self._details, "\n".join(judged.details))
        self.unfold.setChecked(False)
        self.unfold.setVisible(bool(judged.details))
        self.go_on.setVisible(judged.leads_on)
        self.holder.setVisible(judged.held_by is not None)
        self._allow()
        stop = next(one for one in (self.holder, self.confirmed, self.go_on, self.another) if one.isVisibleTo(self))
        (stop if stop.isEnabled() else self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, judged: Judged) -> None:
        """One sentence on what follows, and the verdict itself; the colour never says it alone."""
        if judged.refusal[0]:
            self.refusal.say(*judged.refusal, Gravity.ERROR)
        elif judged.already:
            told = self.tr("Le reprendre de nouveau ne changerait rien.")
            self.refusal.say(judged.already, told, Gravity.INFO)
        else:
            self.refusal.clear()
        gravity = Gravity.GOOD if judged.holds else Gravity.WARNING if judged.leads_on else Gravity.ERROR
        self.conclusion.say(judged.conclusion, "", gravity, aloud=not self.refusal.said())

    def _lay_out(self) -> None:
        told = self.tr(
            "Cet ordinateur ne connaît pas ces signataires. Appelez-les à un numéro que vous connaissez déjà, et "
            "comparez les empreintes. Sans cela, quelqu’un pourrait signer sous leur nom. Chaque réponse reprise dira "
            "qu’ils ne sont pas reconnus."
        )
        asked = column(
            label(self.tr("Signataires inconnus"), Text.STRONG, wrap=True),
            label(told, Text.SMALL, wrap=True),
            self._prints,
            self.confirmed,
            gap=Gap.SMALL,
            margins=14,
        )
        self._unknown = panel(asked, Tone.WARN)
        title = column(label(self.tr("Ce que dit la vérification"), Text.H2, wrap=True), self._name, gap=2)
        said = column(title, self.refusal, self.conclusion, self._lines, None, gap=Gap.MEDIUM)
        more = column(self._unknown, row(self.unfold, None), self._details, None, gap=Gap.MEDIUM)
        body = column(Halves(said, more), None, margins=(0, 0, 8, 8))
        deeds = box(FlowLayout(self.go_on, self.holder, self.another))
        self.setLayout(column((scrolled(body), 1), deeds, gap=Gap.MEDIUM))
        self._details.hide()

    def _go_on(self) -> None:
        self.went_on.emit(self.confirmed.isChecked())

    def _allow(self) -> None:
        judged = self._judged
        asks = judged is not None and bool(judged.fingerprints)
        self.go_on.setEnabled(not asks or self.confirmed.isChecked())

    def _unfold(self, on: bool) -> None:
        self.unfold.set_icon("chevron-up" if on else "chevron-down")
        self._details.setVisible(on)


def _readable() -> QLabel:
    """Lines that can be selected with the mouse and the keyboard, to be copied."""
    made = label("", wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made
