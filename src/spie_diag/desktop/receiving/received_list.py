"""What was received about one person, beside her interviews: from whom, when, and the document as it came."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from spie_diag.desktop.receiving.received_presenter import ReceivedLine
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import bring_up, clear, column, label, panel, row
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError

_LAID_OUT_MS: Final = 50


class ReceivedList(QWidget):
    """Nothing at all where nothing was received."""

    save_asked = Signal(str, str)
    """The digest of a document, and the file to write."""
    taking_back_asked = Signal(str)
    """The digest of one that is not about her."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ReceivedRow] = []
        self._copy = ""
        self._rows: QVBoxLayout = column(gap=Gap.SMALL)
        self.notice = Notice()
        self.open_copy = Button(self.tr("Ouvrir la copie"), icon="file-text", small=True)
        title = label(self.tr("Documents reçus"), Text.STRONG)
        self.setLayout(column(title, self._rows, self.notice, row(self.open_copy, None), gap=Gap.SMALL))
        self.open_copy.hide()
        self.hide()
        self.open_copy.clicked.connect(self._open_copy)

    def show_received(self, lines: Sequence[ReceivedLine]) -> None:
        self.notice.clear()
        self.open_copy.hide()
        clear(self._rows)
        self.rows = [ReceivedRow(line) for line in lines]
        for made in self.rows:
            made.save_asked.connect(self.save_asked)
            made.taking_back_asked.connect(self.taking_back_asked)
            self._rows.addWidget(made)
        self.setVisible(bool(lines))

    def show_saved(self, file: str) -> None:
        self._copy = file
        self.notice.say(
            self.tr("Copie enregistrée, telle qu’elle est arrivée."),
            self.tr("Elle n’est pas chiffrée : gardez-la en lieu sûr, ou effacez-la après usage."),
            Gravity.GOOD,
        )
        self.open_copy.show()
        self.open_copy.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self.open_copy)

    def show_taken_back(self) -> None:
        self.show()
        self.notice.say(
            self.tr("Document retiré de ce dossier."),
            self.tr("Pour le mettre dans le bon dossier, recevez le fichier de nouveau."),
            Gravity.GOOD,
        )
        bring_up(self.notice)

    def show_error(self, error: SpieError) -> None:
        self.show()
        self.notice.say_error(error)
        bring_up(self.notice)

    def _open_copy(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._copy))


class ReceivedRow(QWidget):
    save_asked = Signal(str, str)
    taking_back_asked = Signal(str)

    def __init__(self, line: ReceivedLine) -> None:
        super().__init__()
        self._line = line
        hint = self.tr("Enregistrer ce PDF, pour elle") if line.is_hers_only else self.tr("Enregistrer ce PDF")
        self.save = Button(icon="download", small=True, hint=hint)
        self.take_back = Button(icon="undo-2", kind=Kind.QUIET, small=True, hint=self.tr("Retirer de ce dossier"))
        for one in (self.save, self.take_back):
            one.setAccessibleDescription(f"{line.by}. {' '.join(line.facts)}")
        self.confirm = Button(self.tr("Retirer ce document"), icon="check", kind=Kind.DANGER, small=True)
        self.leave = Button(self.tr("Le garder ici"), kind=Kind.QUIET, small=True)
        self._lay_out(line)
        self.save.clicked.connect(self._choose_place)
        self.take_back.clicked.connect(self._ask)
        self.confirm.clicked.connect(self._confirmed)
        self.leave.clicked.connect(self._leave)
        escape = QShortcut(QKeySequence("Esc"), self._asking)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)

    def _lay_out(self, line: ReceivedLine) -> None:
        words = column(label(line.by, wrap=True, verbatim=True), gap=0)
        for fact in line.facts:
            words.addWidget(label(fact, Text.CAPTION, tone=Colour.INK3, wrap=True))
        told = self.tr(
            "Il n’est pas à elle ? Il ne se lira plus ici, et pourra aller dans le bon dossier. Les réponses que vous "
            "en avez déjà reprises restent : corrigez-les dans l’entretien."
        )
        choice = column(row(self.confirm, None), row(self.leave, None), gap=2)
        self._asking = panel(column(label(told, Text.SMALL, wrap=True), choice, gap=Gap.SMALL, margins=12), Tone.WARN)
        self._asking.hide()
        top = row((words, 1), column(row(self.save, self.take_back, gap=2), None), gap=Gap.SMALL)
        self.setLayout(column(top, self._asking, gap=Gap.SMALL))

    def _ask(self) -> None:
        self._asking.show()
        # Its words tell their height once they have their width.
        QTimer.singleShot(_LAID_OUT_MS, self.leave, partial(bring_up, self.leave))
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._asking.hide()
        self.take_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirmed(self) -> None:
        self._asking.hide()
        self.taking_back_asked.emit(self._line.digest)

    def _choose_place(self) -> None:
        self._dialog = file_dialog(self, self.tr("Enregistrer le document reçu"), self._line.file_name)
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setNameFilter(self.tr("Documents PDF (*.pdf)"))
        self._dialog.setDefaultSuffix("pdf")
        self._dialog.selectFile(self._line.file_name)
        self._dialog.fileSelected.connect(self._place_chosen)
        self._dialog.open()

    def _place_chosen(self, file: str) -> None:
        self.save_asked.emit(self._line.digest, file)
