import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from spie_diag.french import spaced
from spie_diag.vault.errors import (
    AlreadyOpenError,
    FolderInTheWayError,
    KeyFileDamagedError,
    NotAVaultError,
    UnfinishedVaultError,
    VaultExistsError,
    VaultLockedError,
    VaultMissingError,
)
from spie_diag.vault.holding import NAME as LOCK_NAME
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import create_vault, holders, is_vault
from tests.vault.shelf import CASE, CLARA, FOUNDERS, IDRIS, INTERVIEW, NO_WAIT, Shelf, morning, somebody


def test_what_was_written_is_there_when_the_vault_is_opened_again(shelf: Shelf) -> None:
    for by in (CLARA, IDRIS):
        vault = shelf.opened(by=by)
        assert vault.name == "Antenne de Nantes"
        assert vault.specialists == (CLARA, IDRIS)
        assert vault.cases.all() == (somebody(),)
        assert [entry.subject for entry in vault.journals.of(CASE)] == [
            "person",
            "answer/LOG-00",
            "answer/LOG-01",
            "answer/LOG-02",
        ]
        assert vault.drafts.of(CASE)["note/1"].text == "elle dit que"
        assert vault.journals.audit() == ()
        vault.lock()


def test_founders_are_both_unlocked_at_creation(tmp_path: Path, cheap_guesses: None) -> None:
    vault = create_vault(tmp_path / "coffre", "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)

    assert vault.is_unlocked(CLARA.id)
    assert vault.is_unlocked(IDRIS.id)
    vault.cases.add(somebody(), IDRIS.id)
    vault.lock()


def test_the_label_is_read_without_passphrase_and_without_anything_slow(shelf: Shelf) -> None:
    assert holders(shelf.folder).specialists == (CLARA, IDRIS)

    script = (
        "import sys; from pathlib import Path; from spie_diag.vault.opening import holders; "
        f"holders(Path({str(shelf.folder)!r})); "
        "print([name for name in ('sqlalchemy', 'alembic', 'sqlcipher3', 'cryptography') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_nobody_else_on_the_computer_may_read_the_folder(tmp_path: Path, cheap_guesses: None) -> None:
    create_vault(tmp_path / "coffre", "Antenne", FOUNDERS, morning(), FLOOR).lock()

    assert stat.S_IMODE((tmp_path / "coffre").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "coffre").iterdir()} == {0o600}


def test_a_folder_that_holds_a_vault_is_left_alone(shelf: Shelf) -> None:
    before = {path.name: path.read_bytes() for path in shelf.folder.iterdir()}

    with pytest.raises(VaultExistsError):
        create_vault(shelf.folder, "Autre", FOUNDERS, morning(), FLOOR)

    assert {path.name: path.read_bytes() for path in shelf.folder.iterdir()} == before


def test_no_folder_another_folder_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "lettre.txt").write_text("bonjour")

    with pytest.raises(VaultMissingError):
        holders(tmp_path / "absent")
    with pytest.raises(NotAVaultError):
        holders(tmp_path / "photos")
    with pytest.raises(NotAVaultError):
        holders(tmp_path / "lettre.txt")
    with pytest.raises(NotAVaultError):
        create_vault(tmp_path / "lettre.txt", "Antenne", FOUNDERS, morning(), FLOOR)
    assert not any(is_vault(tmp_path / name) for name in ("absent", "photos", "lettre.txt"))


