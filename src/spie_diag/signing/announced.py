"""Whom a diagnostic names as its specialists: the data are signed, so the signers must be these people."""

import json
from dataclasses import dataclass, field

from spie_diag.signing.identity import same_name
from spie_diag.signing.verdict import SignatureVerdict


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


def announced_in(diagnostic: bytes | None) -> tuple[Announced, ...]:
    """The specialists named in ``diagnostic.json``; none where it names none, or is not ours to read.

    Each is ``{"name", "field", "signature_field", "certificate_sha256"}``; the last two are optional, and make it
    impossible for one specialist to sign in the other's place.
    """
    try:
        people = json.loads(diagnostic or b"{}")["specialists"]
        return tuple(
            Announced(
                name=str(one["name"]),
                field_of_work=str(one.get("field") or ""),
                signature_field=str(one.get("signature_field") or ""),
                fingerprint=str(one.get("certificate_sha256") or ""),
            )
            for one in people
        )
    except (ValueError, AttributeError, LookupError, TypeError, RecursionError):
        return ()
