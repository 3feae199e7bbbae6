"""One answer to one coded question: its value, or why there is none."""

from dataclasses import dataclass, field
from enum import Enum

from spie_diag.forms.definition import Value


class Status(Enum):
    """Beside every question; the value is the code used in cases, journals and exports. Source: domain §2.1."""

    ANSWERED = "REP"
    DOES_NOT_KNOW = "NSP"
    DECLINES = "NSR"
    """Never commented, never shown as a refusal to third parties."""
    NOT_APPLICABLE = "SO"


class Source(Enum):
    SAID = "declare"
    PROOF_SEEN = "justificatif_vu"
    PARTNER = "partenaire"
    OBSERVED = "observation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``value`` is in the shape of ``forms.definition``; an empty one (``""``, ``[]``): « nothing » was answered."""

    status: Status = Status.ANSWERED
    value: Value = field(default=None, repr=False)
    source: Source = Source.SAID
    origin: str = ""
    """SHA-256 of the partner's document that it was taken from, in hexadecimal; empty for every other answer."""

    def as_json(self) -> Value:
        kept: dict[str, Value] = {"status": self.status.value, "value": self.value, "source": self.source.value}
        return {**kept, "origin": self.origin} if self.origin else kept

    @classmethod
    def from_json(cls, data: Value) -> "Answer | None":
        """The answer kept in a journal entry, or None where it was taken back."""
        if not isinstance(data, dict):
            return None
        return cls(
            status=Status(data["status"]),
            value=data.get("value"),
            source=Source(data.get("source", Source.SAID.value)),
            origin=str(data.get("origin") or ""),
        )
