"""What goes wrong in the world outside the program, said in French to the people in front of the screen."""

from pathlib import PurePath
from typing import ClassVar, Final

from spie_diag.french import spaced

_STANDS_FOR_A_PATH: Final = 0xE000
"""The first letter of an area that Unicode leaves to programs."""


class SpieError(Exception):
    """The world is not as hoped: one sentence says what happened, one advice what to do.

    Facts fill the braces of both texts. They must be readable by anyone: never a name, never an answer. Paths among
    them are told as they are, so that they can be copied; the rest gets the apostrophes and spaces of French.
    """

    sentence: ClassVar[str] = "Quelque chose ne s’est pas passé comme prévu."
    advice: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    @property
    def what_happened(self) -> str:
        return self._told(self.sentence)

    @property
    def what_to_do(self) -> str:
        return self._told(self.advice)

    def __str__(self) -> str:
        return f"{self.what_happened} {self.what_to_do}".strip()

    def _told(self, text: str) -> str:
        paths = {name: fact for name, fact in self.facts.items() if isinstance(fact, PurePath)}
        marks = {name: chr(_STANDS_FOR_A_PATH + place) for place, name in enumerate(paths)}
        told = spaced(text.format(**{**self.facts, **marks}))
        for name, mark in marks.items():
            told = told.replace(mark, str(paths[name]))
        return told
