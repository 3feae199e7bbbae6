"""First start, in three steps: the vault, the two specialists, a passphrase each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.founding import Introduced
from spie_diag.desktop.unlock.founding_parts import Introduction, PassphraseStep
from spie_diag.desktop.unlock.parts import brand_line, brand_side, local_promise
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import box, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork

_BRAND_FROM_PX = 1180


class FoundingView(QWidget):
    """Four screens for three steps: each specialist has the keyboard to herself for her own passphrase."""

    place_given = Signal(str, str)
    """Name of the vault, folder."""
    pair_given = Signal(tuple)
    """Two ``Introduced``, social first."""
    first_passphrase_given = Signal(str, str)
    """The passphrase, twice."""
    creation_asked = Signal(str, str)
    """The passphrase of the second specialist, twice."""
    existing_vault_chosen = Signal(str)
    restoration_asked = Signal(str)
    """The folder that would be the vault's."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (("Entrée", self.tr("continuer")),)
        self._brand = brand_side()
        self.step = label("", Text.SMALL, tone=Colour.INK2)
        self.title = label("", Text.H1, wrap=True)
        self.name = LineEdit(hint=self.tr("Antenne de Saint-Aubin"), most=200)
        self.folder = LineEdit()
        self.folder.setText(folder)
        self.browse = Button(self.tr("Choisir le dossier"), icon="folder-open")
        self.name_field = Field(self.tr("Nom du coffre"), self.name, hint=self.tr("Il s’affiche à l’ouverture."))
        self.place_notice = Notice()
        self.social = Introduction(FieldOfWork.SOCIAL)
        self.employment = Introduction(FieldOfWork.EMPLOYMENT)
        self.first = PassphraseStep()
        self.second = PassphraseStep()
        self.error = Notice()
        self.back = Button(self.tr("Revenir"), icon="arrow-left", kind=Kind.QUIET)
        self.existing = Button(self.tr("Ouvrir un coffre existant"), icon="folder", kind=Kind.QUIET)
        self.restore = Button(self.tr("Restaurer une sauvegarde"), icon="undo-2", kind=Kind.QUIET, small=True)
        self.go_on = Button(self.tr("Continuer"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self._steps = QStackedWidget()
        self._lay_out()
        self._connect()
        self._put_eyes_last()
        self._show(0)

    def show_place_wrong(self, sentence: str, advice: str) -> None:
        self.place_notice.say(sentence, advice, Gravity.ERROR)
        self.name.setFocus()

    def show_vault_there(self) -> None:
        self.place_notice.say(
            self.tr("Ce dossier contient déjà un coffre."),
            self.tr("Ouvrez-le avec « Ouvrir un coffre existant », ou choisissez un autre dossier."),
            Gravity.WARNING,
        )
        self.existing.setFocus()

    def show_pair_step(self) -> None:
        self._show(1)

    def show_pair_wrong(self, who: FieldOfWork, sentence: str, advice: str) -> None:
        (self.social if who is FieldOfWork.SOCIAL else self.employment).say_wrong(sentence, advice)

    def show_passphrase_step(self, who: FieldOfWork) -> None:
        self._show(2 if who is FieldOfWork.SOCIAL else 3)

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None:
        self._passphrase_step().say_wrong(sentence, advice)

    def show_creating(self) -> None:
        self.error.say(
            self.tr("Création du coffre et de vos deux signatures…"),
            self.tr("Quelques secondes suffisent."),
            Gravity.INFO,
        )
        for button in (self.back, self.go_on, self.existing, self.restore):
            button.setEnabled(False)
        self.go_on.set_text(self.tr("Création…"))

    def show_error(self, error: SpieError) -> None:
        for button in (self.back, self.go_on, self.existing, self.restore):
            button.setEnabled(True)
        self._name_button()
        self.error.say_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._brand.setVisible(roomy_width(self) >= _BRAND_FROM_PX)
        narrow = roomy_width(self) < 700
        direction = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._pair_row.setDirection(direction)

    def _fill_steps(self) -> None:
        place = Field(self.tr("Dossier du coffre"), box(row((self.folder, 1), self.browse)))
        place.title.setBuddy(self.folder)
        self.folder.setAccessibleName(self.tr("Dossier du coffre"))
        where = column(
            label(self.tr(_WELCOME), wrap=True, tone=Colour.INK2),
            self.name_field,
            place,
            self.place_notice,
            column(
                label(self.tr(_SAVED), Text.SMALL, tone=Colour.INK2, wrap=True), row(self.restore, None), gap=Gap.TIGHT
            ),
            None,
            gap=Gap.LARGE,
        )
        self._pair_row = row(self.social, self.employment, gap=Gap.LARGE)
        pair = column(
            label(self.tr("Ces noms figurent sur le document signé."), wrap=True, tone=Colour.INK2),
            self._pair_row,
            None,
            gap=Gap.LARGE,
        )
        for content in (where, pair):
            self._steps.addWidget(box(content))
        self._steps.addWidget(self.first)
        self._steps.addWidget(self.second)

    def _lay_out(self) -> None:
        self._fill_steps()
        inner = column(
            brand_line("SPIE Diag", self.tr("Première ouverture")),
            Gap.SMALL,
            self.step,
            self.title,
            self._steps,
            self.error,
            None,
            gap=Gap.SMALL,
            margins=(32, 24, 32, 8),
        )
        actions = row(self.back, self.existing, None, self.go_on, margins=(32, 8, 32, 8))
        promise = row((local_promise(), 1), margins=(32, 0, 32, 16))
        body = box(column((scrolled(inner), 1), actions, promise, gap=Gap.TIGHT))
        body.setMaximumWidth(860)
        mark_region(body, self.tr("Première ouverture"))
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._brand, 38)
        page.addLayout(row((column(None), 1), (body, 40), (column(None), 1), gap=0), 62)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._continue)
        self.back.clicked.connect(self._go_back)
        self.browse.clicked.connect(self._choose_folder)
        self.existing.clicked.connect(self._choose_existing)
        self.restore.clicked.connect(lambda: self.restoration_asked.emit(self.folder.text()))
        for edit in (self.name, self.folder):
            edit.returnPressed.connect(self._continue)
        for step in (self.first, self.second):
            step.entered.connect(self._continue)
        for introduction in (self.social, self.employment):
            introduction.entered.connect(self._continue)

    def _put_eyes_last(self) -> None:
        """Tab, then the spaces of the second phrase, must never show the first one in clear."""
        before: QWidget = self.go_on
        for step in (self.first, self.second):
            for line in (step.secret, step.again):
                QWidget.setTabOrder(before, line.show_button)
                before = line.show_button

    def _continue(self) -> None:
        if not self.go_on.isEnabled():
            return
        self.error.clear()
        here = self._steps.currentIndex()
        if here == 0:
            self.place_notice.clear()
            self.place_given.emit(self.name.text(), self.folder.text())
        elif here == 1:
            for introduction in (self.social, self.employment):
                introduction.clear()
            self.pair_given.emit((self.social.introduced(), self.employment.introduced()))
        else:
            step = self._passphrase_step()
            step.clear()
            said = self.first_passphrase_given if here == 2 else self.creation_asked
            said.emit(*step.typed())

    def _go_back(self) -> None:
        self.error.clear()
        self._show(max(0, self._steps.currentIndex() - 1))

    def _passphrase_step(self) -> PassphraseStep:
        return self.first if self._steps.currentIndex() == 2 else self.second

    def _show(self, place: int) -> None:
        self._steps.setCurrentIndex(place)
        social, employment = self.social.introduced(), self.employment.introduced()
        self.first.introduce(social, employment)
        self.second.introduce(employment, social)
        titles = (
            self.tr("Créer le coffre de votre antenne"),
            self.tr("Qui êtes-vous ?"),
            self.tr("{0}, à vous").format(_called(social)),
            self.tr("{0}, à vous").format(_called(employment)),
        )
        say_in(self.step, self.tr("Étape {0} sur 3").format(min(3, place + 1)))
        say_in(self.title, titles[place])
        self.back.setVisible(place > 0)
        self.existing.setVisible(place == 0)
        self._name_button()
        # Only the step on screen decides how tall the page is.
        for index in range(self._steps.count()):
            step = self._steps.widget(index)
            if step is not None:
                policy = step.sizePolicy()
                policy.setVerticalPolicy(policy.Policy.Preferred if index == place else policy.Policy.Ignored)
                step.setSizePolicy(policy)
        announce(self, f"{self.step.text()}. {self.title.text()}")
        self._focus()

    def _name_button(self) -> None:
        last = self._steps.currentIndex() == 3
        self.go_on.set_text(self.tr("Créer le coffre") if last else self.tr("Continuer"))
        self.go_on.set_icon("lock" if last else "arrow-right")

    def _focus(self) -> None:
        starts: tuple[QWidget, ...] = (self.name, self.social.name, self.first.secret.edit, self.second.secret.edit)
        starts[self._steps.currentIndex()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_folder(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le dossier du coffre"), self.folder.text())
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.folder.setText)
        self._dialog.open()

    def _choose_existing(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le dossier d’un coffre"), self.folder.text())
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(self.existing_vault_chosen)
        self._dialog.open()


_WELCOME = (
    "Le coffre est un dossier chiffré, sur cet ordinateur. Il garde les entretiens que vous menez à deux, "
    "et rien n’en sort sans vous."
)
_SAVED = "Vous aviez un coffre sur un autre ordinateur, et une sauvegarde ? Elle se remet dans ce dossier."


def _called(one: Introduced) -> str:
    """The first name alone, as one speaks to somebody."""
    return one.name.split()[0] if one.name.split() else ""
