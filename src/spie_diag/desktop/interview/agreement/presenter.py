"""Decides what the welcome and the agreement do."""

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.errors import SpieError
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer


class AgreementScreen(StageScreen, Protocol):
    def show_texts(self, *, script: str, notice: str, simple: str, numbers: str) -> None:
        """What to say, what to hand over, the same in plain words, and whom to call when something is urgent."""

    def say_question_error(self, question: QuestionCode, error: SpieError) -> None: ...


@dataclass(eq=False)
class AgreementPresenter:
    sitting: Sitting
    screen: AgreementScreen

    def open(self) -> None:
        from spie_diag.casework.texts import text

        self.screen.show_texts(
            script=text("accueil"),
            notice=text("notice-information"),
            simple=text("notice-simple"),
            numbers=text("numeros-utiles"),
        )

    def answer(self, question: QuestionCode, given: Answer | None) -> None:
        from spie_diag.casework.interviewing import answer

        self.sitting.do(answer, partial(self.screen.say_question_error, question), question, given)

    def keep_draft(self, question: QuestionCode, text: str) -> None:
        self.sitting.keep_draft(f"answer/{question}", text)