def test_a_creation_that_fails_leaves_nothing_behind(
    tmp_path: Path, cheap_guesses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "mine.txt").write_text("à moi")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Exception, match="plein"):
        create_vault(tmp_path, "Antenne", FOUNDERS, morning(), FLOOR)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_second_start_is_told_where_the_first_one_is(shelf: Shelf) -> None:
    vault = shelf.opened()

    with pytest.raises(AlreadyOpenError) as refusal:
        shelf.opened(by=IDRIS)
    assert "sur cet ordinateur, depuis" in refusal.value.what_happened

    holder = json.loads((shelf.folder / LOCK_NAME).read_bytes())
    (shelf.folder / LOCK_NAME).write_text(json.dumps({**holder, "machine": "ACCUEIL-2"}))
    with pytest.raises(AlreadyOpenError) as refusal:
        shelf.opened()
    assert "ACCUEIL-2" in refusal.value.what_happened
    assert "session" not in refusal.value.what_happened

    told = {**holder, "session": "accueil", "since": "2026-01-01T08:05:00+01:00"}
    (shelf.folder / LOCK_NAME).write_text(json.dumps(told))
    with pytest.raises(AlreadyOpenError) as refusal:
        shelf.opened()
    assert refusal.value.what_happened == spaced(
        "Ce coffre est déjà ouvert sur cet ordinateur, dans la session « accueil », depuis le jeudi 1er janvier 2026 "
        "à 8\u00a0h\u00a005."
    )

    (shelf.folder / LOCK_NAME).write_text("???")
    with pytest.raises(AlreadyOpenError):
        shelf.opened()

    vault.lock()
    shelf.opened(by=IDRIS).lock()


def test_another_process_is_kept_out_until_this_one_locks(shelf: Shelf) -> None:
    script = (
        "import sys; from pathlib import Path; from spie_diag.vault.holding import Hold; "
        "from spie_diag.vault.errors import AlreadyOpenError; from datetime import datetime\n"
        f"try: Hold(Path({str(shelf.folder)!r})).take(datetime.now().astimezone()); print('taken')\n"
        "except AlreadyOpenError: print('refused')"
    )

    def elsewhere() -> str:
        return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()

    vault = shelf.opened()
    assert elsewhere() == "refused"
    vault.lock()
    assert elsewhere() == "taken"


def test_locking_twice_is_locking_once_and_a_locked_vault_says_so(shelf: Shelf) -> None:
    vault = shelf.opened()
    key = vault._parts.vault_key
    personal = vault._parts.keyring.of(CLARA.id).personal
    assert any(key)
    vault.lock()
    vault.lock()

    assert not any(key)
    assert not any(personal)
    assert not vault.is_unlocked(CLARA.id)
    for deed in (
        vault.cases.all,
        lambda: vault.journals.of(CASE),
        lambda: vault.drafts.keep(CASE, "note/1", CLARA.id, "x"),
        lambda: vault.places.recall("last"),
        lambda: vault.unlock(IDRIS.id, "peu importe ce que c’est"),
    ):
        with pytest.raises(VaultLockedError):
            deed()


def test_a_locked_vault_leaves_nothing_in_its_write_ahead_log(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    vault.lock()

    assert not list(shelf.folder.glob("*-wal"))


def test_a_vault_copied_or_put_back_from_a_backup_writes_under_a_new_chain(shelf: Shelf, tmp_path: Path) -> None:
    vault = shelf.opened()
    first = vault._parts.pen.link.chain
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    vault.lock()
    again = shelf.opened()
    assert again._parts.pen.link.chain == first, "the same vault goes on"
    again.lock()

    copied = Shelf(shutil.copytree(shelf.folder, tmp_path / "copie")).opened()
    assert copied._parts.pen.link.chain != first
    assert copied.journals.audit() == ()
    copied.lock()

    backup = shelf.database.read_bytes()
    vault = shelf.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-02", "non")
    vault.lock()
    shelf.database.write_bytes(backup)  # same place, same file: only the witness knows
    restored = shelf.opened()
    assert restored._parts.pen.link.chain != first
    assert [alarm.kind.name for alarm in restored.journals.audit()] == ["CUT_SHORT"]
    restored.lock()
    later = shelf.opened()
    assert [alarm.kind.name for alarm in later.journals.audit()] == ["CUT_SHORT"], "it is not forgotten"
    later.lock()


@pytest.mark.parametrize("harm", ["missing", "emptied", "edited", "of another vault"])
def test_a_witness_that_cannot_be_believed_is_an_alarm(shelf: Shelf, harm: str) -> None:
    witness = shelf.folder / "vault.witness"
    content = witness.read_bytes()
    match harm:
        case "missing":
            witness.unlink()
        case "emptied":
            witness.write_bytes(b"")
        case "edited":
            witness.write_bytes(content[:-1] + b" ")
        case _:
            code, _, body = content.partition(b"\n")
            witness.write_bytes(code[::-1] + b"\n" + body)
    vault = shelf.opened()

    assert [alarm.kind.name for alarm in vault.journals.audit()] == ["NO_WITNESS"]
    vault.lock()


def test_another_journal_of_the_same_length_is_an_alarm_that_stays(shelf: Shelf) -> None:
    """Whoever puts another file of the same vault in place may make it as long as she likes."""
    backup = shelf.database.read_bytes()
    vault = shelf.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    vault.lock()
    witness = (shelf.folder / "vault.witness").read_bytes()
    shelf.database.write_bytes(backup)
    (shelf.folder / "vault.witness").unlink()
    vault = shelf.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "non")
    vault.lock()
    (shelf.folder / "vault.witness").write_bytes(witness)

    for _ in range(2):
        vault = shelf.opened()
        assert [alarm.kind.name for alarm in vault.journals.audit()] == ["CUT_SHORT"]
        vault.lock()


