"""A specialist's key and certificate, and the certificates that a computer recognises."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.signing.errors import (
    DamagedIdentityError,
    DamagedKnownSignerError,
    KnownSignersFolderError,
    NamelessSignerError,
    NotACertificateError,
)
from spie_diag.signing.identity import (
    Identity,
    KnownSigners,
    grouped,
    namesakes,
    new_identity,
    read_certificate,
    same_name,
    signer_name,
)
from tests.signing.paper import CLARA, IDRIS, MONDAY


def test_a_certificate_says_whose_it_is_and_what_it_is_for(pair: tuple[Identity, Identity]) -> None:
    clara, _ = pair
    certificate = clara.certificate
    who = clara.signer
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value

    assert (who.name, who.structure, who.role) == (CLARA.name, CLARA.structure, CLARA.role)
    assert who.field_of_work is CLARA.field_of_work
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc >= timedelta(days=3 * 365)
    certificate.verify_directly_issued_by(certificate)


def test_an_identity_survives_the_vault_and_its_repr_tells_nothing(pair: tuple[Identity, Identity]) -> None:
    clara, _ = pair
    again = Identity.from_bytes(clara.as_bytes())

    assert again.fingerprint == clara.fingerprint
    assert again.as_bytes() == clara.as_bytes()
    assert CLARA.name not in repr(clara)


@pytest.mark.parametrize("secret", [b"", b"\0\0\0\1", b"\xff" * 40, b"\0\0\0\0"])
def test_bytes_that_are_no_identity_are_refused(secret: bytes) -> None:
    with pytest.raises(DamagedIdentityError):
        Identity.from_bytes(secret)


def test_a_key_with_the_certificate_of_another_is_refused(pair: tuple[Identity, Identity]) -> None:
    clara, idris = pair
    mixed = Identity(clara.key, idris.certificate)
    with pytest.raises(DamagedIdentityError):
        Identity.from_bytes(mixed.as_bytes())


def test_an_identity_cut_anywhere_is_refused(pair: tuple[Identity, Identity]) -> None:
    secret = pair[0].as_bytes()
    for end in range(0, len(secret), 17):
        with pytest.raises(DamagedIdentityError):
            Identity.from_bytes(secret[:end])


def test_a_specialist_without_a_name_gets_no_certificate() -> None:
    with pytest.raises(NamelessSignerError):
        new_identity(replace(CLARA, name=" \u200b "), MONDAY)


@given(name=st.text(min_size=1), structure=st.text(), role=st.text())
def test_any_name_makes_a_certificate_or_is_refused_in_words(name: str, structure: str, role: str) -> None:
    try:
        identity = new_identity(replace(CLARA, name=name, structure=structure, role=role), MONDAY)
    except NamelessSignerError:
        return
    who = identity.signer
    assert who.name
    assert all(len(text) <= 64 for text in (who.name, who.structure, who.role))
    assert not {"\u202e", "\n", "\0"} & set(who.name + who.structure + who.role)


def test_a_name_too_long_for_a_certificate_is_still_recognised_as_the_same() -> None:
    long = "Marie-Élisabeth Nguyễn-Thévenet de La Rochefoucauld-Montbrison d’Argenson"
    identity = new_identity(replace(CLARA, name=long), MONDAY)
    assert identity.signer.name.endswith("…")
    assert same_name(identity.signer.name, long)
    assert not same_name(identity.signer.name, CLARA.name)


def test_a_known_signer_is_recognised_until_forgotten(tmp_path: Path, pair: tuple[Identity, Identity]) -> None:
    clara, idris = pair
    signers = KnownSigners(tmp_path / "signataires")
    signers.add(clara.certificate, "Clara, MDS de Vauclaire")
    signers.add(clara.certificate, "Clara, MDS de Vauclaire")

    assert signers.knows(clara.fingerprint)
    assert not signers.knows(idris.fingerprint)
    assert [one.label for one in signers.all()] == ["Clara, MDS de Vauclaire"]
    assert not any(CLARA.name in file.name for file in (tmp_path / "signataires").iterdir())

    signers.forget(clara.fingerprint)
    signers.forget(clara.fingerprint)
    assert not signers.knows(clara.fingerprint)


def test_a_folder_that_does_not_exist_knows_nobody(tmp_path: Path) -> None:
    assert KnownSigners(tmp_path / "absent").all() == ()


def test_a_damaged_or_renamed_card_is_told_apart(tmp_path: Path, pair: tuple[Identity, Identity]) -> None:
    clara, idris = pair
    signers = KnownSigners(tmp_path)
    signers.add(clara.certificate)
    card = tmp_path / f"{clara.fingerprint}.pem"
    whole = card.read_bytes()

    card.write_bytes(whole[:200])
    with pytest.raises(DamagedKnownSignerError):
        signers.all()
    card.write_bytes(whole)
    card.rename(tmp_path / f"{idris.fingerprint}.pem")
    with pytest.raises(DamagedKnownSignerError) as refused:
        signers.all()
    assert CLARA.name not in str(refused.value)


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path: Path, pair: tuple[Identity, Identity]) -> None:
    (tmp_path / "signataires").write_text("pas un dossier")
    with pytest.raises(KnownSignersFolderError):
        KnownSigners(tmp_path / "signataires").add(pair[0].certificate)


def test_a_colleague_s_certificate_is_read_as_pem_or_der(pair: tuple[Identity, Identity]) -> None:
    certificate = pair[0].certificate
    for encoding in (Encoding.PEM, Encoding.DER):
        assert read_certificate(certificate.public_bytes(encoding)) == certificate
    with pytest.raises(NotACertificateError):
        read_certificate(b"bonjour")


def test_namesakes_are_found_whatever_the_capitals_and_accents(tmp_path: Path, pair: tuple[Identity, Identity]) -> None:
    signers = KnownSigners(tmp_path)
    signers.add(pair[0].certificate)
    assert namesakes(signers.all(), "CLARA  DELOS")
    assert not namesakes(signers.all(), IDRIS.name)


def test_a_fingerprint_is_read_aloud_by_four(pair: tuple[Identity, Identity]) -> None:
    words = grouped(pair[0].fingerprint).split()
    assert len(words) == 16
    assert "".join(words).lower() == pair[0].fingerprint
    assert signer_name(pair[0].certificate) == pair[0].signer
