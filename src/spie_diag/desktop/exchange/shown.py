"""What the page shows, in plain facts: neither the vault nor Qt is behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import CaseId, InterviewId, Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.documents.picturing import Picture


class Step(Enum):
    """The parts of the page, in order: the first three are done one after the other."""

    RECIPIENT = "Pour qui"
    LEAVING = "Ce qui part"
    AGREEMENT = "Accord et remise"
    HISTORY = "Déjà remis"
    CODES = "Codes et feuilles"

    @property
    def place(self) -> int:
        return list(Step).index(self)


GUIDED: Final = (Step.RECIPIENT, Step.LEAVING, Step.AGREEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The interview that something is drawn from, and what may leave of it."""

    interview: InterviewId
    case: CaseId
    called: str = field(repr=False)
    number: str
    version: int
    held_on: date
    is_signed: bool
    opposed_since: str
    """Since when she opposes the sharing of her file, in words; empty where she does not."""
    refused: bool
    """She said no to the sharing, in this very interview."""
    today: date

    @property
    def only_hers(self) -> bool:
        """Only her own copy may leave."""
        return bool(self.opposed_since) or self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileShown:
    """A kind of recipient to choose."""

    code: str
    title: str
    is_possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientShown:
    """For whom, what for, and what is proposed for both."""

    code: str
    """Of the kind of recipient."""
    recipient: str = field(repr=False)
    purpose: str = field(repr=False)
    speciality: str
    known: tuple[str, ...] = field(repr=False)
    """Names used before, the latest first."""
    purposes: tuple[str, ...]
    specialities: tuple[tuple[str, str], ...]
    """Codes and names of the domains to choose from; empty where there is none to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One thing that leaves only if the person says so."""

    code: str
    words: str = field(repr=False)
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockShown:
    """One domain: how much of it leaves, what would be read, and what she may let go besides."""

    code: BlockCode
    title: str
    extent: str
    """How much, in words."""
    leaves: bool
    is_whole: bool
    """Everything that may be said of it leaves."""
    lines: tuple[str, ...] = field(repr=False)
    items: tuple[ItemShown, ...] = field(repr=False)
    why_not: str
    is_removed: bool
    is_removable: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the pages of a document depend on: another choice is another document."""

    selection: Selection = field(repr=False)
    signing: tuple[SpecialistId, ...]
    """Whoever will sign it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingShown:
    blocks: tuple[BlockShown, ...]
    can_undo: bool
    headline: str = field(repr=False)
    """For whom it is, and how much of it leaves."""
    hands: tuple[tuple[str, str], ...] = field(repr=False)
    """Who may sign it: a name for the choice, and its words."""
    signing: str
    """The choice that was made."""


class Sealing(Enum):
    """How the file is closed for its way."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105  # a way of closing, no secret
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingAsked:
    """What somebody filled in before a document is saved."""

    has_agreed: bool
    agreed_on: date | None
    """None where no day can be read."""
    person_present: bool
    signing: tuple[tuple[SpecialistId, str], ...] = field(repr=False)
    """Who signs, in order, each with her passphrase."""
    sealing: Sealing
    certificate: str = ""
    """The file of the recipient's certificate."""
    pins: Mapping[SpecialistId, str] = field(default_factory=dict, repr=False)
    """Of the cards of whoever signs with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingShown:
    """What the last step shows besides what is being filled in."""

    headline: str = field(repr=False)
    signers: tuple[Specialist, ...] = field(repr=False)
    """Whoever signs it, in order."""
    today: date
    document: Prepared = field(repr=False)
    """Everything that was chosen: another one is agreed to anew."""
    for_herself: bool
    let_go: tuple[str, ...] = field(repr=False)
    """What she ticked, in words."""
    with_card: frozenset[SpecialistId]
    """Who signs with a card, or may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneShown:
    sentence: str
    next_deed: str
    file: str = field(repr=False)
    can_open: bool
    """It is not sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedShown:
    """One document that left."""

    id: str
    interview: InterviewId
    whom: str = field(repr=False)
    facts: tuple[str, ...] = field(repr=False)
    withdrawn: str
    """When the agreement was withdrawn, in words; empty where it holds."""
    can_withdraw: bool
    notice: str = field(repr=False)
    """The sentence to send once it is withdrawn; empty before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyShown:
    """One text to paste into the program of a partner."""

    title: str
    text: str = field(repr=False)
    counter: str
    is_too_long: bool
    warnings: tuple[str, ...] = field(repr=False)


class JsonFile(Enum):
    """A file of data for a partner's program."""

    DOSSIER = "dossier"
    CRITERIA = "criteres"


class SheetFile(Enum):
    """A sheet of one page, by how its file is called."""

    RELAY = "relais"
    MEETING = "reunion"


@dataclass(frozen=True, slots=True)
class MeetingWritten:
    """What is written by hand on the sheet of a meeting."""

    question: str = field(repr=False)
    called: str
    """How the situation is called there: never her name."""


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet as it would leave."""

    picture: "Picture"
    words: str = field(repr=False)
    """The same, for whoever hears it."""


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """A sheet that somebody wants to save."""

    agreed_on: date | None
    """None where no day can be read."""
    meeting: MeetingWritten | None = None
    """None for the sheet of whoever takes over."""

    @property
    def kind(self) -> SheetFile:
        return SheetFile.RELAY if self.meeting is None else SheetFile.MEETING
