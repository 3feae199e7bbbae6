"""One specialist's hand under a document: the visible signature, her key wherever it is, and a stamp of time if asked.

The passphrase was typed just before; a card wants its PIN besides.
"""

from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.identities import in_hand
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist
from spie_diag.paths import known_authorities

if TYPE_CHECKING:
    from spie_diag.signing.identity import Signatory
    from spie_diag.signing.time_stamping import TimeStampServer

_ADDRESS = "time-stamp-server"


def time_stamp_address(casebook: Casebook) -> str:
    """The address of the server that witnesses signatures of this vault; empty where none does."""
    kept = casebook.vault.places.recall(_ADDRESS)
    return kept if isinstance(kept, str) else ""


def set_time_stamp_address(casebook: Casebook, address: str) -> None:
    """Ask this server at each signature from now on, where it can be reached; an empty address asks nobody.

    Raises:
        TimeStampAddressError: it is not the address of a server.
    """
    from spie_diag.signing.time_stamping import TimeStampServer

    if address.strip():
        TimeStampServer(address.strip())
    casebook.vault.places.remember(_ADDRESS, address.strip())


def time_stamp_server(casebook: Casebook) -> "TimeStampServer | None":
    """The server that witnesses signatures of this vault; None where none does."""
    from spie_diag.signing.time_stamping import TimeStampServer

    address = time_stamp_address(casebook)
    return TimeStampServer(address, clock=casebook.clock) if address else None


def _refuse_revoked(casebook: Casebook, held: "Signatory") -> None:
    """Every partner who has the list would refuse the document; lists that cannot be read here keep nobody away."""
    from spie_diag.signing.identity_errors import RevokedIdentityError
    from spie_diag.signing.trust import Standing, trust_of
    from spie_diag.signing.trusted_authorities import Authorities

    kept, moment = Authorities(known_authorities()), casebook.clock.now()
    try:
        trust = trust_of(held.certificate, held.chain, moment, kept.all(), kept.lists(), claimed_at=moment)
    except SpieError as why:
        if str(why) not in casebook.warnings:
            casebook.warnings.append(str(why))
        return
    if trust.standing is Standing.REVOKED:
        raise RevokedIdentityError(why=trust.why)


def signed_by(
    casebook: Casebook,
    document: bytes,
    one: Specialist,
    field: str,
    *,
    certify: bool,
    pin: str = "",
    stamper: "TimeStampServer | None" = None,
) -> tuple[bytes, str]:
    """The document signed by this specialist, whose keys are unlocked, and the fingerprint it was signed under.

    A stamp of time that was not given is told by a warning of the casebook.

    Raises:
        SupersededCertificateError: the document expects a certificate that she no longer signs with.
        RevokedIdentityError: her authority took her certificate back, says the list kept on this computer.
        SpieError: the document must not be signed, the card is missing, its PIN wrong…
    """
    from spie_diag.documents.stamping import stamp
    from spie_diag.signing.applying import sign
    from spie_diag.signing.certificates import fingerprint

    moment = casebook.clock.now()
    server = stamper or time_stamp_server(casebook)
    with in_hand(casebook, one.id, pin) as held:
        _refuse_revoked(casebook, held)
        digest = fingerprint(held.certificate)

        def look(width: float, height: float) -> bytes:
            return stamp(width, height, one, moment, digest)

        signed = sign(
            document,
            field,
            held,
            who=one.name,
            moment=moment,
            certify=certify,
            appearance=look,
            time_stamper=server,
        )
    if server is not None and server.refusal is not None and str(server.refusal) not in casebook.warnings:
        casebook.warnings.append(str(server.refusal))
    return signed, digest
