"""Another key for the whole vault, in the pages that ask for it: how far it is, and stopping it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.keys import holders_of
from spie_diag.casework.opening import open_casebook
from spie_diag.casework.registering import register
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.safe.passphrase_view import PassphraseView
from spie_diag.desktop.safe.people_view import PeopleView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.vault.deeds import Deed
from tests.desktop.held import HeldLongWork
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import NADIA
from tests.desktop.safe.conftest import OpenSafe

NEW = "onze parapluies bleus sous la pluie"


def removing(view: PeopleView) -> None:
    """As far as the removal of Karim that is under way."""
    next(one for one in view.findChildren(Button) if spoken_name(one) == "Retirer l’accès de Karim Lemoine").click()
    view.decision.secret.edit.setText(NADIA)
    view.shut_out.click()


def changing(view: PassphraseView) -> None:
    view.old.secret.edit.setText(NADIA)
    view.choice.secret.edit.setText(NEW)
    view.choice.again.edit.setText(NEW)
    view.also_key.setChecked(True)
    view.change.click()


def test_a_removal_tells_how_far_it_is_and_is_done(safe: OpenSafe, own_casebook: Casebook) -> None:
    work = HeldLongWork()
    view = safe(own_casebook, "people", work=work).section
    assert isinstance(view, PeopleView)
    shares: list[int] = []
    view.underway.bar.valueChanged.connect(shares.append)
    removing(view)
    assert view.underway.said().startswith("Le coffre se chiffre avec une nouvelle clé")
    assert view.underway.stop.hasFocus()
    assert not view.shut_out.isEnabled()
    assert view.step_back(), "Esc stays on the page: the outcome is told here"
    assert view.underway.isVisible()
    work.let_go()
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert "Karim Lemoine n’ouvre plus ce coffre" in view.outcome.said()
    assert not view.underway.isVisible()


def test_a_removal_that_is_stopped_leaves_the_colleague_in_and_says_so(
    safe: OpenSafe, own_casebook: Casebook, tmp_path: Path
) -> None:
    work = HeldLongWork()
    view = safe(own_casebook, "people", work=work).section
    assert isinstance(view, PeopleView)
    removing(view)
    view.underway.stop.click()
    assert view.underway.stop.text() == "Arrêt demandé…"
    work.let_go()
    assert "l’accès n’est pas retiré" in view.removal_notice.said()
    assert "Sa phrase ouvre toujours le coffre" in view.removal_notice.said()
    assert view.leave_removal.hasFocus()
    assert len(holders_of(own_casebook)) == 2
    assert Deed.MEMBER_REVOKED not in {row.deed for row in register(own_casebook)}
    view.decision.secret.edit.setText(NADIA)
    view.shut_out.click()
    assert view.removal_notice.said() == "", "what was said of the last time does not stand beside this one"
    work.let_go()
    assert "n’ouvre plus ce coffre" in view.outcome.said()


def test_a_key_that_stays_after_all_does_not_undo_the_new_passphrase(
    safe: OpenSafe, own_casebook: Casebook, tmp_path: Path
) -> None:
    work = HeldLongWork()
    view = safe(own_casebook, "passphrase", work=work).section
    assert isinstance(view, PassphraseView)
    (before,) = (tmp_path / "coffre").glob("vault-*.db")
    changing(view)
    assert view.underway.said().startswith("Votre phrase est changée.")
    view.underway.stop.click()
    work.let_go()
    assert "Votre phrase secrète est changée." in view.done.said()
    assert "La clé du coffre aussi" not in view.done.said()
    assert "le coffre garde la clé qu’il avait" in view.error.said()
    assert "Votre phrase secrète, elle, est changée." in view.error.said(), "what says so above may be out of sight"
    assert before.exists()
    own_casebook.lock()
    open_casebook(tmp_path / "coffre", own_casebook.writer, NEW).lock()


def test_in_the_thread_of_the_vault_the_bar_moves_and_the_button_is_heard(
    safe: OpenSafe, own_casebook: Casebook, qtbot: QtBot
) -> None:
    work = BackgroundWork()
    view = safe(own_casebook, "people", work=work).section
    assert isinstance(view, PeopleView)
    qtbot.waitUntil(lambda: any("Karim" in spoken_name(one) for one in view.findChildren(Button)))
    removing(view)
    view.underway.stop.click()
    qtbot.waitUntil(lambda: not view.underway.isVisible(), timeout=5000)
    work.stop()
    told = view.removal_notice.said() or view.outcome.said()
    assert ("n’est pas retiré" in told) is (len(holders_of(own_casebook)) == 2), "in time or too late, it says which"


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
@pytest.mark.parametrize("section", ["people", "passphrase"])
def test_every_word_meanwhile_is_whole_and_spoken(
    safe: OpenSafe, own_casebook: Casebook, section: str, scale: float, dark: bool
) -> None:
    page = safe(own_casebook, section, work=HeldLongWork(), scale=scale, dark=dark)
    view = page.section
    if isinstance(view, PeopleView):
        removing(view)
        view.show_removing(0.7)
    elif isinstance(view, PassphraseView):
        changing(view)
        view.show_encrypting(0.7)
    for _ in range(4):
        QApplication.processEvents()
    assert list(cut_texts(page)) == []
    assert all(spoken_name(widget) for widget in stops(page.window()))
