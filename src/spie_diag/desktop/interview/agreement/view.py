"""The welcome and the agreement: what is urgent first, then who is there, then what is said, then her choice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QStyle, QWidget

from spie_diag.desktop.interview.language import Language, Words
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.reading import ReadingColumn, introducing
from spie_diag.desktop.theme import Colour, Gap, Radius, Text, Tone, pixmap, theme_of
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row, rule, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.forms.definition import Question, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import AGREEMENT, LIMITS, Stage, stage_of
from spie_diag.interview.state import QuestionState

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.interview.agreement.presenter import AgreementPresenter
    from spie_diag.interview.people import Pair

URGENCY: Final = QuestionCode("CAD-11")
_TEXT_PX = 400
_NARROW_UNDER = 1000
_LAID_OUT_MS = 60


class AgreementView(QWidget):
    answered = Signal(object, object)
    """A question's code and its ``Answer``, or None."""
    typed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._urgent_shown = False
        self._script = ""
        self._pair: Pair | None = None
        self._pressed = ""
        self._language = Language()
        self._agreement: Question | None = None
        self.urgency = QuestionPanel()
        self.welcome = QuestionPanel()
        self.limits = QuestionPanel()
        for one in (self.urgency, self.welcome, self.limits):
            one.answered.connect(self.answered)
            one.typed.connect(self.typed)
        self.choices = LargeChoice()
        self.choices.given.connect(self._agreed)
        self.notice = Notice()
        self.texts = Segmented(
            [self.tr("À dire"), self.tr("Notice"), self.tr("Mots simples"), self.tr("Urgence")],
            spoken=self.tr("Texte à lire"),
        )
        self.texts.changed.connect(self._show_text)
        self._pages = [ReadingColumn() for _ in range(4)]
        self._lay_out()
        self._show_text(0)

    def _lay_out(self) -> None:
        inner = column(
            _step(self.tr("L’urgence d’abord")),
            self.urgency,
            rule(),
            _step(self.tr("Qui est là, et ce qui aide")),
            self.welcome,
            rule(),
            _step(self.tr("Sa décision")),
            panel(self._make_decision(), Tone.PERSON),
            None,
            gap=Gap.LARGE,
            margins=(0, 0, 10, 8),
        )
        self._area = scrolled(inner)
        middle = panel(column(self._make_head(), (self._area, 1), gap=Gap.LARGE, margins=(18, 16, 10, 12)))
        shown = column(*self._pages, None, margins=(0, 0, 10, 8))
        self._text = panel(column(row(self.texts, None), (scrolled(shown), 1), gap=Gap.MEDIUM, margins=(16, 16, 8, 12)))
        mark_region(middle, self.tr("Accord"))
        mark_region(self._text, self.tr("Textes à lire"))
        self.setLayout(row((middle, 1), self._text, gap=Gap.MEDIUM, margins=12))

    def _make_head(self) -> QLayout:
        intro = label(
            self.tr("Elle peut lire cette page avec vous. Dire non est possible, et n’enlève rien à l’accueil."),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        return column(label(self.tr("Accueillir, informer, demander son accord"), Text.H2, wrap=True), intro, gap=2)

    def _make_decision(self) -> QLayout:
        """What she is asked, in large buttons, and what her choice changes."""
        self._question = label(style=Text.H3, wrap=True)
        self._own_question = label(style=Text.CAPTION, tone=Colour.INK2, wrap=True)
        self._own_question.hide()
        asked = column(
            row(IconLabel("quote", Colour.PERSON, 22), (self._question, 1)),
            self._own_question,
            self.choices,
            gap=Gap.MEDIUM,
        )
        self._asked = box(asked)
        return column(self._asked, self.notice, self.limits, gap=Gap.MEDIUM, margins=18)

    def obey(self, presenter: "AgreementPresenter") -> None:
        """Tell ``presenter`` every gesture; it lives as long as the page."""
        self._presenter = presenter
        self.answered.connect(presenter.answer)
        self.typed.connect(presenter.keep_draft)

    def show_texts(self, *, script: str, notice: str, simple: str, numbers: str) -> None:
        self._script = script
        for page, text in zip(self._pages, (script, notice, simple, numbers), strict=True):
            page.show_text(text)

    def show_sheet(self, sheet: "Sheet") -> None:
        if sheet.pair != self._pair:
            self._pair = sheet.pair
            self._pages[0].show_text(introducing(self._script, sheet.pair))
        asked = _welcome(sheet)
        known = {AGREEMENT, LIMITS, URGENCY}
        self._show_panel(self.urgency, [one for one in asked if one.question.code == URGENCY], sheet)
        self._show_panel(self.welcome, [one for one in asked if one.question.code not in known], sheet)
        self._show_panel(self.limits, [one for one in asked if one.question.code == LIMITS], sheet)
        agreement = sheet.state.questions[AGREEMENT]
        self._agreement = agreement.question
        self._show_question()
        self.choices.show_question(agreement.question, agreement.answer, frozen=sheet.is_frozen)
        self._show_consequence(sheet.state.value(AGREEMENT), sheet)
        self._show_urgency(sheet.state.value(URGENCY))

    def speak(self, language: Language) -> None:
        """Show what she is asked in another language; the texts to read aloud are in French."""
        self._language = language
        for one in (self.urgency, self.welcome, self.limits):
            one.speak(language)
        self._show_question()

    def refocus(self) -> None:
        self.urgency.take_focus()

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None:
        if question == AGREEMENT:
            self.notice.say_error(error)
        for one in (self.urgency, self.welcome, self.limits):
            one.say_error(question, error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = roomy_width(self) < _NARROW_UNDER
        least = max(self.width() * 2 // 5, self.texts.sizeHint().width() + 24)  # its four words stay whole
        self._text.setFixedWidth(least if narrow else theme_of(self).px(_TEXT_PX))

    def _show_question(self) -> None:
        if self._agreement is None:
            return
        words = self._language.question(self._agreement)
        self._question.setText(words.shown)
        self._own_question.setText(words.under)
        self._own_question.setVisible(bool(words.own))
        towards = Qt.LayoutDirection.RightToLeft if words.leftward else Qt.LayoutDirection.LeftToRight
        self._asked.setLayoutDirection(towards)
        self.choices.speak(self._language, self._agreement)

    def _show_panel(self, where: QuestionPanel, asked: Sequence[QuestionState], sheet: "Sheet") -> None:
        where.show_questions(asked, drafts=sheet.drafts, specialists=(), frozen=sheet.is_frozen)
        where.setVisible(bool(asked))

    def _show_consequence(self, said: Value, sheet: "Sheet") -> None:
        """What her choice changes, said plainly and without comment."""
        closed = [step.block.label.lower() for step in sheet.course.exploration if step.is_closed]
        if said == "non":
            self._say(
                self.tr("C’est noté. Ce qui se dit ici n’est pas partagé entre vous deux."),
                self.tr(
                    "Vous pouvez encore : répondre à une urgence, vérifier avec elle ses papiers et ses statuts, et "
                    "lui proposer deux entretiens séparés. Tous les autres domaines sont fermés : rien n’y est noté. "
                    "Elle peut changer d’avis à tout moment."
                ),
            )
        elif said == "oui_sauf":
            listed = ", ".join(closed)
            self._say(
                self.tr("C’est noté. Les sujets qu’elle choisit ci-dessous sont fermés."),
                self.tr("Fermés : {domains}.").format(domains=listed) if closed else "",
            )
        else:
            self.notice.clear()
        if self._pressed and self._pressed == said:
            self._pressed = ""
            QTimer.singleShot(_LAID_OUT_MS, self, lambda: self._area.ensureWidgetVisible(self.notice))

    def _say(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.INFO, aloud=not self.notice.said())

    def _show_urgency(self, said: Value) -> None:
        """Something is urgent: whom to call comes before everything else."""
        urgent = isinstance(said, list) and bool(said) and said != ["aucune"]
        if urgent and not self._urgent_shown:
            self.texts.choose(3)
            self._show_text(3)
        self._urgent_shown = urgent

    def _show_text(self, place: int) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == place)

    def _agreed(self, name: str) -> None:
        self._pressed = name
        self.answered.emit(AGREEMENT, Answer(value=name) if name else None)


class LargeChoice(QWidget):
    """One answer among few, in large buttons that the person may read and press herself."""

    given = Signal(str)
    """The name of the choice; empty when it is taken back."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column(gap=Gap.SMALL)
        self.setLayout(self._column)
        self.buttons: dict[str, _LargeButton] = {}
        self._language = Language()

    def show_question(self, question: Question, answer: Answer | None, *, frozen: bool) -> None:
        if not self.buttons:
            for choice in question.choices:
                button = _LargeButton(choice.label)
                button.clicked.connect(lambda _on=False, name=choice.name: self._pressed(name))
                self.buttons[choice.name] = button
                self._column.addWidget(button)
            self._say(question)
        said = answer.value if answer is not None and answer.status is Status.ANSWERED else None
        for name, button in self.buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(name == said)
            button.setAutoExclusive(True)
            button.set_read_only(frozen)

    def speak(self, language: Language, question: Question) -> None:
        self._language = language
        self._say(question)

    def _say(self, question: Question) -> None:
        for choice in question.choices:
            button = self.buttons.get(choice.name)
            if button is not None:
                button.say(self._language.choice(choice))
                button.setAccessibleDescription(self._language.question(question).shown)

    def _pressed(self, name: str) -> None:
        self.given.emit(name if self.buttons[name].isChecked() else "")


class _LargeButton(PaintedButton):
    tells_an_answer = True

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._own = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: Words) -> None:
        """Show other words, with the form’s own under them where they are asked for."""
        self._own = words.own
        self.setText(words.shown)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = self.theme.metrics(Text.LEAD, 600).horizontalAdvance(self.text())
        return QSize(text + self.theme.px(76), self.theme.px(72 if self._own else 54))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_read_only:
            self.click()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        if self.is_read_only:
            return
        if self.isChecked():
            self.setAutoExclusive(False)
            self.setChecked(False)
            self.setAutoExclusive(True)
        else:
            super().nextCheckState()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, chosen = self.theme, smooth_painter(self), self.isChecked()
        shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = Colour.PERSON if chosen else self.background() or Colour.SURFACE
        border = Colour.PERSON if chosen else Colour.CONTROL
        rounded(painter, theme, shape, Radius.BLOCK, fill=fill, border=border, border_px=1.5)
        ink = Colour.ON_PERSON if chosen else Colour.INK if self.isEnabled() else Colour.DISABLED
        mark = pixmap("circle-check" if chosen else "circle", ink, 24, theme=theme)
        direction, side = self.layoutDirection(), theme.px(24)
        place = QRect(theme.px(18), (self.height() - side) // 2, side, side)
        painter.drawPixmap(QStyle.visualRect(direction, self.rect(), place).topLeft(), mark)
        painter.setPen(theme.colour(ink))
        along = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        words = QRect(theme.px(54), 0, self.width() - theme.px(60), self.height() - theme.px(22 if self._own else 0))
        where = QStyle.visualRect(direction, self.rect(), words)
        painter.setFont(theme.font(Text.LEAD, 600))
        painter.drawText(where, along, self.text())
        if self._own:
            painter.setFont(theme.font(Text.SMALL))
            painter.drawText(where.translated(0, theme.px(24)), along, self._own)
        painter.end()


def _welcome(sheet: "Sheet") -> list[QuestionState]:
    """The questions of the welcome, in the order of the form."""
    state = sheet.state
    found = []
    for block in state.form.blocks:
        for one in state.visible(block.code):
            code = one.question.code
            if code is not None and stage_of(code, block) is Stage.AGREEMENT:
                found.append(one)
    return found


def _step(text: str) -> QWidget:
    return label(text, Text.STRONG)
