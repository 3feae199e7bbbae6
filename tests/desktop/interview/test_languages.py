"""The person reads the questions in her language; what is answered, typed or in French stays as it was."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.sheet import place_of
from spie_diag.desktop.interview.agreement.view import AgreementView
from spie_diag.desktop.interview.language import Language, Words, named
from spie_diag.desktop.interview.preparation.view import PreparationView
from spie_diag.desktop.interview.questions.choosing import ChoiceEditor
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.interview.questions.writing import WrittenEditor
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.layouts import scrolled
from spie_diag.forms.definition import BlockCode, Choice, Form, Question, QuestionCode, QuestionType
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.state import QuestionState, evaluate
from tests.desktop.dressing import dress
from tests.desktop.interview.conftest import OpenPage, PageFactory, let_go
from tests.desktop.interview.test_exploration import exploration
from tests.desktop.interview.translated import ARABIC, KURDISH, translated
from tests.desktop.looking import cut_texts

RTL, LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
WHERE, SURE, LETTER = QuestionCode("LOG-01"), QuestionCode("LOG-03"), QuestionCode("LOG-05")
IN_ARABIC = Language(ARABIC, "fr")
WITH_FRENCH = Language(ARABIC, "fr", own_words_too=True)
IN_FRENCH = Language("", "fr")


@pytest.fixture(scope="module")
def form() -> Form:
    return translated()


@pytest.fixture
def panel(form: Form, app: QApplication) -> Iterator[QuestionPanel]:
    """Every question of two domains for somebody who lives in a rented flat, in a window of its own."""
    state = evaluate(form, {WHERE: Answer(value="loc_prive")}, date(2026, 11, 23))
    made = QuestionPanel()
    asked = [*state.visible(BlockCode("ATT")), *state.visible(BlockCode("LOG"))]
    made.show_questions(asked, drafts={}, specialists=(), frozen=False)
    made.deeper.setChecked(True)
    window = scrolled(made)
    window.resize(700, 768)
    window.show()
    window.activateWindow()
    app.processEvents()
    yield made
    let_go(window)


@pytest.fixture
def in_arabic(casebook: Casebook, form: Form, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """The interviews of the test are led with a form that has other languages."""
    monkeypatch.setattr(casebook, "form", form)
    yield IN_ARABIC
    casebook.close_desks()


def read_in(opened: OpenPage, language: Language) -> None:
    opened.view.language_asked.emit(language)
    QApplication.processEvents()


def asked(opened: OpenPage, code: QuestionCode = WHERE) -> QuestionRow:
    return exploration(opened).domain.panel.rows[code]


def chips(row: QuestionRow) -> dict[str, Chip]:
    assert isinstance(row.editor, ChoiceEditor)
    return row.editor.field.chips


def words_in(part: QWidget) -> set[str]:
    return {label.text() for label in part.findChildren(QLabel) if label.isVisible()}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("العربية (ar)", "Arabe · العربية"),
        ("Kurdî (ku)", "Kurde · Kurdî"),
        ("کوردی (ku-Arab)", "Kurde · کوردی"),
        ("English", "Anglais · English"),
        ("fr", "Français"),
        ("Français (fr)", "Français"),
        ("Srpski (sr_Latn)", "Serbe · Srpski"),
        ("Nouchi", "Nouchi"),
        ("", ""),
    ],
)
def test_specialists_read_the_name_of_a_language_in_french(language: str, shown: str) -> None:
    assert named(language) == shown


def said(text: str, language: str, own: str = "Où ?") -> Words:
    question = Question(name="q", code=WHERE, type=QuestionType.TEXT, label=own, texts={language: {"label": text}})
    return Language(language, "fr", own_words_too=True).question(question)


def test_a_text_runs_as_its_letters_do_and_in_doubt_as_its_language_does() -> None:
    assert said("أين؟", "Nom sans code").leftward
    assert said("CV بالعربية؟", ARABIC) == Words("\u200fCV بالعربية؟", "Où\u202f?", is_translated=True, leftward=True)
    assert not said("CV بالعربية؟", "Nom sans code").leftward
    assert not said("LOG-01", ARABIC).leftward
    assert said("Mal li ku ye?", KURDISH).shown == "Mal li ku ye?", "no spaces of French in another language"


def test_without_a_translation_the_words_of_the_form_are_shown_once() -> None:
    words = said("  ", ARABIC)
    assert (words.shown, words.own, words.is_translated, words.leftward) == ("Où\u202f?", "", False, False)


def test_prompts_are_translated_as_one_line(form: Form) -> None:
    housing = form.by_code[BlockCode("LOG")]
    assert IN_ARABIC.prompts(housing).shown == "منذ متى؟   ·   ما الذي يقلقكم؟"
    assert IN_FRENCH.prompts(housing).shown.count("·") == 2


def test_a_form_in_arabic_is_laid_out_so_in_its_own_language() -> None:
    own = Language("", ARABIC).choice(Choice(name="oui", label="نعم"))
    assert own == Words("نعم", leftward=True)


def test_labels_hints_and_choices_change_at_once(panel: QuestionPanel) -> None:
    row = panel.rows[WHERE]
    panel.speak(IN_ARABIC)
    assert {"أين تسكنون حاليا؟", "جواب واحد يكفي (LOG-01)."} <= words_in(row)
    assert chips(row)["proprietaire"].text() == "مالك"
    assert chips(row)["proprietaire"].accessibleDescription() == "أين تسكنون حاليا؟"
    assert chips(row)["hotel"].text() == "À l’hôtel", "not translated"
    panel.speak(IN_FRENCH)
    assert row.title.text() == "Où vivez-vous en ce moment\u202f?"
    assert chips(row)["proprietaire"].text() == "Propriétaire ou accédant"
    assert row.layoutDirection() is LTR


def test_only_the_cards_of_translated_questions_run_from_right_to_left(panel: QuestionPanel) -> None:
    panel.speak(IN_ARABIC)
    QApplication.processEvents()
    row, sure, other = panel.rows[WHERE], panel.rows[SURE], panel.rows[LETTER]
    assert (row.layoutDirection(), other.layoutDirection(), panel.layoutDirection()) == (RTL, LTR, LTR)
    assert "pas encore traduite" in other.title.toolTip()
    assert chips(row)["loc_social"].x() > chips(row)["loc_prive"].x(), "the first choice is at the right"
    assert sure.title.mapTo(sure, QPoint()).x() > sure.editor.mapTo(sure, QPoint()).x(), "the words begin the line"
    assert row.notice.layoutDirection() is LTR, "what we say of an answer is in French"


def test_what_is_being_typed_keeps_its_caret_and_the_keyboard(panel: QuestionPanel) -> None:
    row = panel.rows[QuestionCode("ATT-01")]
    assert isinstance(row.editor, WrittenEditor)
    area = row.editor.area
    area.setFocus()
    QTest.keyClicks(area, "Retrouver")
    QTest.keyClick(area, Qt.Key.Key_Left)
    panel.speak(IN_ARABIC)
    assert panel.window().focusWidget() is area
    QTest.keyClicks(area, "x")
    assert area.text() == "Retrouvexr"
    assert area.accessibleName() == row.title.text() == "ما هو المهم بالنسبة لكم في هذه الفترة؟"


def test_an_answer_given_in_another_language_is_the_same_answer(panel: QuestionPanel) -> None:
    given: list[tuple[QuestionCode, Answer]] = []
    panel.answered.connect(lambda code, answer: given.append((code, answer)))
    panel.speak(IN_ARABIC)
    chips(panel.rows[WHERE])["parents"].click()
    assert given == [(WHERE, Answer(value="parents"))]


def test_the_french_may_stand_under_it(panel: QuestionPanel) -> None:
    row = panel.rows[WHERE]
    panel.speak(IN_ARABIC)
    low = chips(row)["proprietaire"].sizeHint().height()
    panel.speak(WITH_FRENCH)
    assert "Où vivez-vous en ce moment\u202f?" in " ".join(words_in(row))
    assert "أين تسكنون حاليا؟" in words_in(row)
    assert chips(row)["proprietaire"].sizeHint().height() > low
    assert chips(row)["hotel"].sizeHint().height() == low, "said once where it is in French already"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_word_is_cut_in_arabic(panel: QuestionPanel, app: QApplication, scale: float) -> None:
    dress(app, scale=scale)
    panel.speak(WITH_FRENCH)
    for _ in range(4):
        app.processEvents()
    assert not list(cut_texts(panel))


def test_a_page_of_questions_changes_language_within_a_blink(panel: QuestionPanel) -> None:
    assert sum(row.isVisible() for row in panel.rows.values()) >= 12
    spent = []
    for language in (IN_ARABIC, IN_FRENCH, WITH_FRENCH):
        start = time.process_time()
        panel.speak(language)
        QApplication.processEvents()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


def test_the_constraint_is_said_in_her_words_with_ours_under_it(app: QApplication) -> None:
    question = Question(
        name="q",
        code=WHERE,
        type=QuestionType.INTEGER,
        label="Combien ?",
        constraint=". < 5",
        constraint_message="Moins de cinq.",
        texts={ARABIC: {"label": "كم؟", "constraint_message": "أقل من خمسة."}},
    )
    row = QuestionRow(question, language=IN_ARABIC)
    state = QuestionState(
        question=question, answer=Answer(value=9), relevant=True, required=False, choices=(), violation="Moins de cinq."
    )
    row.show_state(state, frozen=False)
    assert row.notice.accessibleName() == "أقل من خمسة. Moins de cinq."
    row.speak(IN_FRENCH)
    assert row.notice.accessibleName() == "Moins de cinq."
    let_go(row)


def test_a_field_begins_where_its_words_begin(app: QApplication) -> None:
    holder = QWidget()
    area = TextArea(spoken="Note")
    area.setParent(holder)
    holder.resize(400, 200)
    holder.setLayoutDirection(RTL)
    holder.show()
    middle = area.width() / 2
    assert area.cursorRect().x() > middle, "empty, in a question that runs from the right"
    area.show_text("Bonjour")
    assert area.cursorRect().x() < middle
    holder.setLayoutDirection(LTR)
    area.show_text("مرحبا")
    area.moveCursor(QTextCursor.MoveOperation.Start)
    assert area.cursorRect().x() > middle, "her words stay hers"
    let_go(holder)


def test_f3_chooses_the_language_which_is_remembered_and_no_part_of_the_journal(
    page: PageFactory, in_arabic: Language
) -> None:
    opened = page()
    before = len(list(opened.casebook.desk(opened.interview).record))
    QTest.keyClick(opened.view, Qt.Key.Key_F3)
    menu = opened.view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Français", "Arabe · العربية", "Kurde · Kurdî", "Afficher aussi le français dessous"]
    menu.actions()[1].trigger()
    menu.close()
    shown = words_in(exploration(opened).domain)
    assert {"أين تسكنون حاليا؟", "كيف هي الأمور في المكان الذي تعيشون فيه الآن؟"} <= shown
    assert "Logement" in shown, "titles are the specialists’"
    assert opened.view.footer.form.languages.text() == "Arabe"
    assert opened.view.footer.form.languages.accessibleName() == "Langue des questions\u00a0: Arabe · العربية"
    assert len(list(opened.casebook.desk(opened.interview).record)) == before
    again = page(interview=opened.interview)
    assert asked(again).title.text() == "أين تسكنون حاليا؟"
    assert place_of(again.casebook, again.interview).language == ARABIC


def test_domains_and_stages_shown_later_speak_it_too(page: PageFactory, in_arabic: Language) -> None:
    opened = page(block="ATT")
    read_in(opened, in_arabic)
    exploration(opened).domains.chosen.emit("LOG")
    assert asked(opened).title.text() == "أين تسكنون حاليا؟"
    opened.view.header.stage_asked.emit(Stage.AGREEMENT)
    view = opened.view.stages.currentWidget()
    assert isinstance(view, AgreementView)
    assert view.choices.buttons["oui"].text() == "نعم"
    assert view.choices.layoutDirection() is RTL
    opened.view.header.stage_asked.emit(Stage.PREPARATION)
    first = opened.view.stages.currentWidget()
    assert isinstance(first, PreparationView)
    for _ in range(10):
        QApplication.processEvents()
    born = first.panels[BlockCode("IDE")].rows[QuestionCode("IDE-03")]
    assert born.title.text() == "ما هو تاريخ ميلادكم؟"


def test_a_form_in_one_language_shows_its_title_and_no_switch(page: PageFactory) -> None:
    opened = page()
    mark = opened.view.footer.form
    assert not mark.languages.isVisible()
    assert "version 1.0" in " ".join(words_in(mark))
    QTest.keyClick(opened.view, Qt.Key.Key_F3)
    assert opened.view.findChild(QMenu) is None


def test_a_label_that_names_an_answer_follows_it(panel: QuestionPanel, form: Form) -> None:
    asked = form.questions[SURE]
    for town in ("Lens", "Arras"):
        told = Question(name=asked.name, code=SURE, type=asked.type, label=f"Reste à {town}", choices=asked.choices)
        state = QuestionState(question=told, answer=None, relevant=True, required=False, choices=told.choices)
        panel.rows[SURE].show_state(state, frozen=False)
        assert panel.rows[SURE].title.text() == f"Reste à {town}"
