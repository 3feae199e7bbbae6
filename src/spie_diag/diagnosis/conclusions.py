"""What both specialists conclude with the person: one level per domain or a disagreement kept, strengths, syntheses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spie_diag.diagnosis.assessment import Level, level_from, refuse_unfounded
from spie_diag.diagnosis.errors import BothOutcomesError
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.journal import Record
from spie_diag.interview.state import State

MOST_PRIORITIES = 3
FEWEST_STRENGTHS = 3
SHORT_LIMIT = 255
"""Characters of the synthesis that is typed again into other systems. Source: domain §3.1, SYN-06."""
SHAREABLE_LIMIT = 1_500
"""Characters of the synthesis for partners. Source: domain §3.1, SYN-07."""
REMARKS_AGREE = QuestionCode("ATT-08")
REMARKS_TEXT = QuestionCode("ATT-09")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The joint reading of one domain: a common level, or a disagreement kept with one neutral sentence."""

    block: BlockCode
    level: Level | None
    strength: bool = False
    text: str = field(default="", repr=False)
    disagreement: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        refuse_unfounded(self.level, strength=self.strength)
        if self.level is not None and self.disagreement.strip():
            raise BothOutcomesError

    @property
    def is_settled(self) -> bool:
        return self.level is not None or self.keeps_disagreement

    @property
    def keeps_disagreement(self) -> bool:
        return bool(self.disagreement.strip())

    def as_json(self) -> Value:
        return {
            "level": None if self.level is None else int(self.level),
            "strength": self.strength,
            "text": self.text,
            "disagreement": self.disagreement,
        }

    @classmethod
    def from_json(cls, value: Value, block: BlockCode) -> "Conclusion | None":
        """The conclusion kept in a journal entry, or None where it was taken back."""
        if not isinstance(value, dict):
            return None
        return cls(
            block=block,
            level=level_from(value.get("level")),
            strength=value.get("strength") is True,
            text=str(value.get("text") or ""),
            disagreement=str(value.get("disagreement") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntheses:
    short: str = field(default="", repr=False)
    """At most ``SHORT_LIMIT`` characters."""
    shareable: str = field(default="", repr=False)
    """At most ``SHAREABLE_LIMIT`` characters."""
    agreed: str = field(default="", repr=False)
    """What everybody agrees on, written together and read aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What the person says of the conclusions once they are read to her."""

    agrees: str = field(default="", repr=False)
    """The choice given: ``oui``, ``en_partie``, ``non``; empty while she was not asked."""
    text: str = field(default="", repr=False)
    """Her own words, never rewritten."""


def conclusions(record: Record) -> Mapping[BlockCode, Conclusion]:
    """The joint conclusions not taken back, by domain."""
    entries = record.under("conclusion").items()
    found = (Conclusion.from_json(entry.value, BlockCode(code)) for code, entry in entries)
    return {conclusion.block: conclusion for conclusion in found if conclusion is not None}


def priorities(record: Record) -> tuple[BlockCode, ...]:
    """The domains to work on first, in order."""
    return tuple(BlockCode(code) for code in _texts(record.value("priorities")))


def strengths(record: Record) -> tuple[str, ...]:
    """The points d’appui to print, in order."""
    return _texts(record.value("strengths"))


def syntheses(record: Record) -> Syntheses:
    return Syntheses(
        short=_text(record.value("synthesis/short")),
        shareable=_text(record.value("synthesis/shareable")),
        agreed=_text(record.value("synthesis/agreed")),
    )


def remarks(state: State) -> Remarks:
    return Remarks(agrees=_text(state.value(REMARKS_AGREE)), text=_text(state.value(REMARKS_TEXT)))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
