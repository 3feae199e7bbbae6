"""What a verification found, for people (French lines) and for programs (stable fields)."""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from spie_diag.french import clock_time, long_date, short_date, spaced
from spie_diag.interview.people import FieldOfWork
from spie_diag.signing.identity import grouped

FORMAT = 1
"""Version of ``Verdict.as_json``: fields may be added, never renamed or removed without a new number."""

NAMELESS = "Signataire sans nom"

JsonValue = str | bool | int | None | list["JsonValue"] | dict[str, "JsonValue"]


class Coverage(Enum):
    """How much of the file a signature covers."""

    FILE = "file"
    """Every byte but its own."""
    REVISION = "revision"
    """Every byte of the document as it was when signed; what came after is judged apart."""
    PART = "part"
    """Less than that: such a signature proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """One signature: whose, when, and whether it holds. Names come from the certificate, the time from the signer."""

    field: str
    signer: str = dataclasses.field(repr=False)
    structure: str = dataclasses.field(repr=False)
    role: str = dataclasses.field(repr=False)
    field_of_work: FieldOfWork | None
    signed_at: datetime | None
    """The signer's own computer said so: nobody else vouches for it."""
    fingerprint: str
    valid_until: datetime | None
    covers: Coverage
    intact: bool
    known: bool = False
    known_as: str = dataclasses.field(default="", repr=False)
    problem: str = dataclasses.field(default="", repr=False)
    """Why it does not hold, in one French sentence; empty when it holds."""

    def as_json(self) -> dict[str, JsonValue]:
        return {
            "field": self.field,
            "signer": self.signer,
            "structure": self.structure,
            "role": self.role,
            "field_of_work": self.field_of_work.value if self.field_of_work else None,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "certificate_sha256": self.fingerprint,
            "certificate_valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "covers": self.covers.value,
            "intact": self.intact,
            "known": self.known,
            "known_as": self.known_as or None,
            "problem": self.problem or None,
        }

    def lines(self) -> tuple[str, ...]:
        """Who, when, and what this computer thinks of it."""
        words = [part for part in (self.role, self.structure) if part]
        who = " ".join((self.signer or NAMELESS, f"({', '.join(words)})" if words else "")).strip()
        return tuple(
            spaced(line)
            for line in (
                who,
                f"  {self._when()}",
                f"  {'Signature intacte' if self.intact else 'Signature refusée'}, {self._recognised()}.",
                f"  Empreinte du certificat : {grouped(self.fingerprint)}" if self.fingerprint else "",
            )
            if line
        )

    def _when(self) -> str:
        if self.signed_at is None:
            return "Sans date de signature."
        day, hour = long_date(self.signed_at.date()), clock_time(self.signed_at)
        return f"A signé le {day} à {hour} (heure de l’ordinateur du signataire)."

    def _recognised(self) -> str:
        if self.known and self.known_as != self.signer:
            return f"connue de cet ordinateur (« {self.known_as} »)"
        if self.known:
            return "connue de cet ordinateur"
        return "inconnue de cet ordinateur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a document is what two specialists signed."""

    signatures: tuple[SignatureVerdict, ...] = ()
    missing: tuple[str, ...] = ()
    """Fields prepared for a signature that nobody has made."""
    joint: bool = False
    """The document was prepared for two specialists."""
    changed: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what happened to the document since it was signed, or why it cannot be read."""
    incomplete: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what is missing to be a joint diagnostic signed by both."""
    warnings: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what people should check by themselves; the signatures may hold all the same."""
    diagnostic: bytes | None = dataclasses.field(default=None, repr=False)
    """``diagnostic.json`` as the first signer signed it, whatever was added later."""

    @property
    def unchanged(self) -> bool:
        """Every signature made is good, and nothing else was changed: true of a half-signed document too."""
        return bool(self.signatures) and not self.changed and all(signature.intact for signature in self.signatures)

    @property
    def holds(self) -> bool:
        """Two specialists signed, and the document is still what they signed."""
        return self.unchanged and self.joint and not self.missing and not self.incomplete

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that keeps the document from holding, in French sentences; empty when it holds."""
        found = [*self.changed, *(s.problem for s in self.signatures if s.problem), *self.incomplete]
        return tuple(dict.fromkeys(spaced(sentence) for sentence in found))

    @property
    def conclusion(self) -> str:
        """The verdict in one sentence."""
        if self.holds:
            return "Les deux signatures tiennent : rien n’a changé depuis."
        if self.unchanged:
            return "Ce qui est signé n’a pas changé, mais ce document n’est pas un diagnostic signé par les deux."
        if self.signatures:
            return "Ce document ne peut pas être tenu pour signé."
        return "Ce fichier n’est pas un diagnostic signé."

    def lines(self) -> tuple[str, ...]:
        """The whole verdict for people, one line each, the conclusion first."""
        told = [spaced(self.conclusion), *(f"- {problem}" for problem in self.problems)]
        for signature in self.signatures:
            told += ["", *signature.lines()]
        if self.warnings:
            told += ["", *(spaced(warning) for warning in self.warnings)]
        return tuple(told)

    def as_json(self) -> Mapping[str, JsonValue]:
        """The same for programs; the fields are described in this room's README."""
        return {
            "format": FORMAT,
            "holds": self.holds,
            "unchanged": self.unchanged,
            "joint": self.joint,
            "signatures": [signature.as_json() for signature in self.signatures],
            "missing": list(self.missing),
            "problems": list(self.problems),
            "warnings": [spaced(warning) for warning in self.warnings],
            "diagnostic_sha256": hashlib.sha256(self.diagnostic).hexdigest() if self.diagnostic is not None else None,
        }


def validity(start: datetime, end: datetime) -> str:
    """« du 01/12/2026 au 01/12/2029 »."""
    return f"du {short_date(start.date())} au {short_date(end.date())}"
