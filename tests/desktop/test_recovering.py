"""Opening with the recovery sheet: fourteen fields that help, then a new passphrase, over a real vault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.keys import draw_sheet, keep_sheet
from spie_diag.casework.opening import NewSpecialist, create_casebook, open_casebook
from spie_diag.desktop.unlock import open_recovering
from spie_diag.desktop.unlock.recovering_view import RecoveringView
from spie_diag.desktop.work import PromptWork
from spie_diag.french import spaced
from spie_diag.interview.people import FieldOfWork
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import KARIM, NADIA

NEW = "onze parapluies bleus sous la pluie"


@dataclass
class Forgotten:
    """A vault whose passphrase was lost, and its sheet."""

    folder: Path
    words: tuple[str, ...]
    opened: list[Casebook] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    def page(self) -> RecoveringView:
        made = open_recovering(
            PromptWork(),
            self.folder,
            opened=lambda casebook, _folder: self.opened.append(casebook),
            back=lambda: self.left.append(True),
        )
        assert isinstance(made, RecoveringView)
        return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("oubli")
    founders = [
        NewSpecialist(name=name, structure="Maison", role="", field_of_work=work, passphrase=phrase)
        for name, work, phrase in (
            ("Nadia Haddad", FieldOfWork.SOCIAL, NADIA),
            ("Karim Lemoine", FieldOfWork.EMPLOYMENT, KARIM),
        )
    ]
    casebook = create_casebook(folder / "coffre", "Antenne", founders, signers=folder / "s", quick_keys=True)
    words = draw_sheet()
    keep_sheet(casebook, casebook.writer, NADIA, " ".join(words))
    casebook.lock()
    return folder / "coffre", words


@pytest.fixture
def forgotten(kept: tuple[Path, tuple[str, ...]]) -> Iterator[Forgotten]:
    made = Forgotten(*kept)
    yield made
    for casebook in made.opened:
        casebook.lock()


def test_the_sheet_opens_and_leads_to_a_new_passphrase(forgotten: Forgotten, show: Show) -> None:
    page = forgotten.page()
    show(page)
    page.steps.words.fields[0].several_given.emit(1, forgotten.words)
    page.go_on.click()
    assert page.steps.choice.isVisible()
    next(tile for tile in page.steps.tiles if tile.text() == "Karim Lemoine").click()
    page.steps.choice.secret.edit.setText("Karim Lemoine")
    page.steps.choice.again.edit.setText("Karim Lemoine")
    page.go_on.click()
    assert "se devinerait" in page.steps.choice.notice.said()
    assert forgotten.opened == []
    page.steps.choice.secret.edit.setText(NEW)
    page.steps.choice.again.edit.setText(NEW)
    page.go_on.click()
    (casebook,) = forgotten.opened
    assert casebook.writing.name == "Karim Lemoine"
    casebook.lock()
    forgotten.opened.clear()
    open_casebook(forgotten.folder, casebook.writer, NEW).lock()


def test_each_word_is_judged_where_it_is_typed(forgotten: Forgotten, show: Show) -> None:
    page = forgotten.page()
    show(page)
    first, second, third, *rest = page.steps.words.fields
    assert first.edit.hasFocus()
    QTest.keyClicks(first.edit, "rivi ")
    assert first.read is not None
    assert first.read.word == "rivière"
    assert second.edit.hasFocus(), "a space goes on, as between words"
    QTest.keyClicks(second.edit, "abandonn")
    QTest.keyClick(second.edit, Qt.Key.Key_Return)
    assert third.edit.hasFocus()
    QTest.keyClicks(third.edit, "xiviere ")
    assert third.is_wrong
    assert third.edit.accessibleDescription() == spaced("Ce mot n’est pas de la fiche. Vouliez-vous dire « rivière » ?")
    page.go_on.click()
    assert third.edit.hasFocus(), "the first word to mend"
    assert rest[0].edit.accessibleDescription() == "Ce mot manque."
    assert page.steps.words.isVisible()


def test_a_sheet_of_another_vault_or_with_swapped_words_is_refused(forgotten: Forgotten, show: Show) -> None:
    page = forgotten.page()
    show(page)
    one, two, *others = forgotten.words
    page.steps.words.fields[0].several_given.emit(1, (two, one, *others))
    page.go_on.click()
    assert "échangés" in page.error.said()
    page.steps.words.fields[0].several_given.emit(1, draw_sheet())
    page.go_on.click()
    assert "n’ouvre pas ce coffre" in page.error.said()
    assert page.go_on.isEnabled()
    page.back.click()
    assert forgotten.left == [True]


def test_nothing_stays_open_or_written_when_the_page_goes(forgotten: Forgotten, show: Show) -> None:
    page = forgotten.page()
    show(page)
    page.steps.words.fields[0].several_given.emit(1, forgotten.words)
    page.go_on.click()
    page.steps.choice.secret.edit.setText(NEW)
    page.back.click()
    assert page.steps.choice.typed() == ("", "")
    page.hide()
    assert page.steps.words.words().strip() == ""
    casebook = open_casebook(forgotten.folder, page.steps.tiles[0].specialist.id, NADIA)
    casebook.lock()


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 2.0), (1093, 560, 1.0)])
def test_no_text_is_cut_and_everything_says_its_name(
    forgotten: Forgotten, show: Show, qtbot: QtBot, width: int, height: int, scale: float
) -> None:
    page = forgotten.page()
    window = show(page, width, height, scale=scale, dark=scale > 1)
    page.go_on.click()
    qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
    assert [stop for stop in stops(window) if not spoken_name(stop)] == []
    page.steps.words.fields[0].several_given.emit(1, forgotten.words)
    page.go_on.click()
    qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
