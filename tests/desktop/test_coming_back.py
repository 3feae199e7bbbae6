"""A lock in the middle of a form that is no interview: unlocking comes back to the page, the section and the words."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import PersonGoneError
from spie_diag.casework.opening import NewSpecialist, create_casebook, label_of, lock, open_casebook
from spie_diag.casework.pausing import put_down, put_down_last
from spie_diag.casework.receiving import NewPerson, add_person, persons
from spie_diag.casework.retention import archive
from spie_diag.casework.rights import erase_one
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.receiving.view import ReceivingView
from spie_diag.desktop.safe.people_view import PeopleView
from spie_diag.desktop.safe.retention_view import RetentionView
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.interview.people import FieldOfWork
from tests.desktop.conftest import Show
from tests.desktop.test_desk import PASSPHRASES, opener, unlock


def vault_in(folder: Path) -> Casebook:
    founders = [
        NewSpecialist(name=name, structure="S", role="", field_of_work=work, passphrase=PASSPHRASES[name])
        for name, work in (("Nadia Haddad", FieldOfWork.SOCIAL), ("Karim Lemoine", FieldOfWork.EMPLOYMENT))
    ]
    return create_casebook(folder, "Antenne", founders, signers=folder.parent / "signataires", quick_keys=True)


@dataclass(slots=True)
class Office:
    """A vault with two persons, open on the screen."""

    window: MainWindow
    desk: Desk
    folder: Path

    def leaves_and_comes_back(self) -> None:
        self.desk.guard.lock_due.emit()
        unlock(self.window)

    @property
    def persons(self) -> CasesView:
        assert isinstance(self.window.page, CasesView)
        return self.window.page

    @property
    def safe(self) -> SafeView:
        assert isinstance(self.window.page, SafeView)
        return self.window.page

    def opens_rights_of(self, called: str) -> None:
        page = self.persons
        for place in range(page.model.rowCount()):
            page._select(place)
            if page.person._name.text() == called:
                break
        page.person.rights.click()

    def opens_safe_at(self, section: str) -> None:
        self.persons.rail.safe_asked.emit()
        self.safe.open_section(section)

    def unlocks_and_closes_the_window_too_soon(self) -> None:
        """What was half written is not shown, and stays in the vault."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(CasesView, "take_up", lambda _page, _texts, _then: None)
            unlock(self.window)


@pytest.fixture
def office(show: Show, tmp_path: Path) -> Office:
    casebook = vault_in(tmp_path / "coffre")
    for called in ("Amina", "Bilal"):
        add_person(casebook, NewPerson(called=called, family_name="Bensaïd"))
    casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    return Office(window, desk, tmp_path / "coffre")


def test_a_correction_half_written_is_there_again_with_its_caret(office: Office) -> None:
    called = "Amina"  # the second of the list
    office.opens_rights_of(called)
    office.persons.rights.correct.click()
    assert office.persons.half_written() == {}, "nothing is corrected yet"
    fields = office.persons.rights.correction.fields
    assert fields.called.text() == called
    fields.family_name.setText("Ben Saïd")
    fields.family_name.setFocus()
    office.leaves_and_comes_back()
    correction = office.persons.rights.correction
    assert correction.isVisible()
    assert correction.fields.written().family_name == "Ben Saïd"
    assert correction.fields.written().called == called
    assert correction.fields.family_name.hasFocus()

    correction.correct.click()
    assert office.persons.person.isVisible()
    assert office.persons.half_written() == {}


def test_the_choices_of_an_erasure_come_back_without_its_word_and_passphrase(office: Office) -> None:
    office.opens_rights_of("Bilal")
    office.persons.rights.erase.click()
    erasure = office.persons.rights.erasure
    erasure.why.choose(1)
    erasure.decision.word.setText("EFFACER")
    erasure.decision.proof.secret.edit.setText(PASSPHRASES["Nadia Haddad"])
    kept = office.persons.half_written()
    assert not {"EFFACER", PASSPHRASES["Nadia Haddad"]} & set(kept.values())
    office.leaves_and_comes_back()
    again = office.persons.rights.erasure
    assert again.isVisible()
    assert again.why.chosen() == 1
    assert not again.strong.isChecked()
    assert again.decision.word.text() == again.decision.proof.secret.edit.text() == ""


def test_a_newcomer_half_introduced_is_there_again(office: Office) -> None:
    office.opens_safe_at("people")
    section = office.safe.section
    assert isinstance(section, PeopleView)
    section.add.click()
    assert office.safe.half_written() == {}, "the structure is only proposed"
    section.name.setText("Inès Roussel")
    section.field.choose(1)
    section.choice.secret.edit.setText("une phrase que personne ne garde")
    section.name.setFocus()
    assert "une phrase que personne ne garde" not in office.safe.half_written().values()
    office.leaves_and_comes_back()
    again = office.safe.section
    assert isinstance(again, PeopleView)
    assert again.name.isVisible()
    assert again.name.text() == "Inès Roussel"
    assert again.name.hasFocus()
    assert again.field.chosen() == 1
    assert again.choice.typed() == ("", "")


