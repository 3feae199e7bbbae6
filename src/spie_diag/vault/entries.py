"""A journal entry as it is kept: exact bytes, a salted commitment to them, a link to the one before, a signature."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry, EntryId
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId

FIRST_LINK = bytes(32)
"""What the first entry of a chain has for its previous one."""

_HEADER = struct.Struct(">8s16s16sQ32s16sQ16s16s32s")
_MARK = b"spieent1"
_NO_INTERVIEW = bytes(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """One row of the journal; every field but ``payload`` may be known by anyone."""

    id: bytes
    chain: bytes
    """Which copy of the vault wrote it; ``number`` grows by one along a chain, without gap."""
    number: int
    previous: bytes
    author: bytes
    tick: int
    case_id: bytes
    interview_id: bytes | None
    commitment: bytes
    signature: bytes = b""
    payload: bytes | None = field(repr=False)
    """UTF-8 JSON: subject, value, replaces, written_at, salt. Never written anew: it is what was signed."""

    def header(self) -> bytes:
        """What is signed."""
        return _HEADER.pack(
            _MARK,
            self.id,
            self.chain,
            self.number,
            self.previous,
            self.author,
            self.tick,
            self.case_id,
            self.interview_id or _NO_INTERVIEW,
            self.commitment,
        )

    @property
    def hash(self) -> bytes:
        """What the next entry of the chain points to."""
        return hashlib.sha256(self.header() + self.signature).digest()

    def is_signed_by(self, public_key: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.header())
        except (InvalidSignature, ValueError, struct.error):
            return False
        return True

    def holds_its_payload(self) -> bool:
        return self.payload is not None and hashlib.sha256(self.payload).digest() == self.commitment


@dataclass(frozen=True, slots=True)
class Link:
    """The place of the next entry: after which one, in which chain."""

    chain: bytes
    number: int
    previous: bytes

    def after(self, sealed: SealedEntry) -> "Link":
        return Link(self.chain, sealed.number + 1, sealed.hash)


def seal(entry: Entry, link: Link, key: Ed25519PrivateKey) -> SealedEntry:
    """Sign an entry at its place; the salt in it makes the commitment say nothing of a short answer."""
    payload = dumped(
        {
            "subject": entry.subject,
            "value": entry.value,
            "replaces": [replaced.hex for replaced in entry.replaces],
            "written_at": entry.written_at.isoformat(),
            "salt": secrets.token_hex(16),
        }
    )
    unsigned = SealedEntry(
        id=entry.id.bytes,
        chain=link.chain,
        number=link.number,
        previous=link.previous,
        author=entry.author.bytes,
        tick=entry.tick,
        case_id=entry.case.bytes,
        interview_id=entry.interview.bytes if entry.interview else None,
        commitment=hashlib.sha256(payload).digest(),
        payload=payload,
    )
    return replace(unsigned, signature=key.sign(unsigned.header()))


def opened(id_: bytes, case_id: bytes, interview_id: bytes | None, author: bytes, tick: int, payload: bytes) -> Entry:
    """The entry of the subject floor, from the columns of its row."""
    content = loaded_mapping(payload)
    replaces, written_at, subject = content["replaces"], content["written_at"], content["subject"]
    if not (isinstance(replaces, list) and isinstance(written_at, str) and isinstance(subject, str)):
        raise TypeError("an entry of another shape")
    return Entry(
        id=EntryId(UUID(bytes=id_)),
        case=CaseId(_shared(case_id)),
        interview=InterviewId(_shared(interview_id)) if interview_id else None,
        author=SpecialistId(_shared(author)),
        written_at=datetime.fromisoformat(written_at),
        tick=tick,
        subject=subject,
        value=content["value"],
        replaces=tuple([EntryId(UUID(hex=str(replaced))) for replaced in replaces]) if replaces else (),
    )


@lru_cache(maxsize=64)
def _shared(content: bytes) -> UUID:
    """One object for the ids that thousands of entries have in common."""
    return UUID(bytes=content)


def new_id(moment: datetime) -> UUID:
    """A UUID of version 7: random, and close on the disk to those of the same minute. Source: RFC 9562, 5.7."""
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62))


def dumped(value: Value) -> bytes:
    """JSON as bytes; takes the lone surrogates that a keyboard driver may send, and gives them back."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


_decode = json.JSONDecoder().raw_decode
"""``json.loads`` looks for blanks around each value twice; there are none, and thousands are read at once."""


def loaded(content: bytes) -> Value:
    text = content.decode("utf-8", "surrogatepass")
    value: Value
    value, end = _decode(text)
    if end != len(text):
        raise ValueError("more than one value")
    return value


def loaded_mapping(content: bytes) -> dict[str, Value]:
    value = loaded(content)
    if not isinstance(value, dict):
        raise TypeError("a JSON object was due")
    return value
