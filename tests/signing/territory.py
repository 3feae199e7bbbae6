"""A territory's authority, those whom it certifies, those who forge it, and a service of time-stamps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from spie_diag.interview.people import Specialist
from spie_diag.signing.authority import Authority, Revoked, certify, create, revocation_list
from spie_diag.signing.certificates import DOCUMENT_SIGNING, key_usage
from spie_diag.signing.identity import Identity, new_identity
from spie_diag.signing.requests import read_request, request_for
from spie_diag.signing.trusted_authorities import Authorities, Purpose
from tests.signing.paper import CLARA, IDRIS, MONDAY

START = MONDAY - timedelta(days=60)


@dataclass(frozen=True)
class Territory:
    """An authority and the folder of a computer that recognises it."""

    authority: Authority

    def certifies(self, specialist: Specialist, at: datetime = START) -> Identity:
        """The specialist's own key, certified from the request that she wrote."""
        own = new_identity(specialist, at)
        request = read_request(request_for(own, specialist), "demande.csr.pem")
        issued = certify(self.authority, request, at)
        return replace(own, certificate=issued, chain=(self.authority.certificate,))

    def takes_back(self, *taken: tuple[Identity, datetime], number: int = 2, at: datetime = MONDAY) -> bytes:
        """The list that takes these certificates back."""
        revoked = [Revoked(one.certificate.serial_number, since) for one, since in taken]
        return revocation_list(self.authority, revoked, number, at)

    def recognised_in(self, folder: Path, *lists: bytes) -> Authorities:
        authorities = Authorities(folder)
        authorities.add(self.authority.certificate)
        for one in lists:
            authorities.add_list(one)
        return authorities


def territory(name: str = "Autorité de Vauclaire", at: datetime = START) -> Territory:
    return Territory(create(name, "Vauclaire", at))


@cache
def vauclaire() -> Territory:
    """The same authority for every test: nothing in it changes."""
    return territory()


@cache
def certified_pair() -> tuple[Identity, Identity]:
    return vauclaire().certifies(CLARA), vauclaire().certifies(IDRIS)


def issued_by(
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    common_name: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    is_authority: bool = False,
    room: int | None = None,
    usages: Sequence[ObjectIdentifier] = (DOCUMENT_SIGNING,),
    critical_usage: bool = False,
    start: datetime = START,
    end: datetime = START + timedelta(days=1000),
    strange: bool = False,
    of: x509.Certificate | None = None,
) -> x509.Certificate:
    """A certificate as any program may issue it; ``strange`` adds a critical extension that nobody knows.

    ``of`` lends its subject, so that both bear the same name.
    """
    subject = of.subject if of else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    usage = key_usage(key_cert_sign=True, crl_sign=True) if is_authority else key_usage(
        digital_signature=True, content_commitment=True
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=room), critical=True)
        .add_extension(usage, critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(usages)), critical=critical_usage)
    if strange:
        unknown = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00")
        builder = builder.add_extension(unknown, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


@cache
def _time_service() -> tuple[Authority, x509.Certificate, rsa.RSAPrivateKey]:
    root = create("Racine des horloges", "France", MONDAY - timedelta(days=900))
    key = rsa.generate_private_key(65537, 2048)  # pyHanko's stand-in of a server has no other kind
    certificate = issued_by(
        root.certificate,
        root.key,
        "Horloge de Vauclaire",
        key,
        usages=[ExtendedKeyUsageOID.TIME_STAMPING],
        critical_usage=True,
    )
    return root, certificate, key


def time_service(at: datetime) -> DummyTimeStamper:
    """A server of time-stamps whose clock stands at ``at``."""
    _, certificate, key = _time_service()
    return stamper_with(certificate, key, at)


def stamper_with(certificate: x509.Certificate, key: rsa.RSAPrivateKey, at: datetime) -> DummyTimeStamper:
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(der)), keys.PrivateKeyInfo.load(private), fixed_dt=at
    )


def believes_the_time(authorities: Authorities) -> Authorities:
    """The same computer, that also recognises the service of time-stamps."""
    authorities.add(_time_service()[0].certificate, purpose=Purpose.TIME)
    return authorities
