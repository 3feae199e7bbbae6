"""What leaves the vault in clear: told first, whole or absent, and swept after a crash."""

from pathlib import Path

import pytest

from spie_diag.casework import accessing, handing_out, opening, publishing, registering
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.interview.people import FieldOfWork
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import DiskFullError
from tests.casework.conftest import SECRETS, Office


class LightsOut(BaseException):
    """The process is killed: nothing of ours runs any more."""


def test_nothing_leaves_that_the_register_cannot_tell(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(handing_out, "note", full)

    with pytest.raises(DiskFullError):
        publishing.export_document(office.book, office.interview, tmp_path / "a.pdf")
    with pytest.raises(DiskFullError):
        accessing.access_export(office.book, office.person.case, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_could_not_get_its_name_is_told_as_undone(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()

    with pytest.raises(UnwrittenFileError):
        publishing.export_document(office.book, office.interview, tmp_path / "a.pdf")

    undone, told = registering.register(office.book, 2, case=office.person.case)
    assert told.detail == "PDF, version 1, pour un partenaire"
    assert undone.detail == "PDF, version 1, pour un partenaire, rien n’a pu être enregistré"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_not_there_is_refused_and_not_remembered(office: Office, tmp_path: Path) -> None:
    before = office.book.vault.places.recall("handing-out/unfinished")

    with pytest.raises(UnwrittenFileError) as refused:
        publishing.export_document(office.book, office.interview, tmp_path / "absent" / "a.pdf")

    assert str(tmp_path / "absent") in refused.value.what_happened
    assert office.book.vault.places.recall("handing-out/unfinished") == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("unplugged", [False, True])
def test_what_a_kill_leaves_in_clear_is_swept(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unplugged: bool
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    beside_it = stick / ".note.part"
    beside_it.touch()
    with monkeypatch.context() as dying:
        dying.setattr(Path, "replace", _dies)
        dying.setattr(handing_out, "sweep", lambda _casebook: None)
        with pytest.raises(LightsOut):
            accessing.access_export(office.book, office.person.case, stick)
    (left,) = (path for path in stick.iterdir() if path != beside_it)
    assert list(left.iterdir()), "in clear"

    if unplugged:
        stick.rename(tmp_path / "tiroir")
        handing_out.sweep(office.book)
        (tmp_path / "tiroir").rename(stick)
    handing_out.sweep(office.book)

    assert list(stick.iterdir()) == [beside_it]
    assert office.book.vault.places.recall("handing-out/unfinished") == []
    assert office.book.vault.register.lines(1)[0].deed is Deed.ACCESS_EXPORT


def test_the_next_opening_sweeps_what_a_kill_left_in_clear(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    with monkeypatch.context() as dying:
        dying.setattr(Path, "replace", _dies)
        dying.setattr(handing_out, "sweep", lambda _casebook: None)
        with pytest.raises(LightsOut):
            publishing.export_document(office.book, office.interview, stick / "a.pdf")
    assert len(list(stick.iterdir())) == 1
    opening.lock(office.book)

    secret = SECRETS[FieldOfWork.SOCIAL]
    again = opening.open_casebook(office.folder, office.social, secret, clock=office.clock, signers=office.signers)

    opening.lock(again)
    assert not list(stick.iterdir())


def _dies(*_: object) -> None:
    raise LightsOut
