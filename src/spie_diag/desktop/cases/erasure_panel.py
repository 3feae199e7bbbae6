"""Erasing the file of a person: what goes, what stays, where it may still be read, then a decision."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.rights_presenter import Erasing
from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.safe.decision import Decision
from spie_diag.desktop.theme import Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.widgets.underway import COPIED, Underway
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist

WORD = "EFFACER"


class ErasurePanel(QWidget):
    erasure_asked = Signal(object, str, bool, bool)
    """Who decides, her passphrase, whether the file was opened by mistake, whether the key of the vault changes too."""
    stop_asked = Signal()
    """Of the change of the vault's key, once the file is erased."""
    left = Signal()

    def __init__(self, specialists: tuple[Specialist, ...], writer: Specialist) -> None:
        super().__init__()
        self._specialists, self._writer = specialists, writer
        self._goes_on = False
        self._taken: tuple[Mapping[str, str], Callable[[], None]] | None = None
        self._title = label("", Text.H2, wrap=True)
        self._goes = label("", wrap=True)
        self._copies = label("", wrap=True)
        self._copies_card = box(column(label(self.tr("Anciennes copies"), Text.STRONG), self._copies, gap=2))
        self._number = ""
        self._holders = label("", wrap=True)
        self.copy = Button(self.tr("Copier cette liste"), icon="copy", small=True)
        self.copy.clicked.connect(self._copy)
        self._holders_card = self._make_holders()
        self.why = Segmented(
            [self.tr("À sa demande"), self.tr("Ouvert par erreur")], spoken=self.tr("Pourquoi ce dossier est effacé")
        )
        self.strong = Tick(self.tr("Effacement renforcé : changer aussi la clé du coffre"))
        self.decision = Decision(WORD, self.tr("Effacer son dossier"))
        self.underway = Underway(self.tr("Avancement du changement de clé"), self.tr("Arrêter le changement de clé"))
        self.notice = Notice()
        self.leave = Button(self.tr("Ne rien effacer"), icon="arrow-left", kind=Kind.QUIET, wide=True)
        self._lay_out()
        self.decision.decided.connect(self._decided)
        self.leave.clicked.connect(self.left)
        self.underway.stop_asked.connect(self.stop_asked)

    def show_erasing(self, erasing: Erasing) -> None:
        say_in(self._title, self.tr("Effacer le dossier {0}").format(erasing.number))
        say_in(self._goes, self.tr("Du coffre, pour de bon : {0}.").format(erasing.goes))
        say_in(
            self._copies,
            self.tr("Le dossier du coffre contient encore {0} : supprimez-les ensuite.").format(erasing.copies),
        )
        self._copies_card.setVisible(bool(erasing.copies))
        self._number = erasing.number
        say_in(self._holders, "\n".join(f"– {one}" for one in erasing.holders))
        self._holders_card.setVisible(bool(erasing.holders))
        self._goes_on = False
        self.underway.end()
        self.notice.clear()
        self.why.choose(0)
        self.strong.setChecked(False)
        self.decision.start(self._specialists, self._writer.id)
        self.leave.setEnabled(True)
        self.leave.setFocus()
        if self._taken is not None:
            (texts, then), self._taken = self._taken, None
            self.why.choose(int(texts.get("mistake") == "1"))
            self.strong.setChecked(texts.get("strong") == "1")
            then()

    def half_written(self) -> Mapping[str, str]:
        """What was chosen, where it is not what is proposed; neither the word nor the passphrase.

        Nothing while she is being erased: nobody could take it up again.
        """
        if self._goes_on:
            return {}
        chosen = {"mistake": str(self.why.chosen()), "strong": str(int(self.strong.isChecked()))}
        return chosen if "1" in chosen.values() else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """The same choices, once what would go is shown again."""
        self._taken = texts, then

    def show_going_on(self) -> None:
        self._goes_on = True
        self.notice.clear()
        self.decision.show_busy(self.tr("Effacement…"))
        self.leave.setEnabled(False)

    def show_strengthening(self, share: float) -> None:
        """The file is erased already."""
        doing = self.tr("Le dossier est effacé. Le coffre se chiffre avec une nouvelle clé : {0} %")
        if share >= COPIED:
            doing = self.tr("Le dossier est effacé. Le nouveau fichier est relu : {0} %")
        begins = self.underway.isHidden()
        self.underway.show_share(doing, share)
        if begins:
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self._goes_on = False
        self.leave.setEnabled(True)
        if passphrase_wrong:
            self.decision.say_wrong(error.what_happened, error.what_to_do)
        else:
            self.decision.show_busy("")
            self.notice.say(error.what_happened, error.what_to_do, Gravity.ERROR)
            bring_up(self.notice)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.decision.wipe()

    def _lay_out(self) -> None:
        stays = self.tr(
            "Le numéro du dossier, et le registre : qui a fait quoi et quand, sans aucun nom. Les sauvegardes déjà "
            "faites gardent son dossier jusqu’à ce que vous les supprimiez ; en restaurer une l’efface de nouveau."
        )
        strong = self.tr("Plus long : tout le coffre est chiffré de nouveau. Les phrases secrètes ne changent pas.")
        body = column(
            self._title,
            panel(column(label(self.tr("Ce qui s’efface"), Text.STRONG), self._goes, gap=2, margins=12), Tone.DANGER),
            column(label(self.tr("Ce qui reste"), Text.STRONG), label(stays, wrap=True), gap=2),
            self._copies_card,
            self._holders_card,
            self.why,
            column(self.strong, label(strong, Text.SMALL, wrap=True), gap=2),
            self.decision,
            self.underway,
            self.notice,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 18, 18, 8),
        )
        self.setLayout(column((scrolled(body), 1), column(self.leave, margins=(18, 4, 18, 16)), gap=0))

    def _make_holders(self) -> QWidget:
        told = self.tr(
            "Ils gardent leur exemplaire : dites-leur que le dossier est effacé (RGPD, article 19). Copiez cette liste "
            "d’abord : elle s’efface avec le dossier."
        )
        words = column(
            label(self.tr("Ceux qui ont reçu un document"), Text.STRONG, wrap=True),
            self._holders,
            label(told, Text.SMALL, wrap=True),
            row(self.copy, None),
            gap=Gap.TIGHT,
            margins=12,
        )
        return panel(words, Tone.WARN)

    def _copy(self) -> None:
        """For a minute, as everything that tells of somebody."""
        QGuiApplication.clipboard().setText(f"{self._number}\n{self._holders.text()}")
        announce(self, self.tr("Liste copiée"))

    def _decided(self, proven: Proven) -> None:
        mistake, strong = self.why.chosen() == 1, self.strong.isChecked()
        self.erasure_asked.emit(proven.by, proven.passphrase, mistake, strong)
