"""Files written as one: all of them, or the folder as it was, even where the disk refuses to give back."""

from pathlib import Path

import pytest

from spie_diag.forms.errors import UnwritableFormError
from spie_diag.forms.replacing import replace_files


def moves_only(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """A disk that refuses every move after so many."""
    real, moved = Path.replace, [0]

    def replace(self: Path, target: Path) -> Path:
        moved[0] += 1
        if moved[0] > most:
            raise PermissionError
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_what_cannot_be_put_back_stays_beside_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists, entry = tmp_path / "a.csv", tmp_path / "e.yaml"
    lists.write_text("old lists")
    entry.write_text("old entry")
    moves_only(monkeypatch, 1)
    with pytest.raises(UnwritableFormError):
        replace_files({lists: b"new lists", entry: b"new entry"}, entry)
    assert (tmp_path / ".a.csv.former").read_text() == "old lists"
    assert entry.read_text() == "old entry"


def test_a_copy_left_by_a_kill_is_not_taken_for_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists, entry = tmp_path / "a.csv", tmp_path / "e.yaml"
    (tmp_path / ".a.csv.former").write_text("stale")
    moves_only(monkeypatch, 1)
    with pytest.raises(UnwritableFormError):
        replace_files({lists: b"new", entry: b"new"}, entry)
    assert not lists.exists()


def test_a_folder_in_the_way_leaves_no_other_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("a file")
    files = {tmp_path / "new" / "a.csv": b"", tmp_path / "plain" / "b.csv": b"", tmp_path / "e.yaml": b""}
    with pytest.raises(UnwritableFormError):
        replace_files(files, tmp_path / "e.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["plain"]
