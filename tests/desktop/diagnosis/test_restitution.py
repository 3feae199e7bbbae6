"""Restitution: the person reads, gives her own levels, corrects; the three syntheses are written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from spie_diag.casework import interviewing
from spie_diag.casework.casebook import Casebook
from spie_diag.desktop.diagnosis.person_pages import Chapter
from spie_diag.desktop.diagnosis.person_screen import PersonScreen
from spie_diag.desktop.diagnosis.restitution_view import RestitutionView
from spie_diag.desktop.diagnosis.stages import restitution_stage
from spie_diag.desktop.interview.language import Language
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import remarks
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from tests.desktop.diagnosis.played import MOB, Seat, SeatFactory, begin, inside, make_ready
from tests.desktop.interview.translated import ARABIC, translated


def view_of(seat: Seat) -> RestitutionView:
    assert isinstance(seat.page.widget, RestitutionView)
    return seat.page.widget


def read_on(screen: PersonScreen) -> str:
    QApplication.processEvents()
    return "\n".join(part.text() for part in screen.findChildren(QLabel) if part.isVisibleTo(screen))


def open_domain(view: RestitutionView, title: str) -> None:
    place = next(place for place, page in enumerate(view._pages) if page.title == title)
    view.turn(place - view._place)


def test_she_reads_her_own_words_first(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    view = view_of(seat(restitution_stage, interview))

    assert "Amina B., voici ce que vous nous avez dit" in read_on(view.preview)
    assert "Retravailler, pas le soir." in read_on(view.preview)
    assert view.chapter_buttons[Chapter.SAID].isChecked()


def test_she_is_read_back_in_her_language_what_the_form_says_in_it(
    casebook: Casebook, seat: SeatFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casebook, "form", translated())
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    assert shown.page.speak is not None
    shown.page.speak(Language(ARABIC, "fr"))
    assert "ما هو المهم بالنسبة لكم في هذه الفترة؟" in read_on(view.preview)
    assert "Retravailler, pas le soir." in read_on(view.preview), "her own words are never translated"
    open_domain(view, "السكن")
    view.chapter_buttons[Chapter.AGREES].click()
    assert "هل ما كتبناه يطابق ما قلتموه؟" in read_on(view.preview)
    assert view.preview._answers["oui"].text() == "نعم"
    assert view.preview._answers["oui"].x() > view.preview._answers["non"].x(), "from right to left"


def test_she_gives_her_own_level_of_a_domain(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    open_domain(view, "Mobilité")

    assert "Cela complique votre chemin vers l’activité." in read_on(view.preview)
    assert "Le soir reste difficile." in read_on(view.preview)
    scale = view.preview._scale
    assert scale is not None
    scale.steps[1].setFocus()
    QTest.keyClick(scale.steps[1], Qt.Key.Key_3)

    hers = shown.sheet.views[MOB].person
    assert hers is not None
    assert hers.level is Level.WATCH
    assert view.preview._scale is scale, "the page is not rebuilt under her finger"
    assert shown.sheet.conclusions[MOB].level is Level.COMPLICATES, "her level never replaces the conclusion"


def test_she_says_no_and_her_correction_is_kept_word_for_word(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    view.chapter_buttons[Chapter.AGREES].click()
    view.preview._answers["non"].click()

    assert remarks(shown.sheet.state).agrees == "non"
    assert view.answer.choice.value() == ["non"]
    view.answer.words.setFocus()
    QTest.keyClicks(view.answer.words, "pas la nuit !!")
    view.syntheses.text.setFocus()
    assert remarks(shown.sheet.state).text == "pas la nuit !!"


def test_a_synthesis_too_long_is_said_and_nothing_is_lost(casebook: Casebook, seat: SeatFactory, qtbot: QtBot) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    area = view.syntheses.text
    area.setFocus()
    area.insertPlainText("m" * 260)
    assert view.syntheses.counter.text() == "260 / 255"
    qtbot.waitUntil(lambda: shown.sheet.drafts.get("synthesis/short") == "m" * 260, timeout=1000)
    view.answer.words.setFocus()

    assert "255" in view.syntheses.notice.said()
    assert area.text() == "m" * 260
    assert shown.sheet.syntheses.short == ""
    area.setFocus()
    area.selectAll()
    area.insertPlainText("Court.")
    view.syntheses.tabs.parts[1].click()
    assert shown.sheet.syntheses.short == "Court."
    assert area.text() == ""


def test_strengths_named_in_the_interview_are_proposed(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    assert "Un logement stable." in view.strengths._suggested

    place = view.strengths._suggested.index("Un logement stable.")
    box = inside(view.strengths._suggestions, place)
    QTest.mouseClick(inside(box.layout(), 0), Qt.MouseButton.LeftButton)
    assert shown.sheet.strengths == ("Un logement stable.",)
    assert "Un logement stable." not in view.strengths._suggested
    view.chapter_buttons[Chapter.STRENGTHS].click()
    assert "Un logement stable." in read_on(view.preview)


def test_shown_large_over_the_window_and_back_with_escape(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view = view_of(shown)
    view.answer.words.setFocus()
    view.toggle_large()
    large = view.showing.screen
    assert large is not None
    assert large.size() == shown.window.size()

    QTest.keyClick(large, Qt.Key.Key_PageDown)
    QApplication.processEvents()
    assert view._place == 1
    QTest.keyClick(large, Qt.Key.Key_Escape)
    assert not view.showing.is_on
    assert view.answer.words.hasFocus()


def test_her_screen_is_light_even_when_the_window_is_dark(casebook: Casebook, seat: SeatFactory) -> None:
    from spie_diag.desktop.theme import app_theme, theme_of

    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app_theme.apply(app, dark=True)
    assert theme_of(view_of(shown)).is_dark
    assert not theme_of(view_of(shown).preview).is_dark


def test_the_keyboard_stays_on_her_large_screen(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    view = view_of(seat(restitution_stage, interview))
    view.toggle_large()
    large = view.showing.screen
    assert large is not None
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert large.isAncestorOf(focused), "nothing is typed unseen underneath"
        QTest.keyClick(focused, Qt.Key.Key_Tab)


def test_the_large_screen_goes_with_its_page(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = seat(restitution_stage, interview)
    view_of(shown).toggle_large()
    shown.window.show_page(QLabel("Verrouillé"))
    assert shown.window.findChildren(PersonScreen) == [] or not any(
        screen.isVisible() for screen in shown.window.findChildren(PersonScreen)
    )


def test_her_scale_speaks_with_her_words_in_the_letters_taught_at_school(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    view = view_of(seat(restitution_stage, interview))
    open_domain(view, "Mobilité")
    scale = view.preview._scale
    assert scale is not None
    assert [step.text() for step in scale.steps.values()] == ["Empêche", "Complique", "À surveiller", "Ça va"]
    assert scale.not_enough.text() == "Je ne sais pas encore"
    letters = [*(step._letters for step in scale.steps.values()), scale.not_enough._letters, scale.strength._letters]
    assert all(one.is_for_the_person for one in letters)


def test_no_scroll_bar_where_nothing_is_hidden(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    for code in ("ATT-02", "ATT-03", "ATT-04"):
        interviewing.answer(casebook, interview, QuestionCode(code), Answer(value="Une phrase d’une longueur usuelle"))
    view = view_of(seat(restitution_stage, interview, (1366, 768)))
    view.toggle_large()
    QApplication.processEvents()
    large = view.showing.screen
    assert large is not None
    assert large.width() == 1366
    assert large._body.verticalScrollBar().maximum() == 0


def test_on_the_last_page_the_keyboard_goes_to_the_answers(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    view = view_of(seat(restitution_stage, interview))
    view.preview.after.setFocus()
    while view.preview.after.isEnabled():
        QTest.keyClick(view.preview.after, Qt.Key.Key_Space)
    assert view.preview._answers["oui"].hasFocus()


def test_on_a_low_screen_her_page_keeps_its_height_and_scrolls(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    view = view_of(seat(restitution_stage, interview, size=(1093, 560)))
    view.setFixedHeight(430)  # what the frame leaves of 560
    open_domain(view, "Mobilité")
    QApplication.processEvents()
    scale = view.preview._scale
    assert scale is not None
    assert scale.height() >= scale.minimumSizeHint().height() >= 30
    assert view.preview.height() >= 350
