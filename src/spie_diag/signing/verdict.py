"""What a verification found, for people (French lines) and for programs (stable fields)."""

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cryptography import x509

from spie_diag.french import clock_time, long_date, short_date, spaced
from spie_diag.interview.people import FieldOfWork
from spie_diag.signing.certificates import grouped
from spie_diag.signing.timestamps import TimeStamp
from spie_diag.signing.trust import Standing, Trust

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


class Kind(Enum):
    """What the document was prepared to be."""

    JOINT = "joint"
    """The diagnosis of two specialists, signed by both."""
    EXTRACT = "extract"
    """A part of it, made for one recipient, signed by whoever hands it out."""
    ALONE = "alone"
    """A diagnosis that one specialist held alone."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOrigin:
    """For whom an extract was made, and what it was drawn from; empty where the document does not say."""

    profile: str = ""
    recipient: str = dataclasses.field(default="", repr=False)
    purpose: str = dataclasses.field(default="", repr=False)
    version: int | None = None
    sha256: str = ""

    def as_json(self) -> dict[str, JsonValue]:
        return {
            "profile": self.profile,
            "recipient": self.recipient,
            "purpose": self.purpose,
            "of_version": self.version,
            "of_sha256": self.sha256 or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """One signature: whose, when, and whether it holds. Names come from the certificate, the time from the signer."""

    field: str
    signer: str = dataclasses.field(repr=False)
    structure: str = dataclasses.field(repr=False)
    role: str = dataclasses.field(repr=False)
    field_of_work: FieldOfWork | None
    signed_at: datetime | None
    """The signer's own computer said so: nobody else vouches for it, unless there is a time-stamp."""
    fingerprint: str
    valid_until: datetime | None
    covers: Coverage
    intact: bool
    trust: Trust = dataclasses.field(default_factory=Trust)
    known_as: str = dataclasses.field(default="", repr=False)
    problem: str = dataclasses.field(default="", repr=False)
    """Why it does not hold, in one French sentence; empty when it holds."""
    stamp: TimeStamp | None = None
    """Of this signature alone, made while signing."""
    certificates: tuple[x509.Certificate, ...] = dataclasses.field(default=(), repr=False)
    """The signer's own, then those that came with it."""
    is_authentic: bool = True
    """Its key signed these very bytes, whatever was added afterwards."""

    @property
    def known(self) -> bool:
        """Somebody here recognised this certificate, or an authority that vouches for it."""
        return self.trust.standing.is_believed

    @property
    def trusted_by(self) -> str:
        """The recognised authority that vouches for it; empty where none does."""
        return self.trust.authority if self.trust.standing is Standing.CERTIFIED else ""

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
            "standing": self.trust.standing.value,
            "trusted_by": self.trusted_by or None,
            "trusted_by_sha256": self.trust.authority_fingerprint if self.trusted_by else None,
            "issuer": self.trust.authority or None,
            "time_stamp": _stamp_json(self.stamp) if self.stamp else None,
        }

    def lines(self) -> tuple[str, ...]:
        """Who, when, and what this computer thinks of it."""
        return tuple(spaced(line) for line in self._told() if line)

    def _told(self) -> Iterator[str]:
        words = [part for part in (self.role, self.structure) if part]
        yield " ".join((self.signer or NAMELESS, f"({', '.join(words)})" if words else "")).strip()
        yield f"  {self._when()}"
        if self.stamp:
            yield f"  {_stamp_line(self.stamp, self.signed_at)}"
        yield f"  {'Signature intacte' if self.intact else 'Signature refusée'}, {self._recognised()}."
        if self.fingerprint and not self.trusted_by:
            yield f"  Empreinte du certificat : {grouped(self.fingerprint)}"

    def details(self) -> tuple[str, ...]:
        """What only technicians ask for, one fact each."""
        covered = {
            Coverage.FILE: "tout le fichier",
            Coverage.REVISION: "tout le document tel qu’il était alors",
            Coverage.PART: "une partie du fichier seulement",
        }
        told = [
            f"{self.signer or NAMELESS} : champ « {self.field} », couvre {covered[self.covers]}.",
            f"  Empreinte du certificat (SHA-256) : {grouped(self.fingerprint)}",
        ]
        if self.certificates:
            start, end = self.certificates[0].not_valid_before_utc, self.certificates[0].not_valid_after_utc
            told.append(f"  Certificat valable {validity(start, end)}, numéro {self.certificates[0].serial_number:x}.")
        if self.trust.authority:
            told.append(f"  Délivré par « {self.trust.authority} ».")
        if self.trust.authority_fingerprint:
            told.append(f"  Empreinte de cette autorité (SHA-256) : {grouped(self.trust.authority_fingerprint)}")
        if self.stamp:
            told.append(f"  Empreinte du service d’horodatage (SHA-256) : {grouped(self.stamp.fingerprint)}")
        return tuple(spaced(line) for line in told)

    def _when(self) -> str:
        if self.signed_at is None:
            return "Sans date de signature."
        return f"A signé {_at(self.signed_at)} (heure de l’ordinateur du signataire)."

    def _recognised(self) -> str:
        if self.trusted_by:
            return f"certifiée par « {self.trusted_by} », autorité reconnue par cet ordinateur"
        if self.known and self.known_as != self.signer:
            return f"connue de cet ordinateur (« {self.known_as} »)"
        if self.known:
            return "connue de cet ordinateur"
        return self.trust.why or "inconnue de cet ordinateur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a document is what its specialists signed."""

    signatures: tuple[SignatureVerdict, ...] = ()
    missing: tuple[str, ...] = ()
    """Fields prepared for a signature that nobody has made."""
    joint: bool = False
    """The document was prepared for two specialists."""
    kind: Kind = Kind.OTHER
    number: str = dataclasses.field(default="", repr=False)
    version: int | None = None
    extract: ExtractOrigin | None = None
    stamps: tuple[TimeStamp, ...] = ()
    """Of the whole document, added once everybody had signed."""
    changed: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what happened to the document since it was signed, or why it cannot be read."""
    distrusted: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: signatures whose authority took their certificate back, or never gave it for that."""
    incomplete: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what is missing to be a joint diagnostic signed by both, or an extract of one."""
    warnings: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """French sentences: what people should check by themselves; the signatures may hold all the same."""
    diagnostic: bytes | None = dataclasses.field(default=None, repr=False)
    """``diagnostic.json`` as the first signer signed it, whatever was added later; None where she did not sign it."""

    @property
    def unchanged(self) -> bool:
        """Every signature made is good, and nothing else was changed: true of a half-signed document too."""
        return bool(self.signatures) and not self.changed and all(signature.intact for signature in self.signatures)

    @property
    def holds(self) -> bool:
        """Everybody who had to sign did, the document is still what they signed, and no authority disowns them.

        True of a joint diagnosis and of an extract: ``kind`` tells which.
        """
        whole = not (self.missing or self.incomplete or self.distrusted)
        return self.unchanged and whole and self.kind in {Kind.JOINT, Kind.EXTRACT}

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that keeps the document from holding, in French sentences; empty when it holds."""
        refused = (signature.problem for signature in self.signatures if signature.problem)
        found = [*self.changed, *refused, *self.distrusted, *self.incomplete]
        return tuple(dict.fromkeys(spaced(sentence) for sentence in found))

    @property
    def conclusion(self) -> str:
        """The verdict in one sentence."""
        if self.holds:
            return f"{self._holding()} : rien n’a changé depuis{self._by_strangers()}."
        if self.unchanged and not self.distrusted and self.kind is Kind.EXTRACT:
            return "Ce qui est signé n’a pas changé, mais il manque une signature à cet extrait."
        if self.unchanged and not self.distrusted:
            return "Ce qui est signé n’a pas changé, mais ce document n’est pas un diagnostic signé par les deux."
        if self.signatures:
            return "Ce document ne peut pas être tenu pour signé."
        return "Ce fichier n’est pas un diagnostic signé."

    def _holding(self) -> str:
        if self.kind is not Kind.EXTRACT:
            return "Les deux signatures tiennent"
        one = len(self.signatures) == 1
        return "La signature de cet extrait tient" if one else "Les deux signatures de cet extrait tiennent"

    def _by_strangers(self) -> str:
        """Anybody can sign in any name: a document that holds is worth what is known of its signers."""
        strangers = sum(not one.known for one in self.signatures)
        if not strangers:
            return ""
        whom = "tous les signataires" if strangers < len(self.signatures) else "les signataires"
        whom = "le signataire" if len(self.signatures) == 1 else whom
        return f", mais cet ordinateur ne reconnaît pas {whom}"

    def lines(self) -> tuple[str, ...]:
        """The whole verdict for people, one line each, the conclusion first."""
        told = [spaced(self.conclusion), *(f"- {problem}" for problem in self.problems)]
        told += [spaced(line) for line in self._origin()]
        for signature in self.signatures:
            told += ["", *signature.lines()]
        if self.stamps:
            last = self.signatures[-1].signed_at if self.signatures else None
            told += ["", *(spaced(_stamp_line(stamp, last)) for stamp in self.stamps)]
        if self.warnings:
            told += ["", *(spaced(warning) for warning in self.warnings)]
        return tuple(told)

    def details(self) -> tuple[str, ...]:
        """What only technicians ask for, to be folded away."""
        told = [line for signature in self.signatures for line in signature.details()]
        told += [
            spaced(f"Horodatage du document : empreinte du service (SHA-256) : {grouped(stamp.fingerprint)}")
            for stamp in self.stamps
        ]
        if self.diagnostic is not None:
            digest = hashlib.sha256(self.diagnostic).hexdigest()
            told.append(spaced(f"Données jointes (SHA-256) : {grouped(digest)}"))
        if self.extract and self.extract.sha256:
            told.append(spaced(f"Tiré du document d’empreinte (SHA-256) : {grouped(self.extract.sha256)}"))
        return tuple(told)

    def _origin(self) -> Iterator[str]:
        if self.extract is None or not self.unchanged:
            return
        aim = f", pour : {self.extract.purpose}" if self.extract.purpose else ""
        yield f"Extrait préparé pour « {self.extract.recipient or 'destinataire non précisé'} »{aim}."
        if self.extract.version is not None:
            yield f"Tiré de la version {self.extract.version} du diagnostic {self.number}."

    def as_json(self) -> Mapping[str, JsonValue]:
        """The same for programs; the fields are described in this room's README."""
        return {
            "format": FORMAT,
            "holds": self.holds,
            "unchanged": self.unchanged,
            "joint": self.joint,
            "kind": self.kind.value,
            "number": self.number or None,
            "version": self.version,
            "extract": self.extract.as_json() if self.extract else None,
            "signatures": [signature.as_json() for signature in self.signatures],
            "missing": list(self.missing),
            "time_stamps": [_stamp_json(stamp) for stamp in self.stamps],
            "problems": list(self.problems),
            "warnings": [spaced(warning) for warning in self.warnings],
            "diagnostic_sha256": hashlib.sha256(self.diagnostic).hexdigest() if self.diagnostic is not None else None,
        }


def validity(start: datetime, end: datetime) -> str:
    """« du 01/12/2026 au 01/12/2029 »."""
    return f"du {short_date(start.date())} au {short_date(end.date())}"


def _stamp_line(stamp: TimeStamp, signed_at: datetime | None) -> str:
    """When a third party saw the document, by the same clock as the signature beside it, and whether it is believed."""
    whole = "Document horodaté" if stamp.field_name else "Signature horodatée"
    doubt = "" if stamp.is_believed else ", un service que cet ordinateur ne reconnaît pas"
    return f"{whole} {_at(stamp.at.astimezone(signed_at.tzinfo if signed_at else None))} par « {stamp.by} »{doubt}."


def _at(moment: datetime) -> str:
    return f"le {long_date(moment.date())} à {clock_time(moment)}"


def _stamp_json(stamp: TimeStamp) -> dict[str, JsonValue]:
    return {
        "at": stamp.at.isoformat(),
        "by": stamp.by,
        "certificate_sha256": stamp.fingerprint,
        "believed": stamp.is_believed,
        "field": stamp.field_name or None,
    }