def test_a_vault_killed_in_its_first_session_raises_no_alarm(tmp_path: Path, cheap_guesses: None) -> None:
    folder = tmp_path / "coffre"
    vault = create_vault(folder, "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)
    vault.cases.add(somebody())
    left = shutil.copytree(folder, tmp_path / "tué")
    vault.lock()
    shutil.rmtree(folder)
    left.rename(folder)
    again = Shelf(folder).opened()

    assert again.journals.audit() == ()
    again.lock()


def test_a_rest_keeps_the_witness_up_to_date(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    before = (shelf.folder / "vault.witness").read_bytes()
    vault.rest()
    told = (shelf.folder / "vault.witness").read_bytes()
    vault.rest()

    assert told != before
    assert (shelf.folder / "vault.witness").read_bytes() == told
    vault.lock()


@pytest.mark.parametrize("name", ["vault.lock", "vault.keys", "vault.keys.copy"])
def test_a_folder_in_the_place_of_a_file_is_told_as_such(shelf: Shelf, name: str) -> None:
    (shelf.folder / name).unlink()
    (shelf.folder / name).mkdir()

    with pytest.raises(FolderInTheWayError, match=f"«\u00a0{name}\u00a0»"):
        shelf.opened()


def test_a_creation_killed_before_its_key_is_kept_is_told_and_may_be_done_again(
    tmp_path: Path, cheap_guesses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "coffre"
    with monkeypatch.context() as patch:
        patch.setattr("spie_diag.vault.opening.write_key_file", _dies)
        patch.setattr("spie_diag.vault.opening._remove_half_made", lambda *_: None)
        with pytest.raises(_KilledError):
            create_vault(folder, "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)
    assert list(folder.glob("vault-*.db")), "this is what a kill leaves"

    with pytest.raises(UnfinishedVaultError, match="rien n’y était encore écrit"):
        holders(folder)
    assert not is_vault(folder)
    vault = create_vault(folder, "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)
    vault.lock()
    assert len(list(folder.glob("vault-*.db"))) == 1, "nothing is left of the first attempt"
    assert not (folder / "vault.unfinished").exists()


def test_key_files_lost_later_are_not_taken_for_an_unfinished_creation(shelf: Shelf) -> None:
    for name in ("vault.keys", "vault.keys.copy"):
        (shelf.folder / name).unlink()

    with pytest.raises(KeyFileDamagedError):
        holders(shelf.folder)


class _KilledError(BaseException):
    """Stands for ``kill -9``: nothing after it runs."""


def _dies(*_: object) -> None:
    raise _KilledError
