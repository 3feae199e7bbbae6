"""One question as it is shown: its words, its field, the statuses kept out of the way, and what is to be said of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from spie_diag.desktop.directions import begun_at_right
from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.making import editor_for
from spie_diag.desktop.interview.questions.partners import PartnerLine, PartnerLines
from spie_diag.desktop.interview.questions.wording import STATUS_WORDS
from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import lines_of_chips
from spie_diag.desktop.widgets.layouts import box, column, label, row
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError
from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Source, Status
from spie_diag.interview.state import QuestionState

_LABEL_PX, _MORE_PX, _MORE_ABOVE_PX = 196, 34, 24
_STACKED_UNDER_PX = 560
_LINES_BESIDE = 2
"""More lines of chips than that beside the words, and fewer in the whole width: the words go above."""
_OWN = Language()
_SOURCES = {
    Source.SAID: "Dit par la personne",
    Source.PROOF_SEEN: "Justificatif vu",
    Source.PARTNER: "Vient du dossier, à confirmer",
    Source.OBSERVED: "Observé pendant l’entretien",
}


class QuestionRow(QWidget):
    """Emits what was answered; shows what the journal says, without disturbing what is being typed."""

    answered = Signal(object, object)
    """The question's code, and an ``Answer``; None takes it back."""
    typed = Signal(object, str)

    def __init__(
        self,
        question: Question,
        specialists: Sequence[str] = (),
        source: Source = Source.SAID,
        language: Language = _OWN,
    ) -> None:
        super().__init__()
        self.question, self._source, self._language = question, source, _OWN
        self._answer: Answer | None = None
        self._rows: tuple[Question, ...] = ()
        self.editor = editor_for(question, specialists)
        self.title = label(question.label, Text.SMALL, tone=Colour.INK2, wrap=True)
        self.title.setBuddy(self.editor)
        self._own_title = label(style=Text.CAPTION, tone=Colour.INK3, wrap=True)
        self._hint = label(question.hint, Text.CAPTION, tone=Colour.INK3, wrap=True)
        self.more = Button(icon="ellipsis", kind=Kind.QUIET, small=True, hint=self._more_hint())
        self.status = Button(self.tr("Ne sait pas"), icon="x", small=True, trailing_icon=True, checkable=True)
        self.confirm = Button(self.tr("À confirmer"), icon="circle-help", kind=Kind.QUIET, small=True)
        self.notice = Notice()
        self._partners: PartnerLines | None = None
        self._fitted_to: tuple[int, float] | None = None
        self._lay_out()
        self.editor.given.connect(self._given)
        self.editor.typed.connect(lambda text: self.typed.emit(self.question.code, text))
        self.editor.misread.connect(self._misread)
        self.more.clicked.connect(self.open_menu)
        self.status.clicked.connect(lambda: self._give(None))
        self.confirm.clicked.connect(self._confirmed)
        self._misreading = self._violation = ""
        self._refused = self._waiting = self._is_frozen = False
        self._stack(False)
        if not language.is_plain:
            self.speak(language)

    def _lay_out(self) -> None:
        self._words_layout = column(self.title, self._own_title, None, gap=0)
        self._words = box(self._words_layout)
        self._own_title.hide()
        if not self.question.hint:  # never shown without a parent: it would be a window of its own for a moment
            self._hint.hide()
        self.notice.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # French, whatever the question is in
        self.status.hide()
        self.confirm.hide()
        said = row(self.status, self.confirm, None)
        self._field = field = column(self.editor, said, self._hint, self.notice, gap=2)
        self._more = box(column(self.more, None, gap=0))
        self._above = row(gap=Gap.TIGHT)
        self._across = row((field, 1), gap=Gap.SMALL)
        self.setLayout(column(self._above, self._across, gap=0))

    def speak(self, language: Language) -> None:
        """Show the words in another language; what is answered, being typed or under the caret stays as it is."""
        if language == self._language:
            return
        self._language = language
        self._show_words()

    def _show_words(self) -> None:
        language = self._language
        words, hint = language.question(self.question), language.question(self.question, "hint")
        self.title.setText(words.shown)
        self._own_title.setText(words.under)
        self._own_title.setVisible(bool(words.own))
        self._hint.setText(begun_at_right(hint.both) if words.leftward else hint.both)
        self._hint.setVisible(bool(hint.shown))
        self._mark_untranslated(not (words.is_translated or language.is_own))
        towards = Qt.LayoutDirection.RightToLeft if words.leftward else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(towards)
        self.editor.speak(language, words.shown)
        self.more.set_hint(self._more_hint())
        self._say_violation(aloud=False)
        width, self._fitted_to = self._fitted_to, None
        if width is not None:
            self.fit(width[0])

    def show_state(self, state: QuestionState, *, frozen: bool) -> None:
        """Show the answer of the journal, the choices offered now, and what it does not fit.

        A sheet drawn before the latest answer reached the disk says nothing new: it is left aside.
        """
        if self._waiting and state.answer != self._answer:
            return
        self._waiting = False
        self._answer = state.answer
        if (state.question, state.rows) != (self.question, self._rows):  # a text names another answer
            self.question, self._rows = state.question, state.rows
            self.editor.reword(state.question)
            self.editor.reword_rows(state.rows)
            self._show_words()
        given = state.answer is not None and state.answer.status is Status.ANSWERED
        self.editor.show_choices(frozenset(choice.name for choice in state.choices))
        self.editor.show_value(state.answer.value if given and state.answer else None)
        self.editor.show_fields(state.fields)
        self.editor.show_row_fields(state.row_fields)
        self._show_status(state.answer)
        self._freeze(frozen or self.question.read_only)
        if self._partners is not None:
            self._partners.show_beside(state.answer, frozen=frozen or self.question.read_only)
        self.more.setVisible(not frozen and self.editor.takes_answers)
        self._violation = state.violation
        self._say_violation(aloud=self.notice.said() == "")
        if not (state.violation or self._misreading or self._refused):
            self.notice.clear()

    def show_partners(self, lines: Sequence[PartnerLine]) -> None:
        """What partners noted, under the field; it is taken over only where somebody asks for it."""
        if self._partners is None:
            if not lines:
                return
            self._partners = PartnerLines()
            self._partners.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self._partners.taken_over.connect(self._take_over)
            self._field.addWidget(self._partners)
        self._partners.show_lines(lines, self.title.text())
        self._partners.show_beside(self._answer, frozen=self._is_frozen or self.question.read_only)

    def _freeze(self, frozen: bool) -> None:
        """Signed answers are read, not changed; lines added since the last time freeze with the others."""
        if frozen or self._is_frozen:
            self._is_frozen = frozen
            self.editor.set_read_only(frozen)
            self.status.set_read_only(frozen)
            self.confirm.set_read_only(frozen)

    def restore(self, draft: str) -> None:
        self.editor.restore(draft)

    def say_error(self, error: SpieError) -> None:
        """Say why the answer was not kept, until another one is given; what was written stays in its field."""
        self._refused, self._waiting = True, False
        self.notice.say_error(error)

    def fit(self, width: int) -> None:
        """Words beside the field, or above it where the column is narrow or the field needs all of it."""
        theme = theme_of(self)
        if self._fitted_to == (width, theme.scale):
            return
        self._fitted_to = (width, theme.scale)
        beside = width - theme.px(_LABEL_PX + _MORE_PX) - 2 * int(Gap.SMALL)
        chips = self.editor.chips_offered()
        gains = lines_of_chips(chips, beside) > max(_LINES_BESIDE, lines_of_chips(chips, width))
        self._stack(width < theme.px(_STACKED_UNDER_PX) or _needs_width(self.question) or gains)

    def _stack(self, stacked: bool) -> None:
        theme = theme_of(self)
        if stacked:
            self._above.insertWidget(0, self._words, 1)
            self._above.addWidget(self._more)
        else:
            self._across.insertWidget(0, self._words)
            self._across.addWidget(self._more)
        self._words_layout.setContentsMargins(0, 2 if stacked else theme.px(7), 0, 0)
        self.more.setMaximumHeight(theme.px(_MORE_ABOVE_PX if stacked else _MORE_PX))
        width = 16_777_215 if stacked else theme.px(_LABEL_PX)
        self._words.setMaximumWidth(width)
        self._words.setMinimumWidth(0 if stacked else width)

    def open_menu(self) -> None:
        """The three statuses, where the answer comes from, and taking it back: under the « … » or with F2."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for status, words in STATUS_WORDS.items():
            self._status_action(menu, status, words)
        if self._answer is not None and self._answer.status is Status.ANSWERED:
            menu.addSeparator()
            group = QActionGroup(menu)
            for source, words in _SOURCES.items():
                group.addAction(self._source_action(menu, source, words))
        if self._answer is not None:
            menu.addSeparator()
            menu.addAction(spaced(self.tr("Retirer la réponse"))).triggered.connect(lambda: self._give(None))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def answer_with_status(self, status: Status) -> None:
        self._give(Answer(status=status, source=self._source))
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _status_action(self, menu: QMenu, status: Status, words: str) -> None:
        action = menu.addAction(spaced(words))
        action.setCheckable(True)
        action.setChecked(self._answer is not None and self._answer.status is status)
        action.triggered.connect(lambda: self.answer_with_status(status))

    def _source_action(self, menu: QMenu, source: Source, words: str) -> QAction:
        action = menu.addAction(spaced(words))
        action.setCheckable(True)
        action.setChecked(self._answer is not None and self._answer.source is source)
        action.setVisible(source is not Source.OBSERVED or not str(self.question.code).startswith("SAN"))
        action.triggered.connect(lambda: self._from(source))
        return action

    def _say_violation(self, *, aloud: bool) -> None:
        """In French for the specialists, under the words of the form in the language that the person reads."""
        if not self._violation:
            return
        told = self._language.question(self.question, "constraint_message")
        if told.is_translated and self._violation == self.question.constraint_message:
            self.notice.say(told.shown, self._violation, Gravity.WARNING, aloud=aloud)
        else:
            self.notice.say(self._violation, "", Gravity.WARNING, aloud=aloud)

    def _mark_untranslated(self, on: bool) -> None:
        """Say it to who listens or points there, and to nobody else."""
        why = self.tr("Cette question n’est pas encore traduite.") if on else ""
        self.title.setToolTip(spaced(why))
        self.title.setAccessibleDescription(spaced(why))

    def _given(self, value: Value) -> None:
        self._misread("")
        self._give(None if value is None else Answer(value=value, source=self._source))

    def _give(self, answer: Answer | None) -> None:
        self._answer, self._refused, self._waiting = answer, False, True
        self._show_status(answer)
        self.answered.emit(self.question.code, answer)

    def _from(self, source: Source) -> None:
        if self._answer is not None:
            self._give(Answer(status=self._answer.status, value=self._answer.value, source=source))

    def _confirmed(self) -> None:
        self._from(Source.SAID)
        self.editor.take_focus()

    def _take_over(self, answer: Answer) -> None:
        """A partner's answer becomes ours, to be confirmed with the person; what was being typed gives way."""
        self._misread("")
        self.editor.flush()
        self._give(answer)
        stop = self.confirm if self.confirm.isVisibleTo(self) else self.more
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_status(self, answer: Answer | None) -> None:
        said = answer is not None and answer.status is not Status.ANSWERED
        self.status.setVisible(said)
        if answer is not None and said:
            self.status.set_text(STATUS_WORDS[answer.status])
            self.status.set_hint(self.tr("Retirer ce statut"))
            self.status.setChecked(True)
        self.confirm.setVisible(answer is not None and answer.source is Source.PARTNER and not said)

    def _more_hint(self) -> str:
        named = self.tr("Autre réponse : {question}").format(question=self._language.question(self.question).shown)
        return f"{named}\n{self.tr('Ne sait pas, ne souhaite pas répondre, sans objet   F2')}"

    def _misread(self, sentence: str) -> None:
        self._misreading = sentence
        if sentence:
            self.notice.say(sentence, "", Gravity.WARNING)
        else:
            self.notice.clear()


def _needs_width(question: Question) -> bool:
    """Scales, tables to fill and groups of fields stand under their words, even in a wide column."""
    if question.type in (QuestionType.RANGE, QuestionType.REPEAT, QuestionType.NOTE, QuestionType.FOREIGN):
        return True
    return question.type is QuestionType.GROUP and "week" not in question.appearance
