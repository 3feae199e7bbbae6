"""Whose a certificate or a request says it is: names written as X.509 allows, and read as people may trust them."""

import unicodedata
import warnings
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.signing.errors import NamelessSignerError

# A forged name is told by our own sentence, not in English on the error output besides.
warnings.filterwarnings("ignore", message="Attribute's length must be", category=UserWarning)

_LONGEST = 64  # characters of a common name, organization or title. Source: RFC 5280, appendix A.1
_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL"}
_FIELDS = {FieldOfWork.SOCIAL: "Champ social", FieldOfWork.EMPLOYMENT: "Champ emploi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerName:
    """Who a certificate says it belongs to, cleaned for display: a certificate is written by whoever made it."""

    name: str = field(repr=False)
    structure: str = field(default="", repr=False)
    role: str = field(default="", repr=False)
    field_of_work: FieldOfWork | None = None


def name_of(specialist: Specialist) -> SignerName:
    """The specialist as her certificates name her."""
    return SignerName(
        name=common_name(specialist.name),
        structure=cleaned(specialist.structure),
        role=cleaned(specialist.role),
        field_of_work=specialist.field_of_work,
    )


def subject_of(who: SignerName) -> x509.Name:
    """The same as X.509 writes it.

    Raises:
        NamelessSignerError: there is no name.
    """
    if not common_name(who.name):
        raise NamelessSignerError
    parts = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.ORGANIZATION_NAME, cleaned(who.structure)),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, _FIELDS[who.field_of_work] if who.field_of_work else ""),
        (NameOID.TITLE, cleaned(who.role)),
        (NameOID.COMMON_NAME, common_name(who.name)),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


def signer_name(signed: x509.Certificate | x509.CertificateSigningRequest) -> SignerName:
    """The name, structure, role and field written in a certificate; texts are empty where it says nothing."""
    unit = _said(signed, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return SignerName(
        name=_said(signed, NameOID.COMMON_NAME),
        structure=_said(signed, NameOID.ORGANIZATION_NAME),
        role=_said(signed, NameOID.TITLE),
        field_of_work=next((of_work for of_work, words in _FIELDS.items() if words == unit), None),
    )


def _said(signed: x509.Certificate | x509.CertificateSigningRequest, oid: ObjectIdentifier) -> str:
    return cleaned(", ".join(_texts(signed, oid)))


def _texts(signed: x509.Certificate | x509.CertificateSigningRequest, oid: ObjectIdentifier) -> list[str]:
    try:
        values = [attribute.value for attribute in signed.subject.get_attributes_for_oid(oid)]
    except ValueError:  # the subject itself is malformed: a forged certificate says nothing
        return []
    return [value for value in values if isinstance(value, str)]


def is_plain(signed: x509.Certificate | x509.CertificateSigningRequest) -> bool:
    """Whether the name reads as it is written: each part once, short, in one alphabet, without control marks."""
    parts = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.TITLE)
    written = [_texts(signed, oid) for oid in parts]
    units = {"", *_FIELDS.values()}
    return (
        all(len(texts) <= 1 and all(text == cleaned(text) for text in texts) for texts in written)
        and "".join(written[0]) == common_name("".join(written[0]))
        and "".join(written[2]) in units
        and not mixes_alphabets("".join(written[0]))
    )


def mixes_alphabets(text: str) -> bool:
    """Whether a word has letters of several alphabets that look alike: « Clаra » may hold a Cyrillic « а »."""
    return any(len({_alphabet(letter) for letter in word} - {""}) > 1 for word in text.replace("-", " ").split())


def _alphabet(letter: str) -> str:
    """Of a letter, or empty for those of alphabets that resemble no other."""
    if not letter.isalpha():
        return ""
    alphabet = unicodedata.name(letter, "").partition(" ")[0]
    return alphabet if alphabet in _ALIKE else ""


def cleaned(text: str) -> str:
    """One line of at most 64 characters, without the control marks that could make a name read otherwise."""
    return one_line(text, _LONGEST)


def one_line(text: str, longest: int) -> str:
    """The same of any text that somebody else wrote, in at most ``longest`` characters."""
    seen = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    seen = "".join(character for character in seen if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"})
    seen = " ".join(seen.split())
    return seen if len(seen) <= longest else f"{seen[: longest - 1].rstrip()}…"


def common_name(text: str) -> str:
    """The same, in at most 64 bytes of UTF-8: what ``cryptography`` accepts for the name of a person."""
    name = cleaned(text)
    room = name.encode()[: _LONGEST - len("…".encode())].decode(errors="ignore").rstrip()
    return name if len(name.encode()) <= _LONGEST else f"{room}…"


def same_name(one: str, other: str) -> bool:
    """Whether people would read the same name twice, the family name first or last, with or without a number."""
    return _folded(one) == _folded(other) or _words(one) == _words(other) != []


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", common_name(name).casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _words(name: str) -> list[str]:
    """Cards and companies write « DÉLOS Clara 0012345 »."""
    words = [_folded(word) for word in common_name(name).replace("-", " ").split()]
    return sorted(word for word in words if word and not word.isdigit())


def is_comparable(name: x509.Name) -> bool:
    """Whether other programs can compare this name: not with emoji, nor with two directions of writing in one text.

    They compare issuers to find who signed, and would refuse a sound signature. Source: RFC 4518, 2.4 and 2.5.
    """
    from asn1crypto import x509 as asn1_x509  # lazily: only a new key asks

    try:
        return bool(asn1_x509.Name.load(name.public_bytes()).hashable)
    except ValueError:
        return False


def plain_issuer(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> x509.Name:
    """Stands for the key in plain letters; the subject alone says who she is."""
    number = x509.SubjectKeyIdentifier.from_public_key(key).digest.hex()
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.COMMON_NAME, f"SPIE Diag {number}")]
    )
