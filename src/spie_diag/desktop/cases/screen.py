"""What the page of the persons shows, as its presenter knows it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spie_diag.desktop.cases.checked import Checked
from spie_diag.desktop.cases.lines import Details, FormLine, Line
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, Person


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """What became of a form to add, in French: its faults, or what its author may want to know."""

    holds: bool
    conclusion: str
    advice: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The forms that an interview may be led with, and how many files of added ones cannot be read."""

    forms: tuple[FormLine, ...]
    damaged: int


class CasesScreen(Protocol):
    def show_lines(self, lines: tuple[Line, ...], search: str, *, has_more: bool = False) -> None: ...

    def add_lines(self, lines: tuple[Line, ...], *, has_more: bool) -> None: ...

    def show_total(self, count: int) -> None: ...

    def put_lines(self, first: int, lines: tuple[Line, ...]) -> None: ...

    def show_count(self, words: str) -> None: ...

    def show_no_more(self, error: SpieError) -> None: ...

    def show_person(self, details: Details) -> None: ...

    def show_new_person(self, called: str) -> None: ...

    def show_look_alikes(self, persons: tuple[Person, ...]) -> None: ...

    def show_new_person_error(self, error: SpieError) -> None: ...

    def show_added(self, case: CaseId) -> None: ...

    def show_known(self, case: CaseId, search: str) -> None: ...

    def show_gone(self, error: SpieError) -> None: ...

    def show_exported(self, file: Path) -> None: ...

    def show_checked(self, name: str, checked: "Checked") -> None: ...

    def show_forms(self, forms: tuple[FormLine, ...], chosen: str = "") -> None: ...

    def show_damaged_forms(self, count: int) -> None: ...

    def show_form_checking(self, name: str) -> None: ...

    def show_form_verdict(self, verdict: FormVerdict) -> None: ...

    def show_error(self, error: SpieError) -> None: ...
