"""What the page « Recevoir » shows, and what is asked of it: plain facts, already in French."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from spie_diag.desktop.cases.checked import Checked
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, SpecialistId


class Step(Enum):
    """In the order in which somebody goes through them; the value is what is read on the screen."""

    FILE = "Le fichier"
    VERDICT = "La vérification"
    PERSON = "Qui est-ce ?"
    NEWS = "Ce qui est nouveau"
    DONE = "C’est repris"

    @property
    def place(self) -> int:
        return list(Step).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A specialist whose own key may open a file sealed for her."""

    id: SpecialistId
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict on a document, in words, and whether anything follows from it."""

    name: str = field(repr=False)
    """Of the file."""
    checked: Checked = field(repr=False)
    refusal: tuple[str, str] = ("", "")
    """Why it cannot be taken in, and what to do; empty where it can."""
    fingerprints: tuple[str, ...] = field(default=(), repr=False)
    """« Léa Martin : ab12 … », of the signers whom this computer does not know."""
    already: str = field(default="", repr=False)
    """« Déjà reçu le 24 novembre 2026, dans le dossier… »; empty where it was not."""
    held_by: CaseId | None = None
    """Whose file holds it already."""

    @property
    def leads_on(self) -> bool:
        return not self.refusal[0] and self.held_by is None


class Sign(Enum):
    """What one fact says of two names being one person."""

    FOR = "check"
    AGAINST = "x"
    UNKNOWN = "minus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    sign: Sign
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody of this vault whom the document may be about."""

    case: CaseId
    title: str = field(repr=False)
    likeness: str
    points: tuple[Point, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who the document says that it is about, and who she may be here."""

    told: tuple[str, ...] = field(repr=False)
    """Name first."""
    candidates: tuple[Candidate, ...] = field(repr=False)
    left_out: int = 0
    """Others who are less near, and not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One line of the document beside what is held."""

    changes: bool
    cells: tuple[str, str, str, str, str] = field(repr=False)
    """What it changes, the question, what is noted here, by whom and when, what the document says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    whom: str = field(repr=False)
    """Into whose file it goes."""
    written_by: str = field(repr=False)
    """Who wrote the document and when: the same for each of its lines."""
    counts: str
    lines: tuple[NewsLine, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    case: CaseId
    sentence: str = field(repr=False)
    advice: str


class ReceivingScreen(Protocol):
    def show_choice(self) -> None: ...

    def show_waiting(self, name: str) -> None: ...

    def ask_password(self, name: str) -> None: ...

    def ask_own_key(self, name: str, owners: tuple[Owner, ...]) -> None: ...

    def show_key_error(self, error: SpieError) -> None: ...

    def show_unread(self, error: SpieError) -> None: ...

    def show_judged(self, judged: Judged) -> None: ...

    def show_asked(self, asked: Asked, number: str) -> None: ...

    def show_person_error(self, error: SpieError) -> None: ...

    def show_news(self, news: News) -> None: ...

    def show_taking_in(self) -> None: ...

    def show_not_taken(self, error: SpieError) -> None: ...

    def show_taken(self, taken: Taken) -> None: ...

    def remember(self, texts: Mapping[str, str]) -> None:
        """What a lock puts down to come back here."""
