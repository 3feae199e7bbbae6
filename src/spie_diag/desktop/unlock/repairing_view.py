"""Making a damaged vault anew: what that means, who opens it, how far it is, and what came of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.parts import BesideBrand, WhoTile, brand_line
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.desktop.widgets.underway import Underway
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist


class RepairingView(QWidget):
    """Shows and emits; nothing is touched before « Réparer le coffre »."""

    repair_asked = Signal(object, str, str)
    """The id of the specialist, her passphrase, and the folder of a backup, or nothing."""
    stop_asked = Signal()
    restoration_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = ((self.tr("Échap"), self.tr("revenir à l’ouverture, sans rien changer")),)
        self.tiles: list[WhoTile] = []
        self._head = brand_line(self.tr("Réparer le coffre"), "")
        self.passphrase = PassphraseRow(self.tr("Votre phrase secrète"))
        self.notice = Notice()
        self.underway = Underway(self.tr("Avancement de la réparation"), self.tr("Arrêter la réparation"))
        self.lent = LineEdit(spoken=self.tr("Dossier d’une sauvegarde"), most=4000)
        self.choose = Button(self.tr("Choisir une sauvegarde"), icon="folder-open")
        self.restore = Button(self.tr("Restaurer plutôt une sauvegarde"), icon="undo-2", kind=Kind.QUIET)
        self.repair = Button(self.tr("Réparer le coffre"), icon="wrench", kind=Kind.PRIMARY)
        self.go_on = Button(self.tr("Revenir à l’ouverture"), icon="lock-open", kind=Kind.PRIMARY)
        self.back = Button(self.tr("Ne rien réparer"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self._connect()

    def show_label(self, name: str, specialists: tuple[Specialist, ...]) -> None:
        detail = self._head.findChild(QLabel, "brand-detail")
        if detail is not None:
            say_in(detail, self.tr("Coffre « {0} »").format(name))
        for place, specialist in enumerate(specialists):
            tile = WhoTile(specialist)
            tile.setChecked(place == 0)
            tile.clicked.connect(self._focus_passphrase)
            self.tiles.append(tile)
            self._who.addWidget(tile)
        self.repair.setEnabled(True)
        self._focus_passphrase()

    def show_progress(self, share: float) -> None:
        begins = self.underway.isHidden()
        self.underway.show_share(self.tr("Ce qui se lit est repris : {0} %"), share)
        if begins:
            self.notice.clear()
            self._let_act(False)
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self.underway.end()
        self._let_act(True)
        self.notice.say_error(error)
        bring_up(self.notice)
        if passphrase_wrong:
            self._focus_passphrase()
            self.passphrase.edit.selectAll()

    def show_repaired(self, lines: tuple[str, ...], *, is_whole: bool) -> None:
        """What was brought back, what was not, where the damaged files lie."""
        self.passphrase.edit.clear()
        for part in (self._intro, self._form, self.underway, self.repair, self.back):
            part.hide()
        self.restore.setVisible(not is_whole)
        self.restore.setEnabled(True)
        self.notice.say(lines[0], " ".join(lines[1:]), Gravity.GOOD if is_whole else Gravity.WARNING)
        self.go_on.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.passphrase.edit.clear()

    def _lay_out(self) -> None:
        words = self.tr(
            "Tout ce qui se lit et se prouve est repris dans un nouveau fichier. Les fichiers abîmés ne sont pas "
            "effacés : ils sont gardés à côté, dans un dossier daté. Une sauvegarde récente contient peut-être ce qui "
            "ne se lit plus : indiquez-la."
        )
        self._intro = label(words, wrap=True, tone=Colour.INK2)
        self._who = column(gap=Gap.SMALL)
        secret = Field(self.tr("Votre phrase secrète"), self.passphrase)
        secret.title.setBuddy(self.passphrase.edit)
        lent = Field(
            self.tr("Dossier d’une sauvegarde"), box(row((self.lent, 1), self.choose)), optional=self.tr("facultatif")
        )
        lent.title.setBuddy(self.lent)
        told = label(self.tr("Ce que le coffre ne rend plus en est repris ; elle n’est pas modifiée."), Text.SMALL)
        who = label(self.tr("Qui l’ouvre ?"), Text.STRONG)
        self._form = box(column(who, self._who, secret, column(lent, told, gap=2), gap=Gap.MEDIUM))
        self.go_on.hide()
        self.repair.setEnabled(False)
        parts = (self._head, self._intro, self._form, self.underway, self.notice, row(self.restore, None), None)
        inner = column(*parts, gap=Gap.LARGE, margins=(32, 24, 32, 8))
        actions = row(self.back, None, self.repair, self.go_on, margins=(32, 8, 32, 8))
        self.setLayout(column((BesideBrand(scrolled(inner), actions, self.tr("Réparer le coffre")), 1), gap=0))

    def _connect(self) -> None:
        self.passphrase.edit.returnPressed.connect(self._ask)
        self.lent.returnPressed.connect(self._ask)
        self.choose.clicked.connect(self._choose_backup)
        self.repair.clicked.connect(self._ask)
        self.underway.stop_asked.connect(self.stop_asked)
        self.restore.clicked.connect(self.restoration_asked)
        self.go_on.clicked.connect(self.left)
        self.back.clicked.connect(self.left)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)

    def _leave(self) -> None:
        if self.back.isEnabled():
            self.left.emit()

    def _let_act(self, possible: bool) -> None:
        for part in (self.repair, self.back, self.restore, self.passphrase, self.lent, self.choose):
            part.setEnabled(possible)

    def _ask(self) -> None:
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None and self.repair.isEnabled():
            self.repair_asked.emit(chosen.specialist.id, self.passphrase.edit.text(), self.lent.text().strip())

    def _choose_backup(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir une sauvegarde : un dossier « coffre- » et sa date"))
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.lent.show_text)
        self._dialog.open()

    def _focus_passphrase(self) -> None:
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
