"""Decides what the preparation does, and fetches what was said before."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.french import long_date
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage

if TYPE_CHECKING:
    from spie_diag.casework.receiving import PastInterview


class PreparationScreen(StageScreen, Protocol):
    def show_earlier(self, lines: tuple[str, ...]) -> None:
        """One line per earlier interview, latest first; none for a first interview."""

    def show_checklist(self, markdown: str) -> None: ...

    def show_script(self, markdown: str) -> None: ...

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None: ...


@dataclass(eq=False)
class PreparationPresenter:
    sitting: Sitting
    screen: PreparationScreen

    def open(self) -> None:
        """Fetch the texts to read and the interviews that came before."""
        from spie_diag.casework.receiving import earlier_interviews
        from spie_diag.casework.texts import section, text

        self.screen.show_checklist(section("posture", "Préparation"))
        self.screen.show_script(text("accueil"))
        task = partial(earlier_interviews, self.sitting.casebook, self.sitting.interview)
        self.sitting.work.run(task, then=self._show_earlier, failed=self.sitting.failed)

    def answer(self, question: QuestionCode, given: Answer | None) -> None:
        from spie_diag.casework.interviewing import answer

        self.sitting.do(answer, partial(self.screen.say_question_error, question), question, given)

    def keep_draft(self, question: QuestionCode, text: str) -> None:
        self.sitting.keep_draft(f"answer/{question}", text)

    def go_to(self, block: BlockCode) -> None:
        """Open a domain that was left to take up again."""
        self.sitting.go_to(Stage.EXPLORATION, block)

    def _show_earlier(self, past: "tuple[PastInterview, ...]") -> None:
        self.screen.show_earlier(tuple(_line(one) for one in past))


def _line(past: "PastInterview") -> str:
    by = " et ".join(one.name for one in past.pair.members)
    state = "signé" if past.signatures and past.signatures == len(past.pair.members) else past.stage.title
    return f"{long_date(past.held_on, weekday=False)}, {by} : {state}"
