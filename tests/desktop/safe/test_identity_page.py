"""« Ma signature »: who one is for partners, and every way to change what one signs with, through the real page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from spie_diag.casework import certifying, identities
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.hands import time_stamp_address
from spie_diag.casework.identities import Kind
from spie_diag.clock import SteppingClock, SystemClock
from spie_diag.desktop.safe.identity_presenter import Part
from spie_diag.desktop.safe.identity_view import IdentityView
from spie_diag.signing.cards import CardIdentity
from spie_diag.signing.identity import Identity, new_identity
from spie_diag.signing.identity_errors import NoCardError
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.safe.conftest import OpenSafe

PASSPHRASE = "cinq chevaux mangent du granit"
PASSWORD = "celui du fichier"


@pytest.fixture(autouse=True)
def own_key(casebook: Casebook) -> Iterator[None]:
    """The vault is shared: each test leaves a key of the vault in use, which nobody certified."""
    yield
    identities.new_key(casebook, casebook.writer)
    identities.use_built_in(casebook, casebook.writer)


@pytest.fixture
def view(safe: OpenSafe, casebook: Casebook) -> IdentityView:
    page = safe(casebook, "identity").section
    assert isinstance(page, IdentityView)
    return page


def said(view: IdentityView) -> str:
    return "\n".join(one.accessibleName() for one in view.findChildren(QLabel))


def made_for(casebook: Casebook) -> Identity:
    return new_identity(casebook.writing, casebook.clock.now())


def test_who_one_is_for_partners(view: IdentityView, casebook: Casebook, tmp_path: Path) -> None:
    told = said(view)
    for words in (
        "Nadia Témoin",
        "Maison de l’insertion",
        "Clé de ce coffre",
        "Personne d’autre que vous",
        "valable\u00a0: du ",
    ):
        assert words in told
    label = identities.current_identity(casebook, casebook.writer)
    assert label.fingerprint[:4].upper() in told
    view.certificate_place.emit(str(tmp_path / "moi.pem"))
    assert "Votre certificat est enregistré" in view.notices[Part.ABOUT].said()
    assert (tmp_path / "moi.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    view.certificate_place.emit(str(tmp_path / "absent" / "moi.pem"))
    assert "n’a pas pu être écrit" in view.notices[Part.ABOUT].said()


def test_a_request_goes_and_a_certificate_comes_back(
    view: IdentityView, casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.signing.authority._COST", 16)
    folder = tmp_path / "autorite"
    certifying.create_authority(folder, "Autorité", "Territoire", PASSPHRASE, clock=SystemClock())
    view.request_folder.emit(str(tmp_path))
    (request,) = tmp_path.glob("demande-*.csr.pem")
    assert "lisez-lui l’empreinte" in view.notices[Part.REQUEST].said()
    (file,) = certifying.certify(folder, PASSPHRASE, certifying.read_requests(folder, [request]))
    view.certificate_chosen.emit(str(request))
    assert "pas un certificat" in view.notices[Part.REQUEST].said()
    view.certificate_chosen.emit(str(file))
    assert "délivré par" in view._offered.text()
    assert identities.current_identity(casebook, casebook.writer).issued_by == "", "looking changes nothing"
    view.decline.click()
    assert not view._offered_panel.isVisibleTo(view)
    view.certificate_chosen.emit(str(file))
    view.accept.click()
    assert "avec ce certificat" in view.notices[Part.REQUEST].said()
    assert identities.current_identity(casebook, casebook.writer).issued_by == "Autorité"
    assert "Empreinte de l’autorité" in said(view)


def test_a_key_file_is_imported_then_left_after_a_confirmation(
    view: IdentityView, casebook: Casebook, tmp_path: Path
) -> None:
    held = made_for(casebook)
    file = tmp_path / "cle.p12"
    locked = BestAvailableEncryption(PASSWORD.encode())
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"", held.key, held.certificate, None, locked))
    view.key_file.file_chosen(str(file))
    view.key_file.password.edit.setText("autre")
    view.key_file.take_in.click()
    assert "n’ouvre pas ce fichier" in view.key_file.field.notice.said()
    view.key_file.password.edit.setText(PASSWORD)
    view.key_file.take_in.click()
    assert "avec cette clé" in view.key_file.notice.said()
    assert view.key_file.password.edit.text() == ""
    assert identities.current_identity(casebook, casebook.writer).fingerprint == held.fingerprint
    view.built_in.click()
    assert view.confirm_built_in.leave.hasFocus(), "the way out comes first"
    view.confirm_built_in.leave.click()
    assert identities.current_identity(casebook, casebook.writer).kind is Kind.FILE
    view.built_in.click()
    view.confirm_built_in.act.click()
    assert identities.current_identity(casebook, casebook.writer).kind is Kind.BUILT_IN
    assert not view.built_in.isVisibleTo(view)


def test_a_card_is_read_then_chosen(view: IdentityView, casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    held = made_for(casebook)
    card = CardIdentity(module="/opt/lecteur.so", token=b"1", key=b"2", certificate=held.certificate)
    answers: list[tuple[CardIdentity, ...]] = [(), (card,)]

    def read(_module: Path, _pin: str) -> tuple[CardIdentity, ...]:
        if not answers:
            raise NoCardError
        return answers.pop(0)

    monkeypatch.setattr(identities, "cards_in", read)
    view.card.module_chosen("/opt/lecteur.so")
    view.card.read.click()
    assert "ne montre aucun certificat" in view.card.notice.said()
    view.card.pin.edit.setText("1234")
    view.card.read.click()
    assert view.card.pin.edit.text() == "", "no PIN stays"
    view.card.lines[0].click()
    assert "avec cette carte" in view.card.notice.said()
    assert identities.current_identity(casebook, casebook.writer).kind is Kind.CARD
    view.card.module_chosen("/opt/lecteur.so")
    view.card.read.click()
    assert "n’est pas dans le lecteur" in view.card.notice.said()


def test_a_new_key_is_asked_for_twice(view: IdentityView, casebook: Casebook) -> None:
    before = identities.current_identity(casebook, casebook.writer).fingerprint
    view.renew.click()
    assert identities.current_identity(casebook, casebook.writer).fingerprint == before
    view.confirm_renewal.act.click()
    assert identities.current_identity(casebook, casebook.writer).fingerprint != before
    assert "nouvelle clé" in view.notices[Part.KEY].said()


def test_a_server_is_kept_only_where_it_is_one(view: IdentityView, casebook: Casebook) -> None:
    view.server.setText("n’importe quoi")
    view.keep_server.click()
    assert "n’est pas celle d’un serveur" in view.notices[Part.STAMP].said()
    QTest.keyClicks(view.server, "x")
    assert view.half_written()["server"].endswith("x"), "what is being typed outlives a lock"
    for address in ("https://horodatage.test", ""):
        view.server.setText(address)
        view.keep_server.click()
        assert time_stamp_address(casebook) == address
    assert view.half_written() == {}


def test_a_certificate_that_ends_is_told_first(
    view: IdentityView, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = identities.current_identity(casebook, casebook.writer).valid_until
    assert not view.warning.said()
    monkeypatch.setattr(casebook, "clock", SteppingClock(until))
    view.shown.emit()
    assert "ne vaudra plus après" in view.warning.said()
    monkeypatch.setattr(casebook, "clock", SteppingClock(until.replace(year=until.year + 1)))
    view.shown.emit()
    assert "ne vaut plus depuis" in view.warning.said()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_word_is_whole_and_every_field_is_named(safe: OpenSafe, casebook: Casebook, scale: float) -> None:
    page = safe(casebook, "identity", scale=scale)
    assert isinstance(page.section, IdentityView)
    page.section.key_file.file_chosen("/x/cle.p12")
    page.section.card.module_chosen("/x/lecteur.so")
    page.section.renew.click()
    QTest.qWait(20)
    assert list(cut_texts(page.window())) == []
    assert [stop for stop in stops(page.window()) if not spoken_name(stop)] == []
