"""What each voice makes of a domain: one scale for all, and the rule that hides a view until both are given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from spie_diag.diagnosis.errors import UnfoundedStrengthError
from spie_diag.forms.definition import BlockCode, Value
from spie_diag.interview.course import present_voices
from spie_diag.interview.journal import Entry, Record
from spie_diag.interview.people import SpecialistId, Voice


class Level(IntEnum):
    """The effect of a domain on the way to activity; levels are compared, never added up."""

    FINE = 0
    WATCH = 1
    COMPLICATES = 2
    PREVENTS = 3

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Level.FINE: "Ça va",
    Level.WATCH: "À surveiller",
    Level.COMPLICATES: "Complique",
    Level.PREVENTS: "Empêche",
}
NOT_RATED = "Pas assez d’éléments"
"""The words for an empty level."""


class NeedValue(Enum):
    """How case files, and France Travail, write the employment and socle domains."""

    STRENGTH = "POINT_FORT"
    NEED = "BESOIN"
    UNEXPLORED = "NON_EXPLORE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One voice’s reading of one domain; a changed mind is a new assessment."""

    block: BlockCode
    voice: Voice
    level: Level | None
    """None: not enough to tell."""
    strength: bool = False
    """A point d’appui: only at level 0."""
    reason: str = field(default="", repr=False)
    made_by: SpecialistId | None = None
    """Who wrote it down; for the person’s voice, the specialist at the keyboard."""

    def __post_init__(self) -> None:
        refuse_unfounded(self.level, strength=self.strength)

    def as_json(self) -> Value:
        level = None if self.level is None else int(self.level)
        return {"level": level, "strength": self.strength, "reason": self.reason}

    @classmethod
    def from_json(
        cls, value: Value, block: BlockCode, voice: Voice, made_by: SpecialistId | None = None
    ) -> "Assessment | None":
        """The view kept in a journal entry, or None where it was taken back."""
        if not isinstance(value, dict):
            return None
        return cls(
            block=block,
            voice=voice,
            level=level_from(value.get("level")),
            strength=value.get("strength") is True,
            reason=str(value.get("reason") or ""),
            made_by=made_by,
        )


def refuse_unfounded(level: Level | None, *, strength: bool) -> None:
    """Raises:
    UnfoundedStrengthError: a point d’appui beside another level than 0.
    """
    if strength and level is not Level.FINE:
        raise UnfoundedStrengthError


def level_from(value: Value) -> Level | None:
    return Level(value) if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """The views of one domain that one voice may see."""

    social: Assessment | None = None
    employment: Assessment | None = None
    person: Assessment | None = None
    hidden: frozenset[Voice] = frozenset()
    """Voices whose view is given, but not shown yet."""

    def of(self, voice: Voice) -> Assessment | None:
        return {Voice.SOCIAL: self.social, Voice.EMPLOYMENT: self.employment, Voice.PERSON: self.person}[voice]

    @property
    def levels(self) -> Mapping[Voice, Level]:
        """The levels that are given and seen."""
        seen = ((voice, self.of(voice)) for voice in Voice)
        return {voice: view.level for voice, view in seen if view is not None and view.level is not None}


def views(record: Record) -> Mapping[tuple[BlockCode, Voice], Assessment]:
    """Every view given and not taken back, hidden or not: never for a screen."""
    found = (_read(entry) for entry in record.under("view").values())
    return {(view.block, view.voice): view for view in found if view is not None}


def _read(entry: Entry) -> Assessment | None:
    _, block, voice = entry.subject.split("/")
    return Assessment.from_json(entry.value, BlockCode(block), Voice(voice), entry.author)


def visible_to(record: Record, block: BlockCode, voice: Voice) -> Views:
    """What one voice may see of a domain.

    Her own view, and the person’s, always. A specialist’s view is seen by the others once every specialist present
    gave one and both were uncovered together: the first opinion heard would lead the second.
    """
    given = {each: view for each in Voice if (view := _view(record, block, each)) is not None}
    specialists = present_voices(record) - {Voice.PERSON}
    open_to_all = specialists <= given.keys() and record.value(f"revealed/{block}") is True
    seen = {each: view for each, view in given.items() if open_to_all or each in (voice, Voice.PERSON)}
    return Views(
        social=seen.get(Voice.SOCIAL),
        employment=seen.get(Voice.EMPLOYMENT),
        person=seen.get(Voice.PERSON),
        hidden=frozenset(given.keys() - seen.keys()),
    )


def _view(record: Record, block: BlockCode, voice: Voice) -> Assessment | None:
    entry = record.latest(f"view/{block}/{voice.value}")
    return _read(entry) if entry else None