def test_a_newcomer_half_introduced_waits_while_a_document_is_received(office: Office) -> None:
    office.persons.new_person.click()
    office.persons.form.fields.called.setText("Chloé")
    office.persons.rail.receive.click()
    assert isinstance(office.window.page, ReceivingView)
    office.leaves_and_comes_back()
    assert office.persons.form.written().called == "Chloé", "a lock meanwhile keeps her, too"
    office.persons.rail.receive.click()
    assert isinstance(office.window.page, ReceivingView)
    office.window.page.rail.persons.click()
    assert office.persons.form.written().called == "Chloé"
    office.persons.form.leave.click()
    office.persons.rail.safe.click()
    office.safe.rail.persons.click()
    assert not office.persons.form.isVisible(), "what was left on purpose does not come again"


def test_durations_chosen_and_not_saved_are_there_again_and_any_section_once(office: Office) -> None:
    office.opens_safe_at("retention")
    section = office.safe.section
    assert isinstance(section, RetentionView)
    before = section.archived.chosen()
    section.kept.pick("60")
    office.leaves_and_comes_back()
    again = office.safe.section
    assert isinstance(again, RetentionView)
    assert (again.kept.chosen(), again.archived.chosen()) == ("60", before)
    again.shown.emit()
    assert again.kept.chosen() == "60", "reading the lists again takes no choice back"
    again.settle.click()
    assert office.safe.half_written() == {}

    office.safe.open_section("locking")
    office.leaves_and_comes_back()
    assert office.safe.key == "locking"
    office.safe.rail.persons_asked.emit()
    office.leaves_and_comes_back()
    assert isinstance(office.window.page, CasesView)


def test_what_was_put_down_is_kept_until_it_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "coffre"
    casebook = vault_in(folder)
    put_down(casebook, {"called": "Bilal"})
    casebook.lock()
    writer = next(one for one in label_of(folder).specialists if one.name == "Nadia Haddad")
    again = open_casebook(folder, writer.id, PASSPHRASES[writer.name])
    assert put_down_last(again) == put_down_last(again) == {"called": "Bilal"}
    lock(again)


def test_a_page_that_is_not_filled_yet_forgets_nothing(office: Office) -> None:
    office.persons.new_person_asked.emit()
    office.persons.form.fields.called.setText("Chloé")
    office.desk.lock()
    office.unlocks_and_closes_the_window_too_soon()
    office.leaves_and_comes_back()
    assert office.persons.form.fields.called.text() == "Chloé"


def test_words_of_another_page_lead_to_it_and_not_to_the_section_left_last(office: Office) -> None:
    office.persons.new_person_asked.emit()
    office.persons.form.fields.called.setText("Chloé")
    office.desk.lock()
    office.unlocks_and_closes_the_window_too_soon()
    office.opens_safe_at("locking")
    office.leaves_and_comes_back()
    assert office.persons.form.fields.called.text() == "Chloé"


def test_a_section_that_is_given_the_words_of_another_page_drops_them(office: Office) -> None:
    office.opens_safe_at("people")
    taken: list[bool] = []
    office.safe.take_up({"case": "1", "mistake": "1"}, lambda: taken.append(True))
    assert taken == [True]
    assert office.safe.key == "people"
    assert office.safe.half_written() == {}


def test_an_erasure_that_goes_on_leaves_nothing_to_take_up_again(office: Office) -> None:
    office.opens_rights_of("Bilal")
    office.persons.rights.erase.click()
    erasure = office.persons.rights.erasure
    erasure.strong.setChecked(True)
    assert office.persons.half_written() != {}
    erasure.show_going_on()
    assert office.persons.half_written() == {}
    erasure.show_error(PersonGoneError(), passphrase_wrong=False)
    assert office.persons.half_written() != {}, "it is still to be decided"


@pytest.mark.parametrize(
    ("left", "told"), [("erased", "plus dans ce coffre"), ("emptied", "plus dans ce coffre"), ("archived", "archivé")]
)
def test_what_was_half_written_of_somebody_who_left_is_let_go(office: Office, left: str, told: str) -> None:
    office.opens_rights_of("Bilal")
    office.persons.rights.erase.click()
    office.persons.rights.erasure.strong.setChecked(True)
    texts = office.persons.half_written()
    office.desk.lock()
    writer = next(one for one in label_of(office.folder).specialists if one.name == "Nadia Haddad")
    casebook = open_casebook(office.folder, writer.id, PASSPHRASES[writer.name])
    for case in (row.person.case for row in persons(casebook)):
        if left == "archived" and str(case) == texts["case"]:
            archive(casebook, [case])
        elif left == "emptied" or (left == "erased" and str(case) == texts["case"]):
            erase_one(casebook, case, writer.id, PASSPHRASES[writer.name])
    assert put_down_last(casebook) == texts
    lock(casebook)

    unlock(office.window)

    assert told in office.persons.error.said()
    assert office.persons.search.text() == "", "the whole list is shown"
    assert not office.persons.rights.isVisible()
    assert office.persons.half_written() == {}
    office.leaves_and_comes_back()
    assert office.persons.error.said() == "", "it is told once"
