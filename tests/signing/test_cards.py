"""A professional's card: tried with SoftHSM where it is installed, and with a card of paper for what goes wrong."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from spie_diag.signing import cards
from spie_diag.signing.applying import sign
from spie_diag.signing.cards import CardIdentity, InsertedCard, identities_on, inserted
from spie_diag.signing.errors import DamagedIdentityError
from spie_diag.signing.identity import Identity, KnownSigners
from spie_diag.signing.identity_errors import (
    CardKeyMissingError,
    CardModuleError,
    CardRefusedError,
    CardRemovedError,
    CardsMissingError,
    LockedPinError,
    NoCardError,
    WrongPinError,
)
from spie_diag.signing.verifying import verify
from tests.signing.attacks import other_certificate
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, paper

PIN = "2468"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
MODULE = next((Path(place).resolve() for place in _PLACES if Path(place).is_file()), None)
pkcs11 = pytest.importorskip("pkcs11", reason="the extra « cards » is not installed")
with_softhsm = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="SoftHSM is not installed"
)


@pytest.fixture(scope="module")
def holders(pair: tuple[Identity, Identity]) -> tuple[Identity, Identity]:
    """Who has a card: Clara with P-256, and in her name a key of RSA."""
    return pair[0], other_certificate(rsa.generate_private_key(65537, 2048))


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory, holders: tuple[Identity, Identity]) -> Iterator[Path]:
    """The module of a reader with one card of two keys. One per process: the module keeps where its tokens are."""
    assert MODULE is not None
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "conf"))
        _util("--init-token", "--free", "--label", "carte", "--so-pin", "13579135", "--pin", PIN)
        for number, holder in enumerate(holders, start=1):
            _import(folder, holder, number)
        yield MODULE


def _util(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, env=os.environ)


def _import(folder: Path, holder: Identity, number: int) -> None:
    plain = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    _util("--import", str(folder / "key.pem"), "--token", "carte", "--label", "k", "--id", f"0{number}", "--pin", PIN)
    what = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.PRIVATE: False,
        pkcs11.Attribute.ID: bytes([number]),
        pkcs11.Attribute.SUBJECT: holder.certificate.subject.public_bytes(),
        pkcs11.Attribute.VALUE: holder.certificate.public_bytes(Encoding.DER),
    }
    with pkcs11.lib(str(MODULE)).get_token(token_label="carte").open(rw=True, user_pin=PIN) as session:
        session.create_object(what)


@pytest.fixture
def found(module: Path, holders: tuple[Identity, Identity]) -> tuple[CardIdentity, CardIdentity]:
    """Both certificates, as they are chosen on the card."""
    listed = {one.fingerprint: one for one in identities_on(module)}
    return listed[holders[0].fingerprint], listed[holders[1].fingerprint]


@with_softhsm
def test_a_card_shows_its_certificates_without_its_pin(found: tuple[CardIdentity, CardIdentity]) -> None:
    assert found[0].signer.name == CLARA.name
    assert CLARA.name not in repr(found[0])
    assert CardIdentity.from_bytes(found[0].as_bytes()) == found[0]


@with_softhsm
@pytest.mark.parametrize("place", [0, 1], ids=["P-256", "RSA"])
@pytest.mark.parametrize("raw", [False, True], ids=["whole", "raw"])
def test_a_card_signs_a_document(
    place: int,
    raw: bool,
    found: tuple[CardIdentity, CardIdentity],
    pair: tuple[Identity, Identity],
    known: KnownSigners,
) -> None:
    with inserted(found[place], PIN) as card:
        if raw:  # as cards that leave the digest to the computer
            few = frozenset({int(pkcs11.Mechanism.ECDSA), int(pkcs11.Mechanism.RSA_PKCS)})
            card = InsertedCard(
                certificate=card.certificate, chain=card.chain, _key=card._key, _mechanisms=few, _pin=PIN
            )
        once = sign(paper(SOCIAL, EMPLOYMENT), SOCIAL, card, who=CLARA.name, moment=MONDAY, certify=True)
    later = MONDAY + timedelta(minutes=2)
    twice = sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=later, certify=False)
    assert verify(twice, known, now=later).holds


@with_softhsm
@pytest.mark.parametrize("typed", ["1111", "", "1", "9" * 300])
def test_a_wrong_pin_is_one_sentence(typed: str, found: tuple[CardIdentity, CardIdentity]) -> None:
    with pytest.raises(WrongPinError, match="code PIN"), inserted(found[0], typed):
        pytest.fail("opened")
    with inserted(found[0], PIN):
        pass  # and the card is not blocked


@with_softhsm
def test_another_card_or_another_key_is_one_sentence(found: tuple[CardIdentity, CardIdentity]) -> None:
    kept = found[0]
    other_card = CardIdentity(module=kept.module, token=b"other", key=kept.key, certificate=kept.certificate)
    other_key = CardIdentity(module=kept.module, token=kept.token, key=b"\x63", certificate=kept.certificate)
    with pytest.raises(NoCardError), inserted(other_card, PIN):
        pytest.fail("opened")
    with pytest.raises(CardKeyMissingError), inserted(other_key, PIN):
        pytest.fail("opened")


@with_softhsm
def test_the_key_of_another_certificate_signs_nothing(found: tuple[CardIdentity, CardIdentity]) -> None:
    mixed = CardIdentity(
        module=found[0].module, token=found[0].token, key=found[0].key, certificate=found[1].certificate
    )
    with inserted(mixed, PIN) as card, pytest.raises(CardRefusedError):
        card.signature_of(b"texte")


@pytest.mark.parametrize("content", [b"bonjour", b"", b"\x7fELF" + bytes(60)])
def test_what_is_no_module_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "module.so"
    file.write_bytes(content)
    for wrong in (file, tmp_path, tmp_path / "absent.so"):
        with pytest.raises(CardModuleError):
            identities_on(wrong)


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.setitem(sys.modules, "pkcs11.exceptions", None)
    with pytest.raises(CardsMissingError, match="pas installée"):
        identities_on(tmp_path / "module.so")


class PaperKey:
    """A key that answers what it is told to."""

    def __init__(self, answer: bytes | Exception) -> None:
        self._answer = answer

    def __getitem__(self, _attribute: object) -> bool:
        return False

    def sign(self, _content: bytes, **_more: object) -> bytes:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def paper_card(holder: Identity, answer: bytes | Exception) -> InsertedCard:
    return InsertedCard(
        certificate=holder.certificate,
        chain=(),
        _key=PaperKey(answer),  # type: ignore[arg-type]  # a card of paper
        _mechanisms=frozenset(),
        _pin=PIN,
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (pkcs11.exceptions.DeviceRemoved(), CardRemovedError),
        (pkcs11.exceptions.SessionHandleInvalid(), CardRemovedError),
        (pkcs11.exceptions.TokenNotPresent(), CardRemovedError),
        (pkcs11.exceptions.PinLocked(), LockedPinError),
        (pkcs11.exceptions.PinIncorrect(), WrongPinError),
        (pkcs11.exceptions.MechanismInvalid(), CardRefusedError),
        (pkcs11.exceptions.DeviceError(), CardRefusedError),
        (bytes(64), CardRefusedError),
        (b"", CardRefusedError),
        (b"\x01" * 7, CardRefusedError),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else None,
)
def test_a_card_that_fails_leaves_nothing_half_signed(
    answer: bytes | Exception, told: type[Exception], pair: tuple[Identity, Identity], once: bytes
) -> None:
    assert isinstance(pair[0].key, ec.EllipticCurvePrivateKey)
    with pytest.raises(told):
        sign(once, EMPLOYMENT, paper_card(pair[1], answer), who=IDRIS.name, moment=MONDAY, certify=False)


@pytest.mark.parametrize("kept", [b"", cards.FORMAT, cards.FORMAT + b"{}", cards.FORMAT + b'{"certificates": ["AA"]}'])
def test_a_damaged_choice_of_card_is_told(kept: bytes) -> None:
    with pytest.raises(DamagedIdentityError):
        CardIdentity.from_bytes(kept)
