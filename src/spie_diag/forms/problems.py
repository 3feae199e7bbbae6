"""What is wrong in a form file, as its author is told."""

from dataclasses import dataclass

from spie_diag.forms.definition import Place
from spie_diag.french import spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where, in which question, what, and what to do about it."""

    place: Place | None
    question: str = ""
    """The code or the name of the question, situation or block; empty where it is the file itself."""
    sentence: str
    excerpt: str = ""
    """The part of an expression that is meant, exactly as its author wrote it."""
    advice: str = ""
    grave: bool = True
    """False for what works but is probably not meant: a form with only such problems opens."""

    def __str__(self) -> str:
        where = " : ".join(part for part in (str(self.place or ""), self.question) if part)
        said = spaced(f"{where} : {self.sentence} {self.advice}".strip().removeprefix(": "))
        return f"{said} [{self.excerpt}]" if self.excerpt else said
