"""The middle of the exploration: one domain, its open question, its landmarks, its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.exploration.lines import short_title
from spie_diag.desktop.interview.exploration.notes import NoteLine, NotesColumn
from spie_diag.desktop.interview.exploration.situations import SituationsColumn, Suggestion
from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.questions.partners import PartnerLine
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, rule, say_in, scrolled
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import IconDisc
from spie_diag.forms.definition import Block, BlockCode, QuestionCode, Situation
from spie_diag.french import counted
from spie_diag.interview.course import DomainStep, Flag, Fold
from spie_diag.interview.notes import Note
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.interview.state import QuestionState


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainShown:
    """Everything that the middle shows of one domain."""

    step: DomainStep
    questions: Sequence[QuestionState]
    aside: Sequence[QuestionState]
    suggestions: Sequence[Suggestion]
    others: Sequence[Situation]
    notes: Sequence[Note]
    authors: Mapping[SpecialistId, Specialist]
    specialists: Sequence[str]
    drafts: Mapping[str, str]
    writer: SpecialistId
    frozen: bool
    agreement_asked: bool
    """Whether the person said what she agrees to: the one thing that must come first."""


class DomainPage(QWidget):
    answered = Signal(object, object)
    """A question's code and its ``Answer``, or None."""
    typed = Signal(object, str)
    flagged = Signal(object, bool)
    """A ``Flag``, on or off."""
    reopen_asked = Signal()
    agreement_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._writer: SpecialistId | None = None
        self._block: Block | None = None
        self._language = Language()
        self._panels: dict[BlockCode, QuestionPanel] = {}
        self._partners: Mapping[QuestionCode, Sequence[PartnerLine]] = {}
        self._short = self._views_instead = self._is_frozen = False
        self._is_open = True
        self._disc = IconDisc("circle")
        self._title = label(style=Text.H2, wrap=True)
        self._sub = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.sides = Segmented([self.tr("Conversation"), self.tr("Regards")], spoken=self.tr("Ce que je vois"))
        self.not_today = Button(self.tr("Pas aujourd’hui"), icon="hand", small=True, checkable=True, tone=Tone.WARN)
        self.resume = Button(
            self.tr("À reprendre"),
            icon="flag",
            small=True,
            checkable=True,
            tone=Tone.WARN,
            hint=self.tr("À reprendre   F4"),
        )
        self._called = label(style=Text.CAPTION, tone=Colour.INK2, wrap=True)
        self._question = label(style=Text.LEAD, wrap=True)
        self._own_question = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self._prompts = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.panel = QuestionPanel()
        self._panel_place = column(self.panel)
        self.situations = SituationsColumn()
        self.notes = NotesColumn()
        self.line = NoteLine()
        self._closed = _ClosedDomain()
        self._lay_out()
        self.not_today.clicked.connect(lambda on: self.flagged.emit(Flag.NOT_TODAY, on))
        self.resume.clicked.connect(lambda on: self.flagged.emit(Flag.RESUME, on))
        self._closed.reopen.clicked.connect(self.reopen_asked)
        self._closed.agreement.clicked.connect(self.agreement_asked)

    def _lay_out(self) -> None:
        titles = column(self._title, self._sub, gap=0)
        head = row(self._disc, (titles, 1), self.sides, self.not_today, self.resume, gap=Gap.MEDIUM)
        self._band = panel(
            column(
                self._called, self._question, self._own_question, self._prompts, gap=Gap.TIGHT, margins=(16, 6, 16, 6)
            ),
            Tone.PRIMARY,
        )
        self._open = column(
            self._panel_place,
            self.situations,
            rule(),
            self.notes,
            None,
            gap=Gap.SMALL,
            margins=(0, 0, 8, 8),
        )
        self.area: QScrollArea = scrolled(self._open)
        self._page = column(
            head, self._band, self._closed, (self.area, 1), self.line, gap=Gap.SMALL, margins=(18, 8, 12, 8)
        )
        self.setLayout(column(panel(self._page)))

    def show_domain(self, shown: DomainShown, *, fresh: bool) -> None:
        """Show one domain; ``fresh`` when it was not the one on the screen."""
        step = shown.step
        if fresh:
            self._begin(shown)
        self._show_head(shown)
        closed = step.is_closed or not shown.agreement_asked
        self._is_open, self._is_frozen = not closed, shown.frozen
        self._closed.setVisible(closed)
        self._show_parts()
        self.not_today.setVisible(not closed)
        self.resume.setVisible(not closed)
        if closed:
            self._closed.show_why(step.fold if shown.agreement_asked else None)
            return
        if not fresh:
            self._fill(self.panel, shown)
        self.situations.show_suggestions(shown.suggestions, shown.others, frozen=shown.frozen)
        if self.notes.show_notes(shown.notes, shown.authors.get) and not fresh:
            QTimer.singleShot(0, self, self._to_the_end)

    def show_partners(self, partners: Mapping[QuestionCode, Sequence[PartnerLine]]) -> None:
        """Show what partners noted under the questions of every domain."""
        self._partners = partners
        for one in {self.panel, *self._panels.values()}:
            one.show_partners(partners)

    def speak(self, language: Language) -> None:
        """Show the open question and the questions in another language; what is being typed stays."""
        self._language = language
        self.panel.speak(language)
        self._show_question()

    def show_side(self, views: QWidget | None) -> None:
        """Give the place of the conversation to ``views``, or back to the conversation."""
        self._views_instead = views is not None
        if views is not None and self._page.indexOf(views) < 0:
            self._page.addWidget(views, 1)
        self._show_parts()

    def set_one_side(self, one_side: bool) -> None:
        """Whether conversation and views share one place: a switch appears, a word goes."""
        self.sides.setVisible(one_side)
        self.not_today.set_text("" if one_side else self.tr("Pas aujourd’hui"))
        self.not_today.set_hint(self.tr("Pas aujourd’hui"))

    def set_short(self, short: bool) -> None:
        """Little height: the prompts give way, and the open question scrolls with the rest."""
        if short is not self._short:
            self._short = short
            self._open.insertWidget(0, self._band) if short else self._page.insertWidget(1, self._band)
        self._prompts.setVisible(not short and bool(self._prompts.text()))
        self._show_title()

    def take_focus(self) -> None:
        self.panel.take_focus()

    def tab_parts(self) -> list[QWidget]:
        """What Tab goes through, in the order of the eye."""
        head = (self.sides, self.not_today, self.resume, self._closed)
        return [*head, *self.panel.tab_parts(), self.situations, self.notes, self.line]

    def flush(self) -> None:
        """Give at once what is still being typed."""
        self.panel.flush()
        self.line.area.flush()

    def _show_parts(self) -> None:
        shown = self._is_open and not self._views_instead
        self._band.setVisible(shown and bool(self._question.text()))
        self.area.setVisible(shown)
        self.line.setVisible(shown and not self._is_frozen)

    def _begin(self, shown: DomainShown) -> None:
        block = shown.step.block
        self._change_panel(shown)
        self.situations.clear()
        self._disc.show_as(block_icon(block.code), Tone.PRIMARY)
        self._block = block
        self._show_title()
        self._show_question()
        self._band.setToolTip(block.advice)
        self.line.show_draft(shown.drafts.get(f"note/{block.code}", ""))
        self.area.verticalScrollBar().setValue(0)

    def _show_question(self) -> None:
        """What opens the conversation, under the name of the domain in the language that the person reads."""
        if self._block is None:
            return
        called, asked = self._language.block(self._block), self._language.block(self._block, "open_question")
        self._called.setText(called.shown)
        self._called.setVisible(called.is_translated)
        self._question.setText(asked.shown)
        self._own_question.setText(asked.under)
        self._own_question.setVisible(bool(asked.own))
        prompts = self._language.prompts(self._block)
        self._prompts.setText(prompts.both)
        self._prompts.setVisible(bool(prompts.shown) and not self._short)

    def _show_title(self) -> None:
        """The whole title, or its first words where there is little height."""
        if self._block is not None:
            say_in(self._title, short_title(self._block) if self._short else self._block.label)
            self._title.setToolTip(self._block.label if self._short else "")

    def _change_panel(self, shown: DomainShown) -> None:
        """Bring the questions of another domain; those already seen wait behind, until somebody else writes."""
        if self._writer != shown.writer:
            self._writer = shown.writer
            for old in self._panels.values():
                old.deleteLater()
            self._panels.clear()
        self.panel.flush()
        self.panel.hide()
        code = shown.step.block.code
        known = self._panels.get(code)
        self.panel = known or QuestionPanel()
        self.panel.speak(self._language)
        if known is None:
            self.panel.show_partners(self._partners)
            self._panels[code] = self.panel
            self.panel.answered.connect(self.answered)
            self.panel.typed.connect(self.typed)
            self._fill(self.panel, shown)  # before it has a window: much quicker than after
            self._panel_place.addWidget(self.panel)
            self.panel.follow_tab_order()
        else:
            self._fill(self.panel, shown)
        self.panel.show()

    def _fill(self, panel: QuestionPanel, shown: DomainShown) -> None:
        panel.show_questions(
            shown.questions,
            drafts=shown.drafts,
            specialists=shown.specialists,
            frozen=shown.frozen,
            aside=shown.aside,
        )

    def _show_head(self, shown: DomainShown) -> None:
        step = shown.step
        said = [counted(step.answered + step.in_depth_answered, "réponse"), counted(len(shown.notes), "note")]
        if step.opened_by_professional:
            said.append(Flag.OPEN.label.lower())
        elif step.fold is not None and not step.is_closed:
            said = [step.fold.why.rstrip(".")]
        elif not shown.frozen:
            said.append(self.tr("rien d’obligatoire"))
        say_in(self._sub, "  ·  ".join(said))
        self.not_today.setChecked(Flag.NOT_TODAY in step.flags)
        self.resume.setChecked(Flag.RESUME in step.flags)
        for mark in (self.not_today, self.resume):
            mark.setEnabled(not shown.frozen or mark.isChecked())
            mark.set_read_only(shown.frozen)

    def _to_the_end(self) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.maximum())


