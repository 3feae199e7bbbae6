"""« La vérification »: who signed, whether it holds, and what keeps it from being taken in, before anything else."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.verdict_body import VerdictBody
from spie_diag.desktop.receiving.halves import Halves
from spie_diag.desktop.receiving.shown import Judged
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice

_LAID_OUT_MS: Final = 50


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
        self.body = VerdictBody()
        self._prints = label("", wrap=True)
        self._prints.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.confirmed = Tick(self.tr("J’ai comparé l’empreinte avec chaque signataire, par téléphone : c’est la même"))
        self.go_on = Button(self.tr("Chercher la personne"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self.holder = Button(self.tr("Ouvrir ce dossier"), icon="folder-open", kind=Kind.PRIMARY)
        self.another = Button(self.tr("Choisir un autre fichier"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self.go_on.clicked.connect(self._go_on)
        self.holder.clicked.connect(self.holder_asked)
        self.another.clicked.connect(self.another_asked)
        self.confirmed.toggled.connect(self._allow)

    def show_judged(self, judged: Judged) -> None:
        self._judged = judged
        self._name.setText(judged.name)
        self._say(judged)
        self.body.show_checked(judged.checked)
        self.body.setVisible(bool(judged.checked.signatures) or not judged.refusal[0])  # else it says the same
        say_in(self._prints, "\n".join(judged.fingerprints))
        self._halves.show_second(bool(judged.fingerprints))
        self.confirmed.setChecked(False)
        self.go_on.setVisible(judged.leads_on)
        self.holder.setVisible(judged.held_by is not None)
        self._allow()
        stop = next(one for one in (self.holder, self.confirmed, self.go_on, self.another) if one.isVisibleTo(self))
        (stop if stop.isEnabled() else self.another).setFocus(Qt.FocusReason.OtherFocusReason)
        if stop is self.confirmed:
            # Nobody ticks with Space what is out of sight; its words tell their height once they have their width.
            QTimer.singleShot(_LAID_OUT_MS, self.confirmed, partial(bring_up, self.confirmed))

    def _say(self, judged: Judged) -> None:
        """One sentence on what follows, where it is not simply the next step."""
        if judged.refusal[0]:
            self.refusal.say(*judged.refusal, Gravity.ERROR)
        elif judged.already:
            told = self.tr("Le reprendre de nouveau ne changerait rien.")
            self.refusal.say(judged.already, told, Gravity.INFO)
        else:
            self.refusal.clear()

    def _lay_out(self) -> None:
        told = self.tr(
            "Cet ordinateur ne connaît pas cette signature. Appelez qui a signé, à un numéro que vous connaissez déjà, "
            "et comparez l’empreinte. Sans cela, quelqu’un d’autre pourrait signer sous ce nom. Chaque réponse reprise "
            "dira que la signature n’est pas reconnue."
        )
        asked = column(
            label(self.tr("Signature inconnue"), Text.STRONG, wrap=True),
            label(told, Text.SMALL, wrap=True),
            self._prints,
            self.confirmed,
            gap=Gap.SMALL,
            margins=14,
        )
        self._unknown = panel(asked, Tone.WARN)
        title = column(label(self.tr("Ce que dit la vérification"), Text.H2, wrap=True), self._name, gap=2)
        said = column(title, self.refusal, self.body, None, gap=Gap.MEDIUM)
        self._halves = Halves(said, column(self._unknown, None))
        body = column(self._halves, None, margins=(0, 0, 8, 8))
        deeds = box(FlowLayout(self.go_on, self.holder, self.another))
        self.setLayout(column((scrolled(body), 1), deeds, gap=Gap.MEDIUM))

    def _go_on(self) -> None:
        self.went_on.emit(self.confirmed.isChecked())

    def _allow(self) -> None:
        judged = self._judged
        asks = judged is not None and bool(judged.fingerprints)
        may = not asks or self.confirmed.isChecked()
        why = self.tr("Comparez d’abord l’empreinte de la signature inconnue, puis cochez-le.")
        self.go_on.setEnabled(may)
        self.go_on.setToolTip("" if may else why)
        self.go_on.setAccessibleDescription("" if may else why)
