"""« Autorités reconnues »: nobody is believed before a fingerprint was compared by another way."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from spie_diag.casework import authorities, certifying, known_signers
from spie_diag.casework.casebook import Casebook
from spie_diag.clock import SystemClock
from spie_diag.desktop.safe.authorities_presenter import Kind
from spie_diag.desktop.safe.authorities_view import AuthoritiesView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.signing.identity import new_identity
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.safe.conftest import OpenSafe

PASSPHRASE = "cinq chevaux mangent du granit"


@pytest.fixture
def territory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an authority; what this computer believes is empty, and of this test only."""
    monkeypatch.setattr("spie_diag.signing.authority._COST", 16)
    monkeypatch.setattr(authorities, "known_authorities", lambda: tmp_path / "autorites")
    monkeypatch.setattr(known_signers, "known_signers", lambda: tmp_path / "signataires")
    certifying.create_authority(tmp_path / "a", "Autorité", "Territoire", PASSPHRASE, clock=SystemClock())
    return tmp_path / "a"


@pytest.fixture
def view(safe: OpenSafe, casebook: Casebook, territory: Path) -> AuthoritiesView:
    assert territory.is_dir()
    page = safe(casebook, "authorities").section
    assert isinstance(page, AuthoritiesView)
    return page


def forget_button(view: AuthoritiesView, name: str) -> Button:
    found = (one for one in view.findChildren(Button) if spoken_name(one) == f"Ne plus reconnaître {name}")
    return next(one for one in found if not one.isHidden())


def test_an_authority_is_believed_once_its_last_groups_were_told(view: AuthoritiesView, territory: Path) -> None:
    file = territory / "autorite.pem"
    groups = authorities.authority_in(file).fingerprint_in_groups.split()
    view.file_chosen.emit(Kind.AUTHORITY, str(file))
    shown = view.comparing._groups.text()
    assert " ".join(groups[:-2]) in shown
    assert " ".join(groups[-2:]) not in shown, "nobody copies them from the screen"
    for typed, told in (("", "Il manque les deux derniers groupes"), ("0000 0000", "ne sont pas ceux")):
        view.comparing.typed.setText(typed)
        view.comparing.accept.click()
        assert told in view.comparing.typed_field.notice.said()
    assert not authorities.recognised()
    view.comparing.typed.setText(" ".join(groups[-2:]).lower())
    view.comparing.name.setText("Notre territoire")
    view.comparing.accept.click()
    assert "reconnu" in view.notices[Kind.AUTHORITY].said()
    assert [one.label for one in authorities.recognised()] == ["Notre territoire"]

    view.list_chosen.emit(str(file))
    assert "pas une liste de révocation" in view.notices[Kind.AUTHORITY].said()
    view.list_chosen.emit(str(territory / "liste-revocation.crl"))
    assert "est prise" in view.notices[Kind.AUTHORITY].said()
    forget_button(view, "Notre territoire").click()
    assert authorities.recognised(), "asked first"
    confirm = next(one for one in view.findChildren(Button) if one.text() == "Oui, ne plus reconnaître")
    confirm.click()
    assert not authorities.recognised()


def test_a_signer_is_recognised_alone_and_ours_are_told(
    view: AuthoritiesView, casebook: Casebook, territory: Path, tmp_path: Path
) -> None:
    file = known_signers.write_certificate(casebook, casebook.writer, tmp_path / "moi.pem")
    view.file_chosen.emit(Kind.SIGNER, str(territory / "autorite.pem"))
    assert "celui d’une autorité" in view.notices[Kind.SIGNER].said()
    view.file_chosen.emit(Kind.SIGNER, str(file))
    assert not view.comparing.time_only.isVisibleTo(view)
    assert view.step_back(), "Esc leaves the comparison first"
    view.recognition_asked.emit("0000", "", False)
    assert not known_signers.recognised(), "what is no longer compared is not believed"
    view.file_chosen.emit(Kind.SIGNER, str(file))
    view.comparing.typed.setText(known_signers.signer_in(file).fingerprint[-8:])
    view.comparing.accept.click()
    (known,) = known_signers.recognised()
    assert known.fingerprint in known_signers.ours(casebook)


def test_a_file_exchanged_while_it_is_compared_is_not_believed(
    view: AuthoritiesView, casebook: Casebook, tmp_path: Path
) -> None:
    from spie_diag.signing.certificates import as_pem

    file = known_signers.write_certificate(casebook, casebook.writer, tmp_path / "moi.pem")
    view.file_chosen.emit(Kind.SIGNER, str(file))
    told = known_signers.signer_in(file).fingerprint[-8:]
    file.write_bytes(as_pem(new_identity(casebook.writing, casebook.clock.now()).certificate))
    view.comparing.typed.setText(told)
    view.comparing.accept.click()
    assert "a changé pendant que vous compariez" in view.notices[Kind.SIGNER].said()
    assert not known_signers.recognised()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_word_is_whole_and_every_field_is_named(
    safe: OpenSafe, casebook: Casebook, territory: Path, scale: float
) -> None:
    page = safe(casebook, "authorities", scale=scale)
    assert isinstance(page.section, AuthoritiesView)
    for file in (None, territory / "autorite.pem"):
        if file is not None:
            page.section.file_chosen.emit(Kind.AUTHORITY, str(file))
            page.section.comparing.accept.click()
        QTest.qWait(20)
        assert list(cut_texts(page.window())) == []
        assert [stop for stop in stops(page.window()) if not spoken_name(stop)] == []
