"""An envelope opens for whoever it is meant for, gives back what was put in, and tells any change."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spie_diag.documents.envelope_page import build_envelope_page
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.signing.envelope import (
    ENCLOSED,
    MOST_RECIPIENTS,
    Sealing,
    open_with_identity,
    open_with_password,
    seal_for,
    seal_with_password,
    sealing_of,
)
from spie_diag.signing.envelope_errors import (
    ChangedEnvelopeError,
    NotAnEnvelopeError,
    NotARecipientError,
    NotForThisIdentityError,
    UnusablePasswordError,
    WrongEnvelopePasswordError,
)
from spie_diag.signing.identity import Identity, new_identity

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DOCUMENT = b"%PDF-1.7\r\n" + bytes(range(256)) * 40
PASSWORD = "lune été cheval orange"


@pytest.fixture(scope="module")
def cover() -> bytes:
    return build_envelope_page(ENCLOSED, NOW)


@pytest.fixture(scope="module")
def sealed(cover: bytes) -> bytes:
    return seal_with_password(cover, DOCUMENT, PASSWORD)


@pytest.fixture(scope="module")
def mine() -> Identity:
    return new_identity(someone("Léa Modèle"), NOW)


@pytest.fixture(scope="module")
def for_me(cover: bytes, mine: Identity) -> bytes:
    return seal_for(cover, DOCUMENT, [certificate_of(mine)])


def someone(name: str) -> Specialist:
    return Specialist(id=SpecialistId(UUID(int=7)), name=name, structure="CCAS", field_of_work=FieldOfWork.SOCIAL)


def certificate_of(identity: Identity) -> bytes:
    return identity.certificate.public_bytes(serialization.Encoding.PEM)


def test_the_document_comes_out_byte_for_byte(sealed: bytes, for_me: bytes, mine: Identity) -> None:
    assert open_with_password(sealed, PASSWORD) == DOCUMENT
    assert open_with_identity(for_me, mine) == DOCUMENT


def test_nothing_of_it_is_read_from_outside(sealed: bytes, for_me: bytes) -> None:
    assert DOCUMENT[10:60] not in sealed
    assert DOCUMENT[10:60] not in for_me


def test_a_password_is_heard_as_people_say_it(sealed: bytes) -> None:
    assert open_with_password(sealed, "  Lune  été cheval orange ") == DOCUMENT
    assert open_with_password(sealed, "lune e\u0301te\u0301 cheval orange") == DOCUMENT, "however the keyboard sent it"


@pytest.mark.parametrize(
    "heard", ["", " ", "lune ete cheval orange", "lune été cheval", "\0" * 10, "ا été", "x" * 5000]
)
def test_another_password_opens_nothing(sealed: bytes, heard: str) -> None:
    with pytest.raises(WrongEnvelopePasswordError):
        open_with_password(sealed, heard)


@pytest.mark.parametrize("password", ["", "   ", "\0abc", "ا été"])
def test_nothing_is_closed_with_a_password_that_nobody_can_type(cover: bytes, password: str) -> None:
    with pytest.raises(UnusablePasswordError):
        seal_with_password(cover, DOCUMENT, password)


def test_another_key_opens_nothing(for_me: bytes) -> None:
    with pytest.raises(NotForThisIdentityError):
        open_with_identity(for_me, new_identity(someone("Une autre"), NOW))


def test_several_recipients_open_it_with_keys_of_any_kind(cover: bytes, mine: Identity) -> None:
    theirs = rsa_identity()
    both = seal_for(
        cover, DOCUMENT, [certificate_of(mine), theirs.certificate.public_bytes(serialization.Encoding.DER)]
    )
    assert open_with_identity(both, mine) == open_with_identity(both, theirs) == DOCUMENT


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), by_password=st.booleans())
def test_a_changed_byte_is_never_taken_for_what_was_sealed(
    sealed: bytes, for_me: bytes, mine: Identity, place: float, bit: int, by_password: bool
) -> None:
    changed = bytearray(sealed if by_password else for_me)
    changed[int(place * len(changed))] ^= 1 << bit
    opening = (
        partial(open_with_password, password=PASSWORD) if by_password else partial(open_with_identity, identity=mine)
    )
    with pytest.raises(SpieError):
        opening(bytes(changed))


def test_a_change_inside_is_said_to_be_one(sealed: bytes) -> None:
    changed = bytearray(sealed)
    changed[len(changed) // 2] ^= 1
    with pytest.raises(ChangedEnvelopeError):
        open_with_password(bytes(changed), PASSWORD)


def test_bytes_added_behind_are_a_change(sealed: bytes) -> None:
    with pytest.raises(SpieError):
        open_with_password(sealed + b"\n% one more line\n", PASSWORD)


@pytest.mark.parametrize("length", [0, 5, 1000, -1, -200, -2000])
def test_a_file_cut_short_is_no_envelope(sealed: bytes, length: int) -> None:
    with pytest.raises((NotAnEnvelopeError, ChangedEnvelopeError)):
        open_with_password(sealed[:length], PASSWORD)


def test_a_file_says_how_it_is_closed(cover: bytes, sealed: bytes, for_me: bytes) -> None:
    assert sealing_of(sealed) is Sealing.PASSWORD
    assert sealing_of(for_me) is Sealing.CERTIFICATE
    for plain in (cover, b"", b"%PDF-1.7 /Encrypt", b"/Encrypt" * 50, DOCUMENT):
        assert sealing_of(plain) is Sealing.NONE


def test_each_kind_of_opening_refuses_the_other(sealed: bytes, for_me: bytes, cover: bytes, mine: Identity) -> None:
    for closed in (for_me, cover):
        with pytest.raises(NotAnEnvelopeError):
            open_with_password(closed, PASSWORD)
    with pytest.raises(NotAnEnvelopeError):
        open_with_identity(sealed, mine)


def test_a_file_encrypted_by_others_is_no_envelope(cover: bytes, tmp_path: Path) -> None:
    import pikepdf

    (tmp_path / "plain.pdf").write_bytes(cover)
    with pikepdf.open(tmp_path / "plain.pdf") as pdf:
        pdf.save(tmp_path / "theirs.pdf", encryption=pikepdf.Encryption(user=PASSWORD, owner=PASSWORD))
    with pytest.raises(NotAnEnvelopeError):
        open_with_password((tmp_path / "theirs.pdf").read_bytes(), PASSWORD)


@pytest.mark.parametrize("wrong", [[], [b""], [b"-----BEGIN CERTIFICATE-----"], [b"\x30\x03\x02\x01\x00"]])
def test_nothing_is_sealed_for_what_is_no_certificate(cover: bytes, wrong: list[bytes]) -> None:
    with pytest.raises(NotARecipientError):
        seal_for(cover, DOCUMENT, wrong)


def test_nothing_is_sealed_for_keys_that_protect_nothing(cover: bytes, mine: Identity) -> None:
    for certificate in (rsa_identity(1024).certificate, signing_only()):
        with pytest.raises(NotARecipientError):
            seal_for(cover, DOCUMENT, [certificate.public_bytes(serialization.Encoding.PEM)])
    with pytest.raises(NotARecipientError):
        seal_for(cover, DOCUMENT, [certificate_of(mine)] * (MOST_RECIPIENTS + 1))


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="poppler is not installed")
def test_another_reader_opens_it_with_the_password(sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    told = subprocess.run(
        ["pdfdetach", "-upw", PASSWORD, "-saveall", "sealed.pdf"], cwd=tmp_path, capture_output=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert (tmp_path / ENCLOSED).read_bytes() == DOCUMENT


def rsa_identity(bits: int = 2048) -> Identity:
    key = rsa.generate_private_key(65537, bits)
    return Identity(key, _certificate(key))


def signing_only() -> x509.Certificate:
    return _certificate(ed25519.Ed25519PrivateKey.generate())


def _certificate(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Partenaire Modèle")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=9))
    return made.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
