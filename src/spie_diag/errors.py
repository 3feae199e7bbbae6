"""What goes wrong in the world outside the program, said in French to the people in front of the screen."""

from typing import ClassVar

from spie_diag.french import spaced


class SpieError(Exception):
    """The world is not as hoped: one sentence says what happened, one advice what to do.

    Facts fill the braces of both texts. They must be readable by anyone: never a name, never an answer.
    """

    sentence: ClassVar[str] = "Quelque chose ne s’est pas passé comme prévu."
    advice: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    @property
    def what_happened(self) -> str:
        return spaced(self.sentence.format(**self.facts))

    @property
    def what_to_do(self) -> str:
        return spaced(self.advice.format(**self.facts))

    def __str__(self) -> str:
        return f"{self.what_happened} {self.what_to_do}".strip()
