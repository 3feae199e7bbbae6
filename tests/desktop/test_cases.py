"""The home page: what it says of each person, the presenter on paper, the view in a window."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import FutureBirthDateError, MissingNameError, UnlikelyBirthDateError
from spie_diag.casework.opening import NewSpecialist, create_casebook
from spie_diag.casework.receiving import NewPerson, PersonsCount, add_person, persons, start_interview
from spie_diag.casework.sheet import place_of
from spie_diag.clock import SystemClock
from spie_diag.desktop.cases.checked import Checked, SignatureShown, Standing
from spie_diag.desktop.cases.lines import Details, FormLine, Line, Urgency, details_of, in_all, line_of, summary
from spie_diag.desktop.cases.models import FoundModel
from spie_diag.desktop.cases.notes_finding import NotesPresenter
from spie_diag.desktop.cases.notes_lines import FoundLine
from spie_diag.desktop.cases.persons_model import PersonsModel
from spie_diag.desktop.cases.presenter import CasesPresenter
from spie_diag.desktop.cases.rail import Rail
from spie_diag.desktop.cases.screen import FormVerdict
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.cases.writing import Written, birth_date
from spie_diag.desktop.errors import UnusableDateError
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Person
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.people import KARIM, NADIA, PAST, ROWS, TODAY

LINES = tuple(line_of(row, TODAY) for row in ROWS)
COMMON = FormLine(
    fingerprint="c0", title="Diagnostic commun", version="1.0", languages=("français",), is_installed=False
)
OURS = FormLine(
    fingerprint="f1",
    title="Diagnostic du bassin de Saint-Aubin et du pays des Trois-Rivières",
    version="2026.2",
    languages=("français", "arabe", "kurde"),
    is_installed=True,
)
FOUND = tuple(
    FoundLine(excerpt=f"… et puis le vélo numéro {number}, crevé depuis l’hiver, qu’il faudrait réparer …", where=where)
    for number, where in enumerate(
        ("Mobilité · Note\u00a0: Ses mots · 12/11/2026", "Mobilité · Comment venez-vous\u202f? · 12/11/2026")
    )
)
REFUSED = FormVerdict(
    False,
    "Le formulaire « bassin.xlsx » ne peut pas être utilisé : 30 fautes.",
    "Corrigez.",
    tuple(f"bassin.xlsx, feuille survey, ligne {row} : Il manque une parenthèse fermante." for row in range(30)),
)


def test_each_line_says_what_comes_next() -> None:
    assert [line.due for line in LINES] == [
        "Rendez-vous aujourd’hui",
        "Rendez-vous du 1er octobre passé",
        "Une signature manque",
        "Premier entretien à commencer",
        "Entretien à reprendre",
    ]
    assert LINES[1].urgency is Urgency.LATE
    assert LINES[3].stage_number == 0
    assert summary(LINES) == "5\u00a0personnes · 4 à suivre de près"


def test_a_line_is_one_sentence_to_a_screen_reader() -> None:
    assert LINES[0].spoken == (
        "Amina Bensaïd. 34\u00a0ans · Saint-Aubin. Exploration. Rendez-vous aujourd’hui. binôme : social et emploi"
    )


def test_names_never_show_in_a_line_printed_by_mistake() -> None:
    assert "Bensaïd" not in repr(LINES[0])
    assert "Bensaïd" not in repr(details_of(ROWS[0], PAST, TODAY))


@pytest.mark.parametrize(
    ("text", "born_on"),
    [
        ("07/04/1991", date(1991, 4, 7)),
        ("7.4.91", date(1991, 4, 7)),
        ("7 4 05", date(2005, 4, 7)),
        ("07041991", date(1991, 4, 7)),
        ("  ", None),
    ],
)
def test_a_birth_date_is_read_as_people_write_it(text: str, born_on: date | None) -> None:
    assert birth_date(text, TODAY) == born_on


@pytest.mark.parametrize("text", ["31/02/1990", "hier", "1991", "12/13/1990", "07/04/19911"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(UnusableDateError):
        birth_date(text, TODAY)


@given(st.text(max_size=14))
def test_any_text_is_a_date_an_empty_line_or_one_clear_error(text: str) -> None:
    try:
        assert birth_date(text, TODAY) is None or text.strip()
    except UnusableDateError:
        assert text.strip()


def test_the_model_keeps_the_promises_of_a_model(app: object) -> None:
    model = PersonsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(LINES)
    assert tester.model() is model
    index = model.index(0, 0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == LINES[0].spoken
    assert model.place_of(LINES[2].case) == 2
    model.show_lines(())
    assert model.rowCount() == 0


@dataclass
class PaperCases:
    lines: tuple[Line, ...] = ()
    has_more: bool = False
    details: list[Details] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    total: int | None = None
    put: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    alike: tuple[Person, ...] = ()
    forms: tuple[FormLine, ...] = ()
    chosen: str = ""
    damaged: int = 0
    verdicts: list[FormVerdict] = field(default_factory=list)

    def show_lines(self, lines: tuple[Line, ...], search: str, *, has_more: bool = False) -> None:
        self.lines, self.has_more = lines, has_more

    def add_lines(self, lines: tuple[Line, ...], *, has_more: bool) -> None:
        self.lines, self.has_more = (*self.lines, *lines), has_more

    def show_total(self, count: int) -> None:
        self.total = count

    def put_lines(self, first: int, lines: tuple[Line, ...]) -> None:
        self.put[first] = lines

    def show_count(self, words: str) -> None:
        self.said.append(words)

    def show_no_more(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)

    def show_known(self, case: CaseId, search: str) -> None:
        self.said.append(f"known: {search}")

    def show_gone(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)

    def show_person(self, details: Details) -> None:
        self.details.append(details)

    def show_new_person(self, called: str) -> None:
        self.said.append(f"new: {called}")

    def show_look_alikes(self, persons: tuple[Person, ...]) -> None:
        self.alike = persons

    def show_new_person_error(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)

    def show_added(self, case: CaseId) -> None:
        self.said.append("added")

    def show_exported(self, file: Path) -> None:
        self.said.append(file.name)

    def show_checked(self, name: str, checked: Checked) -> None:
        self.said.append(f"{name}: {checked.conclusion}")

    def show_forms(self, forms: tuple[FormLine, ...], chosen: str = "") -> None:
        self.forms, self.chosen = forms, chosen

    def show_damaged_forms(self, count: int) -> None:
        self.damaged = count

    def show_form_checking(self, name: str) -> None:
        self.said.append(f"checking {name}")

    def show_form_verdict(self, verdict: FormVerdict) -> None:
        self.verdicts.append(verdict)

    def show_error(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    folder = tmp_path_factory.mktemp("coffre-accueil")
    founders = [
        NewSpecialist(
            name=name, structure="S", role="", field_of_work=work, passphrase=f"phrase de {name} assez longue"
        )
        for name, work in (("Nadia Haddad", FieldOfWork.SOCIAL), ("Karim Lemoine", FieldOfWork.EMPLOYMENT))
    ]
    return create_casebook(folder / "coffre", "Antenne", founders, clock=SystemClock(), signers=folder / "signataires")


def test_a_person_is_added_found_and_received(casebook: Casebook) -> None:
    screen, opened = PaperCases(), list[InterviewId]()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=opened.append)
    presenter.start()
    assert not screen.lines
    presenter.search("éloïse")
    presenter.ask_new_person()
    assert screen.said == ["new: éloïse"]
    presenter.add(Written(called="Éloïse", family_name="Durand", born_on="3/5/1988"))
    assert screen.said[-1] == "added"
    presenter.search("eloise")
    assert [line.name for line in screen.lines] == ["Éloïse · Durand"]
    presenter.look_for_look_alikes(Written(called="Autre", born_on="03/05/1988"))
    assert len(screen.alike) == 1

    case = screen.lines[0].case
    pair = {one.field_of_work: one.id for one in presenter.specialists()}
    presenter.begin(case, pair[FieldOfWork.SOCIAL], None)
    assert len(opened) == 1
    presenter.search("")
    presenter.choose(case)
    (past,) = screen.details[-1].past
    assert past.detail == "un seul spécialiste"
    assert past.words == "Préparation"


def test_a_long_list_comes_as_it_is_scrolled_to_and_a_known_person_is_shown_wherever_she_stands(
    casebook: Casebook,
) -> None:
    screen = PaperCases()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=lambda _id: None)
    for number in range(45):
        add_person(casebook, NewPerson(called=f"Zacharie {number}", family_name="Quatrevingt"))
    presenter.search("zach quatre")
    assert (len(screen.lines), screen.has_more, screen.said) == (40, True, ["45\u00a0personnes"])
    presenter.show_more()
    assert (len(screen.lines), screen.has_more) == (45, False)
    assert len({line.case for line in screen.lines}) == 45
    first_added = screen.lines[-1].case
    presenter.search("zach")
    presenter.go_to(first_added)
    assert screen.said[-1].startswith("known: D-")
    assert [line.case for line in screen.lines] == [first_added]


def test_what_is_counted_is_said_as_people_read_it() -> None:
    assert in_all(PersonsCount(count=12_345, is_whole=True)) == "12\u202f345\u00a0personnes"
    assert in_all(PersonsCount(count=1_000, is_whole=False)) == "au moins 1\u202f000\u00a0personnes"
    assert in_all(PersonsCount(count=1, is_whole=True)) == "1\u00a0personne"


def test_a_list_asks_once_for_what_follows(show: Show, qtbot: QtBot) -> None:
    lines = tuple(replace(LINES[0], case=CaseId(uuid4()), name=f"Personne {number}") for number in range(80))
    home = CasesView(Rail(dark=False), NADIA, (NADIA, KARIM), TODAY)
    asked: list[int] = []
    home.more_asked.connect(lambda: asked.append(home.model.rowCount()))
    show(home)
    home.show_lines(lines[:40], "", has_more=True)
    home.show_count("50\u202f000\u00a0personnes")
    QTest.keyClick(home.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: asked == [40], timeout=2000)
    assert home.list.currentIndex().row() == 39
    home.add_lines((lines[3], *lines[40:]), has_more=False)
    assert home.model.rowCount() == 80, "whoever was written to meanwhile is shown once"
    assert home.list.currentIndex().row() == 39, "the keyboard stays where it was"
    QTest.keyClick(home.list, Qt.Key.Key_End)
    assert home.list.currentIndex().row() == 79
    assert asked == [40]


@pytest.mark.parametrize(
    ("written", "error"),
    [
        (Written(), "MissingNameError"),
        (Written(called="A", born_on="31/02/1990"), "UnusableDateError"),
        (Written(called="A", born_on="01/01/2090"), "FutureBirthDateError"),
        (Written(called="A", born_on="01/01/1890"), "UnlikelyBirthDateError"),
        (Written(called="A" * 500), "TooLongError"),
    ],
)
def test_what_cannot_be_right_is_said_in_the_form(casebook: Casebook, written: Written, error: str) -> None:
    screen = PaperCases()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=lambda _id: None)
    presenter.add(written)
    assert screen.said == [error]


def test_a_file_that_is_no_diagnostic_is_said_so(casebook: Casebook, tmp_path: Path) -> None:
    screen = PaperCases()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=lambda _id: None)
    file = tmp_path / "note.pdf"
    file.write_bytes(b"")
    presenter.verify(file)
    presenter.verify(tmp_path / "absent.pdf")
    assert screen.said == ["note.pdf: Ce fichier n’est pas un diagnostic signé.", "UnreadableFileError"]


def test_only_what_may_be_taken_in_leads_to_where_it_is(home: CasesView, show: Show) -> None:
    show(home)
    for standing in Standing:
        home.show_checked("extrait.pdf", Checked(holds=True, standing=standing, conclusion="Vérifié."))
        assert home.verdict.receive.isVisible() is (standing is not Standing.REFUSED)


@pytest.fixture
def home() -> CasesView:
    view = CasesView(Rail(dark=False), NADIA, (NADIA, KARIM), TODAY)
    view.show_lines(LINES, "")
    view.show_person(details_of(ROWS[0], PAST, TODAY))
    return view


def test_every_place_of_the_rail_is_a_stop_of_tab(home: CasesView, show: Show) -> None:
    window = show(home)
    rail = home.rail
    places = [rail.persons, rail.receive, rail.verify, rail.safe, rail.text_size, rail.shade, rail.lock]
    rail.persons.setFocus()
    assert [one for one in stops(window) if one in places] == places
    for one in places[1:]:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert one.hasFocus()
    rail.safe.click()
    assert rail.persons.isChecked(), "the place where one is, until the page goes"
    assert not rail.safe.isChecked()


def test_arrows_go_from_one_person_to_the_next(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home)
    assert home.list.hasFocus()
    with qtbot.waitSignal(home.person_chosen) as said:
        QTest.keyClick(home.list, Qt.Key.Key_Down)
    assert said.args == [LINES[1].case]


def test_enter_then_enter_goes_on_with_the_interview(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home)
    QTest.keyClick(home.list, Qt.Key.Key_Return)
    assert home.person.act.hasFocus()
    assert home.person.act.text() == "Reprendre l’entretien"
    with qtbot.waitSignal(home.resumption_asked) as said:
        QTest.keyClick(home.person.act, Qt.Key.Key_Space)
    assert said.args == [PAST[-1].interview]


def test_the_first_interview_is_led_by_whoever_is_ticked(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home)
    home.show_person(details_of(ROWS[3], (), TODAY))
    with qtbot.waitSignal(home.beginning_asked) as both:
        home.person.act.click()
    assert both.args == [ROWS[3].person.case, NADIA.id, KARIM.id, ""]
    ticks = [tick for _, tick in home.person._ticks.values()]
    ticks[1].click()
    assert "non conjoint" in home.person._alone.said()
    with qtbot.waitSignal(home.beginning_asked) as one:
        home.person.act.click()
    assert one.args == [ROWS[3].person.case, NADIA.id, None, ""]
    ticks[0].click()
    assert not home.person.act.isEnabled()


def test_ctrl_k_searches_and_an_empty_answer_offers_a_way_on(home: CasesView, show: Show, qtbot: QtBot) -> None:
    window = show(home)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert home.search.hasFocus()
    with qtbot.waitSignal(home.search_asked) as said:
        QTest.keyClicks(home.search, "zoe")
    assert said.args == ["zoe"]
    home.show_lines((), "zoe")
    assert home.nothing.isVisible()
    assert home.nothing.clear_search.isVisible()
    with qtbot.waitSignal(home.new_person_asked):
        home.nothing.create_person.click()


def test_look_alikes_are_shown_and_never_in_the_way(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home)
    home.show_new_person("Amina")
    home.show_look_alikes((ROWS[0].person,))
    assert home.form._alike_card.isVisible()
    with qtbot.waitSignal(home.addition_asked) as said:
        home.form.create_and_prepare.click()
    assert said.args[0].called == "Amina"


@pytest.mark.parametrize(
    "error",
    [UnusableDateError(), FutureBirthDateError(), UnlikelyBirthDateError(age=326)],
    ids=lambda one: type(one).__name__,
)
def test_a_wrong_birth_date_is_said_under_the_date_and_in_sight(
    home: CasesView, show: Show, qtbot: QtBot, error: SpieError
) -> None:
    show(home, 1366, 560)
    home.show_new_person("Amina")
    form = home.form
    form.fields.commune.setFocus()
    home.show_new_person_error(error)
    assert form.fields.born_on.hasFocus()
    assert form.fields.born_on.property("error") == "true"
    notice = form.fields._born_field.notice
    assert notice.said()
    qtbot.waitUntil(lambda: notice.visibleRegion().boundingRect().height() == notice.height(), timeout=2000)
    QTest.keyClicks(form.fields.born_on, "1")
    assert notice.said() == ""
    assert form.fields.born_on.property("error") == "false"


def test_a_missing_name_is_said_under_the_name(home: CasesView, show: Show, qtbot: QtBot) -> None:
    show(home, 1366, 560)
    home.show_new_person("")
    form = home.form
    form.fields.phone.setFocus()
    home.show_new_person_error(MissingNameError())
    assert form.fields.called.hasFocus()
    notice = form.fields._called_field.notice
    qtbot.waitUntil(lambda: notice.visibleRegion().boundingRect().height() == notice.height(), timeout=2000)


def test_a_smaller_text_brings_the_person_back_beside_the_list(home: CasesView, show: Show, qtbot: QtBot) -> None:
    window = show(home, 1366, 768)
    assert home.person.isVisible()
    for _ in range(4):
        window.change_text_size(+1)
    qtbot.waitUntil(lambda: not home.person.isVisible(), timeout=2000)
    window.change_text_size(0)
    qtbot.waitUntil(home.person.isVisible, timeout=2000)
    assert home.list.isVisible()


@pytest.mark.parametrize("side", ["person", "first", "new", "verdict", "notes"])
@pytest.mark.parametrize(
    ("size", "scale"), [((1366, 768), 1.0), ((1366, 768), 1.3), ((1093, 560), 1.0), ((1093, 560), 1.5)]
)
def test_no_text_is_cut_and_everything_says_its_name(
    home: CasesView, show: Show, qtbot: QtBot, side: str, size: tuple[int, int], scale: float
) -> None:
    window = show(home, *size, scale=scale)
    if side == "first":
        home.show_person(details_of(ROWS[3], (), TODAY))
        home.show_forms((COMMON, OURS), OURS.fingerprint)
        home._show_side(home.person)
    elif side == "new":
        home.show_new_person("Amina")
        home.show_look_alikes(tuple(row.person for row in ROWS[:3]))
    elif side == "notes":
        home.person.ask_finding()
        home.notes.show_found(FOUND, "vélo")
    elif side == "verdict":
        signed = SignatureShown(
            who="Nadia Haddad (assistante de service social, Maison de l’insertion)",
            facts=("A signé le mercredi 2 décembre 2026 à 10 h 30 (heure de l’ordinateur du signataire).",),
            standing=Standing.REFUSED,
            said="Refusée",
        )
        changed = "Ce document a changé."
        home.show_checked(
            "diagnostic.pdf",
            Checked(
                holds=False,
                standing=Standing.REFUSED,
                conclusion=changed,
                problems=(changed,),
                signatures=(signed,),
                details=("Empreinte du certificat (SHA-256) : 1234 5678",),
            ),
        )
        home.verdict.body.unfold.click()
    qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
    assert [stop for stop in stops(window) if not spoken_name(stop)] == []


def test_where_there_is_no_room_the_person_comes_after_the_list(home: CasesView, show: Show) -> None:
    show(home, 1093, 560, scale=1.5)
    assert home.list.isVisible()
    assert not home.person.isVisible()
    QTest.keyClick(home.list, Qt.Key.Key_Return)
    assert home.person.isVisible()
    assert not home.list.isVisible()
    home.back.click()
    assert home.list.isVisible()


@dataclass
class PaperNotes:
    lines: tuple[FoundLine, ...] = ()
    said: list[str] = field(default_factory=list)

    def show_found(self, lines: tuple[FoundLine, ...], search: str) -> None:
        self.lines = lines
        self.said.append(search)

    def show_error(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)


def test_words_found_open_their_interview_where_they_stand(casebook: Casebook) -> None:
    person = add_person(casebook, NewPerson(called="Ulysse"))
    pair = {one.field_of_work: one.id for one in casebook.openers}
    sheet = start_interview(casebook, person, social=pair[FieldOfWork.SOCIAL], employment=pair[FieldOfWork.EMPLOYMENT])
    casebook.write(sheet.interview, "note/1", {"block": "MOB", "kind": "mots", "text": "Son vélo est crevé"})
    screen, opened = PaperNotes(), list[InterviewId]()
    presenter = NotesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=opened.append)
    presenter.search("velo")
    assert not screen.said, "nobody is chosen"
    presenter.start(person.case)
    presenter.search("velo")
    assert [line.excerpt for line in screen.lines] == ["Son vélo est crevé"]
    assert screen.lines[0].where.startswith("Mobilité · Note\u00a0: Ses mots · ")
    assert "vélo" not in repr(screen.lines) + repr(presenter)
    presenter.open(3)
    presenter.open(0)
    assert opened == [sheet.interview]
    assert place_of(casebook, sheet.interview).block == "MOB"


def test_a_form_half_written_outlives_a_list_that_is_read_after_it(home: CasesView, show: Show) -> None:
    show(home)
    home.new_person_asked.connect(lambda: home.show_new_person(""))
    home.take_up({"called": "Bilal"}, lambda: None)
    home.show_lines(LINES, "")  # as the vault answers it, once it is open again
    home.show_person(details_of(ROWS[0], PAST, TODAY))
    assert home.form.isVisible()
    assert home.form.written().called == "Bilal"
    home._clicked(home.list.currentIndex())
    assert home.person.isVisible(), "somebody else is one click away"


def test_ctrl_f_looks_in_her_interviews_without_the_mouse(home: CasesView, show: Show, qtbot: QtBot) -> None:
    window = show(home)
    with qtbot.waitSignal(home.person.finding_asked):
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert home.notes.search.hasFocus()
    QApplication.processEvents()
    assert home.notes.search.y() < 120, "under its title, and not spread over the place of a list that is not there"
    with qtbot.waitSignal(home.notes.search_asked) as said:
        QTest.keyClicks(home.notes.search, "velo")
    assert said.args == ["velo"]
    home.notes.show_found(FOUND, "vélo")
    QTest.keyClick(home.notes.search, Qt.Key.Key_Down)
    assert home.notes.list.hasFocus()
    second = home.notes.model.index(1)
    qtbot.waitUntil(lambda: home.notes.list.visualRect(second).top() > 0, timeout=2000)
    QTest.keyClick(home.notes.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(home.notes.opened) as place:
        QTest.keyClick(home.notes.list, Qt.Key.Key_Return)
    assert place.args == [1]
    assert home.notes.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == FOUND[0].spoken
    QTest.keyClick(home.notes.list, Qt.Key.Key_Escape)
    assert home.person.isVisible()
    assert home.list.hasFocus()


def test_the_model_of_texts_found_keeps_the_promises_of_a_model(app: object) -> None:
    model = FoundModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(FOUND)
    assert tester.model() is model
    model.show_lines(())
    assert model.rowCount() == 0


def test_fifty_thousand_persons_have_their_rows_at_once_and_are_read_where_somebody_looks(
    show: Show, qtbot: QtBot
) -> None:
    everybody = 50_000
    home = CasesView(Rail(dark=False), NADIA, (NADIA, KARIM), TODAY)
    parts: list[int] = []
    home.part_asked.connect(parts.append)
    show(home)
    takes = []
    for _ in range(3):  # the least counts: a busy computer only adds to it
        home.show_lines(_lines(0), "", has_more=True)
        takes.append(_cpu_ms(lambda: home.show_total(everybody)))
    stalls = [min(takes)]
    assert home.model.rowCount() == everybody
    QTest.keyClick(home.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: everybody - 40 in parts, timeout=2000)
    assert len(parts) <= 2, "nothing on the way is read"
    chosen: list[object] = []
    home.person_chosen.connect(chosen.append)
    assert home.person.isHidden(), "nobody else is in the place of the one who is being read"
    last = _lines(everybody - 40)
    stalls.append(_cpu_ms(lambda: home.put_lines(everybody - 40, last)))
    assert chosen == [last[-1].case]
    home.list.keyboardSearch("personne 3")
    assert home.list.currentIndex().row() == 3
    stalls.append(_cpu_ms(lambda: home.show_lines(_lines(0), "", has_more=True)))
    assert max(stalls) < 25, stalls


def _lines(first: int) -> tuple[Line, ...]:
    return tuple(replace(LINES[0], case=CaseId(uuid4()), name=f"Personne {first + number}") for number in range(40))


def _cpu_ms(task: Callable[[], None]) -> float:
    """What it takes of the window’s own time, however busy the computer is."""
    begun = time.thread_time()
    task()
    QApplication.processEvents()
    return (time.thread_time() - begun) * 1000


def test_the_whole_list_is_read_by_places_from_either_end(casebook: Casebook) -> None:
    screen = PaperCases()
    presenter = CasesPresenter(screen=screen, casebook=casebook, work=PromptWork(), open_interview=lambda _id: None)
    for number in range(45):
        add_person(casebook, NewPerson(called=f"Zacharie {number}"))
    presenter.search("")
    assert screen.total is not None
    assert screen.has_more
    presenter.show_more()
    assert len(screen.lines) == 40, "lines come by their place"
    for first in range(0, screen.total, 40):
        presenter.show_part(first)
    assert screen.put[0] == screen.lines
    everybody = [row.person.case for row in persons(casebook)]
    assert [line.case for _first, part in sorted(screen.put.items()) for line in part] == everybody
