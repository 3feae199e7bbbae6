"""What a specialist signs with: her key certified, a key received as a file, a card; and back again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from spie_diag.casework import certifying, hands, identities, opening, publishing, revoking, signing_off, verifying
from spie_diag.casework.authority_errors import ChangedCertificateError
from spie_diag.casework.certifying_errors import UnreadableRequestFileError
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.identities import Kind
from spie_diag.casework.registering import register
from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.signing import cards
from spie_diag.signing.cards import CardIdentity
from spie_diag.signing.certificates import as_pem, for_documents
from spie_diag.signing.errors import NotACertificateError
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.identity_errors import (
    CardRemovedError,
    IssuerMissingError,
    OtherKeyError,
    OtherNameError,
    RevokedIdentityError,
    SupersededCertificateError,
    TimeStampAddressError,
    TimeStampUnreachableError,
    WrongKeyFilePasswordError,
)
from spie_diag.signing.subjects import name_of, subject_of
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.signing.verifying import verify
from spie_diag.vault.deeds import Deed
from tests.casework.conftest import CLOCK, SECRETS, Office
from tests.casework.test_signing_off import make_ready

PASSPHRASE = "cinq chevaux mangent du granit"
PASSWORD = "mot de passe du fichier"


@pytest.fixture(autouse=True)
def own_key(office: Office) -> None:
    """Every test starts with a key of the vault that nobody certified."""
    identities.use_built_in(office.book, office.social, signers=office.signers)
    identities.new_key(office.book, office.social, signers=office.signers)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the territory's authority, on another computer."""
    folder = tmp_path_factory.mktemp("autorite") / "dossier"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spie_diag.signing.authority._COST", 16)
        certifying.create_authority(folder, "Autorité", "Territoire", PASSPHRASE, clock=CLOCK)
        yield folder


def nadia(office: Office) -> Specialist:
    return office.book.specialists[office.social]


def certified(office: Office, authority: Path, folder: Path) -> Path:
    """Her request, taken to the authority and back."""
    written = identities.write_request(office.book, office.social, folder)
    asked = certifying.read_requests(authority, [written.file], clock=CLOCK)
    assert asked[0].request.fingerprint == written.key_fingerprint, "both read the same aloud"
    (file,) = certifying.certify(authority, PASSPHRASE, asked, clock=CLOCK)
    return file


def rsa_identity(office: Office, *, name: str = "") -> Identity:
    key = rsa.generate_private_key(65537, 2048)
    who = replace(name_of(nadia(office)), name=name or nadia(office).name)
    builder = for_documents(subject_of(who), key.public_key(), CLOCK.now())
    return Identity(key, builder.issuer_name(subject_of(who)).sign(key, hashes.SHA256()))


def key_file(identity: Identity, folder: Path) -> Path:
    file = folder / "cle.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"", identity.key, identity.certificate, None, BestAvailableEncryption(PASSWORD.encode())
        )
    )
    return file


def sign_as_social(office: Office, pin: str = "") -> None:
    signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL], pin)


def sign_as_employment(office: Office) -> None:
    signing_off.specialist_signs(office.book, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])


def fingerprints_in(office: Office, folder: Path) -> list[str]:
    pdf = publishing.export_document(office.book, office.interview, folder / "diagnostic.pdf")
    verdict = verifying.verify_file(pdf, signers=office.signers)
    assert verdict.holds
    assert all(one.known for one in verdict.signatures)
    return [one.fingerprint for one in verdict.signatures]


def test_a_key_of_the_vault_vouches_for_itself(office: Office) -> None:
    shown = identities.current_identity(office.book, office.social)
    assert (shown.kind, shown.issued_by, shown.authority_fingerprint) == (Kind.BUILT_IN, "", "")
    assert shown.who.name == nadia(office).name
    assert shown.fingerprint == opening.certificate_of(office.book, office.social)