class _ClosedDomain(QWidget):
    """Says kindly why nothing is written here, and how the person may change her mind."""

    def __init__(self) -> None:
        super().__init__()
        icon = IconLabel("hand", Colour.PERSON, 28)
        self._why = label(style=Text.H3, wrap=True)
        self._more = label(style=Text.BODY, tone=Colour.INK2, wrap=True)
        self.reopen = Button(self.tr("Elle accepte d’en parler"), icon="message-circle", kind=Kind.SECONDARY)
        self.agreement = Button(self.tr("Revoir son accord"), icon="handshake", kind=Kind.SECONDARY)
        words = column(self._why, self._more, 8, row(self.reopen, self.agreement, None), gap=Gap.SMALL)
        block = panel(row(column(icon, None), (words, 1), gap=Gap.LARGE, margins=24), Tone.PERSON)
        self.setLayout(column(block, None))

    def show_why(self, fold: Fold | None) -> None:
        """Why nothing is written here; None where her agreement was not asked yet."""
        if fold is None:
            say_in(self._why, self.tr("Son accord n’est pas encore noté."))
            say_in(
                self._more,
                self.tr("C’est la seule chose qui vient avant la conversation : elle choisit ce qui se partage."),
            )
        else:
            say_in(self._why, fold.why)
            say_in(
                self._more,
                self.tr(
                    "C’est son choix : rien n’est noté ici, rien n’en est transmis. "
                    "Elle peut changer d’avis à tout moment."
                ),
            )
        self.agreement.set_text(self.tr("Noter son accord") if fold is None else self.tr("Revoir son accord"))
        self.reopen.setVisible(fold is Fold.DECLINED)
        self.agreement.setVisible(fold is not Fold.DECLINED)
