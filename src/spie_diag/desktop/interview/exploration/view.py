"""The exploration: domains at the left, one of them in the middle, the views at the right."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from spie_diag.desktop.interview.exploration.domain import DomainPage, DomainShown
from spie_diag.desktop.interview.exploration.domains import DomainList
from spie_diag.desktop.interview.exploration.lines import blocks_in, covered, lines_of
from spie_diag.desktop.interview.exploration.situations import suggestions_of
from spie_diag.desktop.interview.exploration.sweep import SweepPage
from spie_diag.desktop.interview.exploration.views import ViewsPane, ViewsShown
from spie_diag.desktop.interview.questions.panel import chain_focus
from spie_diag.desktop.interview.questions.partners import PartnerLine
from spie_diag.desktop.interview.stage import SWEEP
from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row, say_in
from spie_diag.desktop.widgets.progress import ProgressRing
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import ToDo
from spie_diag.forms.definition import Block, BlockCode, QuestionCode
from spie_diag.interview.course import AGREEMENT, CLOSING, Flag, Group
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import Voice

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.interview.exploration.presenter import ExplorationPresenter
    from spie_diag.desktop.interview.language import Language
    from spie_diag.diagnosis.assessment import Level

_LIST_PX, _COMPACT_LIST_PX, _VIEWS_PX = 242, 82, 356
_COMPACT_UNDER, _ONE_SIDE_UNDER, _SHORT_UNDER, _STACKED_UNDER = 1240, 1120, 650, 640


class ExplorationView(QWidget):
    """Shows one place of the exploration; every gesture goes to the presenter."""

    keys = (
        ("Ctrl ↑ ↓", "domaine"),
        ("F4", "à reprendre"),
        ("Ctrl N", "note"),
        ("F2", "autre réponse"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._presenter: ExplorationPresenter | None = None
        self._here: BlockCode | None = None
        self._shown: tuple[BlockCode, object] | None = None
        self.domains = DomainList()
        self._ring = ProgressRing(30)
        self._count = label(style=Text.CAPTION, tone=Colour.INK3)
        self.more = Button(self.tr("Ouvrir un autre domaine"), icon="plus", kind=Kind.QUIET, small=True)
        self.domain = DomainPage()
        self.sweep = SweepPage()
        self.views = ViewsPane()
        self._one_side = self._rated_shown = False
        self._lay_out()
        self._bind_keys()

    def _lay_out(self) -> None:
        titles = column(label(self.tr("Domaines"), Text.STRONG), self._count, gap=0)
        self._titles = box(titles)
        head = row(self._ring, self._titles, None, gap=Gap.MEDIUM, margins=(15, 12, 8, 8))
        self._list = panel(column(head, (self.domains, 1), self.more, gap=0, margins=(0, 0, 0, 8)))
        for region, spoken in (
            (self._list, self.tr("Domaines")),
            (self.domain, self.tr("Conversation")),
            (self.sweep, self.tr("Balayage")),
            (self.views, self.tr("Regards")),
        ):
            mark_region(region, spoken)
        self._row = row(self._list, (self.domain, 1), (self.sweep, 1), self.views, gap=Gap.MEDIUM, margins=12)
        self.setLayout(self._row)
        self.sweep.hide()

    def _bind_keys(self) -> None:
        for keys, deed in (
            ("Ctrl+Up", lambda: self._step(-1)),
            ("Ctrl+Down", lambda: self._step(+1)),
            ("Ctrl+N", self._to_note_line),
            ("F4", self.domain.resume.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def obey(self, presenter: "ExplorationPresenter") -> None:
        """Tell ``presenter`` every gesture."""
        self._presenter = presenter
        self.domains.chosen.connect(lambda block: presenter.go_to(BlockCode(block)))
        self.domain.answered.connect(presenter.answer)
        self.domain.typed.connect(presenter.keep_answer_draft)
        self.domain.situations.decided.connect(presenter.decide)
        self.domain.notes.remove_asked.connect(presenter.remove_note)
        self.domain.line.added.connect(self._note_added)
        self.domain.line.typed.connect(self._note_typed)
        self.domain.flagged.connect(self._flagged)
        self.domain.sides.changed.connect(lambda _place: self._arrange())
        self.domain.reopen_asked.connect(lambda: presenter.reopen(self._block()))
        self.domain.agreement_asked.connect(presenter.see_agreement)
        self.sweep.said.connect(presenter.sweep)
        self.views.given.connect(self._view_given)
        self.views.typed.connect(self._view_typed)
        self.views.pass_asked.connect(presenter.pass_keyboard)
        self.more.clicked.connect(self._open_more)

    def show_sheet(self, sheet: "Sheet") -> None:
        self._sheet = sheet
        if self._presenter is not None:
            self._show(self._presenter.place_in(sheet))

    def show_place(self, block: BlockCode) -> None:
        self.domain.flush()
        self.views.flush()
        if self._sheet is not None:
            self._show(block)

    def refocus(self) -> None:
        if self._here == SWEEP:
            self.sweep.take_focus()
        elif self.domain.line.isVisible():
            self.domain.take_focus()
        else:
            self.domains.setFocus()

    def lead_to(self, point: ToDo) -> None:
        """The question that a point is about, or where work begins."""
        if point.question is None or not self.domain.panel.focus_question(point.question):
            self.refocus()

    def show_partners(self, partners: Mapping[QuestionCode, Sequence[PartnerLine]]) -> None:
        self.domain.show_partners(partners)

    def speak(self, language: "Language") -> None:
        """Show the questions in another language; the list, the views and the notes stay in French."""
        self.domain.speak(language)

    def veil(self, on: bool) -> None:
        """Put the view of the specialist at the keyboard out of sight, or show it again."""
        self.views.veil(on)

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None:
        self.domain.panel.say_error(question, error)

    def say_note_error(self, error: SpieError, text: str) -> None:
        self.domain.line.say_error(error, text)

    def say_view_error(self, error: SpieError) -> None:
        self.views.say_error(error)

    def say_filed(self, domain: str) -> None:
        announce(self, self.tr("Noté dans {domain}").format(domain=domain))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The rules for small windows: icons alone, then one side at a time, then fewer words."""
        room, theme = roomy_width(self), theme_of(self)
        compact = room < _COMPACT_UNDER
        self._one_side = room < _ONE_SIDE_UNDER
        self.domains.set_compact(compact)
        self._titles.setVisible(not compact)
        self.more.setVisible(not compact and bool(self._closed_by_rule()))
        self._list.setFixedWidth(theme.px(_COMPACT_LIST_PX if compact else _LIST_PX))
        rated = self._is_rated()
        self.domain.set_one_side(self._one_side and rated)
        self._place_views(rated)
        self.domain.set_short(self.height() / theme.scale < _SHORT_UNDER)
        self.domain.line.set_stacked(room - (_COMPACT_LIST_PX if compact else _LIST_PX) < _STACKED_UNDER)

    def _place_views(self, rated: bool) -> None:
        """Beside the conversation, or in its place where there is room for one of them only."""
        instead = self._one_side and rated and self.domain.sides.chosen() == 1
        self.domain.show_side(self.views if instead else None)
        if not instead and self._row.indexOf(self.views) < 0:
            self._row.addWidget(self.views)
        self.views.set_across(instead)
        self.views.setVisible(rated and (instead or not self._one_side))
        width = theme_of(self).px(_VIEWS_PX)
        self.views.setMinimumWidth(0 if instead else width)
        self.views.setMaximumWidth(16_777_215 if instead else width)

    def _show(self, block: BlockCode) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        before, self._here = self._here, block
        self.domains.show_lines(lines_of(sheet), block)
        done, every = covered(sheet)
        self._ring.show_share(done / every if every else 0, f"{done} domaines abordés sur {every}")
        say_in(self._count, f"{done} sur {every} abordés" if every else self.tr("fermés à sa demande"))
        sweeping = block == SWEEP
        self.domain.setVisible(not sweeping)
        self.sweep.setVisible(sweeping)
        if sweeping:
            swept = [
                step for step in sheet.course.exploration if step.group is not Group.VOICE and not step.block.manual
            ]
            self.sweep.show_steps(swept, sheet.writer, frozen=sheet.is_frozen)
        else:
            self._show_domain(sheet, block)
        if before != block:
            self._arrange()

    def _show_domain(self, sheet: "Sheet", block: BlockCode) -> None:
        step = sheet.course.step(block)
        if step is None:
            return
        key = (block, sheet.writer.id)
        fresh, self._shown = self._shown != key, key
        self.domain.show_domain(_domain_shown(sheet, block), fresh=fresh)
        rated = self._is_rated()
        if rated:
            self.views.show_views(
                _views_shown(sheet, block), sheet.drafts.get(f"view/{block}/{sheet.writer.voice.value}"), fresh=fresh
            )
        if fresh:
            chain_focus([self._list, *self.domain.tab_parts(), *self.views.tab_parts()])
        if rated is not self._rated_shown:
            self._rated_shown = rated
            self._arrange()

    def _is_rated(self) -> bool:
        sheet, block = self._sheet, self._here
        step = sheet.course.step(block) if sheet is not None and block is not None else None
        if sheet is None or step is None or not _agreement_asked(sheet):
            return False
        return step.block.is_rated and not step.is_closed

    def _block(self) -> BlockCode:
        return self._here or BlockCode("ATT")

    def _step(self, step: int) -> None:
        blocks = blocks_in(self.domains.lines.lines)
        if self._presenter is None or self._here not in blocks:
            return
        place = blocks.index(self._here) + step
        if 0 <= place < len(blocks):
            self._presenter.go_to(blocks[place])
            self.refocus()

    def _to_note_line(self) -> None:
        if self._here == SWEEP:
            return
        self.domain.line.take_focus()

    def _note_added(self, kind: NoteKind, text: str) -> None:
        if self._presenter is not None and self._sheet is not None:
            self._presenter.add_note(self._block(), kind, text, self._sheet.course)

    def _note_typed(self, text: str) -> None:
        if self._presenter is not None:
            self._presenter.keep_note_draft(self._block(), text)

    def _flagged(self, flag: Flag, on: bool) -> None:
        if self._presenter is not None:
            self._presenter.flag(self._block(), flag, on)

    def _view_given(self, level: "Level | None", strength: bool, reason: str) -> None:
        if self._presenter is not None:
            self._presenter.give_view(self._block(), level, strength, reason)

    def _view_typed(self, text: str) -> None:
        if self._presenter is not None and self._sheet is not None:
            self._presenter.keep_view_draft(self._block(), self._sheet.writer.voice, text)

    def _closed_by_rule(self) -> list[Block]:
        """Domains that are not offered, but that somebody may open by hand."""
        sheet = self._sheet
        if sheet is None or sheet.is_frozen:
            return []
        return [block for block in sheet.state.form.blocks if sheet.course.step(block.code) is None]

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for block in self._closed_by_rule():
            action = menu.addAction(block.label)
            action.triggered.connect(lambda _on=False, code=block.code: self._open(code))
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _open(self, block: BlockCode) -> None:
        if self._presenter is not None:
            self._presenter.flag(block, Flag.OPEN, True)