def test_a_certified_key_signs_in_the_name_of_the_authority(office: Office, authority: Path, tmp_path: Path) -> None:
    file = certified(office, authority, tmp_path)
    shown = identities.take_in_certificate(office.book, office.social, file, signers=office.signers)
    label = certifying.label_of_authority(authority, clock=CLOCK)

    assert (shown.kind, shown.issued_by) == (Kind.BUILT_IN, "Autorité")
    assert shown.authority_fingerprint == label.fingerprint
    make_ready(office)
    sign_as_social(office)
    sign_as_employment(office)
    assert shown.fingerprint in fingerprints_in(office, tmp_path)

    partner = Authorities(tmp_path / "autorites")
    partner.add(x509.load_pem_x509_certificate((authority / "autorite.pem").read_bytes()))
    content = (tmp_path / "diagnostic.pdf").read_bytes()
    nobody = KnownSigners(tmp_path / "personne")
    verdict = verify(content, nobody, authorities=partner, now=CLOCK.now())
    assert verdict.holds
    assert {one.fingerprint: one.trusted_by for one in verdict.signatures}[shown.fingerprint] == "Autorité"


def test_a_certificate_of_another_authority_than_was_compared_is_not_taken_in(
    office: Office, authority: Path, tmp_path: Path
) -> None:
    file, before = certified(office, authority, tmp_path), identities.current_identity(office.book, office.social)
    shown = identities.offered_certificate(office.book, office.social, file).authority_fingerprint
    taking_in = partial(identities.take_in_certificate, office.book, office.social, file, signers=office.signers)
    with pytest.raises(ChangedCertificateError):
        taking_in(compared="0" * 64)
    assert identities.current_identity(office.book, office.social) == before
    assert taking_in(compared=shown).authority_fingerprint == shown


