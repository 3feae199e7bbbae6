"""Putting a backup back: which one, who opens it with the passphrase of that time, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.parts import BesideBrand, WhoTile, brand_line
from spie_diag.desktop.unlock.restoring import Offered
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist


class RestoringView(QWidget):
    """Shows and emits; nothing is touched before « Restaurer cette sauvegarde »."""

    folder_chosen = Signal(str)
    backup_picked = Signal(object)
    restoration_asked = Signal(object, str)
    """The id of the specialist, and her passphrase of that time."""
    going_on_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = ((self.tr("Échap"), self.tr("revenir à l’ouverture, sans rien changer")),)
        self.tiles: list[WhoTile] = []
        self._offered: dict[str, Offered] = {}
        self._head = brand_line(self.tr("Restaurer une sauvegarde"), "")
        self.choose = Button(self.tr("Choisir où sont les sauvegardes"), icon="folder-open")
        self.which = DropDown([], spoken=self.tr("Sauvegarde à restaurer"))
        self._entries = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.passphrase = PassphraseRow(self.tr("Phrase secrète de ce jour-là"))
        self.notice = Notice()
        self.restore = Button(self.tr("Restaurer cette sauvegarde"), icon="undo-2", kind=Kind.PRIMARY)
        self.go_on = Button(self.tr("Ouvrir le coffre restauré"), icon="lock-open", kind=Kind.PRIMARY)
        self.back = Button(self.tr("Ne rien restaurer"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self._connect()

    def show_offered(self, backups: tuple[Offered, ...]) -> None:
        self.notice.clear()
        self._offered = {str(one.folder): one for one in backups}
        self.which.offer([(str(one.folder), one.when) for one in backups])
        self._form.show()
        self.restore.show()
        self.choose.set_text(self.tr("Chercher ailleurs"))

    def show_label(self, name: str, specialists: tuple[Specialist, ...]) -> None:
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
        self._focus_passphrase()

    def show_no_backup(self, error: SpieError) -> None:
        self._form.hide()
        self.restore.hide()
        self.notice.say_error(error)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_restoring(self) -> None:
        self.notice.clear()
        self._let_act(False)
        self.restore.set_text(self.tr("Restauration…"))

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self._let_act(True)
        self.restore.set_text(self.tr("Restaurer cette sauvegarde"))
        self.notice.say_error(error)
        bring_up(self.notice)
        if passphrase_wrong:
            self._focus_passphrase()
            self.passphrase.edit.selectAll()

    def show_restored(self, lines: tuple[str, ...]) -> None:
        """What is in the place of the vault now, and where the state before lies."""
        self.passphrase.edit.clear()
        for part in (self._intro, self._form, self.choose, self.restore, self.back):
            part.hide()
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
            gap=Gap.MEDIUM,
        )
        self._form = box(form)
        self._form.hide()
        self.restore.hide()
        self.go_on.hide()
        inner = column(
            self._head, self._intro, row(self.choose, None), self._form, self.notice, None, gap=Gap.LARGE,
            margins=(32, 24, 32, 8),
        )  # fmt: skip
        actions = row(self.back, None, self.restore, self.go_on, margins=(32, 8, 32, 8))
        self.setLayout(column((BesideBrand(scrolled(inner), actions, self.tr("Restaurer une sauvegarde")), 1), gap=0))

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose_folder)
        self.which.picked.connect(lambda folder: self.backup_picked.emit(Path(folder)))
        self.passphrase.edit.returnPressed.connect(self._ask)
        self.restore.clicked.connect(self._ask)
        self.go_on.clicked.connect(self.going_on_asked)
        self.back.clicked.connect(self.left)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)

    def _leave(self) -> None:
        if self.back.isVisible() and self.back.isEnabled():
            self.left.emit()

    def _let_act(self, possible: bool) -> None:
        for part in (self.restore, self.back, self.choose, self.which):
            part.setEnabled(possible)

    def _ask(self) -> None:
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None and self.restore.isEnabled():
            self.restoration_asked.emit(chosen.specialist.id, self.passphrase.edit.text())

    def _choose_folder(self) -> None:
        self._dialog = QFileDialog(self, self.tr("Choisir une sauvegarde, ou le dossier où elles sont"))
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.folder_chosen)
        self._dialog.open()

    def _focus_passphrase(self) -> None:
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
