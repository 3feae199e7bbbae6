"""Stage 5: the person reads what was understood, corrects it, and says her own levels."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.diagnosis.person_pages import Chapter, PersonPage, suggested_strengths
from spie_diag.desktop.diagnosis.person_screen import PersonScreen
from spie_diag.desktop.diagnosis.showing import Showing
from spie_diag.desktop.diagnosis.synthesis_panel import HerAnswer, Strengths, SynthesisPanel, SynthesisShown
from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, clear, column, label, panel, row, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import REMARKS_TEXT, SHAREABLE_LIMIT, SHORT_LIMIT, remarks
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import Spot, ToDo
from spie_diag.forms.definition import BlockCode

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.diagnosis.restitution_presenter import RestitutionPresenter

_SIZES: Final = (1.0, 1.2, 1.4)
BOTH_SIDES_PX: Final = 930
_LEAST_PREVIEW_PX: Final = 350
"""Her scale and one line of text stay whole; on a lower screen the pane scrolls."""


class RestitutionView(QWidget):
    keys = (("Page ↑ ↓", "page de la personne"), ("F8", "montrer en grand"))

    def __init__(self) -> None:
        super().__init__()
        self._pages: tuple[PersonPage, ...] = ()
        self._place = 0
        self._told_chapters: tuple[Chapter, ...] = ()
        self._presenter: RestitutionPresenter | None = None
        self.preview = PersonScreen()
        self.showing = Showing(self)
        self.answer, self.strengths, self.syntheses = HerAnswer(), Strengths(), SynthesisPanel()
        self.notice = Notice()
        self.sides = Segmented([self.tr("Son écran"), self.tr("Nos textes")], spoken=self.tr("Ce qui est montré"))
        self.sides.changed.connect(self._arrange)
        self.person_side = mark_region(self._make_person_side(), self.tr("L’écran de la personne"))
        self.text_side = mark_region(self._make_text_side(), self.tr("Sa réponse, ses appuis, les synthèses"))
        self.setLayout(
            column(
                row(self.sides, None),
                (row((self.person_side, 17), (self.text_side, 10), gap=Gap.MEDIUM), 1),
                gap=Gap.SMALL,
                margins=12,
            )
        )
        self._connect()

    def _make_person_side(self) -> QWidget:
        self._title = label(style=Text.H2)
        about = label(
            self.tr("Relisez-le ensemble, à voix haute. Tout se corrige."), Text.SMALL, tone=Colour.INK2, wrap=True
        )
        self.show_large = Button(self.tr("Montrer en grand"), icon="monitor-up", hint=self.tr("Plein écran   F8"))
        self._chapters = FlowLayout(gap=Gap.TIGHT)
        self.chapter_buttons: dict[Chapter, Button] = {}
        frame = panel(column(self.preview, margins=1))
        self.text_size = Segmented(
            [self.tr("Texte normal"), self.tr("Grand"), self.tr("Très grand")], spoken=self.tr("Taille de son texte")
        )
        self.text_size.changed.connect(self._resize_text)
        self.preview.setMinimumHeight(theme_of(self).px(_LEAST_PREVIEW_PX))
        content = column(
            row((column(self._title, about, gap=0), 1), self.show_large, gap=Gap.MEDIUM),
            box(self._chapters),
            (frame, 1),
            row(self.text_size, None),
            gap=Gap.SMALL,
            margins=(18, 14, 18, 12),
        )
        return panel(column((scrolled(content), 1)))

    def _make_text_side(self) -> QWidget:
        content = column(
            self.answer,
            self.notice,
            rule(),
            self.strengths,
            rule(),
            self.syntheses,
            None,
            gap=Gap.LARGE,
            margins=(18, 14, 18, 14),
        )
        return panel(column((scrolled(content), 1)))

    def _connect(self) -> None:
        self.show_large.clicked.connect(self.toggle_large)
        self.preview.turned.connect(self.turn)
        self.showing.changed.connect(self._showing_changed)
        for keys, deed in (("F8", self.toggle_large), ("PgDown", self._on), ("PgUp", self._back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(deed)

    def obey(self, presenter: "RestitutionPresenter") -> None:
        """Give every gesture to the presenter."""
        self._presenter = presenter
        self.answer.agreed.connect(presenter.agree)
        self.answer.corrected.connect(presenter.correct)
        self.answer.typed.connect(presenter.keep_correction_draft)
        self.strengths.written.connect(presenter.write_strengths)
        self.strengths.typed.connect(presenter.keep_strengths_draft)
        self.syntheses.written.connect(presenter.write_synthesis)
        self.syntheses.typed.connect(presenter.keep_synthesis_draft)
        self._obey_screen(self.preview)

    def show_sheet(self, sheet: "Sheet") -> None:
        if self._presenter is not None:
            self._presenter.show(sheet)

    def show_pages(self, sheet: "Sheet", pages: Sequence[PersonPage]) -> None:
        self._pages = tuple(pages)
        self._place = min(self._place, len(pages) - 1)
        say_in(self._title, self.tr("L’écran de {name}").format(name=sheet.person.called.split(" (")[0]))
        self._show_chapters()
        self._show_page()
        said, frozen = remarks(sheet.state), sheet.is_frozen
        self.preview.setEnabled(True)
        self.answer.show_answer(said.agrees, said.text, sheet.drafts.get("answer/ATT-09"), frozen=frozen)
        self.strengths.show_strengths(
            sheet.strengths, suggested_strengths(sheet), sheet.drafts.get("strengths"), frozen=frozen
        )
        self.syntheses.show_syntheses(self._syntheses(sheet), frozen=frozen)
        self._arrange()

    def refocus(self) -> None:
        self.preview.after.setFocus()

    def lead_to(self, point: ToDo) -> None:
        """Put the keyboard where one point of the checklist is dealt with."""
        self.sides.choose(1)
        self._arrange()
        if point.question == REMARKS_TEXT:
            self.answer.words.setFocus()
        elif point.spot is Spot.STRENGTHS:
            self.strengths.text.setFocus()
        elif point.spot is Spot.SYNTHESES:
            self.syntheses.text.setFocus()
        else:
            self.answer.take_focus()

    def say_answer_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def say_synthesis_error(self, error: SpieError) -> None:
        self.syntheses.say_error(error)

    def turn(self, step: int) -> None:
        """Show the next page (+1) or the one before (−1)."""
        place = self._place + step
        if 0 <= place < len(self._pages):
            self._place = place
            self._show_page()

    def toggle_large(self) -> None:
        """Show the person’s screen large, or put it away."""
        if not self.isVisible() and not self.showing.is_on:
            return
        if self.showing.is_on:
            self.showing.stop()
            return
        screen = self.showing.start(self._pages, self._place)
        screen.set_text_size(_SIZES[self.text_size.chosen()])
        screen.turned.connect(self.turn)
        self._obey_screen(screen)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.showing.stop(back=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _syntheses(self, sheet: "Sheet") -> tuple[SynthesisShown, ...]:
        texts, drafts = sheet.syntheses, sheet.drafts
        return (
            SynthesisShown(
                "short",
                self.tr("courte"),
                self.tr("Celle que l’on recopie dans les autres outils."),
                SHORT_LIMIT,
                texts.short,
                drafts.get("synthesis/short"),
            ),
            SynthesisShown(
                "shareable",
                self.tr("à partager"),
                self.tr("Celle que les partenaires lisent : l’essentiel, sans détail intime."),
                SHAREABLE_LIMIT,
                texts.shareable,
                drafts.get("synthesis/shareable"),
            ),
            SynthesisShown(
                "agreed",
                self.tr("convenue"),
                self.tr("Ce sur quoi vous êtes d’accord tous les trois, écrit ensemble et lu à voix haute."),
                SHAREABLE_LIMIT,
                texts.agreed,
                drafts.get("synthesis/agreed"),
            ),
        )

    def _obey_screen(self, screen: PersonScreen) -> None:
        if self._presenter is not None:
            screen.rated.connect(self._rated)
            screen.answered.connect(self._presenter.agree)

    def _rated(self, block: str, level: object, strength: bool) -> None:
        if self._presenter is not None:
            self._presenter.rate(BlockCode(block), level if isinstance(level, Level) else None, strength)

    def _show_page(self) -> None:
        self.preview.show_pages(self._pages, self._place)
        if self.showing.screen is not None:
            self.showing.screen.show_pages(self._pages, self._place)
        here = self._pages[self._place].chapter if self._pages else None
        for chapter, button in self.chapter_buttons.items():
            button.setChecked(chapter is here)

    def _show_chapters(self) -> None:
        there = tuple(dict.fromkeys(page.chapter for page in self._pages))
        if there == self._told_chapters:
            return
        self._told_chapters = there
        clear(self._chapters)
        self.chapter_buttons = {}
        for chapter in there:
            button = Button(chapter.value, checkable=True, small=True)
            button.clicked.connect(self._open_chapter)
            self.chapter_buttons[chapter] = button
            self._chapters.addWidget(button)

    def _open_chapter(self) -> None:
        sender = self.sender()
        for chapter, button in self.chapter_buttons.items():
            if button is sender:
                self._place = next(place for place, page in enumerate(self._pages) if page.chapter is chapter)
        self._show_page()

    def _resize_text(self, choice: int) -> None:
        self.preview.set_text_size(_SIZES[choice])
        if self.showing.screen is not None:
            self.showing.screen.set_text_size(_SIZES[choice])

    def _showing_changed(self, on: bool) -> None:
        self.show_large.set_text(self.tr("Masquer") if on else self.tr("Montrer en grand"))
        self.show_large.set_icon("monitor-x" if on else "monitor-up")

    def _arrange(self) -> None:
        narrow, side = roomy_width(self) < BOTH_SIDES_PX, self.sides.chosen()
        self.sides.setVisible(narrow)
        self.person_side.setVisible(not narrow or side == 0)
        self.text_side.setVisible(not narrow or side == 1)

    def _on(self) -> None:
        self.turn(+1)

    def _back(self) -> None:
        self.turn(-1)
