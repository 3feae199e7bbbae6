"""The questions of one domain, or of one stage: the essential ones first, the others unfolded on demand."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.partners import PartnerLine
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.interview.questions.wording import in_words
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, row, say_in
from spie_diag.errors import SpieError
from spie_diag.forms.definition import Depth, QuestionCode
from spie_diag.forms.vocabulary import SILENT
from spie_diag.interview.answers import Source
from spie_diag.interview.state import QuestionState


class QuestionPanel(QWidget):
    """Keeps one row per question seen so far, and shows those that are relevant: nothing is rebuilt by an answer."""

    answered = Signal(object, object)
    """A question's code and its ``Answer``, or None."""
    typed = Signal(object, str)

    def __init__(self, *, source: Source = Source.SAID) -> None:
        super().__init__()
        self._source = source
        self.rows: dict[QuestionCode, QuestionRow] = {}
        self._in_order: list[QuestionCode] = []
        self._language = Language()
        self._partners: Mapping[QuestionCode, Sequence[PartnerLine]] = {}
        self._essential = column(gap=Gap.SMALL)
        self._in_depth = column(gap=Gap.SMALL)
        self.deeper = Button(self.tr("Approfondir"), icon="chevron-down", kind=Kind.QUIET, small=True, checkable=True)
        self._depth_box = QWidget()
        self._depth_box.setLayout(self._in_depth)
        self._depth_box.hide()
        self._aside = label(style=Text.CAPTION, tone=Colour.INK3, wrap=True)
        self._aside.hide()
        self.setLayout(column(self._essential, row(self.deeper, None), self._depth_box, self._aside, gap=Gap.SMALL))
        self.deeper.toggled.connect(self._unfold)
        menu = QShortcut(QKeySequence("F2"), self)
        menu.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # a page may hold several panels
        menu.activated.connect(self.open_menu)

    def show_questions(
        self,
        states: Sequence[QuestionState],
        *,
        drafts: Mapping[str, str],
        specialists: Sequence[str],
        frozen: bool,
        aside: Sequence[QuestionState] = (),
    ) -> None:
        """Show these questions, in this order, and quietly those whose answer is set aside."""
        wanted = [state for state in states if _has_field(state)]
        known = len(self.rows)
        for state in wanted:
            code = _code(state)
            fresh = code not in self.rows
            one = self.rows[code] if not fresh else self._new_row(state, specialists)
            one.show_state(state, frozen=frozen)
            one.setVisible(True)
            draft = drafts.get(f"answer/{code}") if fresh and not frozen else None
            if draft is not None:
                one.restore(draft)
                self._show_unfolded(state)
        self._hide_others({_code(state) for state in wanted})
        if len(self.rows) > known:
            self._order([_code(state) for state in wanted])
        self._show_depth(wanted)
        self._show_aside(aside)

    def show_partners(self, partners: Mapping[QuestionCode, Sequence[PartnerLine]]) -> None:
        """Show what partners noted under the questions that they answered, those to come too."""
        self._partners = partners
        for code, one in self.rows.items():
            one.show_partners(partners.get(code, ()))
        if self._in_order:
            self.follow_tab_order()

    def speak(self, language: Language) -> None:
        """Show every question in another language; nothing is rebuilt."""
        if language == self._language:
            return
        self._language = language
        self.setUpdatesEnabled(False)
        for one in self.rows.values():
            one.speak(language)
        self.setUpdatesEnabled(True)

    def say_error(self, question: QuestionCode, error: SpieError) -> None:
        """Say it under the question it is about."""
        if question in self.rows:
            self.rows[question].say_error(error)

    def flush(self) -> None:
        """Give at once what is still being typed."""
        for one in self.rows.values():
            one.editor.flush()

    def focus_question(self, code: QuestionCode) -> bool:
        """Give the keyboard to one question, unfolded if it must be; False where it is not shown here."""
        one = self.rows.get(code)
        if one is None or one.isHidden():
            return False
        if self._depth_box.isAncestorOf(one):
            self.deeper.setChecked(True)
        one.editor.take_focus()
        return True

    def take_focus(self) -> None:
        """Put the keyboard in the first question that has no answer, or in the first one."""
        shown = [one for one in self.rows.values() if one.isVisibleTo(self) and one.editor.takes_answers]
        if shown:
            shown[0].editor.take_focus()

    def follow_tab_order(self) -> None:
        """Make Tab go through the questions as the eye does, wherever they were created."""
        chain_focus(self.tab_parts())

    def tab_parts(self) -> list[QWidget]:
        """What Tab goes through, in the order of the eye."""
        rows = [self.rows[code] for code in self._in_order]
        essential = [one for one in rows if one.question.depth is Depth.ESSENTIAL]
        return [*essential, self.deeper, *(one for one in rows if one.question.depth is not Depth.ESSENTIAL)]

    def open_menu(self) -> None:
        """The statuses of the question that has the keyboard."""
        for one in self.rows.values():
            focused = self.window().focusWidget()
            if focused is not None and one.isAncestorOf(focused):
                one.open_menu()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restack()

    def _restack(self) -> None:
        for one in self.rows.values():
            one.fit(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restack()

    def _new_row(self, state: QuestionState, specialists: Sequence[str]) -> QuestionRow:
        one = QuestionRow(state.question, specialists, self._source, self._language)
        one.fit(self.width())
        one.answered.connect(self.answered)
        one.typed.connect(self.typed)
        self.rows[_code(state)] = one
        one.show_partners(self._partners.get(_code(state), ()))
        place = self._essential if state.question.depth is Depth.ESSENTIAL else self._in_depth
        place.addWidget(one)
        return one

    def _hide_others(self, wanted: set[QuestionCode]) -> None:
        for code, one in self.rows.items():
            if code not in wanted and not one.isHidden():
                one.editor.flush()
                one.hide()

    def _order(self, wanted: Sequence[QuestionCode]) -> None:
        """A question that appears later takes its place in the form's order, for the eye and for Tab."""
        for layout in (self._essential, self._in_depth):
            rows = [self.rows[code] for code in wanted if layout.indexOf(self.rows[code]) >= 0]
            found = [layout.indexOf(one) for one in rows]
            if found != sorted(found):
                for one in rows:
                    layout.removeWidget(one)
                    layout.addWidget(one)
        self._in_order = list(wanted)
        self.follow_tab_order()

    def _show_depth(self, wanted: Sequence[QuestionState]) -> None:
        deep = [state for state in wanted if state.question.depth is Depth.IN_DEPTH]
        said = sum(state.answer is not None for state in deep)
        self.deeper.setVisible(bool(deep))
        words = self.tr("Approfondir ({said} sur {all})") if said else self.tr("Approfondir ({all})")
        self.deeper.set_text(words.format(said=said, all=len(deep)))
        self._depth_box.setVisible(self.deeper.isChecked() and bool(deep))

    def _show_unfolded(self, state: QuestionState) -> None:
        """What was being typed when the app stopped is in sight again."""
        if state.question.depth is Depth.IN_DEPTH:
            self.deeper.setChecked(True)

    def _unfold(self, opened: bool) -> None:
        self.deeper.set_icon("chevron-up" if opened else "chevron-down")
        self._depth_box.setVisible(opened)

    def _show_aside(self, aside: Sequence[QuestionState]) -> None:
        kept = [
            f"{one.question.label} {in_words(one.question, one.answer, one.rows)}"
            for one in aside
            if one.answer is not None
        ]
        self._aside.setVisible(bool(kept))
        if kept:
            say_in(self._aside, self.tr("Mis de côté, ne compte plus : {answers}").format(answers=" · ".join(kept)))


def chain_focus(parts: Sequence[QWidget]) -> None:
    """Make Tab follow ``parts`` in this order, each with everything in it, wherever they were created."""
    within = (stop for part in parts for stop in (part, *part.findChildren(QWidget)))
    found = (stop for stop in within if stop.window() is parts[0].window())
    stops = [stop for stop in found if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _code(state: QuestionState) -> QuestionCode:
    code = state.question.code
    if code is None:
        raise LookupError("a question of a form carries a code")
    return code


def _has_field(state: QuestionState) -> bool:
    return state.question.type not in SILENT
