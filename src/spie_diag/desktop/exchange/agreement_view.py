"""« Accord et remise »: she saw it and agrees, who signs, how it travels; then where it is and what comes next."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.exchange.saving import choosing_file
from spie_diag.desktop.exchange.sealing_panel import SealingPanel
from spie_diag.desktop.exchange.shown import DoneShown, HandingAsked, HandingShown, Sealing
from spie_diag.desktop.exchange.signer_row import SignerRow
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, row, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.french import spaced

_BOTH_FROM_PX = 820


class AgreementView(QWidget):
    place_asked = Signal(object)
    """``HandingAsked``."""
    place_chosen = Signal(str)
    place_left = Signal()
    words_asked = Signal()
    words_dropped = Signal()
    another_asked = Signal()
    busy_changed = Signal(bool)
    done_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.signers: list[SignerRow] = []
        self._shown: HandingShown | None = None
        self._done: DoneShown | None = None
        self._dialog: QFileDialog | None = None
        self.agreed = Tick(self.tr("La personne a vu ce document et accepte qu’il soit remis"))
        self.day = DayField(self.tr("Accord donné le"))
        self.presence = Segmented(
            [self.tr("En face à face"), self.tr("À distance")], spoken=self.tr("Comment l’accord a été donné")
        )
        self.sealing = SealingPanel()
        self.agreement_notice, self.signing_notice, self.outcome = Notice(), Notice(), Notice()
        self.open_file = Button(self.tr("Ouvrir pour imprimer"), icon="file-text")
        self.open_folder = Button(self.tr("Ouvrir le dossier"), icon="folder-open")
        self.another = Button(self.tr("Préparer un autre document"), icon="plus")
        self._lay_out()
        self.agreed.toggled.connect(self.agreement_notice.clear)
        self.sealing.words_asked.connect(self.words_asked)
        self.sealing.words_dropped.connect(self.words_dropped)
        self.open_file.clicked.connect(self._open_file)
        self.open_folder.clicked.connect(self._open_folder)
        self.another.clicked.connect(self.another_asked)

    def show_handing(self, shown: HandingShown) -> None:
        """Another document is agreed to anew: the tick never stays from one to the next."""
        before, self._shown = self._shown, shown
        say_in(self._headline, shown.headline)
        say_in(self._let_go, self.tr("Elle laisse partir en plus :\n") + "\n".join(f"– {one}" for one in shown.let_go))
        self._let_go.setVisible(bool(shown.let_go))
        say_in(self._signing_told, self._told_of_signing(shown))
        agreed = self.tr("La personne a vu ce document et accepte qu’il soit remis")
        hers = self.tr("La personne a vu son exemplaire, et il lui est remis")
        self.agreed.setText(spaced(hers if shown.for_herself else agreed))
        if before is None or (before.signers, before.with_card) != (shown.signers, shown.with_card):
            self._make_signers(shown)
        if before is None and not self.day.text.text():
            self.day.show_day(shown.today)
        if before is not None and before.document != shown.document:
            self.agreed.setChecked(False)
        if before is not None and before.headline != shown.headline:
            self.sealing.start_again()
        self.sealing.ask_words_if_none()
        self._show_done(None)

    def ask_place(self) -> None:
        """Somebody wants to save it: everything that is filled in is given away; what was wrong before is over."""
        for notice in (self.outcome, self.agreement_notice, self.signing_notice):
            notice.clear()
        self.day.flush()
        self.place_asked.emit(self.asked())

    def asked(self) -> HandingAsked:
        return HandingAsked(
            has_agreed=self.agreed.isChecked(),
            agreed_on=None if self.day.is_unreadable() else self.day.day(),
            person_present=self.presence.chosen() == 0,
            signing=tuple(one.signing() for one in self.signers),
            sealing=self.sealing.sealing,
            certificate=self.sealing.certificate,
            pins={one.specialist.id: one.pin_typed() for one in self.signers if one.pin_typed()},
        )

    def half_written(self) -> Mapping[str, str]:
        """What is filled in, without any passphrase or word; she agrees anew to pages that are shown anew."""
        return {
            "day": self.day.text.text(),
            "afar": "oui" if self.presence.chosen() else "",
            "sealing": self.sealing.sealing.value,
        }

    def take_up(self, texts: Mapping[str, str]) -> None:
        self.presence.choose(1 if texts.get("afar") else 0)
        if texts.get("day"):
            self.day.text.setText(texts["day"])
            self.day.text.textEdited.emit(texts["day"])
            self.day.flush()
        if texts.get("sealing") in {one.value for one in Sealing}:
            self.sealing.choose_sealing(Sealing(texts["sealing"]))

    def show_words(self, words: str) -> None:
        self.sealing.show_words(words)

    def show_busy(self) -> None:
        self._busy(True)
        self._turn_to(1)
        self.outcome.say(self.tr("Le document est signé et enregistré : une seconde."))

    def say_missing(self, field: str) -> None:
        self._turn_to(1 if field == "certificate" else 0)
        if field == "agreement":
            advice = self.tr("Lisez le document avec elle, puis cochez.")
            self._say(self.agreement_notice, self.tr("Il manque l’accord de la personne."), advice)
            self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field == "day":
            self.day.field.say_wrong(self.tr("Cette date ne se lit pas."), self.tr("Par exemple : 07/01/2027."))
            self.day.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field == "passphrase":
            empty = next(one for one in self.signers if not one.signing()[1])
            empty.say_wrong(self.tr("Il manque la phrase secrète."), self.tr("Elle est demandée à chaque signature."))
        else:
            self.sealing.say_certificate_missing()

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self._busy(False)
        self.outcome.clear()
        self._turn_to(0 if passphrase_wrong else 1)
        if passphrase_wrong and len(self.signers) == 1:
            self.signers[0].say_wrong(error.what_happened, error.what_to_do)
        elif passphrase_wrong:
            self._say(self.signing_notice, error.what_happened, error.what_to_do)
        else:
            self._say(self.outcome, error.what_happened, error.what_to_do)

    def choose_place(self, name: str, folder: str) -> None:
        self._dialog = choosing_file(self, self.tr("Enregistrer le document"), name, folder, pdf=True)
        self._dialog.fileSelected.connect(self.place_chosen)
        self._dialog.rejected.connect(self.place_left)
        self._dialog.open()

    def show_done(self, done: DoneShown) -> None:
        self._busy(False)
        for one in self.signers:
            one.wipe()
        self._turn_to(1)
        self._show_done(done)
        self.outcome.say(done.sentence, done.next_deed, Gravity.GOOD)
        bring_up(self.outcome)
        self.done_shown.emit()
        (self.open_file if done.can_open else self.open_folder).setFocus(Qt.FocusReason.OtherFocusReason)

    def refocus(self) -> None:
        self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_done(self) -> bool:
        return self._done is not None

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes next finds no passphrase here."""
        super().hideEvent(event)
        if not event.spontaneous():
            for one in self.signers:
                one.wipe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    def _lay_out(self) -> None:
        self.sides = Segmented([self.tr("L’accord"), self.tr("L’envoi")], spoken=self.tr("Ce qui est montré"))
        self.sides.changed.connect(self._arrange)
        self._sides_row = box(row(self.sides, None))
        self._first = mark_region(self._make_first_card(), self.tr("Accord et signatures"))
        self._second = mark_region(self._make_second_card(), self.tr("Comment il part"))
        both = row((self._first, 13), (self._second, 10), gap=Gap.MEDIUM)
        self.setLayout(column(self._sides_row, (both, 1), gap=Gap.SMALL))
        self._after.hide()

    def _make_first_card(self) -> QWidget:
        self._headline = label("", Text.STRONG, wrap=True, verbatim=True)
        self._let_go = label("", Text.SMALL, wrap=True, verbatim=True)
        self._signers = column(gap=Gap.SMALL)
        self._signing_told = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        presence = column(label(self.tr("Comment"), Text.STRONG), self.presence, None, gap=Gap.TIGHT)
        inside = column(
            label(self.tr("L’accord de la personne"), Text.H2, wrap=True),
            panel(column(self._headline, self._let_go, gap=Gap.TIGHT, margins=12), Tone.PRIMARY),
            self.agreed,
            self.agreement_notice,
            row(self.day, presence, None, gap=Gap.LARGE),
            rule(),
            label(self.tr("Qui signe ce document"), Text.H3, wrap=True),
            self._signing_told,
            self._signers,
            self.signing_notice,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        self._form = box(inside)
        return panel(column((scrolled(self._form), 1)))

    def _make_second_card(self) -> QWidget:
        self._after = box(FlowLayout(self.open_file, self.open_folder, self.another))
        title = label(self.tr("Comment il part"), Text.H2, wrap=True)
        parts = (title, self.sealing, self.outcome, self._after)
        return panel(column((scrolled(column(*parts, None, gap=Gap.MEDIUM, margins=(18, 14, 18, 14))), 1)))

    def _make_signers(self, shown: HandingShown) -> None:
        clear(self._signers)
        self.signers = [SignerRow(one, with_card=one.id in shown.with_card) for one in shown.signers]
        self.signing_notice.clear()
        for one in self.signers:
            one.entered.connect(self.ask_place)
            self._signers.addWidget(one)

    def _told_of_signing(self, shown: HandingShown) -> str:
        if not shown.signers:
            return self.tr("Personne : la personne reçoit son exemplaire sans signature.")
        return self.tr("Pour changer qui signe, revenez à « Ce qui part » : les pages changent avec.")

    def _say(self, notice: Notice, sentence: str, advice: str) -> None:
        notice.say(sentence, advice, Gravity.ERROR)
        bring_up(notice)

    def _busy(self, on: bool) -> None:
        self._form.setEnabled(not on)
        self.sealing.setEnabled(not on)
        self.busy_changed.emit(on)

    def _show_done(self, done: DoneShown | None) -> None:
        self._done = done
        self._after.setVisible(done is not None)
        self._form.setEnabled(done is None)
        self.sealing.freeze(done is not None)
        if done is not None:
            self.open_file.setVisible(done.can_open)
        else:
            self.outcome.clear()

    def _open_file(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._done.file))

    def _open_folder(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._done.file).parent)))

    def _turn_to(self, side: int) -> None:
        """Where there is no room for both, show the one that something is said in."""
        self.sides.choose(side)
        self._arrange()

    def _arrange(self) -> None:
        narrow, side = roomy_width(self) < _BOTH_FROM_PX, self.sides.chosen()
        self._sides_row.setVisible(narrow)
        self._first.setVisible(not narrow or side == 0)
        self._second.setVisible(not narrow or side == 1)
