"""The document: saved or printed, verified, handed over, or signed on paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.cases.checked import Checked
from spie_diag.desktop.cases.verdict_body import VerdictBody
from spie_diag.desktop.signing.done_panel import DonePanel, done_lines
from spie_diag.desktop.signing.paper_panel import PaperPanel, PaperShown
from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, rule
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


class DocumentPanel(QWidget):
    place_chosen = Signal(str, bool)
    """Where to save it, and whether it is the person's own copy."""
    check_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file_name = self._saved = ""
        self._opposed = self._busy = False
        self.ready = Notice()
        self.done = DonePanel()
        self.save = Button(self.tr("Enregistrer le PDF…"), icon="file-down", kind=Kind.PRIMARY)
        self.open_file = Button(self.tr("Ouvrir pour imprimer"), icon="file-text")
        self.open_file.hide()
        self.check = Button(self.tr("Vérifier les signatures"), icon="shield-check")
        self.hand_over = Button(self.tr("Transmettre…"), icon="arrow-right", trailing_icon=True)
        self.hand_over.setAccessibleName(self.tr("Transmettre à un partenaire, ou à la personne"))
        self.opposition = Notice()
        self.hers = Tick(self.tr("C’est son exemplaire : il est remis à elle seule"))
        self.hers.hide()
        self.outcome = Notice()
        self.verdict = VerdictBody()
        self.verdict.hide()
        self.paper = PaperPanel()
        self._lay_out()
        self.save.clicked.connect(self._choose_file)
        self.check.clicked.connect(self.check_asked)
        self.open_file.clicked.connect(self._open_file)
        self.hers.toggled.connect(self._let_save)

    def show_document(self, sheet: "Sheet", file_name: str, *, busy: bool) -> None:
        if file_name != self._file_name:
            self.open_file.hide()  # what was saved is another version
        self._file_name, self._busy = file_name, busy
        self._say_ready(sheet)
        self.done.show_lines(done_lines(sheet))
        self.save.set_text(self._deed(sheet))
        self.save.set_kind(Kind.PRIMARY if sheet.is_signed else Kind.SECONDARY)
        self.check.setVisible(bool(sheet.signatures))
        self.hand_over.setVisible(sheet.is_signed)
        for button in (self.hand_over, self.check):
            button.setEnabled(not busy)
        self._show_paper(sheet)
        self._let_save()

    def show_opposition(self, opposed: bool) -> None:
        """Where she opposes sharing, nothing is saved before somebody says that the copy is hers."""
        self._opposed = opposed
        self.hers.setChecked(False)
        self.hers.setVisible(opposed)
        if opposed:
            self.opposition.say(
                self.tr("Elle s’oppose au partage de son dossier."),
                self.tr("Seul son propre exemplaire peut être enregistré : dites que c’est bien celui-là."),
                Gravity.WARNING,
                aloud=False,
            )
        else:
            self.opposition.clear()
        self._let_save()

    def clear_outcome(self) -> None:
        self.outcome.clear()
        self.verdict.hide()

    def say_exported(self, file: Path) -> None:
        self.verdict.hide()
        self._saved = str(file)
        self.open_file.show()
        self.hers.setChecked(False)  # another copy is another choice
        words = self.tr("Le PDF est enregistré : {name}").format(name=file.name)
        self.outcome.say(words, str(file.parent), Gravity.GOOD)
        bring_up(self.outcome)

    def say_verdict(self, checked: Checked) -> None:
        self.outcome.clear()
        self.verdict.show_checked(checked)
        self.verdict.show()
        bring_up(self.verdict)

    def say_warning(self, error: SpieError) -> None:
        """Something went otherwise than hoped, and what was asked is done all the same."""
        self.verdict.hide()
        self.outcome.say(error.what_happened, error.what_to_do, Gravity.WARNING)
        bring_up(self.outcome)

    def say_error(self, error: SpieError) -> None:
        self.verdict.hide()
        self.outcome.say_error(error)
        bring_up(self.outcome)

    def first_stop(self) -> QWidget:
        return self.save if self.save.isEnabled() else self.hers

    def _lay_out(self) -> None:
        title = label(self.tr("Le document"), Text.STRONG)
        deeds = box(FlowLayout(self.save, self.open_file, self.check, self.hand_over))
        paper_title = label(self.tr("Sur papier"), Text.STRONG)
        parts = (self.ready, self.done, title, self.opposition, self.hers, deeds, self.outcome, self.verdict)
        self.setLayout(column(*parts, rule(), paper_title, self.paper, gap=Gap.SMALL))

    def _say_ready(self, sheet: "Sheet") -> None:
        if sheet.is_sealed:
            told = self.tr("Le document est signé. Il ne change plus.")
            more = self.tr("Une version pour la personne, une pour le dossier.")
        elif sheet.on_paper is not None:
            told = self.tr("Le document est signé sur papier. Il ne change plus.")
            more = self.tr("Vos signatures électroniques peuvent encore s’y ajouter ; rien n’y oblige.")
        else:
            self.ready.say(
                self.tr("Le PDF signé sera prêt dès la dernière signature."),
                self.tr("La première signature fige le texte. Ensuite, une correction est une nouvelle version."),
                aloud=False,
            )
            return
        self.ready.say(told, more, Gravity.GOOD, aloud=False)

    def _deed(self, sheet: "Sheet") -> str:
        if sheet.signatures:
            return self.tr("Enregistrer le PDF…")
        return self.tr("Imprimer une copie…") if sheet.on_paper else self.tr("Imprimer sans signature…")

    def _show_paper(self, sheet: "Sheet") -> None:
        noted = sheet.on_paper
        missing = not sheet.is_frozen and any(point.blocking for point in sheet.checklist)
        why_not = self.tr("Il manque encore des points, dans la liste de gauche.") if missing else ""
        self.paper.show_paper(
            PaperShown(
                signed_on=noted.signed_on if noted else None,
                kept_by=noted.kept_by if noted else sheet.writer.structure,
                draft=sheet.drafts.get(f"paper/{sheet.version}", ""),
                first_day=sheet.paper_from,
                why_not=self.tr("Une signature est en cours.") if self._busy else why_not,
            )
        )

    def _let_save(self) -> None:
        self.save.setEnabled(not self._busy and (not self._opposed or self.hers.isChecked()))

    def _choose_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._dialog = file_dialog(self, self.tr("Enregistrer le PDF"), folder)
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setNameFilter(self.tr("Documents PDF (*.pdf)"))
        self._dialog.setDefaultSuffix("pdf")
        self._dialog.selectFile(self._file_name)
        self._dialog.fileSelected.connect(self.file_chosen)
        self._dialog.open()

    def file_chosen(self, file: str) -> None:
        self.place_chosen.emit(file, self.hers.isChecked())

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._saved))
