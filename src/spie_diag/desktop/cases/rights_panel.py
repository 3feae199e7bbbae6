"""The rights of one person: her own copy, a correction, no sharing, no trace."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from spie_diag.desktop.cases.correction_panel import CorrectionPanel
from spie_diag.desktop.cases.erasure_panel import ErasurePanel
from spie_diag.desktop.cases.rights_presenter import Erasing
from spie_diag.desktop.cases.writing import Written, written_from
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import bring_up, column, label, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, Person, Specialist


class RightsPanel(QStackedWidget):
    """What she may ask for; the correction and the erasure take the place of the list while they are written."""

    copy_asked = Signal(str)
    """The folder that it goes to."""
    correction_asked = Signal()
    opposition_asked = Signal(bool)
    erasure_asked = Signal()
    left = Signal()

    def __init__(self, specialists: tuple[Specialist, ...], writer: Specialist) -> None:
        super().__init__()
        self._case: CaseId | None = None
        self._folder = ""
        self._name = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.copy = Button(self.tr("Choisir où l’enregistrer"), icon="folder-open", wide=True)
        self.copied = Notice()
        self.open_copy = Button(self.tr("Ouvrir le dossier de la copie"), icon="folder-open", wide=True)
        self.correct = Button(self.tr("Corriger son identité"), icon="pencil-line", wide=True)
        self.opposed = Tick(self.tr("Elle s’oppose au partage de son dossier"))
        self._opposed_since = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.erase = Button(self.tr("Effacer son dossier"), icon="trash-2", wide=True)
        self.notice = Notice()
        self.leave = Button(self.tr("Revenir à la personne"), icon="arrow-left", kind=Kind.QUIET, wide=True)
        self.correction = CorrectionPanel()
        self.erasure = ErasurePanel(specialists, writer)
        self._list = self._make_list()
        for page in (self._list, self.correction, self.erasure):
            self.addWidget(page)
        self._connect()

    def show_person(self, person: Person) -> None:
        self._case = person.case
        self._name.setText(f"{person.called} · {person.number}")
        for notice in (self.copied, self.notice):
            notice.clear()
        self.open_copy.hide()
        self.copy.setEnabled(True)
        self.show_list(self.copy)

    def show_standing(self, case: CaseId, opposed_since: str) -> None:
        """Since when she opposes sharing, in words; empty where she does not."""
        if case != self._case:
            return
        with QSignalBlocker(self.opposed):
            self.opposed.setChecked(bool(opposed_since))
        since = self.tr("Depuis le {0}. Rien ne sort de l’application, sauf pour elle.").format(opposed_since)
        say_in(self._opposed_since, since if opposed_since else self.tr("Si vous le cochez, la date est notée."))

    def show_copying(self) -> None:
        self.copy.setEnabled(False)
        self.open_copy.hide()
        self.copied.say(self.tr("La copie se prépare…"))

    def show_copied(self, folder: Path, unrevealed: int) -> None:
        """Where it is; what her copy tells too early is said before anybody opens it."""
        self.copy.setEnabled(True)
        self._folder = str(folder)
        done = self.tr("Copie enregistrée dans « {0} ».").format(folder.name)
        care = self.tr("Elle n’est pas chiffrée : remettez-la en main propre, puis effacez-la de cet ordinateur.")
        if unrevealed:
            early = self.tr("Avis de votre collègue encore à découvrir : {0}. Croisez vos regards avant de l’ouvrir.")
            self.copied.say(done, f"{early.format(unrevealed)} {care}", Gravity.WARNING)
        else:
            self.copied.say(done, care, Gravity.GOOD)
        self.open_copy.show()
        if not unrevealed:
            self.open_copy.setFocus()

    def show_error(self, error: SpieError) -> None:
        self.copy.setEnabled(True)
        self.copied.clear()
        self.notice.say_error(error)
        bring_up(self.notice)

    def show_correction(self, written: Written) -> None:
        self.setCurrentWidget(self.correction)
        self.correction.show_written(written)

    def show_erasing(self, erasing: Erasing) -> None:
        self.setCurrentWidget(self.erasure)
        self.erasure.show_erasing(erasing)

    def is_about(self, case: CaseId) -> bool:
        return case == self._case

    def half_written(self) -> Mapping[str, str]:
        """The correction or the choices of an erasure, by field, and whose they are."""
        here: Mapping[str, str] = {}
        if self.currentWidget() is self.correction and self.correction.is_begun:
            here = asdict(self.correction.fields.written())
        elif self.currentWidget() is self.erasure:
            here = self.erasure.half_written()
        return {**here, "case": str(self._case)} if here else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """Once her rights are shown: the same page of them."""
        if "mistake" in texts:
            self.erasure.take_up(texts, then)
            self.erasure_asked.emit()
            return
        self.correction_asked.emit()
        self.correction.fields.start(written_from(texts))
        then()

    def show_list(self, stop: QWidget) -> None:
        self.setCurrentWidget(self._list)
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_list(self) -> QWidget:
        about_copy = self.tr(
            "Un PDF à lire, les mêmes informations en données, ses documents signés. L’avis d’un collègue que vous "
            "n’avez pas encore découvert s’y lit aussi."
        )
        body = column(
            column(label(self.tr("Droits de la personne"), Text.H2, wrap=True), self._name, gap=2),
            self.notice,
            _part(self.tr("Lui remettre tout ce qui est écrit sur elle"), about_copy),
            self.copy,
            self.copied,
            self.open_copy,
            rule(),
            _part(self.tr("Une erreur dans son identité"), self.tr("Ses réponses se corrigent dans l’entretien.")),
            self.correct,
            rule(),
            column(self.opposed, self._opposed_since, gap=2),
            rule(),
            _part(self.tr("Elle demande l’effacement"), self.tr("Vous verrez d’abord ce qui part et ce qui reste.")),
            self.erase,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 18, 18, 8),
        )
        page = QWidget()
        page.setLayout(column((scrolled(body), 1), column(self.leave, margins=(18, 4, 18, 16)), gap=0))
        return page

    def _connect(self) -> None:
        self.copy.clicked.connect(self._choose_folder)
        self.open_copy.clicked.connect(self._open_copy)
        self.correct.clicked.connect(self.correction_asked)
        self.opposed.toggled.connect(self.opposition_asked)
        self.erase.clicked.connect(self.erasure_asked)
        self.leave.clicked.connect(self.left)
        self.correction.left.connect(self._leave_correction)
        self.erasure.left.connect(self._leave_erasure)

        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._step_back)

    def _step_back(self) -> None:
        """From the correction or the erasure to the list, from the list to the person."""
        if self.currentWidget() is self.correction:
            self._leave_correction()
        elif self.currentWidget() is not self.erasure:
            self.left.emit()
        elif self.erasure.leave.isEnabled():
            self._leave_erasure()

    def _leave_correction(self) -> None:
        self.show_list(self.correct)

    def _leave_erasure(self) -> None:
        self.show_list(self.erase)

    def _choose_folder(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir où enregistrer sa copie"))
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.copy_asked)
        self._dialog.open()

    def _open_copy(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))


def _part(title: str, words: str) -> QWidget:
    made = QWidget()
    made.setLayout(column(label(title, Text.STRONG, wrap=True), label(words, Text.SMALL, wrap=True), gap=2))
    return made
