"""What the signed data say of the document itself: whom it expects as signers, its version, what it was drawn from."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import NoReturn

from spie_diag.signing.identity import same_name
from spie_diag.signing.reading import LARGEST_DATA
from spie_diag.signing.subjects import one_line
from spie_diag.signing.verdict import ExtractOrigin, SignatureVerdict

MAJOR = 1
"""Of ``schema`` in ``diagnostic.json``: a later one may mean anything."""

LONGEST_SHOWN = 400
"""Characters of a purpose or a recipient that a verdict prints."""

_SHA256 = re.compile("[0-9a-f]{64}")
_SCHEMA = re.compile(r"spie-diag/diagnostic/(\d{1,4})(?:\.\d{1,4})?")
_DIGEST = re.compile(rb"<diag:Sha256>([0-9a-f]{64})</diag:Sha256>")
_SUBJECT = re.compile(rb'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">([^<]{1,4000})</rdf:li>')
_VERSION = re.compile(r"(.{1,200}?), version (\d{1,6})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One entry of ``specialists`` in the diagnostic; empty texts where the writer of the document said nothing."""

    name: str = field(default="", repr=False)
    field_of_work: str = ""
    signature_field: str = ""
    fingerprint: str = ""

    def may_be(self, signature: SignatureVerdict) -> bool:
        """Whether this specialist made this signature, as far as the document said beforehand."""
        if self.fingerprint and self.fingerprint != signature.fingerprint:
            return False
        if self.signature_field and self.signature_field != signature.field:
            return False
        if self.field_of_work and signature.field_of_work and self.field_of_work != signature.field_of_work.value:
            return False
        return same_name(self.name, signature.signer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The part of ``diagnostic.json`` that verification needs; nothing in it is believed before it is signed."""

    major: int | None = None
    """Of the schema; None where the data name no schema of ours."""
    number: str = ""
    version: int | None = None
    specialists: tuple[Announced, ...] = ()
    extract: ExtractOrigin | None = None

    @property
    def is_newer(self) -> bool:
        return self.major is not None and self.major > MAJOR


def announcement_in(diagnostic: bytes) -> Announcement | None:
    """What the attached data announce; None where they are no JSON object that everybody would read the same.

    ``specialists`` are ``{"name", "field", "signature_field", "certificate_sha256"}``; the last two are optional, and
    make it impossible for one specialist to sign in the other's place.
    """
    if len(diagnostic) > LARGEST_DATA:
        return None
    try:
        told = json.loads(diagnostic, object_pairs_hook=_each_key_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    schema = _SCHEMA.fullmatch(_text(told.get("schema")))
    people = told.get("specialists")
    return Announcement(
        major=int(schema[1]) if schema else None,
        number=_shown(told.get("number")),
        version=_number(told.get("version")),
        specialists=tuple(_announced(one) for one in people) if isinstance(people, list) else (),
        extract=_origin(told["extract"]) if told.get("extract") is not None else None,
    )


def agrees(announcement: Announcement, metadata: bytes) -> bool:
    """Whether the data are of the number and version that the document bears in its own metadata.

    Both are written from the same facts: data of another version were put there by somebody.
    """
    subject = _SUBJECT.search(metadata)
    said = _VERSION.match(unescape(subject[1].decode(errors="replace"))) if subject else None
    if said is None:
        return True
    number, version = said[1], int(said[2])
    return announcement.version in {None, version} and announcement.number in {"", number}


def declared_digest(metadata: bytes) -> str:
    """The SHA-256 of the attached data as the metadata of the document declare it; empty where they do not."""
    found = _DIGEST.findall(metadata)
    return found[0].decode() if len(found) == 1 else ""


def _each_key_once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key twice: programs would read different things")
    return told


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("not JSON")


def _announced(entry: object) -> Announced:
    """An entry of a shape that is not ours is nobody: no signature is hers."""
    if not isinstance(entry, dict):
        return Announced()
    return Announced(
        name=_text(entry.get("name")),
        field_of_work=_text(entry.get("field")),
        signature_field=_text(entry.get("signature_field")),
        fingerprint=_text(entry.get("certificate_sha256")),
    )


def _origin(entry: object) -> ExtractOrigin:
    told = entry if isinstance(entry, dict) else {}
    master = told.get("of")
    origin = master if isinstance(master, dict) else {}
    digest = _text(origin.get("sha256"))
    return ExtractOrigin(
        profile=_shown(told.get("profile")),
        recipient=_shown(told.get("recipient")),
        purpose=_shown(told.get("purpose")),
        version=_number(origin.get("version")),
        sha256=digest if _SHA256.fullmatch(digest) else "",
    )


def _shown(value: object) -> str:
    """As the verdict may print it: whoever made the document wrote it, and could add lines or colours of her own."""
    return one_line(_text(value), LONGEST_SHOWN)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
