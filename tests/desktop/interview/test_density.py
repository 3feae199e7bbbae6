"""As many questions as possible at once: words go above the field where its chips need the whole width."""

import pytest

from spie_diag.casework.interviewing import answer
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.widgets.chips import Chip, lines_of_chips
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from tests.desktop.interview.conftest import OpenPage, PageFactory
from tests.desktop.interview.test_exploration import exploration, row_of

TENANT = {"LOG-01": "loc_prive", "LOG-03": "oui", "LOG-04": "juste", "LOG-05": "aucune"}


def words_above(row: QuestionRow) -> bool:
    return (
        row.title.mapTo(row, row.title.rect().bottomLeft()).y() < row.editor.mapTo(row, row.editor.rect().topLeft()).y()
    )


def fields_in_sight(page: OpenPage) -> list[QuestionCode]:
    """The questions whose whole field is seen before scrolling."""
    area = exploration(page).domain.area.viewport()
    rows = exploration(page).domain.panel.rows
    ends = {code: row.editor.mapTo(area, row.editor.rect().bottomLeft()).y() for code, row in rows.items()}
    return [code for code, end in ends.items() if rows[code].isVisible() and end <= area.height()]


def test_many_chips_take_the_whole_width(page: PageFactory) -> None:
    opened = page()
    assert words_above(row_of(opened, "LOG-01")), "ten choices"
    answer(opened.casebook, opened.interview, QuestionCode("LOG-01"), Answer(value="loc_prive"))
    again = page(interview=opened.interview)
    assert not words_above(row_of(again, "LOG-03")), "three short choices"


def test_the_housing_of_a_tenant_shows_four_whole_questions_without_scrolling(page: PageFactory) -> None:
    opened = page()
    for code, value in TENANT.items():
        answer(opened.casebook, opened.interview, QuestionCode(code), Answer(value=value))
    again = page(interview=opened.interview)
    assert len(fields_in_sight(again)) >= 4


@pytest.mark.parametrize("block", ["LOG", "MOB", "RES"])
def test_no_row_of_chips_is_wider_than_its_column(page: PageFactory, block: str) -> None:
    opened = page(block=block, size=(1093, 560))
    panel = exploration(opened).domain.panel
    for row in panel.rows.values():
        for chip in row.editor.chips_offered():
            assert chip.mapTo(panel, chip.rect().topRight()).x() <= panel.width()


def test_choosing_a_chip_does_not_move_the_words(page: PageFactory) -> None:
    opened = page()
    row = row_of(opened, "LOG-01")
    before = row.title.pos(), words_above(row)
    row.editor.chips_offered()[-1].click()
    assert (row.title.pos(), words_above(row)) == before


def test_lines_of_chips_do_not_depend_on_what_is_chosen(page: PageFactory) -> None:
    page()
    chips = [Chip("Locataire du parc privé"), Chip("Chez mes parents"), Chip("Autre")]
    width = sum(chip.width_when(chosen=False) for chip in chips) + 12
    assert lines_of_chips(chips, width) == 1
    assert lines_of_chips(chips, width - 1) == 2
    chips[0].setChecked(True)
    assert lines_of_chips(chips, width) == 1
