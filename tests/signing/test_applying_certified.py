"""Signatures of certified keys, RSA keys and with stamps of time: appended, verified, and what goes wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import IncompleteRead
from io import BytesIO
from threading import Event
from urllib.error import URLError
from urllib.request import Request

import pytest
from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from spie_diag.clock import SteppingClock
from spie_diag.signing.applying import sign
from spie_diag.signing.authority import Authority, certify, create
from spie_diag.signing.certificates import key_usage
from spie_diag.signing.identity import Identity, KnownSigners
from spie_diag.signing.identity_errors import (
    AuthorityCertificateError,
    NotForSigningError,
    SupersededCertificateError,
    TimeStampAddressError,
    TimeStampRefusedError,
    TimeStampUnreachableError,
)
from spie_diag.signing.requests import read_request, request_for
from spie_diag.signing.time_stamping import TimeStampServer
from spie_diag.signing.verifying import verify
from tests.signing.attacks import other_certificate
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper

ADDRESS = "https://horodatage.example/tsa"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return create("Autorité de Vauclaire", "Département de Vauclaire", MONDAY - timedelta(days=1))


@pytest.fixture(scope="module")
def certified(authority: Authority, pair: tuple[Identity, Identity]) -> tuple[Identity, Identity]:
    """Both specialists, certified; their chain holds the root."""
    made = []
    for identity, who in zip(pair, (CLARA, IDRIS), strict=True):
        certificate = certify(authority, read_request(request_for(identity, who), ""), MONDAY)
        made.append(replace(identity, certificate=certificate, chain=(authority.certificate,)))
    return made[0], made[1]


class Tsa:
    """A server of time-stamps in this very process: what it answers, and how often it was asked."""

    def __init__(self, at: datetime = MONDAY) -> None:
        key = rsa.generate_private_key(65537, 2048)  # the only kind that pyHanko's own server signs with
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage d’essai")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(7)
            .not_valid_before(MONDAY - timedelta(days=1))
            .not_valid_after(MONDAY + timedelta(days=999))
            .add_extension(key_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            fixed_dt=at,
        )
        self.asked = 0

    def __call__(self, request: bytes) -> bytes:
        self.asked += 1
        return bytes(self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


def server(ask: Callable[[bytes], bytes]) -> TimeStampServer:
    return TimeStampServer(ADDRESS, ask=ask, clock=SteppingClock(MONDAY))


def signed(identity: Identity, stamper: TimeStampServer | None = None, document: bytes | None = None) -> bytes:
    base = document or paper(SOCIAL, EMPLOYMENT)
    return sign(base, SOCIAL, identity, who=CLARA.name, moment=MONDAY, certify=True, time_stamper=stamper)


def container(pdf: bytes) -> cms.SignedData:
    return PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0].signed_data


def held_in(pdf: bytes) -> list[bytes]:
    return [one.chosen.dump() for one in container(pdf)["certificates"]]


def test_a_certified_signature_verifies_and_leaves_the_root_out(
    certified: tuple[Identity, Identity], known: KnownSigners
) -> None:
    once = signed(certified[0])
    twice = sign(once, EMPLOYMENT, certified[1], who=IDRIS.name, moment=MONDAY, certify=False)
    assert verify(twice, known, now=MONDAY).holds
    assert held_in(twice) == [certified[0].certificate.public_bytes(Encoding.DER)]


def test_certificates_below_the_root_come_along(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    root, middle = create("Racine", "France", MONDAY), create("Intermédiaire", "France", MONDAY)
    below = (
        x509.CertificateBuilder()
        .subject_name(middle.certificate.subject)
        .issuer_name(root.certificate.subject)
        .public_key(middle.key.public_key())
        .serial_number(9)
        .not_valid_before(middle.certificate.not_valid_before_utc)
        .not_valid_after(middle.certificate.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(root.key, hashes.SHA256())
    )
    own = certify(replace(middle, certificate=below), read_request(request_for(pair[0], CLARA), ""), MONDAY)
    once = signed(replace(pair[0], certificate=own, chain=(below, root.certificate)))

    assert set(held_in(once)) == {own.public_bytes(Encoding.DER), below.public_bytes(Encoding.DER)}
    assert verify(once, known, now=MONDAY).unchanged


def test_a_key_of_rsa_signs(known: KnownSigners) -> None:
    card = other_certificate(rsa.generate_private_key(65537, 2048))
    assert verify(signed(card), known, now=MONDAY).unchanged


def test_what_is_not_made_for_signing_signs_nothing(authority: Authority) -> None:
    with pytest.raises(NotForSigningError):
        signed(other_certificate(ec.generate_private_key(ec.SECP256R1()), commits=False))
    with pytest.raises(AuthorityCertificateError):
        signed(Identity(authority.key, authority.certificate))


def test_a_document_made_for_another_certificate_of_hers_is_not_signed(
    pair: tuple[Identity, Identity], certified: tuple[Identity, Identity]
) -> None:
    people = [{"name": CLARA.name, "signature_field": SOCIAL, "certificate_sha256": pair[0].fingerprint}]
    document = paper(SOCIAL, EMPLOYMENT, attachment=data(specialists=people))
    with pytest.raises(SupersededCertificateError):
        signed(certified[0], document=document)
    assert signed(pair[0], document=document)


def test_a_stamp_comes_with_the_signature_and_both_verify(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    tsa = Tsa()
    stamper = server(tsa)
    once = signed(pair[0], stamper)
    twice = sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=False, time_stamper=stamper)
    assert stamper.refusal is None
    assert [one["type"].native for one in container(once)["signer_infos"][0]["unsigned_attrs"]] == [
        "signature_time_stamp_token"
    ]
    assert verify(twice, known, now=MONDAY).holds
    assert twice.startswith(once)
    assert tsa.asked == 3, "once to know its size, once for each signature"


def test_the_server_sees_a_digest_and_nothing_of_the_document(pair: tuple[Identity, Identity]) -> None:
    seen: list[bytes] = []
    tsa = Tsa()

    def overheard(request: bytes) -> bytes:
        seen.append(request)
        return tsa(request)

    signed(pair[0], server(overheard))
    assert all(len(request) < 100 for request in seen)
    assert not any(CLARA.name.encode() in request for request in seen)


def unreachable(_request: bytes) -> bytes:
    raise TimeoutError


def refusing(_request: bytes) -> bytes:
    return bytes.fromhex("30053003020102")  # a status of rejection, and no token


def replaying() -> Callable[[bytes], bytes]:
    """Answers the first question again and again."""
    tsa, first = Tsa(), list[bytes]()

    def again(request: bytes) -> bytes:
        first.append(tsa(request))
        return first[0]

    return again


def of_something_else(request: bytes) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    asked["message_imprint"]["hashed_message"] = b"\1" * 32
    return Tsa()(asked.dump(force=True))


def broken(request: bytes) -> bytes:
    answer = bytearray(Tsa()(request))
    answer[-5] ^= 1
    return bytes(answer)


@pytest.mark.parametrize(
    "ask",
    [
        refusing,
        of_something_else,
        broken,
        replaying(),
        Tsa(MONDAY - timedelta(days=9)),
        lambda _: b"",
        lambda _: b"<html>",
    ],
    ids=["refusing", "something else", "broken", "replaying", "another day", "empty", "a web page"],
)
def test_a_bad_stamp_leaves_the_signature_without_and_says_so(
    ask: Callable[[bytes], bytes], pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    stamper = server(ask)
    once = signed(pair[0], stamper)
    assert isinstance(stamper.refusal, TimeStampRefusedError)
    assert not container(once)["signer_infos"][0]["unsigned_attrs"].native
    assert verify(once, known, now=MONDAY).unchanged


def test_a_server_that_cannot_be_reached_does_not_keep_from_signing(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    stamper = server(unreachable)
    assert verify(signed(pair[0], stamper), known, now=MONDAY).unchanged
    assert isinstance(stamper.refusal, TimeStampUnreachableError)
    assert "sans horodatage" in str(stamper.refusal)


def test_a_refusal_is_forgotten_at_the_next_signature(pair: tuple[Identity, Identity]) -> None:
    answers = iter((unreachable, Tsa(), Tsa(), Tsa()))
    stamper = server(lambda request: next(answers)(request))
    signed(pair[0], stamper)
    signed(pair[0], stamper)
    assert stamper.refusal is None


@pytest.mark.parametrize(
    "address", ["", "horodatage", "ftp://serveur/tsa", "file:///etc/passwd", "https://", "http://a b/", "https://x:y/"]
)
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(TimeStampAddressError):
        TimeStampServer(address)


class Answering(BytesIO):
    """What a web server sends back, and how long it takes for each part."""

    passed_s = 0.0

    def __init__(self, content: bytes, part_s: float = 0.0) -> None:
        super().__init__(content)
        self._part_s = part_s

    def read1(self, size: int | None = -1) -> bytes:
        Answering.passed_s += self._part_s
        return super().read1(8 if self._part_s else size)


def test_the_network_is_asked_once_per_stamp_and_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[Identity, Identity]
) -> None:
    monkeypatch.setattr("spie_diag.signing.time_stamping.monotonic", lambda: Answering.passed_s)
    tsa, posted = Tsa(), list[tuple[str, bytes]]()

    def answers(request: Request, timeout: float) -> Answering:
        assert 0 < timeout < 10
        assert isinstance(request.data, bytes)
        posted.append((request.full_url, request.data))
        return Answering(tsa(request.data))

    def fails(error: Exception) -> Callable[[Request, float], Answering]:
        def raising(_request: Request, timeout: float) -> Answering:
            raise error

        return raising

    refusals = []
    for urlopen in (
        answers,
        fails(URLError("down")),
        fails(IncompleteRead(b"")),
        fails(ConnectionResetError()),
        lambda _request, timeout: Answering(b"x" * 4000, part_s=1.0),
        lambda _request, timeout: Answering(b"x" * 400_000),
    ):
        monkeypatch.setattr("urllib.request.urlopen", urlopen)
        stamper = TimeStampServer(ADDRESS, clock=SteppingClock(MONDAY))
        signed(pair[0], stamper)
        refusals.append(type(stamper.refusal))
    assert refusals == [type(None), *[TimeStampUnreachableError] * 5]
    assert {address for address, _ in posted} == {ADDRESS}
    assert len(posted) == 2
    slow = Event()
    monkeypatch.setattr("urllib.request.urlopen", lambda _request, timeout: Answering(bytes(slow.wait(20))))
    monkeypatch.setattr("spie_diag.signing.time_stamping.TIMEOUT_S", 0.01)
    signed(pair[0], stamper)
    slow.set()
    assert isinstance(stamper.refusal, TimeStampUnreachableError), "an address that is never found is given up"
    assert Answering.passed_s < 10, "a server that drips is not listened to for long"
