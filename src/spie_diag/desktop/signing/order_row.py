"""Which of the two signs first: chosen before any signature, then said."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.layouts import box, column, label, row, say_in
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.interview.people import Specialist, SpecialistId, Voice

_FIELDS = {Voice.SOCIAL: "Champ social", Voice.EMPLOYMENT: "Champ emploi"}


class OrderRow(QWidget):
    chosen = Signal(object)
    """The ``SpecialistId`` of whoever signs first."""

    def __init__(self) -> None:
        super().__init__()
        self._members: tuple[Specialist, ...] = ()
        self.sides = Segmented([_FIELDS[Voice.SOCIAL], _FIELDS[Voice.EMPLOYMENT]], spoken=self.tr("Qui signe d’abord"))
        self.sides.changed.connect(self._choose)
        self._asked = box(row(label(self.tr("Qui signe d’abord ?"), Text.BODY), self.sides, None, gap=Gap.MEDIUM))
        self._said = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.setLayout(column(self._asked, self._said, gap=Gap.TIGHT))

    def show_order(self, members: Sequence[Specialist], first: SpecialistId, *, fixed: bool) -> None:
        """``members`` in the order social, employment; ``fixed`` once somebody signed."""
        self._members = tuple(members)
        self.setVisible(len(self._members) == 2)
        if len(self._members) != 2:
            return
        self.sides.choose(next(place for place, one in enumerate(self._members) if one.id == first))
        self._asked.setVisible(not fixed)
        ordered = sorted(self._members, key=lambda one: one.id != first)
        said = self.tr("{0} signe d’abord, {1} ensuite.").format(*(one.name for one in ordered))
        say_in(self._said, said)

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._members[place].id)
