"""The preparation: known facts to confirm in the middle; person, deadlines and checklist at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.exploration.lines import short_title
from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.reading import ReadingColumn, introducing
from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.signs import Avatar, Mark, Sign
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.forms.definition import Block, BlockCode, BlockKind, Lead, QuestionCode
from spie_diag.french import listed, short_date, spaced, span
from spie_diag.interview.answers import Source
from spie_diag.interview.course import Flag, Stage, stage_of
from spie_diag.interview.people import FieldOfWork, Specialist

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.interview.preparation.presenter import PreparationPresenter
    from spie_diag.followup.deadlines import Deadline

_SIDE_PX = 356
_NARROW_UNDER = 980
_SOON_DAYS = 30


class PreparationView(QWidget):
    panel_answered = Signal(object, object)
    panel_typed = Signal(object, str)
    place_asked = Signal(object)
    """The domain to take up again."""

    def __init__(self) -> None:
        super().__init__()
        self.panels: dict[BlockCode, QuestionPanel] = {}
        self._sections: dict[BlockCode, QWidget] = {}
        self._called: dict[BlockCode, QLabel] = {}
        self._language = Language()
        self._sheet: Sheet | None = None
        self._deadlines_shown: tuple[Deadline, ...] | None = None
        self._questions = column(gap=Gap.WIDE)
        self._alone = Notice()
        self._person = _PersonCard()
        self._earlier = label(self.tr("Premier entretien : rien à relire."), Text.SMALL, tone=Colour.INK2, wrap=True)
        self._deadlines = column(gap=Gap.SMALL)
        self._resume = column(gap=Gap.TIGHT)
        self._pair = column(gap=Gap.SMALL)
        self._checklist = ReadingColumn(Text.SMALL)
        self._script_text = ""
        self._script = ReadingColumn()
        self._script_card = panel(column(self._script, margins=14), Tone.PRIMARY)
        self._script_card.hide()
        self.script = Button(
            self.tr("Lire le mot d’accueil"), icon="book-open", kind=Kind.QUIET, small=True, checkable=True
        )
        self.script.toggled.connect(self._script_card.setVisible)
        self._lay_out()

    def _lay_out(self) -> None:
        intro = label(
            self.tr("Ce que le dossier dit déjà, à confirmer avec la personne : elle n’a pas à le redire."),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        head = column(label(self.tr("Préparer l’entretien"), Text.H2), intro, gap=2)
        inner = column(self._alone, self._questions, None, gap=Gap.LARGE, margins=(0, 0, 10, 8))
        self._middle = panel(column(head, (scrolled(inner), 1), gap=Gap.LARGE, margins=(18, 16, 10, 12)))
        side = column(
            panel(column(self._person, self._heading(self.tr("Déjà rencontrée")), self._earlier, margins=16)),
            self._card(self.tr("Échéances"), self._deadlines),
            self._card(self.tr("À reprendre"), self._resume),
            self._card(self.tr("Le binôme"), self._pair),
            self._card(self.tr("Avant"), column(self._checklist, row(self.script, None), self._script_card)),
            None,
            gap=Gap.MEDIUM,
        )
        self._side = scrolled(side)
        mark_region(self._middle, self.tr("Questions"))
        mark_region(self._side, self.tr("Repères"))
        self.setLayout(row((self._middle, 1), self._side, gap=Gap.MEDIUM, margins=12))

    def obey(self, presenter: "PreparationPresenter") -> None:
        """Tell ``presenter`` every gesture; it lives as long as the page."""
        self._presenter = presenter
        self.panel_answered.connect(presenter.answer)
        self.panel_typed.connect(presenter.keep_draft)
        self.place_asked.connect(presenter.go_to)

    def show_sheet(self, sheet: "Sheet") -> None:
        first = self._sheet is None
        writer_changed = self._sheet is not None and self._sheet.writer.id != sheet.writer.id
        self._sheet = sheet
        if writer_changed:
            for one in self.panels.values():
                one.flush()
        for place, block in enumerate(_prepared(sheet)):
            if place == 0 or block.code in self.panels:
                self._show_block(sheet, block)
        self._build_next()
        self._show_alone(sheet)
        self._person.show_person(sheet)
        self._show_deadlines(sheet)
        self._show_resume(sheet)
        if first or writer_changed:
            self._show_pair(sheet)
            self._script.show_text(introducing(self._script_text, sheet.pair))

    def speak(self, language: Language) -> None:
        """Show the questions in another language; titles and landmarks stay in French."""
        self._language = language
        for one in self.panels.values():
            one.speak(language)
        for block in _prepared(self._sheet) if self._sheet is not None else ():
            if block.code in self._called:
                self._show_called(block)

    def show_earlier(self, lines: tuple[str, ...]) -> None:
        say_in(self._earlier, "\n".join(lines) if lines else self.tr("Premier entretien : rien à relire."))

    def show_checklist(self, markdown: str) -> None:
        self._checklist.show_text(markdown)

    def show_script(self, markdown: str) -> None:
        self._script_text = markdown
        self._script.show_text(markdown)

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None:
        for one in self.panels.values():
            one.say_error(question, error)

    def refocus(self) -> None:
        for one in self.panels.values():
            one.take_focus()
            return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme, narrow = theme_of(self), roomy_width(self) < _NARROW_UNDER
        self._side.setFixedWidth(self.width() * 2 // 5 if narrow else theme.px(_SIDE_PX))

    def _build_next(self) -> None:
        """One more block of questions at each turn of the event loop: the first ones are there at once."""
        sheet = self._sheet
        waiting = [block for block in _prepared(sheet) if block.code not in self.panels] if sheet else []
        if sheet is not None and waiting:
            QTimer.singleShot(0, self, lambda: self._build(waiting[0]))

    def _build(self, block: Block) -> None:
        if self._sheet is not None and block.code not in self.panels:
            self._show_block(self._sheet, block)
            self._build_next()

    def _show_block(self, sheet: "Sheet", block: Block) -> None:
        if block.code not in self.panels:
            made = QuestionPanel(source=Source.PARTNER)
            made.answered.connect(self.panel_answered)
            made.typed.connect(self.panel_typed)
            self.panels[block.code] = made
            made.speak(self._language)
            icon, called = (
                IconLabel(block_icon(block.code), Colour.PRIMARY, 20),
                label(style=Text.SMALL, tone=Colour.INK2),
            )
            self._called[block.code] = called
            self._show_called(block)
            title = row(icon, label(block.label, Text.H3), None, called)
            section = box(column(title, made, gap=Gap.MEDIUM))
            self._sections[block.code] = section
        asked = [
            one
            for one in sheet.state.visible(block.code)
            if one.question.code is not None
            and one.question.code not in sheet.course.withheld
            and stage_of(one.question.code, block) is Stage.PREPARATION
        ]
        self.panels[block.code].show_questions(
            asked,
            drafts=sheet.drafts,
            specialists=[one.name for one in sheet.pair.members],
            frozen=sheet.is_frozen,
            aside=[sheet.state.questions[one] for one in _set_aside(sheet, block)],
        )
        section = self._sections[block.code]
        if self._questions.indexOf(section) < 0:  # filled before it has a window: much quicker than after
            self._questions.addWidget(section)
            self.panels[block.code].follow_tab_order()
        section.setVisible(bool(asked))

    def _show_called(self, block: Block) -> None:
        """The name of the block as the person reads it, across from its title."""
        words = self._language.block(block)
        self._called[block.code].setText(words.shown if words.is_translated else "")

    def _show_alone(self, sheet: "Sheet") -> None:
        if sheet.pair.is_joint:
            self._alone.clear()
        elif not self._alone.said():
            self._alone.say(
                self.tr("Un seul professionnel est nommé."),
                self.tr("L’entretien peut se tenir ; le document portera « diagnostic non conjoint » à chaque page."),
                Gravity.WARNING,
                aloud=False,
            )

    def _show_deadlines(self, sheet: "Sheet") -> None:
        if sheet.deadlines == self._deadlines_shown:
            return
        self._deadlines_shown = sheet.deadlines
        clear(self._deadlines)
        for deadline in sorted(sheet.deadlines, key=lambda one: one.on):
            self._deadlines.addWidget(_deadline_line(deadline))
        if not sheet.deadlines:
            text = self.tr("Aucune date connue pour l’instant.")
            self._deadlines.addWidget(label(text, Text.SMALL, tone=Colour.INK3, wrap=True))

    def _show_resume(self, sheet: "Sheet") -> None:
        focused = self.window().focusWidget()
        had_focus = focused is not None and focused.property("resumes") is not None
        clear(self._resume)
        flagged = [step for step in sheet.course.steps if Flag.RESUME in step.flags or Flag.NOT_TODAY in step.flags]
        for step in flagged:
            icon = "flag" if Flag.RESUME in step.flags else "hand"
            link = Button(short_title(step.block), icon=icon, kind=Kind.QUIET, small=True)
            link.setProperty("resumes", step.block.code)
            link.clicked.connect(lambda _on=False, code=step.block.code: self.place_asked.emit(code))
            self._resume.addLayout(row(link, None))
            if had_focus:
                link.setFocus()
        if not flagged:
            text = self.tr("Rien n’est marqué « à reprendre ».")
            self._resume.addWidget(label(text, Text.SMALL, tone=Colour.INK3, wrap=True))

    def _show_pair(self, sheet: "Sheet") -> None:
        clear(self._pair)
        for one in sheet.pair.members:
            self._pair.addWidget(_specialist_line(one, sheet))
        seating = self.tr("Trois chaises à la même hauteur, en L ou côte à côte ; l’écran visible de tous.")
        self._pair.addWidget(label(seating, Text.SMALL, tone=Colour.INK3, wrap=True))

    def _heading(self, text: str) -> QWidget:
        return label(text, Text.STRONG)

    def _card(self, title: str, content: QVBoxLayout) -> QWidget:
        return panel(column(self._heading(title), content, gap=Gap.SMALL, margins=16))


class _PersonCard(QWidget):
    """Who is received: only what finding her again needs."""

    def __init__(self) -> None:
        super().__init__()
        self._avatar = Avatar("", Tone.PRIMARY, 48)
        self._name = label(style=Text.H3, verbatim=True, wrap=True)
        self._facts = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.setLayout(row(self._avatar, (column(self._name, self._facts, gap=0), 1), gap=Gap.MEDIUM))

    def show_person(self, sheet: "Sheet") -> None:
        person = sheet.person
        self._avatar.show_name(person.full_name)
        self._name.setText(person.called)
        age = person.age(sheet.today)
        facts = [f"{age} ans" if age is not None else "", person.commune, person.phone, person.number]
        say_in(self._facts, " · ".join(fact for fact in facts if fact))


def _prepared(sheet: "Sheet") -> list[Block]:
    return [block for block in sheet.state.form.blocks if block.kind in (BlockKind.FRAME, BlockKind.BASE)]


def _set_aside(sheet: "Sheet", block: Block) -> list[QuestionCode]:
    codes = [question.code for question in block.questions if question.code is not None]
    return [code for code in codes if sheet.state.questions[code].set_aside and code not in sheet.course.withheld]


def _deadline_line(deadline: "Deadline") -> QWidget:
    left = deadline.days_left
    tone: Tone | None
    if left < 0:
        when, tone = f"dépassée depuis {span(-left)}", Tone.DANGER
    else:
        when = "aujourd’hui" if left == 0 else f"dans {span(left)}"
        tone = Tone.WARN if left <= _SOON_DAYS else None
    words = label(deadline.title, Text.SMALL, wrap=True)
    day = label(f"{short_date(deadline.on)}, {when}", Text.CAPTION, tone=tone or Colour.INK2)
    line = box(row(column(IconLabel("calendar-clock", tone.full if tone else Colour.INK3, 18), None),
                   (column(words, day, gap=0), 1)))  # fmt: skip
    line.setToolTip(spaced(f"Source : {deadline.source}"))
    return line


def _specialist_line(one: Specialist, sheet: "Sheet") -> QWidget:
    social = one.field_of_work is FieldOfWork.SOCIAL
    lead = Lead.SOCIAL if social else Lead.EMPLOYMENT
    led = [short_title(block).lower() for block in sheet.state.form.blocks if block.lead is lead and block.is_rated]
    leads = label(f"Mène : {listed(led)}", Text.CAPTION, tone=Colour.INK3, wrap=True)
    role = ", ".join(part for part in (one.role, one.structure) if part)
    words = column(label(one.name, Text.STRONG), label(role, Text.SMALL, tone=Colour.INK2, wrap=True), leads, gap=0)
    return box(row(column(4, Mark(Sign.SOCIAL if social else Sign.EMPLOYMENT, 14), None, gap=0), (words, 1)))
