"""Decides what is read back to the person, and what each gesture of the restitution does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.diagnosis.person_pages import PersonPage, her_questions, pages_of
from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import REMARKS_AGREE, REMARKS_TEXT
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.answers import Answer

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


class RestitutionScreen(StageScreen, Protocol):
    def show_pages(self, sheet: "Sheet", pages: Sequence[PersonPage]) -> None: ...

    def say_answer_error(self, error: SpieError) -> None: ...

    def say_synthesis_error(self, error: SpieError) -> None: ...


@dataclass
class RestitutionPresenter:
    sitting: Sitting
    screen: RestitutionScreen
    _pages: tuple[PersonPage, ...] = field(default=(), repr=False)
    _language: Language = field(default_factory=Language)
    _sheet: "Sheet | None" = field(default=None, repr=False)

    def speak(self, language: Language) -> None:
        """Read back in another language what the form says in it."""
        self._language = language
        if self._sheet is not None:
            self.show(self._sheet)

    def show(self, sheet: "Sheet") -> None:
        from spie_diag.casework.wording import text_of

        self._sheet = sheet
        asked = her_questions(sheet.state.form, self._language)
        said = [(icon, about, words) for code, about, icon in asked if (words := text_of(sheet, code))]
        self._pages = pages_of(sheet, said, self._language)
        self.screen.show_pages(sheet, self._pages)

    def agree(self, choice: str) -> None:
        from spie_diag.casework.interviewing import answer

        given = Answer(value=choice) if choice else None
        self.sitting.do(answer, self.screen.say_answer_error, REMARKS_AGREE, given)

    def correct(self, words: str) -> None:
        from spie_diag.casework.interviewing import answer

        given = Answer(value=words) if words.strip() else None
        self.sitting.do(answer, self.screen.say_answer_error, REMARKS_TEXT, given)

    def keep_correction_draft(self, words: str) -> None:
        self.sitting.keep_draft(f"answer/{REMARKS_TEXT}", words)

    def rate(self, block: BlockCode, level: Level | None, strength: bool) -> None:
        """Her own level, written down by whoever is at the keyboard."""
        from spie_diag.casework.assessing import give_person_view

        self.sitting.do(give_person_view, self.screen.say_answer_error, block, level, strength=strength)

    def write_strengths(self, texts: Sequence[str]) -> None:
        from spie_diag.casework.concluding import write_strengths

        self.sitting.do(write_strengths, self.screen.say_answer_error, list(texts))

    def keep_strengths_draft(self, text: str) -> None:
        self.sitting.keep_draft("strengths", text)

    def write_synthesis(self, which: str, text: str) -> None:
        from spie_diag.casework.concluding import write_synthesis

        self.sitting.do(write_synthesis, self.screen.say_synthesis_error, which, text)

    def keep_synthesis_draft(self, which: str, text: str) -> None:
        self.sitting.keep_draft(f"synthesis/{which}", text)
