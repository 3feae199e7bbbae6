"""Another encrypted file stopped on its way: until the one moment the vault is exactly what it was."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from spie_diag.vault import database
from spie_diag.vault.erasing import Reason
from spie_diag.vault.errors import (
    DeedStoppedError,
    RestorationStoppedError,
    RevocationStoppedError,
    RotationStoppedError,
)
from spie_diag.vault.opening import Vault
from spie_diag.vault.restoring import restore
from spie_diag.vault.salvaging import salvage
from spie_diag.vault.stepping import Steps
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, IDRIS, INTERVIEW, NO_WAIT, Shelf, morning

DEEDS: dict[str, tuple[Callable[[Vault, Steps], None], type[DeedStoppedError]]] = {
    "compact": (Vault.compact, DeedStoppedError),
    "rotate": (lambda vault, steps: vault.rotate(CLARA.id, CLARA_SAYS, steps), RotationStoppedError),
    "revoke": (lambda vault, steps: vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id, steps), RevocationStoppedError),
}


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied here takes less time than lies between two looks."""
    monkeypatch.setattr(database, "_LOOK_S", 0)


def filled(shelf: Shelf, drafts: int = 30) -> Vault:
    """Some megabytes, one for eight drafts: a copy of it has steps."""
    vault = shelf.opened()
    for number in range(drafts):
        vault.drafts.keep(CASE, f"note/{number}", CLARA.id, "elle dit que " * 10_000)
    vault.rest()
    return vault


def write(vault: Vault, subject: str) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, subject, {"status": "REP", "value": "oui"})


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the locks, of the vault and of SQLite, which an open vault may keep from being read."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("vault.lock", "-shm")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def stopping_at(look: int) -> Steps:
    """Asked to stop the so-manieth time that somebody asks."""
    looks = count(1)
    return Steps(cancelled=lambda: next(looks) == look)


def looks_of(deed: Callable[[Steps], object]) -> int:
    """How many times it asks whether to stop."""
    looks = count()
    deed(Steps(cancelled=lambda: next(looks) < 0))
    return next(looks)


@pytest.mark.parametrize("name", DEEDS)
def test_it_tells_how_far_it_is_up_to_the_end(shelf: Shelf, name: str) -> None:
    deed, _ = DEEDS[name]
    vault, shares = filled(shelf, 90), list[float]()

    deed(vault, Steps(shares.append))

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert any(0 < share < 0.6 for share in shares), "while the copy is written"
    assert any(0.6 <= share < 1 for share in shares), "while it is read again"
    vault.lock()


@pytest.mark.parametrize("name", DEEDS)
def test_stopped_anywhere_the_open_vault_goes_on_as_it_was(shelf: Shelf, name: str) -> None:
    deed, fault = DEEDS[name]
    vault = filled(shelf)
    vault.unlock(IDRIS.id, "une valise pleine de pluie")
    before = contents(shelf.folder)
    look = 1
    while True:
        try:
            deed(vault, stopping_at(look))
        except fault:
            assert contents(shelf.folder) == before
            look = look * 3 // 2 + 1  # a compaction asks hundreds of times
            continue
        break

    assert look > 4, "at each step that it told of"
    assert contents(shelf.folder) != before
    write(vault, "answer/AFT-01")
    assert vault.journals.audit() == ()
    vault.lock()
    again = shelf.opened()
    assert [entry.subject for entry in again.journals.of(CASE)][-1] == "answer/AFT-01"
    assert (IDRIS in again.specialists) is (name != "revoke")
    again.lock()


def test_a_removal_that_was_stopped_leaves_her_what_she_had(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.unlock(IDRIS.id, "une valise pleine de pluie")
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)  # the list of the erased is signed again before she leaves

    with pytest.raises(RevocationStoppedError):
        vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id, stopping_at(1))

    assert vault.is_unlocked(IDRIS.id)
    assert not vault.erasing.unread
    vault.lock()
    again = shelf.opened(by=IDRIS)
    assert again.cases.all() == ()
    assert again.journals.audit() == ()
    again.lock()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_restoration_stopped_anywhere_leaves_the_vault_and_the_backup(
    shelf: Shelf, stick: Path, tmp_path: Path, is_there: bool
) -> None:
    vault = shelf.opened()
    backup = vault.back_up(stick, morning().now()).folder
    write(vault, "answer/AFT-01")
    vault.lock()
    folder = shelf.folder if is_there else tmp_path / "nouvel ordinateur" / "coffre"
    before, saved = contents(folder), contents(backup)

    def put_back(steps: Steps) -> None:
        restore(backup, folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, steps)

    stopped = 0
    while True:
        try:
            put_back(stopping_at(stopped + 1))
        except RestorationStoppedError:
            stopped += 1
            assert contents(folder) == before
            assert folder.exists() is is_there
            continue
        break

    assert stopped > 6
    assert contents(backup) == saved
    again = Shelf(folder).opened()
    assert len(again.journals.of(CASE)) == 4
    again.lock()


def test_a_restoration_tells_how_far_it_is(shelf: Shelf, stick: Path) -> None:
    vault, shares = shelf.opened(), list[float]()
    backup = vault.back_up(stick, morning().now()).folder
    vault.lock()

    restore(backup, shelf.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, Steps(shares.append))

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def test_a_repair_stopped_while_its_file_is_read_again_changes_nothing(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.lock()
    before = contents(shelf.folder)

    def mend(steps: Steps) -> None:
        salvage(
            shelf.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT,
            though_sound=True, progress=steps.progress, cancelled=steps.cancelled,
        )  # fmt: skip

    with pytest.raises(DeedStoppedError):
        mend(Steps(cancelled=lambda: any(shelf.folder.glob("avant-reparation-*"))))

    assert contents(shelf.folder) == before
    mend(Steps())


def test_an_interruption_while_sqlite_works_is_not_swallowed_by_it(shelf: Shelf) -> None:
    vault = filled(shelf)
    before = contents(shelf.folder)

    looks = count()

    def interrupt(share: float) -> None:
        if share < 0.6 and next(looks) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.compact(Steps(interrupt))

    assert contents(shelf.folder) == before
    vault.lock()
