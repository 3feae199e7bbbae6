"""« Qui ouvre le coffre »: the list, welcoming a colleague, shutting one out."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from spie_diag.desktop.safe.people_presenter import HolderLine, Newcomer, Where
from spie_diag.desktop.safe.proof import Proof
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.parts import FIELD_WORDS, SIGNS, TONES
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, row, rule, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import Avatar, Mark
from spie_diag.desktop.widgets.underway import COPIED, Underway
from spie_diag.interview.people import FieldOfWork, Specialist

_FIELDS = (FieldOfWork.SOCIAL, FieldOfWork.EMPLOYMENT)


class PeopleView(QStackedWidget):
    """Three pages: the list, the form of a newcomer, the removal of one colleague."""

    addition_asked = Signal(object, object, str)
    """``Newcomer``, the id of whoever welcomes her, her own passphrase."""
    removal_asked = Signal(object, object, str)
    """Whom (``Specialist``), the id of whoever decides, her own passphrase."""
    stop_asked = Signal()
    """Of the removal under way."""
    sheet_asked = Signal()
    backups_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[HolderLine, ...] = ()
        self._leaving: Specialist | None = None
        self._proposed = ""
        """The structure that stands in the form before anybody wrote in it."""
        self._taken: tuple[Mapping[str, str], Callable[[], None]] | None = None
        self._make_list()
        self._make_form()
        self._make_removal()
        for page in (self._list_page, self._form_page, self._removal_page):
            self.addWidget(page)

    def show_holders(self, lines: tuple[HolderLine, ...]) -> None:
        self._lines = lines
        self._rest()
        clear(self._rows)
        for place, line in enumerate(lines):
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row_of(line))
        if self._taken is not None:
            (texts, then), self._taken = self._taken, None
            self.take_up(texts, then)

    def half_written(self) -> Mapping[str, str]:
        """Who a newcomer is, by field; no passphrase."""
        written = {"name": self.name.text(), "structure": self.structure.text(), "role": self.role.text()}
        untouched = {"name": "", "structure": self._proposed, "role": ""}
        begun = self.currentWidget() is self._form_page and written != untouched
        return {**written, "field": str(self.field.chosen())} if begun else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """The form of the newcomer, once it is known who may welcome her."""
        if not self._lines:
            self._taken = texts, then
            return
        self._show_form()
        for edit, written in ((self.name, "name"), (self.structure, "structure"), (self.role, "role")):
            edit.show_text(texts.get(written, ""))
        self.field.choose(int(texts.get("field") == "1"))
        then()

    def show_busy(self, sentence: str) -> None:
        """While a newcomer's keys are made."""
        self.form_notice.say(sentence)
        bring_up(self.form_notice)
        self._let_act(False)

    def show_removing(self, share: float) -> None:
        doing = self.tr("Le coffre se chiffre avec une nouvelle clé : {0} %")
        if share >= COPIED:
            doing = self.tr("Le nouveau fichier est relu : {0} %")
        begins = self.underway.isHidden()
        self.underway.show_share(doing, share)
        if begins:
            self._let_act(False)
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stopped(self, sentence: str, advice: str) -> None:
        self._rest()
        self.removal_notice.say(sentence, advice, Gravity.WARNING)
        bring_up(self.removal_notice)
        self.leave_removal.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_wrong(self, where: Where, sentence: str, advice: str) -> None:
        self._rest()
        in_form = self.currentWidget() is self._form_page
        for notice in (self.form_notice, self.removal_notice):
            notice.clear()
        if where is Where.PROOF:
            (self.welcome if in_form else self.decision).say_wrong(sentence, advice)
        elif where is Where.CHOICE:
            self.choice.say_wrong(sentence, advice)
        elif where is Where.NAMES:
            self.names_notice.say(sentence, advice, Gravity.ERROR)
            empty = next((edit for edit in (self.name, self.structure) if not edit.text().strip()), self.name)
            empty.setFocus()
            bring_up(self.names_notice)
        elif self.currentWidget() is self._list_page:
            self._tell(sentence, advice, Gravity.ERROR)
        else:
            notice, leave = (
                (self.form_notice, self.leave_form) if in_form else (self.removal_notice, self.leave_removal)
            )
            notice.say(sentence, advice, Gravity.ERROR)
            bring_up(notice)
            leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_added(self, name: str) -> None:
        self.show_list()
        self._tell(
            self.tr("{0} ouvre maintenant ce coffre.").format(name),
            self.tr("Avec sa phrase, et sa signature à son nom."),
            Gravity.GOOD,
        )

    def show_removed(self, name: str) -> None:
        self.show_list()
        self._tell(
            self.tr("{0} n’ouvre plus ce coffre.").format(name),
            self.tr(
                "Deux choses restent à faire. Les mots de la fiche de secours ont pu être lus : faites-en une autre. "
                "Les sauvegardes faites avant s’ouvrent encore avec l’ancienne phrase : faites-en une neuve, puis "
                "supprimez les anciennes."
            ),
            Gravity.WARNING,
        )
        self._next_steps.show()

    def step_back(self) -> bool:
        inside = self.currentWidget() is not self._list_page
        if inside and self.leave_form.isEnabled():  # not while keys are being made: the outcome is told here
            self.show_list()
        return inside

    def show_list(self) -> None:
        self._wipe()
        self.outcome.clear()
        self._next_steps.hide()
        self.setCurrentWidget(self._list_page)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._wipe()

    def _tell(self, sentence: str, advice: str, gravity: Gravity) -> None:
        self.outcome.say(sentence, advice, gravity)

    def _make_list(self) -> None:
        self.outcome = Notice()
        again = Button(self.tr("Refaire la fiche de secours"), icon="life-buoy", small=True)
        saved = Button(self.tr("Voir les sauvegardes"), icon="download", small=True)
        again.clicked.connect(self.sheet_asked)
        saved.clicked.connect(self.backups_asked)
        self._next_steps = box(FlowLayout(again, saved))
        self._next_steps.hide()
        self._rows: QVBoxLayout = column(gap=Gap.MEDIUM, margins=16)
        self.add = Button(self.tr("Ajouter un collègue"), icon="user-plus")
        self.add.clicked.connect(self._show_form)
        self._list_page = section_page(
            self.tr("Qui ouvre le coffre"),
            self.tr("Chaque phrase secrète ouvre tout le coffre, et ne signe qu’au nom de qui l’a choisie."),
            self.outcome,
            self._next_steps,
            panel(self._rows),
            row(self.add, None),
        )

    def _row_of(self, line: HolderLine) -> QWidget:
        one = line.specialist
        tone = TONES[one.field_of_work]
        here = self.tr("au clavier") if line.is_writing else ""
        below = " · ".join(filter(None, (line.since, here)))
        words = column(
            row(label(one.name, Text.STRONG, verbatim=True, wrap=True)),
            label(line.detail, Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True),
            label(below, Text.SMALL, tone=Colour.INK2, wrap=True),
            gap=1,
        )
        remove = Button(self.tr("Retirer l’accès"), small=True)
        remove.setAccessibleName(self.tr("Retirer l’accès de {0}").format(one.name))
        remove.clicked.connect(partial(self._show_removal, one))
        if line.is_writing or len(self._lines) == 1:  # somebody must be left, who decides: nobody shuts herself out
            remove.hide()
        made = row(Avatar(one.name, tone), Mark(SIGNS[one.field_of_work], 12), (words, 1), remove, gap=Gap.MEDIUM)
        return box(made)

    def _make_form(self) -> None:
        self.name = LineEdit(spoken=self.tr("Prénom et nom de votre collègue"))
        self.structure = LineEdit(spoken=self.tr("Structure de votre collègue"))
        self.role = LineEdit(spoken=self.tr("Métier de votre collègue, facultatif"))
        self.field = Segmented([FIELD_WORDS[one] for one in _FIELDS], spoken=self.tr("Champ de votre collègue"))
        self.names_notice = Notice()
        self.choice = PassphraseChoice(self.tr("Sa phrase secrète"))
        self.welcome = Proof(who=self.tr("Qui l’accueille ?"))
        self.form_notice = Notice()
        self.take_in = Button(self.tr("Ajouter au coffre"), icon="user-plus", kind=Kind.PRIMARY)
        self.leave_form = Button(self.tr("Revenir à la liste"), icon="arrow-left", kind=Kind.QUIET)
        self.take_in.clicked.connect(self._ask_addition)
        self.leave_form.clicked.connect(self.show_list)
        self.choice.entered.connect(self._ask_addition)
        self.welcome.entered.connect(self._ask_addition)
        who = card(
            self.tr("Votre collègue"),
            self.tr("Ce nom figure sur les documents signés."),
            Field(self.tr("Prénom et nom"), self.name),
            Field(self.tr("Structure"), self.structure),
            Field(self.tr("Métier"), self.role, optional=self.tr("facultatif")),
            self.field,
            self.names_notice,
        )
        hers = card(
            self.tr("Sa phrase secrète"),
            self.tr("Votre collègue la choisit et la tape ; vous regardez ailleurs."),
            self.choice,
        )
        yours = card(self.tr("Votre accord"), "", self.welcome)
        deeds = row(self.take_in, self.leave_form, None)
        self._form_page = section_page(self.tr("Ajouter un collègue"), "", who, hers, yours, self.form_notice, deeds)

    def _make_removal(self) -> None:
        self._removal_title = label("", Text.H3, wrap=True, verbatim=True)
        self.decision = Proof()
        self.removal_notice = Notice()
        self.underway = Underway(self.tr("Avancement du retrait"), self.tr("Arrêter le retrait"))
        self.underway.stop_asked.connect(self.stop_asked)
        self.shut_out = Button(self.tr("Retirer l’accès"), icon="lock", kind=Kind.DANGER)
        self.leave_removal = Button(self.tr("Revenir à la liste"), icon="arrow-left", kind=Kind.QUIET)
        self.shut_out.clicked.connect(self._ask_removal)
        self.decision.entered.connect(self._ask_removal)
        self.leave_removal.clicked.connect(self.show_list)
        words = column(
            self._removal_title,
            label(self.tr(_REMOVAL_NOW), wrap=True),
            label(self.tr(_REMOVAL_BEFORE), wrap=True),
            gap=Gap.SMALL,
        )
        card = panel(column(words, self.decision, gap=Gap.LARGE, margins=16))
        deeds = row(self.shut_out, self.leave_removal, None)
        self._removal_page = section_page(
            self.tr("Retirer un accès"), "", card, self.underway, self.removal_notice, deeds
        )

    def _show_form(self) -> None:
        self._wipe()
        for edit in (self.name, self.structure, self.role):
            edit.show_text("")
        people = [line.specialist for line in self._lines]
        writer = next((line.specialist.id for line in self._lines if line.is_writing), people[0].id)
        self._proposed = next((one.structure for one in people if one.id == writer), "")
        self.structure.show_text(self._proposed)
        self.welcome.show_people(people, writer)
        self._open(self._form_page)
        self.name.setFocus()

    def _show_removal(self, one: Specialist) -> None:
        self._wipe()
        self._leaving = one
        say_in(self._removal_title, self.tr("{0} n’ouvrira plus ce coffre").format(one.name))
        others = [line.specialist for line in self._lines if line.specialist.id != one.id]
        writer = next((line.specialist.id for line in self._lines if line.is_writing), others[0].id)
        self.decision.show_people(others, writer)
        self._open(self._removal_page)
        self.decision.secret.edit.setFocus()

    def _open(self, page: QScrollArea) -> None:
        page.verticalScrollBar().setValue(0)
        self.setCurrentWidget(page)

    def _ask_addition(self) -> None:
        if not self.take_in.isEnabled():
            return
        for part in (self.names_notice, self.choice, self.welcome, self.form_notice):
            part.clear()
        passphrase, again = self.choice.typed()
        new = Newcomer(
            name=" ".join(self.name.text().split()),
            structure=" ".join(self.structure.text().split()),
            role=" ".join(self.role.text().split()),
            field_of_work=_FIELDS[self.field.chosen()],
            passphrase=passphrase,
            again=again,
        )
        proven = self.welcome.proven()
        self.addition_asked.emit(new, proven.by, proven.passphrase)

    def _ask_removal(self) -> None:
        if self._leaving is not None and self.shut_out.isEnabled():
            self.decision.clear()
            self.removal_notice.clear()
            proven = self.decision.proven()
            self.removal_asked.emit(self._leaving, proven.by, proven.passphrase)

    def _let_act(self, possible: bool) -> None:
        for button in (self.add, self.take_in, self.shut_out, self.leave_form, self.leave_removal):
            button.setEnabled(possible)

    def _rest(self) -> None:
        """Nothing is under way any more."""
        self.underway.end()
        self._let_act(True)

    def _wipe(self) -> None:
        """No passphrase stays in a field that is out of sight."""
        self.choice.wipe()
        self.welcome.wipe()
        self.decision.wipe()
        for notice in (self.names_notice, self.form_notice, self.removal_notice):
            notice.clear()


_REMOVAL_NOW = (
    "Le coffre change de clé, en quelques secondes, et l’ancienne phrase ne l’ouvre plus ; les documents déjà signés "
    "restent valables."
)
_REMOVAL_BEFORE = (
    "Les sauvegardes faites avant aujourd’hui s’ouvrent encore avec cette phrase : faites-en une neuve, puis supprimez "
    "les anciennes."
)
