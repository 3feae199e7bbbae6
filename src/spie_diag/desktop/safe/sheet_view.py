"""« Fiche de secours »: what it is, its fourteen words to print, then three of them typed again."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QStackedWidget, QWidget

from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.safe.proof import Proof
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.safe.sheet_presenter import Sheet
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.interview.people import Specialist, SpecialistId

_COLUMNS: Final = 2


class SheetView(QStackedWidget):
    """Three pages one after the other; leaving any of them lets the words go."""

    drawing_asked = Signal()
    check_asked = Signal()
    words_asked = Signal()
    keeping_asked = Signal(object, object)
    """The words typed, by their number on the sheet; ``Proven``."""
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._printing: QDialog | None = None
        self.fields: dict[int, LineEdit] = {}
        self._word_fields: dict[int, Field] = {}
        self._make_about()
        self._make_words()
        self._make_check()
        for page in (self._about, self._words_page, self._check_page):
            self.addWidget(page)

    def show_state(self, made_on: str) -> None:
        if made_on:
            self.state.say(self.tr("Ce coffre a une fiche de secours, faite le {0}.").format(made_on), aloud=False)
            self.draw.set_text(self.tr("Faire une autre fiche"))
        else:
            self.state.say(
                self.tr("Ce coffre n’a pas de fiche de secours."),
                self.tr("Si toutes les phrases secrètes sont oubliées, le contenu du coffre est perdu."),
                Gravity.WARNING,
                aloud=False,
            )
            self.draw.set_text(self.tr("Faire la fiche de secours"))

    def show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.done.clear()
        say_in(self._heading, self.tr("Coffre « {0} », le {1}").format(sheet.vault, sheet.day))
        self._show_words(sheet.words)
        self.print_notice.clear()
        self._go(self._words_page)
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_check(self, places: tuple[int, ...], people: tuple[Specialist, ...], writer: SpecialistId) -> None:
        self._hide_words()
        clear(self._asked)
        self.fields, self._word_fields = {}, {}
        for place in places:
            edit = LineEdit(most=40)
            edit.returnPressed.connect(self._ask_keeping)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
            field = Field(self.tr("Mot n° {0}").format(place), edit)
            self.fields[place], self._word_fields[place] = edit, field
            self._asked.addWidget(field)
        self.proof.show_people(people, writer)
        self.proof.wipe()
        self.check_notice.clear()
        self._let_act(True)
        self._go(self._check_page)
        self.fields[places[0]].setFocus()

    def show_words_wrong(self, wrong: Mapping[int, str]) -> None:
        self._let_act(True)
        self.check_notice.clear()
        for place, field in self._word_fields.items():
            if place in wrong:
                field.say_wrong(wrong[place])
            else:
                field.clear()
        first = min(wrong, default=0)
        if first in self.fields:
            self.fields[first].setFocus()
            bring_up(self._word_fields[first])

    def show_busy(self) -> None:
        for field in self._word_fields.values():
            field.clear()
        self.check_notice.say(self.tr("La fiche est enregistrée dans le coffre : une seconde."))
        self._let_act(False)

    def show_proof_wrong(self, sentence: str, advice: str) -> None:
        self._let_act(True)
        self.check_notice.clear()
        self.proof.say_wrong(sentence, advice)

    def show_error(self, sentence: str, advice: str) -> None:
        self._let_act(True)
        notice = self.check_notice if self.currentWidget() is self._check_page else self.done
        notice.say(sentence, advice, Gravity.ERROR)
        bring_up(notice)

    def show_kept(self, *, replaced: bool) -> None:
        self._forget()
        self._go(self._about)
        former = self.tr(" La fiche d’avant ne l’ouvre plus : détruisez-la.") if replaced else ""
        self.done.say(
            self.tr("La fiche est prête : elle ouvre maintenant ce coffre."),
            self.tr("Mettez-la dans une enveloppe fermée, loin de l’ordinateur.") + former,
            Gravity.GOOD,
        )
        bring_up(self.done)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.done.clear()
            self._give_up()

    def step_back(self) -> bool:
        inside = self.currentWidget() is not self._about
        if inside and self.leave_check.isEnabled():
            self._give_up()
        return inside

    def _make_about(self) -> None:
        self.state, self.done = Notice(), Notice()
        self.draw = Button(self.tr("Faire la fiche de secours"), icon="life-buoy", kind=Kind.PRIMARY)
        self.draw.clicked.connect(self.drawing_asked)
        facts = [label(self.tr(text), wrap=True) for text in _FACTS]
        self._about = section_page(
            self.tr("Fiche de secours"),
            self.tr("Quatorze mots sur une feuille, pour le jour où les phrases secrètes sont oubliées."),
            self.done,
            self.state,
            card(self.tr("Ce qu’il faut savoir"), "", *facts),
            box(FlowLayout(self.draw)),
        )

    def _make_words(self) -> None:
        self._heading = label("", Text.H3, wrap=True, verbatim=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Gap.MEDIUM)
        self._grid.setVerticalSpacing(Gap.TIGHT)
        for across in range(_COLUMNS):
            self._grid.setColumnStretch(2 * across + 1, 1)
        self.words = box(self._grid)
        self.words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.print = Button(self.tr("Imprimer la fiche"), icon="file-text", kind=Kind.PRIMARY)
        self.go_on = Button(self.tr("Continuer"), icon="arrow-right", trailing_icon=True)
        leave = Button(self.tr("Abandonner la fiche"), kind=Kind.QUIET)
        self.print_notice = Notice()
        self.print.clicked.connect(self._print)
        self.go_on.clicked.connect(self.check_asked)
        leave.clicked.connect(self._give_up)
        told = label(self.tr(_WHILE_SHOWN), Text.SMALL, tone=Colour.INK2, wrap=True)
        paper = panel(column(self._heading, self.words, told, gap=Gap.MEDIUM, margins=16))
        self._words_page = section_page(
            self.tr("Les quatorze mots"),
            self.tr(
                "Imprimez-les, ou recopiez-les à la main. Ils n’ouvrent rien tant que la fiche n’est pas vérifiée."
            ),
            paper,
            self.print_notice,
            box(FlowLayout(self.print, self.go_on, leave)),
        )

    def _make_check(self) -> None:
        self._asked = column(gap=Gap.MEDIUM)
        self.proof = Proof()
        self.check_notice = Notice()
        self.keep = Button(self.tr("Garder cette fiche"), icon="check", kind=Kind.PRIMARY)
        self.again = Button(self.tr("Revoir les mots"), icon="arrow-left")
        self.leave_check = Button(self.tr("Abandonner la fiche"), kind=Kind.QUIET)
        self.keep.clicked.connect(self._ask_keeping)
        self.again.clicked.connect(self.words_asked)
        self.leave_check.clicked.connect(self._give_up)
        self.proof.entered.connect(self._ask_keeping)
        self._check_page = section_page(
            self.tr("Vérifier la fiche"),
            self.tr("Lisez ces mots sur le papier : une feuille illisible ne servirait à rien."),
            card(self.tr("Trois mots de la fiche"), "", box(self._asked)),
            card(self.tr("Votre accord"), "", self.proof),
            self.check_notice,
            box(FlowLayout(self.keep, self.again, self.leave_check)),
        )

    def _show_words(self, words: tuple[str, ...]) -> None:
        clear(self._grid)
        half = (len(words) + 1) // _COLUMNS
        for place, word in enumerate(words):
            across, down = divmod(place, half)
            number = label(f"{place + 1}.", Text.LEAD, tone=Colour.INK2)
            self._grid.addWidget(number, down, 2 * across, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label(word, Text.LEAD, verbatim=True), down, 2 * across + 1)
        self.words.setAccessibleName(", ".join(f"{place} : {word}" for place, word in enumerate(words, 1)))

    def _hide_words(self) -> None:
        """Off the screen, and out of what a screen reader may still say."""
        for made in self.words.findChildren(QLabel):
            made.clear()
        clear(self._grid)
        self.words.setAccessibleName("")

    def _print(self) -> None:
        # Imported late: nobody waits for the library of printers but who prints.
        from spie_diag.desktop.safe.sheet_printing import has_printer, printing

        if self._sheet is None:
            return
        if not has_printer():
            self.print_notice.say(
                self.tr("Cet ordinateur n’a pas d’imprimante."),
                self.tr("Recopiez les quatorze mots à la main, numérotés, d’une écriture que d’autres lisent."),
                Gravity.WARNING,
            )
            bring_up(self.print_notice)
            return
        self._printing = printing(self, self._sheet, self._tell_printed)
        self._printing.show()

    def _tell_printed(self, printed: bool) -> None:
        if printed:
            self.print_notice.say(self.tr("La fiche est envoyée à l’imprimante."), "", Gravity.GOOD)
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.print_notice.say(
                self.tr("L’imprimante n’a pas pris la fiche."),
                self.tr("Vérifiez qu’elle est allumée et reliée, ou recopiez les mots à la main."),
                Gravity.WARNING,
            )
        bring_up(self.print_notice)

    def _ask_keeping(self) -> None:
        if self.keep.isEnabled():
            typed = {place: edit.text() for place, edit in self.fields.items()}
            proven: Proven = self.proof.proven()
            self.keeping_asked.emit(typed, proven)

    def _give_up(self) -> None:
        self._forget()
        self.given_up.emit()
        self._go(self._about)

    def _forget(self) -> None:
        self._sheet = None
        if self._printing is not None:
            self._printing.close()
            self._printing = None
        self._hide_words()
        for edit in self.fields.values():
            edit.clear()
        self.proof.wipe()

    def _go(self, page: QWidget) -> None:
        self.setCurrentWidget(page)

    def _let_act(self, possible: bool) -> None:
        for button in (self.keep, self.again, self.leave_check):
            button.setEnabled(possible)


_FACTS = (
    "Elle ouvre tout le coffre, et ne signe au nom de personne.",
    "Faites-en deux exemplaires, chacun dans une enveloppe fermée, dans deux lieux sûrs ; jamais avec l’ordinateur.",
    "Qui la lit peut ouvrir une copie du coffre : après le départ d’un collègue, faites-en une autre.",
    "Il n’y en a qu’une : la nouvelle remplace l’ancienne, qui n’ouvre plus rien.",
)
_WHILE_SHOWN = "Personne d’autre ne doit les lire. F9 masque l’écran ; verrouiller le coffre efface ces mots."
