"""What is missing before signing, and what deserves a last look: each point leads to its place."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import IconLabel, add, box, clear, column, label, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.followup.checklist import ToDo


class ChecklistPanel(QWidget):
    asked = Signal(object)
    """The ``ToDo`` that somebody wants to go to."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[ToDo, ...] | None = None
        self.links: list[Button] = []
        self._points: dict[Button, ToDo] = {}
        self._all_done = Notice()
        self._list = column(gap=Gap.TIGHT)
        self._title = label(self.tr("Avant de signer"), Text.H2)
        self.setLayout(column(self._title, self._all_done, self._list, gap=Gap.SMALL))

    def show_points(self, points: Sequence[ToDo], *, frozen: bool, signed: bool, refused: bool = False) -> None:
        """Blocking points first, as the checklist orders them; ``signed`` by all; after a refusal, what it means."""
        shown = () if frozen else tuple(points)
        say_in(self._title, self.tr("Pas de document commun") if refused else self.tr("Avant de signer"))
        if refused:
            words = self.tr("La personne n’a pas accepté le partage entre vous deux. C’est son droit.")
            advice = self.tr("Deux entretiens séparés sont proposés. Aucun document commun n’est fait.")
            self._all_done.say(words, advice, aloud=False)
        elif any(point.blocking for point in shown):
            self._all_done.clear()
        elif signed:
            self._all_done.say(self.tr("Cette version est signée."), "", Gravity.GOOD, aloud=False)
        elif frozen:
            words = self.tr("Une signature est donnée : le texte ne change plus. L’autre est attendue.")
            self._all_done.say(words, "", Gravity.GOOD, aloud=False)
        else:
            self._all_done.say(self.tr("Tout ce qu’il faut pour signer est là."), "", Gravity.GOOD, aloud=False)
        if shown == self._told:
            return
        self._told = shown
        clear(self._list)
        self.links, self._points = [], {}
        self._add("" if refused else self.tr("Il manque encore"), [point for point in shown if point.blocking])
        self._add(self.tr("À regarder, sans obligation"), [point for point in shown if not point.blocking])

    def first_stop(self) -> Button | None:
        return self.links[0] if self.links else None

    def _add(self, title: str, points: Sequence[ToDo]) -> None:
        if not points:
            return
        if title:
            add(self._list, label(title, Text.STRONG))
        for point in points:
            icon = IconLabel("circle-alert" if point.blocking else "circle", self._colour(point), 18)
            link = Button(point.stage.title, icon="arrow-right", small=True, trailing_icon=True)
            link.setAccessibleName(f"{point.text}, {point.stage.title}")
            link.clicked.connect(self._asked)
            self.links.append(link)
            self._points[link] = point
            words = label(point.text, Text.BODY, wrap=True)
            add(self._list, box(row(icon, (words, 1), link, gap=Gap.MEDIUM)))

    @staticmethod
    def _colour(point: ToDo) -> Colour:
        return Colour.WARN if point.blocking else Colour.INK3

    def _asked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.asked.emit(self._points[sender])
