"""The form of a new interview: chosen where there are several, added from a file that is checked first."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.desktop.cases.form_choice import FormChoice
from spie_diag.desktop.cases.lines import details_of
from spie_diag.desktop.cases.presenter import CasesPresenter
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.cases.writing import Written
from spie_diag.desktop.work import PromptWork
from spie_diag.interview.people import FieldOfWork, InterviewId
from spie_diag.paths import installed_forms
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.people import ROWS, TODAY
from tests.desktop.test_cases import COMMON, OURS, REFUSED, PaperCases, casebook, home

__all__ = ["casebook", "home"]

FORMS = Path(__file__).parents[2] / "forms"


@pytest.fixture
def bassin(tmp_path: Path) -> Path:
    """The form of a territory: the common one under a name, a title and a version of its own."""
    shutil.copytree(FORMS / "diagnostic-commun", tmp_path / "diagnostic-commun")
    words = (FORMS / "diagnostic-commun.yaml").read_text("utf-8")
    for before, after in (
        ("form_id: diagnostic-commun", "form_id: bassin"),
        ("form_title: Diagnostic socio-professionnel commun", "form_title: Diagnostic du bassin"),
        ('version: "1.0"', 'version: "7"'),
    ):
        assert before in words
        words = words.replace(before, after)
    file = tmp_path / "bassin.yaml"
    file.write_text(words, "utf-8")
    return file


def test_one_form_is_told_and_not_asked(app: QApplication) -> None:
    choice = FormChoice()
    choice.show_forms((COMMON,))
    assert choice.list.isHidden()
    assert choice._about.text() == "Diagnostic commun, version 1.0, français"
    assert choice.chosen() == COMMON.fingerprint
    choice.deleteLater()


def test_the_common_form_is_proposed_and_another_may_be_taken(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home)
    home.show_person(details_of(ROWS[3], (), TODAY))
    home.show_forms((COMMON, OURS))
    choice = home.person.form
    assert choice.list.isVisible()
    assert choice.chosen() == COMMON.fingerprint
    choice.list.setCurrentIndex(1)
    choice.list.activated.emit(1)
    assert choice._about.text() == f"{OURS.title}, version 2026.2, français, arabe et kurde"
    with qtbot.waitSignal(home.beginning_asked) as said:
        home.person.act.click()
    assert said.args[3] == OURS.fingerprint
    home.show_person(details_of(ROWS[0], (), TODAY))
    assert choice.chosen() == COMMON.fingerprint, "the next person has nothing to do with it"


def test_every_fault_of_a_form_can_be_read_and_copied(home: CasesView, show: Show) -> None:
    show(home)
    home.show_form_checking("bassin.xlsx")
    assert home.form_panel.isVisible()
    assert "Vérification" in home.form_panel.notice.said()
    home.show_form_verdict(REFUSED)
    assert "30 fautes" in home.form_panel.notice.said()
    assert home.form_panel.another.hasFocus()
    assert home.form_panel.lines.isReadOnly()
    home.form_panel.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.count("parenthèse") == len(REFUSED.lines)
    home.form_panel.leave.click()
    assert home.person.isVisible()


def test_on_a_small_screen_the_faults_have_the_page(home: CasesView, show: Show, qtbot: QtBot) -> None:
    window = show(home, 1093, 560, scale=1.5)
    home.show_form_checking("bassin.xlsx")
    home.show_form_verdict(REFUSED)
    qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
    assert [stop for stop in stops(window) if not spoken_name(stop)] == []


def presented(casebook: Casebook) -> tuple[CasesPresenter, PaperCases, list[InterviewId]]:
    screen, opened = PaperCases(), list[InterviewId]()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=opened.append)
    presenter.start()
    return presenter, screen, opened


def test_a_form_is_added_led_an_interview_with_and_offered_no_more(casebook: Casebook, bassin: Path) -> None:
    presenter, screen, opened = presented(casebook)
    assert [form.is_installed for form in screen.forms] == [False]
    presenter.add_form(bassin)
    (verdict,) = screen.verdicts
    assert verdict.holds, verdict
    assert "« Diagnostic du bassin », version 7" in verdict.conclusion
    assert [form.title for form in screen.forms] == ["Diagnostic socio-professionnel commun", "Diagnostic du bassin"]
    assert screen.chosen == screen.forms[1].fingerprint
    presenter.add(Written(called="Éloïse"))
    pair = {one.field_of_work: one.id for one in presenter.specialists()}
    presenter.begin(screen.lines[0].case, pair[FieldOfWork.SOCIAL], None, screen.chosen)
    presenter.withdraw_form(screen.chosen)
    assert len(screen.forms) == 1
    led: Sheet = draw(casebook, opened[0])
    assert (led.state.form.name, led.state.form.version) == ("bassin", "7")


def test_a_form_that_cannot_be_read_any_more_is_told_and_taken_away(casebook: Casebook, bassin: Path) -> None:
    presenter, screen, _ = presented(casebook)
    presenter.add_form(bassin)
    (file,) = installed_forms().iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    presenter.start()
    assert (len(screen.forms), screen.damaged) == (1, 1)
    presenter.remove_damaged_forms()
    assert (len(screen.forms), screen.damaged) == (1, 0)
    assert list(installed_forms().iterdir()) == []


def test_what_a_new_version_replaces_is_told(casebook: Casebook, bassin: Path) -> None:
    presenter, screen, _ = presented(casebook)
    presenter.add_form(bassin)
    bassin.write_text(bassin.read_text("utf-8").replace('version: "7"', 'version: "8"'), "utf-8")
    presenter.add_form(bassin)
    assert screen.verdicts[-1].conclusion.endswith("version 8, est ajouté : il remplace la version 7.")
    bassin.write_text(bassin.read_text("utf-8").replace('version: "8"', 'version: "7"'), "utf-8")
    presenter.add_form(bassin)
    assert not screen.verdicts[-1].holds
    assert "plus ancien que la version 8" in screen.verdicts[-1].conclusion
    presenter.withdraw_form(screen.chosen)


def test_damaged_forms_are_told_where_forms_are_chosen(home: CasesView, show: Show, qtbot: QtBot) -> None:
    window = show(home)
    home.show_person(details_of(ROWS[3], (), TODAY))
    home.show_forms((COMMON, OURS))
    choice = home.person.form
    assert not choice.damaged.isVisible()
    home.show_damaged_forms(2)
    assert "2 formulaires ajoutés ici sont illisibles." in choice.damaged.said()
    qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
    with qtbot.waitSignal(home.form_cleaning_asked):
        choice.clean.click()
    home.show_damaged_forms(0)
    assert not choice.damaged.isVisible()
    assert not choice.clean.isVisible()


def test_a_wrong_form_is_refused_with_all_its_faults(casebook: Casebook, bassin: Path) -> None:
    housing = bassin.parent / "diagnostic-commun" / "logement.yaml"
    words = housing.read_text("utf-8").replace("${logement_type} != '' and", "${logement} != '' and")
    housing.write_text(words, "utf-8")
    presenter, screen, _ = presented(casebook)
    presenter.add_form(bassin)
    (verdict,) = screen.verdicts
    assert not verdict.holds
    assert "ne peut pas être utilisé" in verdict.conclusion
    assert len(verdict.lines) >= 2
    assert all("logement.yaml, ligne" in line for line in verdict.lines)
    assert len(screen.forms) == 1


def test_a_file_that_is_no_form_is_said_so(casebook: Casebook, tmp_path: Path) -> None:
    presenter, screen, _ = presented(casebook)
    file = tmp_path / "notes.yaml"
    file.write_text("bonjour: [", "utf-8")
    presenter.add_form(file)
    assert [verdict.holds for verdict in screen.verdicts] == [False]
    assert screen.said == ["checking notes.yaml"]
