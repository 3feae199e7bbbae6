"""Unlocking and first start: the presenters on paper, the views in a window."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import label_of
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.founding import FoundingPresenter, Introduced
from spie_diag.desktop.unlock.founding_view import FoundingView
from spie_diag.desktop.unlock.opening import weigh_in
from spie_diag.desktop.unlock.presenter import UnlockPresenter
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.unlock.weighing import SHORTEST, Opinion, Strength, Weighing, weighed
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Specialist
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, press, spoken_name, stops
from tests.desktop.people import KARIM, NADIA

T = TypeVar("T")
FIRST, SECOND = "cheval lampe rivière dix", "tuile bateau orage neuf"
PAIR = (
    Introduced(name="Nadia Haddad", structure="Service social", role="", field_of_work=FieldOfWork.SOCIAL),
    Introduced(name="Karim Lemoine", structure="Agence", role="", field_of_work=FieldOfWork.EMPLOYMENT),
)


class RefusedError(SpieError):
    sentence: ClassVar[str] = "Cette phrase secrète n’ouvre pas ce coffre."
    advice: ClassVar[str] = "Essayez encore."


@dataclass
class PaperUnlock:
    """What the presenter asked to show, in order."""

    said: list[str] = field(default_factory=list)

    def show_holders(self, name: str, specialists: tuple[Specialist, ...]) -> None:
        self.said.append(f"{name}: {', '.join(one.name for one in specialists)}")

    def show_no_vault(self, error: SpieError) -> None:
        self.said.append(f"no vault: {type(error).__name__}")

    def show_opening(self) -> None:
        self.said.append("opening")

    def show_error(self, error: SpieError, *, passphrase_wrong: bool = False) -> None:
        self.said.append(f"error: {type(error).__name__}{', in red' if passphrase_wrong else ''}")

    def offer_repair(self) -> None:
        self.said.append("repair offered")


@dataclass
class PaperFounding:
    said: list[str] = field(default_factory=list)

    def show_place_wrong(self, sentence: str, advice: str) -> None:
        self.said.append(sentence)

    def show_vault_there(self) -> None:
        self.said.append("vault there")

    def show_pair_step(self) -> None:
        self.said.append("pair")

    def show_pair_wrong(self, who: FieldOfWork, sentence: str, advice: str) -> None:
        self.said.append(f"{who.value}: {sentence}")

    def show_passphrase_step(self, who: FieldOfWork) -> None:
        self.said.append(f"passphrase of {who.value}")

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None:
        self.said.append(sentence)

    def show_creating(self) -> None:
        self.said.append("creating")

    def show_error(self, error: SpieError) -> None:
        self.said.append(f"error: {type(error).__name__}")


def founding(created: Callable[[Casebook, Path], None]) -> FoundingPresenter:
    return FoundingPresenter(screen=PaperFounding(), work=PromptWork(), created=created)


def test_a_vault_is_created_then_opened_by_either_specialist(tmp_path: Path) -> None:
    made: list[Casebook] = []
    presenter = founding(lambda casebook, _folder: made.append(casebook))
    folder = tmp_path / "coffre"
    presenter.check_place("Antenne de Saint-Aubin", str(folder))
    presenter.check_pair(PAIR)
    presenter.check_first_passphrase(FIRST, FIRST)
    presenter.create(SECOND, SECOND)
    assert presenter.screen.said == ["pair", "passphrase of social", "passphrase of emploi", "creating"]  # type: ignore[attr-defined]
    (casebook,) = made
    casebook.lock()

    screen, opened = PaperUnlock(), []
    unlocking = UnlockPresenter(
        screen=screen, work=PromptWork(), vault=folder, opened=lambda book, _folder: opened.append(book)
    )
    unlocking.start()
    assert screen.said == ["Antenne de Saint-Aubin: Nadia Haddad, Karim Lemoine"]
    karim = label_of(folder).specialists[1]
    unlocking.unlock(karim.id, FIRST)
    assert screen.said[-1] == "error: WrongPassphraseError, in red"
    UnlockPresenter(
        screen=screen, work=PromptWork(), vault=tmp_path / "absent", opened=lambda _book, _folder: None
    ).unlock(karim.id, SECOND)
    assert screen.said[-1] == "error: VaultMissingError"
    unlocking.unlock(karim.id, SECOND)
    assert opened
    assert opened[0].writing.name == "Karim Lemoine"
    opened[0].lock()


def test_what_is_wrong_is_said_at_the_step_where_it_is(tmp_path: Path) -> None:
    presenter = founding(lambda _casebook, _folder: None)
    screen = presenter.screen
    assert isinstance(screen, PaperFounding)
    presenter.check_place("  ", str(tmp_path))
    presenter.check_place("Antenne", "")
    (tmp_path / "fichier").write_text("x")
    presenter.check_place("Antenne", str(tmp_path / "fichier"))
    presenter.check_pair((PAIR[0], Introduced(name=" ", structure="", role="", field_of_work=FieldOfWork.EMPLOYMENT)))
    presenter.check_pair((PAIR[0], replace(PAIR[1], name="nadia  haddad")))
    presenter.check_pair((Introduced(name="N", structure="", role="", field_of_work=FieldOfWork.SOCIAL), PAIR[1]))
    assert screen.said == [
        "Le coffre n’a pas encore de nom.",
        "Il manque le dossier du coffre.",
        "Ce chemin est celui d’un fichier.",
        "emploi: Il manque le nom.",
        "emploi: Vos deux noms sont les mêmes.",
        "social: Il manque la structure.",
    ]


def test_a_folder_where_no_vault_can_be_made_is_told_before_anything_else_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter = founding(lambda _casebook, _folder: None)
    screen = presenter.screen
    assert isinstance(screen, PaperFounding)
    (tmp_path / "vault-0123abcd.db").write_bytes(b"its keys are lost")
    presenter.check_place("Antenne", str(tmp_path))
    presenter.check_place("Antenne", str(tmp_path / ("x" * 300)))
    presenter.check_place("Antenne", str(tmp_path / "/".join(["profond"] * 70)))
    mounts = tmp_path / "mounts"
    mounts.write_text(f"//server/home {tmp_path.resolve()} cifs rw 0 0\n")
    monkeypatch.setattr("spie_diag.vault.whereabouts._MOUNTS", mounts)
    presenter.check_place("Antenne", str(tmp_path / "coffre"))

    assert screen.said == [
        "Ce dossier contient déjà un coffre.",
        *2 * ["Le chemin du dossier est trop long\u00a0: rien ne pourrait y être lu."],
        "Ce dossier est sur un partage réseau\u00a0: un coffre n’y est pas en sûreté.",
    ]


def test_passphrases_are_checked_before_anything_is_created() -> None:
    presenter = founding(lambda _casebook, _folder: None)
    screen = presenter.screen
    assert isinstance(screen, PaperFounding)
    presenter.check_first_passphrase("", "")
    presenter.check_first_passphrase("court", "court")
    presenter.check_first_passphrase("azerty123456", "azerty123456")
    presenter.check_first_passphrase(FIRST, FIRST + "e")
    presenter.check_first_passphrase(FIRST, FIRST)
    presenter.create(FIRST, FIRST)
    assert screen.said == [
        "La phrase secrète est vide.",
        "Cette phrase secrète est trop courte.",
        "Cette phrase secrète se devinerait.",
        "Les deux saisies sont différentes.",
        "passphrase of emploi",
        "Vos deux phrases secrètes sont les mêmes.",
    ]


def test_a_passphrase_never_shows_in_a_presenter_printed_by_mistake() -> None:
    presenter = founding(lambda _casebook, _folder: None)
    presenter.check_first_passphrase(FIRST, FIRST)
    assert FIRST not in repr(presenter)


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", Strength.EMPTY),
        ("court", Strength.REFUSED),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.REFUSED),
        ("motdepasse123", Strength.REFUSED),
        ("cheval lampe rivière dix", Strength.WEAK),
        ("cheval lampe rivière dix tuile", Strength.STRONG),
        ("gK7#vq2!Zt9&wP", Strength.STRONG),
    ],
)
def test_a_passphrase_is_judged_in_words(passphrase: str, strength: Strength) -> None:
    assert weighed(passphrase, ()).strength is strength


def test_what_is_said_of_a_passphrase_names_who_guesses_how_long_and_what_to_mend() -> None:
    said = weighed("antenne de saint-aubin", ("Antenne de Saint-Aubin",))
    assert said.word == "Trop facile à deviner"
    assert said.how_long.startswith("Une machine louée un euro de l’heure mettrait ")
    assert "remplacez" in said.mend
    assert weighed("trop court", ()).word == "Trop courte"


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_text_may_be_judged_and_short_ones_are_never_enough(text: str) -> None:
    judged = weighed(text, ())
    assert judged.mend
    if len(text.strip()) < SHORTEST // 2:
        assert not judged.is_enough


@dataclass
class PaperChoice:
    said: list[str] = field(default_factory=list)

    def show_opinion(self, opinion: Opinion) -> None:
        self.said.append(opinion.word)

    def show_proposal(self, passphrase: str) -> None:
        self.said.append(passphrase)


def test_what_comes_late_about_an_older_text_is_dropped() -> None:
    late: list[Callable[[], None]] = []

    class LateWork:
        def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
            late.append(lambda: then(task()))

    screen = PaperChoice()
    weighing = Weighing(screen=screen, work=LateWork())
    weighing.weigh("court")
    weighing.weigh("gK7#vq2!Zt9&wP")
    for outcome in reversed(late):
        outcome()
    assert screen.said == ["Solide"]


def test_a_proposed_phrase_is_shown_once_and_typed_again(show: Show) -> None:
    choice = PassphraseChoice()
    weigh_in(choice, PromptWork(), tuple)
    show(choice)
    choice.propose.click()
    proposed, again = choice.typed()
    assert len(proposed.split()) == 5
    assert again == ""
    assert choice.again.edit.hasFocus()
    assert choice.secret.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert "Solide" in choice.secret.edit.accessibleDescription()
    choice.hide()
    choice.show()
    assert choice.secret.edit.echoMode() is QLineEdit.EchoMode.Password, "in clear only while it is looked at"
    choice.wipe()
    assert choice.typed() == ("", "")
    assert choice.secret.edit.echoMode() is QLineEdit.EchoMode.Password


@pytest.fixture
def unlock() -> UnlockView:
    view = UnlockView("/coffre")
    view.show_holders("Antenne de Saint-Aubin", (NADIA, KARIM))
    return view


def test_the_passphrase_has_the_keyboard_and_enter_opens(unlock: UnlockView, show: Show, qtbot: QtBot) -> None:
    show(unlock)
    assert unlock.passphrase.edit.hasFocus()
    QTest.keyClicks(unlock.passphrase.edit, "secret")
    with qtbot.waitSignal(unlock.unlock_asked) as said:
        QTest.keyClick(unlock.passphrase.edit, Qt.Key.Key_Return)
    assert said.args == [NADIA.id, "secret"]


def test_the_colleague_is_one_click_away(unlock: UnlockView, show: Show, qtbot: QtBot) -> None:
    show(unlock)
    unlock.tiles[1].click()
    with qtbot.waitSignal(unlock.unlock_asked) as said:
        unlock.open.click()
    assert said.args[0] == KARIM.id


def test_a_wrong_passphrase_keeps_what_was_typed(unlock: UnlockView, show: Show) -> None:
    show(unlock)
    unlock.passphrase.edit.setText("presque")
    unlock.show_opening()
    assert unlock.open.text() == "Ouverture…"
    unlock.show_error(RefusedError())
    assert unlock.passphrase.edit.text() == "presque"
    assert unlock.passphrase.edit.hasFocus()
    assert unlock.open.isEnabled()
    assert "n’ouvre pas ce coffre" in unlock.error.said()


def test_typing_again_after_a_wrong_passphrase_replaces_it(unlock: UnlockView, show: Show) -> None:
    show(unlock)
    edit = unlock.passphrase.edit
    edit.setText("faux")
    unlock.show_error(RefusedError(), passphrase_wrong=True)
    QTest.keyClicks(edit, "juste")
    assert edit.text() == "juste"
    unlock.show_error(RefusedError())
    QTest.keyClicks(edit, "s")
    assert edit.text() == "justes", "what is not wrong is not thrown away"


def test_the_field_is_red_for_a_wrong_passphrase_only_and_the_lock_is_no_longer_told(show: Show) -> None:
    view = UnlockView("/coffre", locked=True)
    view.show_holders("Antenne", (NADIA, KARIM))
    show(view)
    assert "verrouillé" in view.notice.said()
    view.show_error(RefusedError())
    assert view.notice.said() == ""
    assert view.passphrase.edit.property("error") != "true"
    view.show_error(RefusedError(), passphrase_wrong=True)
    assert view.passphrase.edit.property("error") == "true"


def test_tab_goes_from_the_passphrase_to_the_button_that_opens(unlock: UnlockView, show: Show) -> None:
    show(unlock)
    unlock.passphrase.edit.setText("secret")
    press_tab()
    assert unlock.open.hasFocus()


def test_typing_both_phrases_never_shows_one(show: Show, qtbot: QtBot) -> None:
    view = FoundingView("/coffre")
    show(view)
    view.show_passphrase_step(FieldOfWork.SOCIAL)
    for step in (view.first, view.second):
        type_on(FIRST)
        press_tab()
        type_on(FIRST)
        assert step.typed() == (FIRST, FIRST)
        assert {line.edit.echoMode() for line in (step.secret, step.again)} == {QLineEdit.EchoMode.Password}
        press_tab()
        assert not step.secret.show_button.hasFocus()
        assert not step.again.show_button.hasFocus()
        view.show_passphrase_step(FieldOfWork.EMPLOYMENT)


def press_tab() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Tab)


def type_on(text: str) -> None:
    """Wherever the keyboard is: what a hand does, that does not look."""
    for letter in text:
        press(focused(), letter)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_capitals_are_noticed_while_typing(unlock: UnlockView, show: Show) -> None:
    show(unlock)
    press(unlock.passphrase.edit, "A")
    assert "Verr. Maj." in unlock.capitals.said()
    press(unlock.passphrase.edit, "a")
    assert unlock.capitals.said() == ""
    press(unlock.passphrase.edit, "A")
    unlock.show_error(RefusedError(), passphrase_wrong=True)
    assert "Verr. Maj." in unlock.error.said()


def test_the_passphrase_is_shown_only_when_asked(unlock: UnlockView, show: Show) -> None:
    show(unlock)
    assert unlock.passphrase.edit.echoMode() is QLineEdit.EchoMode.Password
    unlock.passphrase.show_button.click()
    assert unlock.passphrase.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert unlock.passphrase.show_button.accessibleName() == "Masquer la phrase secrète"


def test_a_forgotten_passphrase_leads_to_the_recovery_sheet(unlock: UnlockView, show: Show, qtbot: QtBot) -> None:
    show(unlock)
    with qtbot.waitSignal(unlock.sheet_asked):
        unlock.forgotten.click()


def test_without_a_vault_only_another_or_a_new_one_is_offered(show: Show) -> None:
    view = UnlockView("/coffre")
    show(view)
    view.show_no_vault(RefusedError())
    assert view.other.isVisible()
    assert view.new_vault.isVisible()
    assert not view.open.isVisible()


def test_each_specialist_types_her_own_passphrase_alone(show: Show) -> None:
    view = FoundingView("/coffre")
    show(view)
    view.social.name.setText("Nadia Haddad")
    view.employment.name.setText("Karim Lemoine")
    view.show_passphrase_step(FieldOfWork.SOCIAL)
    assert view.title.text() == "Nadia, à vous"
    view.first.secret.edit.setText(FIRST)
    view.show_passphrase_step(FieldOfWork.EMPLOYMENT)
    assert view.title.text() == "Karim, à vous"
    assert not view.first.isVisible()
    assert view.second.secret.edit.hasFocus()
    assert view.go_on.text() == "Créer le coffre"


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5])
@pytest.mark.parametrize("size", [(1366, 768), (1093, 560)])
def test_no_text_is_cut_on_the_unlock_page(unlock: UnlockView, show: Show, size: tuple[int, int], scale: float) -> None:
    unlock.show_error(RefusedError())
    window = show(unlock, *size, scale=scale)
    assert list(cut_texts(window)) == []


@pytest.mark.parametrize("step", [0, 1, 2, 3])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut_at_first_start(show: Show, step: int, scale: float) -> None:
    view = FoundingView("/coffre")
    steps = (
        lambda: None,
        view.show_pair_step,
        lambda: view.show_passphrase_step(FieldOfWork.SOCIAL),
        lambda: view.show_passphrase_step(FieldOfWork.EMPLOYMENT),
    )
    steps[step]()
    window = show(view, 1093, 560, scale=scale)
    assert list(cut_texts(window)) == []
    assert [stop for stop in stops(window) if not spoken_name(stop)] == []
