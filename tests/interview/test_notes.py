"""Notes: her words and what the specialists understand, kept apart and in order."""

import pytest

from spie_diag.interview.notes import Note, NoteKind, notes
from tests.interview.journals import CLARA, IDRIS, Pen


def write(pen: Pen, key: str, text: str, block: str = "LOG", kind: NoteKind = NoteKind.VERBATIM) -> None:
    pen.write(f"note/{key}", {"block": block, "kind": kind.value, "text": text}, CLARA)


def test_notes_come_in_the_order_in_which_they_were_first_written() -> None:
    pen = Pen()
    write(pen, "z", "Je suis hébergée chez ma cousine.")
    write(pen, "a", "Fin de l’hébergement en janvier.", kind=NoteKind.UNDERSTANDING)
    pen.write("note/z", {"block": "FAM", "kind": "mots", "text": "Je suis chez ma cousine."}, IDRIS)

    first, second = notes(pen.record)
    assert (first.id, first.block, first.kind, first.author) == ("z", "FAM", NoteKind.VERBATIM, CLARA)
    assert first.text == "Je suis chez ma cousine."
    assert second.kind is NoteKind.UNDERSTANDING
    assert first.written_at < second.written_at


def test_a_note_taken_away_is_not_shown_and_comes_back() -> None:
    pen = Pen()
    write(pen, "a", "Rien.")
    pen.write("note/a", None)
    assert notes(pen.record) == ()
    write(pen, "a", "Si, un mot.")
    assert [note.text for note in notes(pen.record)] == ["Si, un mot."]


def test_a_note_goes_to_the_journal_and_back() -> None:
    pen = Pen()
    write(pen, "a", "Un mot.")
    (note,) = notes(pen.record)
    pen.write("note/b", note.as_json())
    again: Note = notes(pen.record)[1]
    assert (again.block, again.kind, again.text) == (note.block, note.kind, note.text)


def test_a_note_does_not_show_its_words() -> None:
    pen = Pen()
    write(pen, "a", "secret")
    assert "secret" not in repr(notes(pen.record))


@pytest.mark.parametrize("kind", NoteKind)
def test_each_kind_has_its_words(kind: NoteKind) -> None:
    assert kind.label in ("Ses mots", "Ce que nous comprenons")