def test_who_was_revoked_signs_nothing_where_the_list_is_kept(
    office: Office, authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certified(office, authority, tmp_path)
    identities.take_in_certificate(office.book, office.social, file, signers=office.signers)
    make_ready(office)
    monkeypatch.setattr("spie_diag.casework.hands.known_authorities", lambda: tmp_path / "autorites")
    kept = Authorities(tmp_path / "autorites")
    kept.add(x509.load_pem_x509_certificate((authority / "autorite.pem").read_bytes()))
    taken = revoking.read_certificates_to_revoke(authority, [file], clock=CLOCK)
    kept.add_list(revoking.revoke(authority, PASSPHRASE, taken, clock=CLOCK).read_bytes())

    with pytest.raises(RevokedIdentityError, match="a révoqué ce certificat le"):
        sign_as_social(office)
    assert publishing.signed_document(office.book, office.interview) is None
    identities.new_key(office.book, office.social, signers=office.signers)
    sign_as_social(office)
    assert publishing.signed_document(office.book, office.interview) is not None


def test_a_damaged_list_of_revocations_keeps_nobody_from_signing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(office)
    monkeypatch.setattr("spie_diag.casework.hands.known_authorities", lambda: tmp_path)
    (tmp_path / f"{'ab' * 32}.pem").write_bytes(b"n'importe quoi")
    sign_as_social(office)
    assert sum("abîmée" in told for told in office.book.warnings) == 1


def test_no_file_name_and_no_register_line_names_anybody(office: Office, authority: Path, tmp_path: Path) -> None:
    file = certified(office, authority, tmp_path)
    identities.take_in_certificate(office.book, office.social, file, signers=office.signers)
    names = [path.name for path in (*tmp_path.iterdir(), *authority.rglob("*"))]
    assert not any("nadia" in name.casefold() or "témoin" in name.casefold() for name in names)
    assert register(office.book, limit=1)[0].deed is Deed.SIGNING_KEY_CHANGED


def test_only_the_certificate_of_her_own_key_is_taken_in(office: Office, authority: Path, tmp_path: Path) -> None:
    file = certified(office, authority, tmp_path)
    before = identities.new_key(office.book, office.social, signers=office.signers)
    with pytest.raises(OtherKeyError):
        identities.take_in_certificate(office.book, office.social, file, signers=office.signers)
    assert identities.current_identity(office.book, office.social) == before


def test_a_certificate_comes_with_the_one_of_its_issuer(office: Office, authority: Path, tmp_path: Path) -> None:
    file = certified(office, authority, tmp_path)
    alone = x509.load_pem_x509_certificates(file.read_bytes())[0]
    own = opening.identity_of(office.book, office.social).certificate
    for wrong in (as_pem(alone), as_pem(own), as_pem(alone) + as_pem(own)):
        (tmp_path / "seul.pem").write_bytes(wrong)
        with pytest.raises(IssuerMissingError):
            identities.take_in_certificate(office.book, office.social, tmp_path / "seul.pem", signers=office.signers)


@pytest.mark.parametrize(
    ("content", "told"), [(b"bonjour", NotACertificateError), (b"x" * 70_000, UnreadableRequestFileError)]
)
def test_what_is_no_certificate_is_told(content: bytes, told: type[Exception], office: Office, tmp_path: Path) -> None:
    file = tmp_path / "certificat.pem"
    file.write_bytes(content)
    with pytest.raises(told):
        identities.take_in_certificate(office.book, office.social, file, signers=office.signers)
    with pytest.raises(UnreadableRequestFileError):
        identities.take_in_certificate(office.book, office.social, tmp_path / "absent", signers=office.signers)


def test_a_request_is_not_written_where_the_folder_refuses(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnwrittenFileError):
        identities.write_request(office.book, office.social, tmp_path / "absent")


def test_a_key_from_a_file_signs_until_the_vault_s_own_comes_back(office: Office, tmp_path: Path) -> None:
    imported = rsa_identity(office, name="TEMOIN Nadia 0012345")  # as companies write it
    own = identities.current_identity(office.book, office.social)
    shown = identities.import_key_file(
        office.book, office.social, key_file(imported, tmp_path), PASSWORD, signers=office.signers
    )
    assert (shown.kind, shown.fingerprint) == (Kind.FILE, imported.fingerprint)
    make_ready(office)
    sign_as_social(office)
    sign_as_employment(office)
    assert imported.fingerprint in fingerprints_in(office, tmp_path)

    assert identities.use_built_in(office.book, office.social, signers=office.signers) == own
    kept = office.book.vault.private(office.social, "pdf-identity/other")
    assert kept == b"", "the key of the file is gone"
    assert {own.fingerprint, imported.fingerprint} <= opening.certificates_of(office.book, office.social)


def test_a_wrong_password_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = identities.current_identity(office.book, office.social)
    with pytest.raises(WrongKeyFilePasswordError):
        identities.import_key_file(office.book, office.social, key_file(rsa_identity(office), tmp_path), "autre")
    assert identities.current_identity(office.book, office.social) == before


def test_a_certificate_in_another_name_is_refused(office: Office, tmp_path: Path) -> None:
    file = key_file(rsa_identity(office, name="Quelqu’un d’autre"), tmp_path)
    with pytest.raises(OtherNameError) as refused:
        identities.import_key_file(office.book, office.social, file, PASSWORD)
    assert "Nadia" not in str(refused.value)


def test_a_document_half_signed_before_a_change_of_key_is_not_signed_with_the_new_one(office: Office) -> None:
    make_ready(office)
    sign_as_employment(office)
    identities.new_key(office.book, office.social, signers=office.signers)
    with pytest.raises(SupersededCertificateError):
        sign_as_social(office)
    signing_off.correct(office.book, office.interview, "Nouvelle clé de signature.")
    sign_as_employment(office)
    sign_as_social(office)


class Reader:
    """A reader whose card is there or not; the card holds an ordinary key."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.is_there = True
        self.pins: list[str] = []

    @contextmanager
    def inserted(self, _card: CardIdentity, pin: str) -> Iterator[Identity]:
        self.pins.append(pin)
        if not self.is_there:
            raise CardRemovedError
        yield self.identity


@pytest.fixture
def reader(office: Office, monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader(new_identity(nadia(office), CLOCK.now()))
    monkeypatch.setattr(cards, "inserted", made.inserted)
    return made


def choose(office: Office, reader: Reader) -> None:
    card = CardIdentity(module="/lecteur.so", token=b"7", key=b"1", certificate=reader.identity.certificate)
    shown = identities.choose_card(office.book, office.social, card, signers=office.signers)
    assert (shown.kind, shown.module) == (Kind.CARD, "/lecteur.so")


def test_a_card_removed_between_two_signatures_leaves_the_first_one_as_it_was(
    office: Office, reader: Reader, tmp_path: Path
) -> None:
    choose(office, reader)
    assert identities.asks_for_pin(office.book, office.social)
    assert not identities.asks_for_pin(office.book, office.employment)
    make_ready(office)
    sign_as_employment(office)
    half = publishing.signed_document(office.book, office.interview)
    reader.is_there = False
    with pytest.raises(CardRemovedError):
        sign_as_social(office, pin="24681357")
    assert publishing.signed_document(office.book, office.interview) == half
    reader.is_there = True
    sign_as_social(office, pin="24681357")
    assert reader.pins == ["24681357", "24681357"], "asked at each signature"
    assert reader.identity.fingerprint in fingerprints_in(office, tmp_path)


def test_a_server_of_time_stamps_that_is_away_is_told_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_asked: object, **_more: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("urllib.request.urlopen", away)
    with pytest.raises(TimeStampAddressError):
        hands.set_time_stamp_address(office.book, "horodatage")
    hands.set_time_stamp_address(office.book, " https://horodatage.example/tsa ")
    try:
        make_ready(office)
        sign_as_employment(office)
        sign_as_social(office)
        told = str(TimeStampUnreachableError())
        assert office.book.warnings.count(told) == 1
    finally:
        hands.set_time_stamp_address(office.book, "")
        office.book.warnings.clear()
    assert hands.time_stamp_address(office.book) == ""


def test_an_identity_of_the_first_format_still_opens(office: Office) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    now = new_identity(nadia(office), CLOCK.now())
    key = now.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    old = len(key).to_bytes(4) + key + now.certificate.public_bytes(Encoding.DER)
    office.book.vault.keep_private(office.social, "pdf-identity", old)
    assert identities.current_identity(office.book, office.social).fingerprint == now.fingerprint


def test_what_was_sealed_for_a_former_certificate_still_opens(office: Office, authority: Path, tmp_path: Path) -> None:
    book, social = office.book, office.social
    before = identities.current_identity(book, social).fingerprint
    file = certified(office, authority, tmp_path)
    now = identities.take_in_certificate(book, social, file, signers=office.signers).fingerprint
    imported = rsa_identity(office)
    identities.import_key_file(book, social, key_file(imported, tmp_path), PASSWORD, signers=office.signers)
    held = [one.fingerprint for one in identities.held_in_vault(book, social)]
    assert held[:3] == [imported.fingerprint, now, before]
    assert len(set(held)) == len(held)


def test_what_she_signs_with_outlives_the_session(office: Office, tmp_path: Path) -> None:
    imported = rsa_identity(office)
    file = key_file(imported, tmp_path)
    identities.import_key_file(office.book, office.social, file, PASSWORD, signers=office.signers)
    opening.lock(office.book)
    again = opening.open_casebook(
        office.folder, office.social, SECRETS[FieldOfWork.SOCIAL], clock=CLOCK, signers=office.signers
    )
    try:
        assert identities.current_identity(again, office.social).fingerprint == imported.fingerprint
        assert KnownSigners(office.signers).knows(imported.fingerprint)
    finally:
        opening.lock(again)
