"""A territory's authority: made, kept closed, certifying people and taking certificates back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork
from spie_diag.signing.authority import (
    Authority,
    Revoked,
    certify,
    create,
    number_of,
    opened,
    read_root,
    revocation_list,
    sealed,
)
from spie_diag.signing.certificates import DOCUMENT_SIGNING, as_pem, refuse_unless_it_signs
from spie_diag.signing.identity import Identity
from spie_diag.signing.identity_errors import (
    AuthorityCertificateError,
    AuthorityExpiredError,
    DamagedAuthorityError,
    UnclearAuthorityNameError,
    WrongAuthorityPassphraseError,
)
from spie_diag.signing.requests import Request, read_request, request_for
from tests.signing.paper import CLARA, MONDAY

PASSPHRASE = "cinq chevaux mangent du granit é"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return create("Autorité de Vauclaire", "Département de Vauclaire", MONDAY)


@pytest.fixture(scope="module")
def key(authority: Authority) -> Iterator[bytes]:
    """Closed as in real life, but in a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spie_diag.signing.authority._COST", 16)
        patch.setattr("spie_diag.signing.authority._LANES", 1)
        yield sealed(authority, PASSPHRASE)


@pytest.fixture
def request_of_clara(pair: tuple[Identity, Identity]) -> Request:
    return read_request(request_for(pair[0], CLARA), "demande.csr.pem")


def test_a_root_certifies_people_for_ten_years_and_no_other_authority(authority: Authority) -> None:
    root = authority.certificate
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = root.extensions.get_extension_for_class(x509.KeyUsage).value

    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    assert usage.key_cert_sign
    assert usage.crl_sign
    assert not usage.digital_signature
    assert isinstance(authority.key.curve, ec.SECP256R1)
    assert 3650 <= (root.not_valid_after_utc - MONDAY).days <= 3653
    assert "Autorité" not in repr(authority)


def test_its_key_opens_with_its_passphrase_however_the_accents_are_typed(authority: Authority, key: bytes) -> None:
    again = opened(key, as_pem(authority.certificate), PASSPHRASE.replace("é", "e\u0301"))
    assert again.fingerprint == authority.fingerprint
    assert b"ENCRYPTED PRIVATE KEY" in key


@pytest.mark.parametrize("typed", ["", "autre chose", PASSPHRASE.upper()])
def test_another_passphrase_does_not_open_it(authority: Authority, key: bytes, typed: str) -> None:
    with pytest.raises(WrongAuthorityPassphraseError):
        opened(key, as_pem(authority.certificate), typed)


def test_a_cut_key_or_the_certificate_of_another_is_damage(authority: Authority, key: bytes) -> None:
    certificate = as_pem(authority.certificate)
    other = create("Autre", "Ailleurs", MONDAY)
    for wrong_key, wrong_certificate in (
        (key[:120], certificate),
        (b"bonjour", certificate),
        (key, as_pem(other.certificate)),
        (key, certificate[:200]),
        (key, b""),
    ):
        with pytest.raises(DamagedAuthorityError):
            opened(wrong_key, wrong_certificate, PASSPHRASE)


def test_the_certificate_of_a_person_is_no_authority(pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(DamagedAuthorityError):
        read_root(as_pem(pair[0].certificate))


@pytest.mark.parametrize(
    ("name", "territory"),
    [("", "T"), ("N", " "), ("N\nautre", "T"), ("N" * 65, "T"), ("N 😀", "T"), ("N \u202eT", "T"), ("é" * 40, "T")],
)
def test_a_name_that_programs_could_read_in_two_ways_is_refused(name: str, territory: str) -> None:
    with pytest.raises(UnclearAuthorityNameError):
        create(name, territory, MONDAY)


def test_a_certified_key_signs_documents_for_three_years(authority: Authority, request_of_clara: Request) -> None:
    certificate = certify(authority, request_of_clara, MONDAY)
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value

    refuse_unless_it_signs(certificate, MONDAY)
    certificate.verify_directly_issued_by(authority.certificate)
    assert (certificate.not_valid_after_utc - MONDAY).days in {1095, 1096}
    assert set(purposes) == {DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION}
    assert certificate.public_key() == request_of_clara.key


def test_who_is_certified_is_who_asked(authority: Authority, request_of_clara: Request) -> None:
    from spie_diag.signing.subjects import signer_name

    who = signer_name(certify(authority, request_of_clara, MONDAY))
    assert (who.name, who.structure, who.role, who.field_of_work) == (
        CLARA.name,
        CLARA.structure,
        CLARA.role,
        FieldOfWork.SOCIAL,
    )


def test_numbers_are_drawn_and_never_repeat(authority: Authority, request_of_clara: Request) -> None:
    serials = {certify(authority, request_of_clara, MONDAY).serial_number for _ in range(20)}
    assert len(serials) == 20
    assert min(serials).bit_length() > 64


def test_no_certificate_outlives_its_authority(authority: Authority, request_of_clara: Request) -> None:
    late = MONDAY + timedelta(days=3600)
    assert certify(authority, request_of_clara, late).not_valid_after_utc == authority.certificate.not_valid_after_utc


@pytest.mark.parametrize("days", [-1, 3654])
def test_an_authority_out_of_its_years_does_nothing(days: int, authority: Authority, request_of_clara: Request) -> None:
    with pytest.raises(AuthorityExpiredError, match="vaut du 23 novembre 2026 au 23 novembre 2036"):
        certify(authority, request_of_clara, MONDAY + timedelta(days=days))
    with pytest.raises(AuthorityExpiredError):
        revocation_list(authority, (), 1, MONDAY + timedelta(days=days))


def test_the_list_says_which_numbers_were_taken_back_and_since_when(authority: Authority) -> None:
    content = revocation_list(authority, [Revoked(77, MONDAY), Revoked(78, MONDAY)], 5, MONDAY)
    told = x509.load_pem_x509_crl(content)

    assert told.is_signature_valid(authority.certificate.public_key())  # type: ignore[arg-type]  # it is P-256
    assert {one.serial_number for one in told} == {77, 78}
    assert number_of(content) == 5
    assert told.next_update_utc is not None
    assert (told.next_update_utc - MONDAY).days > 365


@pytest.mark.parametrize("content", [b"", b"bonjour"])
def test_what_is_no_list_has_no_number(content: bytes) -> None:
    with pytest.raises(DamagedAuthorityError):
        number_of(content)


def test_nobody_signs_documents_as_the_authority(authority: Authority) -> None:
    with pytest.raises(SpieError) as refused:
        refuse_unless_it_signs(authority.certificate, MONDAY)
    assert isinstance(refused.value, AuthorityCertificateError)


def test_a_certified_identity_survives_the_vault(
    authority: Authority, request_of_clara: Request, pair: tuple[Identity, Identity]
) -> None:
    certificate = certify(authority, request_of_clara, MONDAY)
    certified = replace(pair[0], certificate=certificate, chain=(authority.certificate,))
    again = Identity.from_bytes(certified.as_bytes())

    assert again.fingerprint == certified.fingerprint
    assert again.chain == (authority.certificate,)
    assert again.certificate.public_bytes(Encoding.DER) == certificate.public_bytes(Encoding.DER)
