"""Ctrl F over an interview: words are looked for in what was written of the person, and lead where they stand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from spie_diag.desktop.cases.notes_finding import NotesPresenter
from spie_diag.desktop.cases.notes_panel import NotesPanel
from spie_diag.desktop.interview.presenter import InterviewPresenter
from spie_diag.desktop.theme import theme_of
from spie_diag.desktop.widgets.layouts import column
from spie_diag.desktop.window import hold
from spie_diag.followup.checklist import ToDo

if TYPE_CHECKING:
    from collections.abc import Callable

    from spie_diag.casework.finding import Found
    from spie_diag.casework.sheet import Sheet
    from spie_diag.interview.people import InterviewId

_WIDTH_PX = 400
_MARGIN_PX = 16


class FindingPanel(QFrame):
    """Beside the interview and over its right edge: what is being written stays in sight."""

    started = Signal(object)
    """The case of the person in whose interviews somebody looks."""
    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notes = NotesPanel(self.tr("Fermer ce panneau"))
        self.setLayout(column(self.notes, gap=0))
        self.notes.left.connect(self.dismiss)
        self.hide()

    def open_for(self, sheet: "Sheet") -> None:
        """Look in the interviews of this person; a second time, go on with what was looked for."""
        if not self.isHidden():
            self.notes.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.notes.search.selectAll()
            return
        self.started.emit(sheet.person.case)
        self.show()
        self.raise_()
        self.notes.start(sheet.person.called)

    def place(self, top: int, bottom: int) -> None:
        """Between what is above and below the stage."""
        page = self.parentWidget()
        if page is None:
            return
        margin = theme_of(self).px(_MARGIN_PX)
        width = min(theme_of(self).px(_WIDTH_PX), page.width() - 2 * margin)
        self.setGeometry(page.width() - width - margin, top + margin, width, max(0, bottom - top - 2 * margin))

    def dismiss(self) -> None:
        """Give the keyboard back to the stage."""
        self.hide()
        self.closed.emit()


def bind_finding(
    panel: FindingPanel, presenter: InterviewPresenter, open_another: "Callable[[InterviewId], None]"
) -> None:
    """Let ``panel`` look in the vault, and lead in the interview on screen or open another one of the person."""
    notes = NotesPresenter(
        screen=panel.notes,
        casebook=presenter.casebook,
        work=presenter.work,
        open_interview=open_another,
        here=partial(_show_here, panel, presenter),
    )
    hold(panel, notes)
    panel.started.connect(notes.start)
    panel.notes.search_asked.connect(notes.search)
    panel.notes.opened.connect(notes.open)


def _show_here(panel: FindingPanel, presenter: InterviewPresenter, found: "Found") -> bool:
    if found.interview != presenter.interview:
        return False
    panel.hide()
    point = ToDo(text=found.label, blocking=False, stage=found.stage, block=found.block, question=found.question)
    presenter.lead_to(point)
    return True
