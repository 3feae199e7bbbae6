"""« Sauvegardes »: when the last one was made, making one, where they go, and the list of those there are."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from spie_diag.desktop.safe.backups_presenter import BackupLine, Shown
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import IconLabel, box, bring_up, clear, column, label, row, rule, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.underway import COPIED, Underway
from spie_diag.errors import SpieError
from spie_diag.french import counted

_KEPT = (3, 5, 10, 20, 50)
_MOST_LISTED = 50


class BackupsView(QWidget):
    shown = Signal()
    """The section comes into sight: what it says may have changed."""
    saving_asked = Signal()
    stop_asked = Signal()
    folder_chosen = Signal(str, bool)
    """Where backups go; whether one is to be made at once."""
    number_chosen = Signal(int)
    removal_asked = Signal()
    """All but the newest are to go."""
    check_asked = Signal(object)
    restoration_asked = Signal(object)
    """The folder of a backup."""

    def __init__(self) -> None:
        super().__init__()
        self._state: Shown | None = None
        self._verdicts: dict[Path, Notice] = {}
        self.outcome = Notice()
        self._last_icon = IconLabel("circle-alert", Colour.WARN, 22)
        self._last = label("", Text.STRONG, wrap=True)
        self.save = Button(self.tr("Sauvegarder maintenant"), icon="download", kind=Kind.PRIMARY)
        self.underway = Underway(self.tr("Avancement de la sauvegarde"), self.tr("Arrêter la sauvegarde"))
        self._folder = label("", Text.BODY, wrap=True, verbatim=True)
        self.choose = Button(self.tr("Choisir le dossier"), icon="folder-open")
        self.number = DropDown(_choices(_KEPT), spoken=self.tr("Nombre de sauvegardes gardées"))
        self._lines: QVBoxLayout = column(gap=Gap.MEDIUM)
        self.only_newest = Button(self.tr("Ne garder que la plus récente"), icon="trash-2", kind=Kind.QUIET)
        self._sure = label("", wrap=True)
        self.remove = Button("", icon="trash-2", kind=Kind.DANGER, small=True)
        self.spare = Button(self.tr("Les garder"), small=True)
        self._confirmation = box(column(self._sure, box(FlowLayout(self.remove, self.spare))))
        self._confirmation.hide()
        self.restore_other = Button(self.tr("Restaurer depuis un autre dossier"), icon="folder-open", kind=Kind.QUIET)
        self.setLayout(column(self._page(), gap=0))
        self._connect()

    def show_state(self, shown: Shown) -> None:
        self._state = shown
        if shown.last:
            say_in(self._last, self.tr("Dernière sauvegarde : {0}").format(shown.last))
        else:
            say_in(self._last, self.tr("Ce coffre n’a encore jamais été sauvegardé."))
        old = shown.is_old
        self._last_icon.show_as("circle-alert" if old else "circle-check", Colour.WARN if old else Colour.OK)
        self._folder.setText(shown.folder or self.tr("Aucun dossier n’est encore choisi."))
        self.choose.set_text(self.tr("Changer de dossier") if shown.folder else self.tr("Choisir le dossier"))
        self.number.offer(_choices(sorted({*_KEPT, shown.keep})))
        self.number.pick(str(shown.keep))
        self._show_lines(shown.lines)

    def ask_folder(self) -> None:
        """Nobody said yet where backups go: once it is said, the backup begins."""
        self._choose_folder(begin=True)

    def show_progress(self, share: float) -> None:
        self.outcome.clear()
        doing = self.tr("La copie s’écrit : {0} %") if share < COPIED else self.tr("La copie est relue : {0} %")
        self.underway.show_share(doing, share)
        if self.save.hasFocus():
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.save.hide()

    def show_saved(self) -> None:
        self._rest()
        self.outcome.say(self.tr("Sauvegarde faite et relue."), "", Gravity.GOOD)

    def show_not_saved(self, error: SpieError) -> None:
        self._rest()
        self.outcome.say(error.what_happened, error.what_to_do, Gravity.WARNING)

    def show_error(self, error: SpieError) -> None:
        self.outcome.say_error(error)

    def show_checking(self, folder: Path) -> None:
        self._say_of(folder, self.tr("Relecture…"), "", Gravity.INFO)

    def show_checked(self, folder: Path, error: SpieError | None) -> None:
        if error is None:
            self._say_of(folder, self.tr("Relue en entier : rien n’y a changé."), "", Gravity.GOOD)
        else:
            self._say_of(folder, error.what_happened, error.what_to_do, Gravity.ERROR)

    def show_removed(self, left: int) -> None:
        if left:
            words = self.tr("Le disque n’a pas laissé supprimer {0} : vérifiez qu’il accepte d’être écrit.")
            self.outcome.say(words.format(counted(left, "sauvegarde")), "", Gravity.WARNING)
        else:
            self.outcome.say(self.tr("Il ne reste que la sauvegarde la plus récente."), "", Gravity.GOOD)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _page(self) -> QWidget:
        now = card(
            self.tr("La dernière"),
            self.tr(
                "Une sauvegarde se fait pendant que vous travaillez. Elle reste chiffrée avec vos phrases secrètes."
            ),
            row(self._last_icon, (self._last, 1), gap=Gap.MEDIUM),
            self.underway,
            row(self.save, None),
        )
        kept = Field(self.tr("Combien en garder"), self.number)
        where = card(
            self.tr("Où elles vont"),
            self.tr("Une clé USB ou un autre disque : une copie sur ce même ordinateur se perd avec lui."),
            self._folder,
            row(self.choose, None),
            kept,
        )
        listed = card(
            self.tr("Celles qui sont là"),
            self.tr("Restaurer remet le coffre dans l’état de ce jour-là ; l’état présent est gardé à côté."),
            self._lines,
            self._confirmation,
            box(FlowLayout(self.restore_other, self.only_newest)),
        )
        return section_page(self.tr("Sauvegardes"), "", self.outcome, now, where, listed)

    def _connect(self) -> None:
        self.save.clicked.connect(self.saving_asked)
        self.underway.stop_asked.connect(self.stop_asked)
        self.choose.clicked.connect(self._choose_folder)
        self.number.picked.connect(lambda number: self.number_chosen.emit(int(number)))
        self.restore_other.clicked.connect(self._choose_backup)
        self.only_newest.clicked.connect(self._ask_sure)
        self.remove.clicked.connect(self._remove)
        self.spare.clicked.connect(self._spare)

    def _rest(self) -> None:
        self.save.show()
        if self.underway.stop.hasFocus():
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self.underway.end()

    def _ask_sure(self) -> None:
        there = len(self._state.lines) if self._state is not None else 0  # the list shows the newest only
        older = counted(max(0, there - 1), "sauvegarde plus ancienne", "sauvegardes plus anciennes")
        say_in(self._sure, self.tr("{0} : supprimer pour de bon ? Ce qui ne se lit que là est perdu.").format(older))
        self.remove.set_text(self.tr("Supprimer {0}").format(older))
        self._confirmation.show()
        self.spare.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self._confirmation)

    def _remove(self) -> None:
        self._spare()
        self.removal_asked.emit()

    def _spare(self) -> None:
        self._confirmation.hide()
        self.only_newest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self, lines: tuple[BackupLine, ...]) -> None:
        clear(self._lines)
        self._verdicts.clear()
        self.only_newest.setVisible(len(lines) > 1)
        self._confirmation.setVisible(len(lines) > 1 and self._confirmation.isVisible())
        if not lines:
            words = self.tr("Aucun dossier n’est encore choisi.")
            if self._state is not None and self._state.folder:
                words = self.tr("Aucune sauvegarde de ce coffre dans ce dossier.")
                words = f"{words} {self.tr('Est-ce que la clé ou le disque est branché ?')}"
            self._lines.addWidget(label(words, tone=Colour.INK2, wrap=True))
        for place, line in enumerate(lines[:_MOST_LISTED]):
            if place:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._row_of(line))

    def _row_of(self, line: BackupLine) -> QWidget:
        check = Button(self.tr("Vérifier"), icon="shield-check", small=True)
        check.setAccessibleName(self.tr("Vérifier la sauvegarde du {0}").format(line.when))
        check.clicked.connect(partial(self.check_asked.emit, line.folder))
        back = Button(self.tr("Restaurer"), icon="undo-2", small=True)
        back.setAccessibleName(self.tr("Restaurer la sauvegarde du {0}").format(line.when))
        back.clicked.connect(partial(self.restoration_asked.emit, line.folder))
        verdict = self._verdicts[line.folder] = Notice()
        words = column(
            label(line.when[:1].upper() + line.when[1:], Text.STRONG, wrap=True),
            label(line.detail, Text.SMALL, tone=Colour.INK2, wrap=True),
            gap=1,
        )
        return box(column(row((words, 1), check, back), verdict))

    def _say_of(self, folder: Path, sentence: str, advice: str, gravity: Gravity) -> None:
        notice = self._verdicts.get(folder)
        if notice is not None:
            notice.say(sentence, advice, gravity)

    def _choose_folder(self, _checked: bool = False, *, begin: bool = False) -> None:
        self._dialog = self._folder_dialog(self.tr("Choisir où vont les sauvegardes"))
        self._dialog.fileSelected.connect(lambda folder: self.folder_chosen.emit(folder, begin))
        self._dialog.open()

    def _choose_backup(self) -> None:
        self._dialog = self._folder_dialog(self.tr("Choisir une sauvegarde : un dossier « coffre- » et sa date"))
        self._dialog.fileSelected.connect(lambda folder: self.restoration_asked.emit(Path(folder)))
        self._dialog.open()

    def _folder_dialog(self, title: str) -> QFileDialog:
        dialog = file_dialog(self, title, self._state.folder if self._state else "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog


def _choices(numbers: tuple[int, ...] | list[int]) -> list[tuple[str, str]]:
    return [(str(number), f"Les {number} dernières" if number > 1 else "La dernière") for number in numbers]
