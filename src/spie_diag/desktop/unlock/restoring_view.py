"""Putting a backup back: which one, who opens it with the passphrase or the sheet of that time, what came of it."""

import math
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.parts import BesideBrand, WhoTile, brand_line
from spie_diag.desktop.unlock.recovering import ReadWord
from spie_diag.desktop.unlock.restoring import Offered
from spie_diag.desktop.unlock.sheet_steps import SheetSteps
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.desktop.widgets.underway import Underway
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist


class RestoringView(QWidget):
    """Shows and emits; nothing is touched before « Restaurer cette sauvegarde »."""

    folder_chosen = Signal(str)
    backup_picked = Signal(object)
    restoration_asked = Signal(object, str)
    """The id of the specialist, and her passphrase of that time."""
    stop_asked = Signal()
    going_on_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = ((self.tr("Échap"), self.tr("revenir à l’ouverture, sans rien changer")),)
        self.tiles: list[WhoTile] = []
        self._offered: dict[str, Offered] = {}
        self._sheet_day = ""
        self._head = brand_line(self.tr("Restaurer une sauvegarde"), "")
        self.choose = Button(self.tr("Choisir où sont les sauvegardes"), icon="folder-open")
        self.which = DropDown([], spoken=self.tr("Sauvegarde à restaurer"))
        self._entries = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.passphrase = PassphraseRow(self.tr("Phrase secrète de ce jour-là"))
        self._sheet = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.by_sheet = Button(self.tr("Restaurer avec la fiche"), icon="life-buoy", kind=Kind.QUIET, small=True)
        self.steps = SheetSteps(self.tr(_OTHER_SHEETS), self.tr(_RENEWED))
        self.underway = Underway(self.tr("Avancement de la restauration"), self.tr("Arrêter la restauration"))
        self.notice = Notice()
        self.check = Button(self.tr("Vérifier la fiche"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self.restore = Button(self.tr("Restaurer cette sauvegarde"), icon="undo-2", kind=Kind.PRIMARY)
        self.go_on = Button(self.tr("Ouvrir le coffre restauré"), icon="lock-open", kind=Kind.PRIMARY)
        self.back = Button(self.tr("Ne rien restaurer"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self._connect()

    def show_offered(self, backups: tuple[Offered, ...]) -> None:
        self.notice.clear()
        self._offered = {str(one.folder): one for one in backups}
        self.which.offer([(str(one.folder), one.when) for one in backups])
        self.choose.set_text(self.tr("Chercher ailleurs"))
        self._turn()

    def show_label(self, name: str, specialists: tuple[Specialist, ...], sheet: str) -> None:
        detail = self._head.findChild(QLabel, "brand-detail")
        if detail is not None:
            say_in(detail, self.tr("Coffre « {0} »").format(name))
        one = self._offered.get(self.which.chosen())
        say_in(self._entries, one.entries if one is not None else "")
        clear(self._who)
        self.tiles = [WhoTile(specialist) for specialist in specialists]
        for place, tile in enumerate(self.tiles):
            tile.setChecked(place == 0)
            tile.clicked.connect(self._focus_passphrase)
            self._who.addWidget(tile)
        self.steps.show_people(specialists)
        self._sheet_day = sheet
        words = self.tr("Phrase oubliée ? La fiche de secours faite le {0} ouvre aussi cette sauvegarde.")
        none = self.tr("Ce jour-là, le coffre n’avait pas de fiche de secours.")
        say_in(self._sheet, words.format(sheet) if sheet else none)
        self.by_sheet.setVisible(bool(sheet))
        self._focus_passphrase()

    def show_no_backup(self, error: SpieError) -> None:
        self._offered.clear()
        self._turn()
        self.notice.say_error(error)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_word(self, place: int, typed: str, read: ReadWord) -> None:
        self.steps.show_word(place, typed, read)

    def show_checking(self) -> None:
        self._let_act(False)
        self.check.set_text(self.tr("Vérification…"))

    def show_choice(self) -> None:
        self._let_act(True)
        self.steps.show_choice()

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None:
        self._let_act(True)
        self.steps.choice.say_wrong(sentence, advice)

    def show_progress(self, share: float) -> None:
        doing = next(words for until, words in _DOING if share < until)
        begins = self.underway.isHidden()
        self.underway.show_share(self.tr(doing), share)
        if begins:
            self.notice.clear()
            self._let_act(False)
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stopped(self, error: SpieError) -> None:
        self._rest()
        self.notice.say(error.what_happened, error.what_to_do, Gravity.WARNING)
        bring_up(self.notice)
        self.restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self._rest()
        self.notice.say_error(error)
        bring_up(self.notice)
        if passphrase_wrong:
            self._focus_passphrase()
            self.passphrase.edit.selectAll()

    def show_restored(self, lines: tuple[str, ...]) -> None:
        """What is in the place of the vault now, and where the state before lies."""
        self.passphrase.edit.clear()
        self.underway.end()
        for part in (self._intro, self._form, self._found, self.steps, self.choose):
            part.hide()
        for button in (self.restore, self.check, self.back):
            button.hide()
        self.notice.say(lines[0], " ".join(lines[1:]), Gravity.GOOD)
        self.go_on.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._form.isHidden():
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_passphrase()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.passphrase.edit.clear()

    def _lay_out(self) -> None:
        words = self.tr(
            "Le coffre revient à l’état du jour choisi. Son état présent n’est pas effacé : il est gardé à côté, dans "
            "un dossier daté. Ce qui a été écrit depuis ce jour ne se lira plus que là. Un dossier effacé à la demande "
            "d’une personne est effacé de nouveau."
        )
        self._intro = label(words, wrap=True, tone=Colour.INK2)
        self._who = column(gap=Gap.SMALL)
        secret = Field(self.tr("Phrase secrète de ce jour-là"), self.passphrase)
        secret.title.setBuddy(self.passphrase.edit)
        form = column(
            Field(self.tr("Laquelle ?"), self.which),
            self._entries,
            label(self.tr("Qui l’ouvre ?"), Text.STRONG),
            self._who,
            secret,
            column(self._sheet, row(self.by_sheet, None), gap=Gap.TIGHT),
            gap=Gap.MEDIUM,
        )
        self._form = box(form)
        self.steps.hide()
        self.go_on.hide()
        self._found = label("", Text.STRONG, wrap=True)
        parts = (self._intro, row(self.choose, None), self._form, self._found, self.steps, self.underway, self.notice)
        inner = column(self._head, *parts, None, gap=Gap.LARGE, margins=(32, 24, 32, 8))
        actions = row(self.back, None, self.check, self.restore, self.go_on, margins=(32, 8, 32, 8))
        self._scroll = scrolled(inner)
        page = BesideBrand(self._scroll, actions, self.tr("Restaurer une sauvegarde"))
        self.setLayout(column((page, 1), gap=0))
        self._turn()

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose_folder)
        self.which.picked.connect(lambda folder: self.backup_picked.emit(Path(folder)))
        self.passphrase.edit.returnPressed.connect(self._ask)
        self.restore.clicked.connect(self._ask)
        self.by_sheet.clicked.connect(self._take_sheet)
        self.check.clicked.connect(self._ask)
        self.steps.entered.connect(self._ask)
        self.steps.turned.connect(self._turn)
        self.steps.left_alone.connect(self._put_sheet_away)
        self.underway.stop_asked.connect(self.stop_asked)
        self.go_on.clicked.connect(self.going_on_asked)
        self.back.clicked.connect(self._leave)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)

    @property
    def _has_sheet(self) -> bool:
        """Whether it is the sheet that is asked for."""
        return not self.steps.isHidden()

    def _leave(self) -> None:
        """One step back: to the words, to the passphrase, to the unlock page."""
        if not (self.back.isVisible() and self.back.isEnabled()):
            return
        if not self._has_sheet:
            self.left.emit()
        elif self.steps.at_words:
            self._put_sheet_away()
        else:
            self.steps.show_words()

    def _take_sheet(self) -> None:
        one = self._offered.get(self.which.chosen())
        of = self.tr("Sauvegarde du {0}, avec la fiche faite le {1}")
        say_in(self._found, of.format(one.when if one is not None else "", self._sheet_day))
        self.passphrase.edit.clear()
        self.steps.show()
        self.steps.stay()
        self._turn()
        self.steps.take_focus()

    def _put_sheet_away(self) -> None:
        """Nothing is left of it, also where whoever typed the words went away; not while it serves."""
        if self._has_sheet and self.underway.isHidden():
            self.steps.show_words()
            self.steps.hide()
            self._turn()
            self._focus_passphrase()

    def _turn(self) -> None:
        """Show what belongs to this step, and what its buttons do."""
        by_sheet, at_words, is_offered = self._has_sheet, self.steps.at_words, bool(self._offered)
        for part in (self._intro, self.choose):
            part.setVisible(not by_sheet)
        self._form.setVisible(is_offered and not by_sheet)
        self._found.setVisible(by_sheet)
        self.check.setVisible(by_sheet and at_words)
        self.restore.setVisible(is_offered and not (by_sheet and at_words))
        self.notice.clear()
        self._name_buttons()
        self._scroll.verticalScrollBar().setValue(0)

    def _name_buttons(self) -> None:
        by_sheet, at_words = self._has_sheet, self.steps.at_words
        self.check.set_text(self.tr("Vérifier la fiche"))
        put_back = self.tr("Choisir cette phrase et restaurer") if by_sheet else self.tr("Restaurer cette sauvegarde")
        self.restore.set_text(put_back)
        back = self.tr("Revenir à la phrase secrète") if at_words else self.tr("Revenir aux mots")
        self.back.set_text(back if by_sheet else self.tr("Ne rien restaurer"))

    def _rest(self) -> None:
        """Nothing is under way any more."""
        self.underway.end()
        self._let_act(True)

    def _let_act(self, possible: bool) -> None:
        for part in (self.restore, self.check, self.back, self.choose, self.which, self.by_sheet):
            part.setEnabled(possible)
        if possible:
            self._name_buttons()

    def _ask(self) -> None:
        if not self.restore.isEnabled():
            return
        self.notice.clear()
        if self._has_sheet:
            self.steps.go_on()
            return
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None:
            self.restoration_asked.emit(chosen.specialist.id, self.passphrase.edit.text())

    def _choose_folder(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir une sauvegarde, ou le dossier où elles sont"))
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.folder_chosen)
        self._dialog.open()

    def _focus_passphrase(self) -> None:
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)


_DOING = (
    (0.2, "La sauvegarde est vérifiée : {0} %"),
    (0.68, "La sauvegarde est copiée : {0} %"),
    (1.0, "La copie est relue : {0} %"),
    (math.inf, "La sauvegarde est restaurée ; le coffre s’ouvre."),
)
"""What is done until how much is."""
_OTHER_SHEETS = (
    "Seule compte la fiche que le coffre avait le jour de la sauvegarde : une fiche faite depuis ne l’ouvre pas. La "
    "phrase de ce jour-là d’un collègue l’ouvre aussi."
)
_RENEWED = (
    "La fiche ouvre cette sauvegarde. Vos clés de signature seront neuves ; ce que vous avez déjà signé reste valable. "
    "Les autres spécialistes gardent la phrase qu’ils avaient ce jour-là. Remettez ensuite la fiche dans une enveloppe "
    "fermée : elle sert encore."
)
