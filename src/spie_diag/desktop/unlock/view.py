"""The unlock page: who opens, with which passphrase."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.unlock.parts import WhoTile, brand_line, brand_side, local_promise
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist

_COLUMN_PX = 640
_BRAND_FROM_PX = 940


class UnlockView(QWidget):
    """Shows and emits; keeps what was typed whatever goes wrong."""

    unlock_asked = Signal(object, str)
    """The id of the specialist, and the passphrase."""
    other_vault_chosen = Signal(str)
    creation_asked = Signal()
    restoration_asked = Signal()
    repair_asked = Signal()
    sheet_asked = Signal()

    def __init__(self, folder: str, *, locked: bool = False) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (("Entrée", self.tr("ouvrir le coffre")),)
        self._folder = folder
        self.tiles: list[WhoTile] = []
        self._brand = brand_side()
        self._head = brand_line("SPIE Diag", folder)
        self.notice = Notice()
        self.passphrase = PassphraseRow(self.tr("Phrase secrète"))
        self.capitals = Notice()
        self.error = Notice()
        self.open = Button(self.tr("Ouvrir le coffre"), icon="lock-open", kind=Kind.PRIMARY, wide=True)
        self.forgotten = Button(self.tr("Phrase secrète oubliée"), icon="life-buoy", kind=Kind.QUIET, small=True)
        self.other = Button(self.tr("Choisir un autre coffre"), icon="folder", kind=Kind.QUIET, small=True)
        self.new_vault = Button(self.tr("Créer un coffre"), icon="plus", kind=Kind.QUIET, small=True)
        self.repair = Button(self.tr("Réparer le coffre"), icon="wrench", wide=True)
        self.restore = Button(self.tr("Restaurer une sauvegarde"), icon="undo-2", kind=Kind.QUIET, small=True)
        self._lay_out()
        self._connect()
        QWidget.setTabOrder(self.open, self.passphrase.show_button)  # nobody meets it while typing
        if locked:
            self.notice.say(self.tr("Le coffre est verrouillé. Tout est enregistré."), "", Gravity.GOOD, aloud=False)

    def show_holders(self, name: str, specialists: tuple[Specialist, ...]) -> None:
        detail = self._head.findChild(QLabel, "brand-detail")
        if detail is not None:
            say_in(detail, self.tr("Coffre « {0} »").format(name))
        for place, specialist in enumerate(specialists):
            tile = WhoTile(specialist)
            tile.setChecked(place == 0)
            tile.clicked.connect(self._focus_passphrase)
            self.tiles.append(tile)
            self._who.addWidget(tile, 1)
        self._form.show()
        self.open.setEnabled(True)
        self._focus_passphrase()

    def show_no_vault(self, error: SpieError) -> None:
        """The vault cannot be shown: only another one, or a new one, makes sense."""
        self._form.hide()
        self.forgotten.hide()
        self.notice.say(error.what_happened, error.what_to_do, Gravity.ERROR)
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_opening(self) -> None:
        self.error.clear()
        self._mark_wrong(False)
        self._let_leave(False)
        self.open.set_text(self.tr("Ouverture…"))

    def show_error(self, error: SpieError, *, passphrase_wrong: bool = False) -> None:
        """Say what happened under the field; the text stays, in red and chosen only where it is what is wrong."""
        self._let_leave(True)
        self.open.set_text(self.tr("Ouvrir le coffre"))
        self.notice.clear()
        advice = error.what_to_do
        if passphrase_wrong and self.passphrase.edit.capitals:
            advice = self.tr("La touche Verr. Maj. est activée. Essayez sans. Rien n’est perdu.")
        self.capitals.clear()
        self.error.say(error.what_happened, advice, Gravity.ERROR)
        self._mark_wrong(passphrase_wrong)
        self._focus_passphrase()
        if passphrase_wrong:
            self.passphrase.edit.selectAll()  # typing again replaces it; the eye shows it first

    def offer_repair(self) -> None:
        """The file is damaged: another passphrase would change nothing."""
        self.repair.show()
        self.repair.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._form.isHidden():
            self._focus_passphrase()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._brand.setVisible(roomy_width(self) >= _BRAND_FROM_PX)

    def _make_form(self) -> None:
        self._who: QHBoxLayout = row(gap=Gap.MEDIUM)
        asked = label(self.tr("Phrase secrète"), Text.STRONG)
        asked.setBuddy(self.passphrase.edit)
        form: QVBoxLayout = column(
            label(self.tr("Qui ouvre le coffre ?"), Text.STRONG),
            self._who,
            Gap.SMALL,
            asked,
            self.passphrase,
            self.capitals,
            self.error,
            self.repair,
            Gap.TIGHT,
            self.open,
            gap=Gap.SMALL,
        )
        self._form = box(form)
        self.open.setEnabled(False)
        self.repair.hide()

    def _lay_out(self) -> None:
        self._make_form()
        ways = FlowLayout(self.forgotten, self.new_vault, self.other, self.restore, gap=Gap.TIGHT)
        middle = column(
            None,
            self._head,
            Gap.MEDIUM,
            self.notice,
            self._form,
            ways,
            None,
            local_promise(),
            gap=Gap.SMALL,
            margins=24,
        )
        held = box(middle)
        side = mark_region(scrolled(held), self.tr("Ouverture du coffre"))
        side.setMaximumWidth(_COLUMN_PX)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._brand, 42)
        page.addLayout(row((column(None), 1), (side, 100), (column(None), 1), gap=0), 58)

    def _connect(self) -> None:
        self.passphrase.edit.returnPressed.connect(self._ask)
        self.open.clicked.connect(self._ask)
        self.passphrase.edit.capitals_noticed.connect(self._tell_capitals)
        self.passphrase.edit.textEdited.connect(self._typing)
        self.forgotten.clicked.connect(self.sheet_asked)
        self.other.clicked.connect(self._choose_other)
        self.new_vault.clicked.connect(self.creation_asked)
        self.repair.clicked.connect(self.repair_asked)
        self.restore.clicked.connect(self.restoration_asked)

    def _let_leave(self, possible: bool) -> None:
        """While a vault opens there is nothing else to do here: it would stay open behind another page."""
        for button in (self.open, self.forgotten, self.other, self.new_vault, self.restore, self.repair):
            button.setEnabled(possible)

    def _ask(self) -> None:
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None and self.open.isEnabled():
            self.unlock_asked.emit(chosen.specialist.id, self.passphrase.edit.text())

    def _typing(self) -> None:
        self._mark_wrong(False)

    def _tell_capitals(self, on: bool) -> None:
        if on:
            self.capitals.say(self.tr("La touche Verr. Maj. est activée."), "", Gravity.WARNING)
        else:
            self.capitals.clear()

    def _choose_other(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le dossier d’un coffre"), self._folder)
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.other_vault_chosen)
        self._dialog.open()

    def _focus_passphrase(self) -> None:
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_wrong(self, wrong: bool) -> None:
        edit = self.passphrase.edit
        if bool(edit.property("error") == "true") is wrong:
            return
        with QSignalBlocker(edit):
            edit.setProperty("error", "true" if wrong else "false")
            edit.style().unpolish(edit)
            edit.style().polish(edit)
