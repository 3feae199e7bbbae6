"""How the file travels: as it is, closed by words said by telephone, or closed for the recipient's certificate."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.exchange.shown import Sealing
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.speaking import announce


class SealingPanel(QWidget):
    words_asked = Signal()
    """Other words are wanted, or the first ones."""
    words_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.certificate = ""
        options = (
            Option(Sealing.NONE.value, self.tr("Tel quel"), self.tr("Remis en main propre, ou par une voie déjà sûre")),
            Option(
                Sealing.PASSWORD.value, self.tr("Fermé par des mots"), self.tr("Le destinataire les tape pour lire")
            ),
            Option(Sealing.CERTIFICATE.value, self.tr("Fermé pour un certificat"), self.tr("Lui seul peut l’ouvrir")),
        )
        self.choice = ChoiceField(options, spoken=self.tr("Comment part le fichier"))
        self.choice.choose([Sealing.NONE.value])
        self._told = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.words = label("", Text.LEAD, wrap=True, verbatim=True)
        self.words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.other_words = Button(self.tr("Tirer d’autres mots"), icon="repeat", small=True)
        self.copy = Button(self.tr("Copier les mots"), icon="copy", small=True)
        self.choose = Button(self.tr("Choisir le certificat…"), icon="folder-open")
        self._file = label("", Text.SMALL, wrap=True, verbatim=True)
        self.notice = Notice()
        self._words_part = panel(
            column(self.words, box(FlowLayout(self.copy, self.other_words)), gap=Gap.SMALL, margins=12), "sunken"
        )
        self._file_part = box(column(box(FlowLayout(self.choose)), self._file, gap=Gap.TIGHT))
        self.setLayout(column(self.choice, self._told, self._words_part, self._file_part, self.notice, gap=Gap.SMALL))
        self.choice.chosen.connect(self._chosen)
        self.other_words.clicked.connect(self.words_asked)
        self.copy.clicked.connect(self._copy)
        self.choose.clicked.connect(self._choose_file)
        self._show()

    @property
    def sealing(self) -> Sealing:
        return next((Sealing(name) for name in self.choice.value()), Sealing.NONE)

    def choose_sealing(self, sealing: Sealing) -> None:
        """Show one of them; words are drawn anew."""
        self.choice.choose([sealing.value])
        self._show()
        self.ask_words_if_none()

    def ask_words_if_none(self) -> None:
        """They were let go since, or never drawn."""
        if self.sealing is Sealing.PASSWORD and not self.words.text():
            self.words_asked.emit()

    def start_again(self) -> None:
        """For another recipient: nothing of what closes a file for the former one stays."""
        self.certificate = ""
        self._file.clear()
        self.choice.choose([Sealing.NONE.value])
        self._show()
        self.words_dropped.emit()

    def show_words(self, words: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(self.tr("Mots à dire par téléphone : {0}").format(words) if words else "")
        self.copy.setEnabled(bool(words))

    def freeze(self, on: bool) -> None:
        """Once the file left, what it was closed with does not change any more."""
        self.choice.setEnabled(not on)
        self.other_words.setVisible(not on)

    def say_certificate_missing(self) -> None:
        advice = self.tr("Il vous l’envoie : un fichier .pem, .cer ou .crt.")
        self.notice.say(self.tr("Choisissez le certificat du destinataire."), advice, Gravity.ERROR)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self.notice)

    def _chosen(self) -> None:
        if not self.choice.value():  # a second tap on what is chosen chooses nothing else
            self.choice.choose([self._last.value])
        self._show()
        if self.sealing is Sealing.PASSWORD:
            self.words_asked.emit()
        else:
            self.words_dropped.emit()

    def _show(self) -> None:
        self._last = self.sealing
        say_in(self._told, self.tr(_TOLD[self._last]))
        self._words_part.setVisible(self._last is Sealing.PASSWORD)
        self._file_part.setVisible(self._last is Sealing.CERTIFICATE)
        self.notice.clear()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.text())
        announce(self, self.tr("Mots copiés ; le presse-papiers se vide après une minute."))
        self.notice.say(self.tr("Mots copiés."), self.tr("Le presse-papiers se vide après une minute."), aloud=False)

    def _choose_file(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le certificat du destinataire"))
        self._dialog.setNameFilter(self.tr("Certificats (*.pem *.cer *.crt *.der);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.take_certificate)
        self._dialog.open()

    def take_certificate(self, file: str) -> None:
        self.certificate = file
        self._file.setText(Path(file).name)
        self.notice.clear()

    _last = Sealing.NONE


_TOLD = {
    Sealing.NONE: "Qui trouve ce fichier peut le lire : à remettre en main propre, ou par une messagerie sûre.",
    Sealing.PASSWORD: "Dites ces mots par téléphone, jamais dans le message qui porte le fichier. "
    "Ils ne sont gardés nulle part.",
    Sealing.CERTIFICATE: "Le destinataire vous a donné son certificat : lui seul pourra ouvrir le fichier.",
}
