"""Keys do what they say wherever they are pressed, and no library takes one for the whole window unseen."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import spie_diag.desktop
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.interview.course import Stage
from tests.desktop.interview.conftest import PageFactory


def test_among_several_panels_the_question_that_has_the_keyboard_opens_its_statuses(
    page: PageFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = page(Stage.AGREEMENT)
    rows = opened.view.stages.findChildren(QuestionRow)
    row = next(one for one in rows if one.isVisible())
    fields = (one for one in row.findChildren(QWidget) if one.isVisible())
    next(one for one in fields if one.focusPolicy() & Qt.FocusPolicy.TabFocus).setFocus()
    opened_menus: list[QuestionRow] = []
    monkeypatch.setattr(QuestionRow, "open_menu", lambda self: opened_menus.append(self))
    QTest.keyClick(opened.window, Qt.Key.Key_F2)
    assert opened_menus == [row]


def test_a_passphrase_is_typed_in_one_kind_of_field_which_keeps_its_keys() -> None:
    hiding = [
        file.name
        for file in Path(spie_diag.desktop.__path__[0]).rglob("*.py")
        if "setEchoMode" in file.read_text(encoding="utf-8")
    ]
    assert hiding == ["passphrases.py"]


def test_no_shortcut_is_given_its_context_where_pyside_drops_it() -> None:
    """With a callable in the same call, ``context`` is ignored: the key is the whole window’s."""
    wrong = [
        f"{file.name}:{call.lineno}"
        for file in Path(spie_diag.desktop.__path__[0]).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "QShortcut"
        and (len(call.args) > 2 or call.keywords)
    ]
    assert not wrong
