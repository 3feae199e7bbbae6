"""Decides what each gesture of the exploration does, and what the screen shows of the sheet."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.interview.exploration.lines import can_sweep
from spie_diag.desktop.interview.stage import SWEEP, Sitting, StageScreen
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Course, Flag, Stage, SweepAnswer
from spie_diag.interview.notes import NoteId, NoteKind
from spie_diag.interview.people import Voice

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.interview.questions.partners import PartnerLine
    from spie_diag.desktop.work import Work
    from spie_diag.diagnosis.assessment import Level
    from spie_diag.interview.people import InterviewId

_TAG = re.compile(r"(?:^|\s)#(\w[\w’'-]*)", re.UNICODE)


class ExplorationScreen(StageScreen, Protocol):
    def show_place(self, block: BlockCode) -> None:
        """Show another domain of the sheet already given."""

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None: ...

    def say_note_error(self, error: SpieError, text: str) -> None: ...

    def say_view_error(self, error: SpieError) -> None: ...

    def say_filed(self, domain: str) -> None: ...

    def show_partners(self, partners: Mapping[QuestionCode, Sequence["PartnerLine"]]) -> None:
        """What partners noted, by question."""


@dataclass(eq=False)
class ExplorationPresenter:
    sitting: Sitting
    screen: ExplorationScreen
    here: BlockCode | None = None
    _leaving: int = 0
    """Moves that the disk has not acknowledged yet: their sheets still tell the place before."""

    def place_in(self, sheet: "Sheet") -> BlockCode:
        """The domain to show: where we are, unless another stage sent us elsewhere."""
        asked = sheet.place.block
        if self.here is None or (asked != self.here and not self._leaving and sheet.place.stage is Stage.EXPLORATION):
            self.here = asked
        if not (can_sweep(sheet) if self.here == SWEEP else sheet.course.step(self.here)):
            self.here = BlockCode("ATT")
        return self.here

    def look_for_partners(self, work: "Work") -> None:
        """Read, once, what was received of this person; ``work`` is that of the stage, which may go before it ends."""
        task = partial(_partners, self.sitting.casebook, self.sitting.interview)
        work.run(task, then=self.screen.show_partners, failed=self.sitting.failed)

    def go_to(self, block: BlockCode) -> None:
        """Show a domain at once, and remember it."""
        from spie_diag.casework.receiving import go_to

        if block == self.here:
            return
        self.here = block
        self._leaving += 1
        self.screen.show_place(block)
        task = partial(go_to, self.sitting.casebook, self.sitting.interview, Stage.EXPLORATION, block)
        self.sitting.work.run(task, then=self._arrived, failed=self._not_remembered)

    def answer(self, question: QuestionCode, given: Answer | None) -> None:
        from spie_diag.casework.interviewing import answer

        self.sitting.do(answer, partial(self.screen.say_question_error, question), question, given)

    def keep_answer_draft(self, question: QuestionCode, text: str) -> None:
        self.sitting.keep_draft(f"answer/{question}", text)

    def sweep(self, block: BlockCode, voice: Voice, said: SweepAnswer) -> None:
        from spie_diag.casework.interviewing import sweep

        self.sitting.do(sweep, None, block, voice, said)

    def add_note(self, block: BlockCode, kind: NoteKind, text: str, course: Course) -> None:
        """Keep a note here, or in the domain that a ``#word`` names."""
        from spie_diag.casework.interviewing import add_note

        filed, kept = filed_under(text, course, block)
        if filed != block:
            step = course.step(filed)
            self.sitting.keep_draft(f"note/{block}", "")
            self.screen.say_filed(step.block.label if step else "")
        self.sitting.do(add_note, partial(self._note_failed, text), filed, kind, kept)

    def keep_note_draft(self, block: BlockCode, text: str) -> None:
        self.sitting.keep_draft(f"note/{block}", text)

    def remove_note(self, note: NoteId) -> None:
        from spie_diag.casework.interviewing import remove_note

        self.sitting.do(remove_note, None, note)
        self.sitting.removed("Note supprimée.")

    def flag(self, block: BlockCode, mark: Flag, on: bool) -> None:
        from spie_diag.casework.interviewing import flag

        self.sitting.do(flag, None, block, mark, on)

    def decide(self, situation: SituationCode, holds: bool | None) -> None:
        from spie_diag.casework.interviewing import confirm

        self.sitting.do(confirm, None, situation, holds)

    def give_view(self, block: BlockCode, level: "Level | None", strength: bool, reason: str) -> None:
        from spie_diag.casework.assessing import give_view

        self.sitting.do(give_view, self.screen.say_view_error, block, level, strength=strength, reason=reason)

    def keep_view_draft(self, block: BlockCode, voice: Voice, text: str) -> None:
        self.sitting.keep_draft(f"view/{block}/{voice.value}", text)

    def reopen(self, block: BlockCode) -> None:
        """The person accepts to speak of a domain that she had set aside."""
        self.sweep(block, Voice.PERSON, SweepAnswer.EXPLORE)

    def pass_keyboard(self) -> None:
        self.sitting.pass_keyboard()

    def see_agreement(self) -> None:
        self.sitting.go_to(Stage.AGREEMENT, None)

    def _note_failed(self, text: str, error: SpieError) -> None:
        self.screen.say_note_error(error, text)

    def _arrived(self, sheet: "Sheet") -> None:
        self._leaving -= 1
        self.sitting.shown(sheet)

    def _not_remembered(self, error: SpieError) -> None:
        self._leaving -= 1
        self.sitting.failed(error)


def _partners(casebook: "Casebook", interview: "InterviewId") -> Mapping[QuestionCode, Sequence["PartnerLine"]]:
    from spie_diag.casework.adopting import partner_answers
    from spie_diag.desktop.interview.questions.partners import PartnerLine

    return {
        code: [PartnerLine(words=one.told.words, source=one.told.source, answer=one.answer) for one in every]
        for code, every in partner_answers(casebook, interview).items()
    }


def filed_under(text: str, course: Course, here: BlockCode) -> tuple[BlockCode, str]:
    """The domain named by a ``#word`` of a note, and the note without it; unknown words stay in the note."""
    names = _names(course)
    for found in _TAG.finditer(text):
        word = _folded(found[1])
        block = next((code for name, code in names.items() if name.startswith(word)), None)
        if block is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return block, re.sub(r"[ \t]{2,}", " ", rest).strip()
    return here, text


def _names(course: Course) -> Mapping[str, BlockCode]:
    """The words that name a domain: those of its title, its name in the form, its code."""
    names: dict[str, BlockCode] = {}
    for step in course.exploration:
        block = step.block
        for word in (block.name, block.code, *re.split(r"\W+", block.label)):
            if len(word) > 2:
                names.setdefault(_folded(word), block.code)
    return names


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
