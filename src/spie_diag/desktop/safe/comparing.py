"""Before somebody is believed: the fingerprint compared by another way than the one the file came by."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.authorities_presenter import Candidate, Kind
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.buttons import Kind as Look
from spie_diag.desktop.widgets.fields import Field, LineEdit, Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, say_in


class Comparing(QWidget):
    """The last two groups are not shown: whoever holds the true certificate reads them aloud."""

    recognised = Signal(str, str, bool)
    """The groups typed, the words to keep it under, whether it is believed for its time-stamps only."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", Text.H3, wrap=True, verbatim=True)
        self._details = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._groups = label("", Text.STRONG, wrap=True, verbatim=True)
        self.typed = LineEdit(hint=self.tr("par exemple 3F0A 91C2"), most=16)
        self.typed_field = Field(self.tr("Les deux derniers groupes, tels qu’on vous les lit"), self.typed)
        self.name = LineEdit(most=120)
        self.time_only = Tick(self.tr("La croire seulement pour ses horodatages"))
        self.accept = Button(self.tr("Reconnaître"), icon="check", kind=Look.PRIMARY)
        self.leave = Button(self.tr("Ne pas reconnaître"), icon="arrow-left", kind=Look.QUIET)
        self._lay_out()
        self.accept.clicked.connect(self._accept)
        self.typed.returnPressed.connect(self._accept)
        self.typed.textEdited.connect(self.typed_field.clear)
        self.leave.clicked.connect(self.left)

    def show_candidate(self, candidate: Candidate) -> None:
        self._title.setText(candidate.title)
        say_in(self._details, "\n".join(candidate.details))
        self._groups.setText(f"{candidate.groups} ···· ····")
        hidden = self.tr("{0}, puis deux groupes que l’on vous lit").format(candidate.groups)
        self._groups.setAccessibleName(hidden)
        self.typed.show_text("")
        self.name.show_text("")
        self.typed_field.clear()
        self.time_only.setChecked(False)
        self.time_only.setVisible(candidate.kind is Kind.AUTHORITY)

    def start(self) -> None:
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_other_groups(self) -> None:
        self.typed_field.say_wrong(
            self.tr("Ces groupes ne sont pas ceux de ce certificat : il n’est pas reconnu."),
            self.tr("Faites-les relire. S’ils restent différents, ce fichier n’est pas le bon."),
        )
        self.typed.selectAll()
        self.start()

    def _lay_out(self) -> None:
        name = Field(self.tr("Garder sous ces mots"), self.name, optional=self.tr("facultatif"))
        compared = card(
            self.tr("Comparer l’empreinte"), self.tr(_WHY), self._groups, self.typed_field, name, self.time_only
        )
        page = section_page(
            self.tr("Reconnaître ce certificat ?"),
            self.tr("Un fichier peut porter n’importe quel nom."),
            card("", "", column(self._title, self._details, gap=2)),
            compared,
            box(FlowLayout(self.accept, self.leave)),
        )
        self.setLayout(column((page, 1), gap=Gap.SMALL))

    def _accept(self) -> None:
        if not self.typed.text().strip():
            self.typed_field.say_wrong(self.tr("Il manque les deux derniers groupes."), self.tr("On vous les lit."))
            self.start()
            return
        self.recognised.emit(self.typed.text(), self.name.text().strip(), self.time_only.isChecked())


_WHY: Final = (
    "Appelez à un numéro que vous connaissez déjà, ou regardez la convention signée ou l’affiche de l’autorité. "
    "Vérifiez ces groupes un par un, et recopiez les deux derniers, qui ne sont pas montrés ici."
)