def _domain_shown(sheet: "Sheet", block: BlockCode) -> DomainShown:
    step = sheet.course.step(block)
    if step is None:
        raise LookupError(block)
    asked = {question.code for question in step.block.questions if question.code is not None}
    withheld = sheet.course.withheld
    states = [one for one in sheet.state.visible(block) if _is_asked_here(one.question.code, withheld)]
    everything = [sheet.state.questions[code] for code in asked if code in sheet.state.questions]
    suggested = {
        code: tuple(sheet.state.questions[question].question.label for question in sheet.state.because(code))
        for code in sheet.state.suggested
    }
    shown, others = suggestions_of(step.block.situations, suggested, sheet.confirmed)
    return DomainShown(
        step=step,
        questions=states,
        aside=[one for one in everything if one.set_aside and one.question.code not in withheld],
        suggestions=shown,
        others=others,
        notes=[note for note in sheet.notes if note.block == block],
        authors={one.id: one for one in sheet.pair.members},
        specialists=[one.name for one in sheet.pair.members],
        drafts=sheet.drafts,
        writer=sheet.writer.id,
        frozen=sheet.is_frozen,
        agreement_asked=_agreement_asked(sheet),
    )


def _agreement_asked(sheet: "Sheet") -> bool:
    return sheet.state.questions[AGREEMENT].answer is not None


def _is_asked_here(code: QuestionCode | None, withheld: frozenset[QuestionCode]) -> bool:
    return code is not None and code not in withheld and code not in CLOSING


def _views_shown(sheet: "Sheet", block: BlockCode) -> ViewsShown:
    views, voice = sheet.views[block], sheet.writer.voice
    colleague = next((one for one in sheet.pair.members if one.id != sheet.writer.id), None)
    other_voice = Voice.EMPLOYMENT if voice is Voice.SOCIAL else Voice.SOCIAL
    other = views.of(other_voice)
    return ViewsShown(
        writer=sheet.writer,
        colleague=colleague,
        own=views.of(voice),
        other=other,
        other_given=other is not None or other_voice in views.hidden,
        revealed=block in sheet.revealed,
        frozen=sheet.is_frozen,
        anchors=sheet.state.form.by_code[block].anchors,
    )
