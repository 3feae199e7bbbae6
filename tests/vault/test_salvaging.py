"""A damaged vault gives back all that can be read of it, and nothing that nobody wrote."""

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.vault import rows, slots
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import (
    DatabaseDamagedError,
    DatabaseMismatchError,
    DatabaseMissingError,
    DeedStoppedError,
    NothingReadableError,
    NothingToSalvageError,
    WrongPassphraseError,
)
from spie_diag.vault.opening import Vault
from spie_diag.vault.pages import PAGE_BYTES, PageReader, pages_of
from spie_diag.vault.pen import Line
from spie_diag.vault.redrawing import lists_hold
from spie_diag.vault.salvaging import Salvaged, salvage
from tests.vault.shelf import (
    CASE,
    CLARA,
    CLARA_SAYS,
    IDRIS,
    INTERVIEW,
    NO_WAIT,
    Shelf,
    another,
    cheap,
    fits_together,
    morning,
    sealed_entries,
)

FORM, PDF = b'{"form": "%s"}' % (b"x" * 30_000), b"%PDF" + random.Random(1).randbytes(40_000)


def mended(shelf: Shelf, *, though_sound: bool = False, backup: Path | None = None) -> Salvaged:
    return salvage(shelf.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, though_sound=though_sound, backup=backup)


def answers(vault: Vault) -> list[object]:
    return [entry.value for entry in vault.journals.of(CASE) if entry.subject == "answer/SAL-01"]


def fill(vault: Vault, most: int = 400) -> None:
    for first in range(0, most, 100):
        lines = (
            Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject="answer/SAL-01", value=first + number)
            for number in range(100)
        )
        vault.journals.write_all(list(lines))
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/long", "dit longuement, " * 2000)
    vault.forms.keep(FORM)
    vault.signed_documents.add(CASE, INTERVIEW, 1, hashlib.sha256(PDF).hexdigest(), PDF, "social")
    vault.drafts.keep(CASE, "note/2", CLARA.id, "elle dit que " * 500)
    vault.places.remember("last", {"stage": "exploration"})


@pytest.fixture(scope="module")
def filled_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(made_once, tmp_path_factory.mktemp("filled-once") / "coffre")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        patch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
        vault = Shelf(folder).opened()
        fill(vault)
        vault.lock()
    return folder


@pytest.fixture
def full(filled_once: Path, shelf: Shelf) -> Shelf:
    """A closed vault of 400 answers, a form, a document and a draft, on some hundred pages."""
    return Shelf(shutil.copytree(filled_once, shelf.folder.with_name("plein")))


def harm(path: Path, numbers: list[int]) -> None:
    content = bytearray(path.read_bytes())
    for number in numbers:
        content[(number - 1) * PAGE_BYTES : number * PAGE_BYTES] = os.urandom(PAGE_BYTES)
    path.write_bytes(content)


def test_without_its_first_page_a_vault_gives_everything_back(full: Shelf) -> None:
    harm(full.database, [1])
    damaged, name = full.database.read_bytes(), full.database.name
    with pytest.raises(DatabaseMismatchError):
        full.opened()

    salvaged = mended(full)

    assert salvaged.readable.damaged == 1
    assert salvaged.readable.lost == 0
    assert (salvaged.kept_in / name).read_bytes() == damaged, "the damaged file is kept as it was"
    vault = full.opened()
    assert answers(vault) == list(range(400))
    assert vault.cases.get(CASE).family_name == "Benali"
    assert vault.forms.content(hashlib.sha256(FORM).hexdigest()) == FORM
    (document,) = vault.signed_documents.of(INTERVIEW)
    assert document.pdf == PDF
    assert vault.drafts.of(CASE)["note/2"].text == "elle dit que " * 500
    assert vault.places.recall("last") == {"stage": "exploration"}
    assert vault.private(CLARA.id, "pdf-identity") == b"her key"
    assert vault.journals.audit() == ()
    assert fits_together(vault._parts.database)
    (line,) = vault.register.lines(5)
    assert (line.deed, line.author, line.facts["lost"]) == (Deed.SALVAGED, CLARA.id, 0)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/SAL-01", 400)
    vault.lock()
    vault = full.opened(by=IDRIS)
    assert vault.journals.audit() == ()
    vault.lock()


def test_whoever_was_found_before_a_repair_is_found_after_it(full: Shelf) -> None:
    vault = full.opened()
    everybody = [another(f"D-2026-{number:04d}", f"Benali{number}", "Samira") for number in range(2, 8)]
    for person in everybody:
        vault.cases.add(person)
    vault.journals.write(everybody[0].case, None, CLARA.id, "orientation", {"referent": "Mission Benali"})
    vault.cases.add(last := another("D-2026-0008", "Benali8", "Samira"))
    vault.lock()
    harm(full.database, [1])

    mended(full)

    vault = full.opened()
    assert all(vault.cases.find(person.number) == (person,) for person in (*everybody, last))
    assert len(vault.cases.find("samira")) == 8
    assert lists_hold(vault._parts.database)
    vault.lock()


@pytest.mark.parametrize("harmed", ["salt", "cut"])
def test_a_file_whose_beginning_alone_is_wrong_is_repaired_and_not_called_sound(full: Shelf, harmed: str) -> None:
    content = bytearray(full.database.read_bytes())
    content[3] ^= 1  # no authentication code covers the salt
    full.database.write_bytes(content if harmed == "salt" else b"")
    with pytest.raises((DatabaseMismatchError, DatabaseDamagedError)):
        full.opened()

    if harmed == "cut":
        with pytest.raises(NothingReadableError):
            mended(full)
        return
    salvaged = mended(full)
    assert (salvaged.readable.damaged, salvaged.readable.lost) == (1, 0)
    vault = full.opened()
    assert answers(vault) == list(range(400))
    assert vault.journals.audit() == ()
    vault.lock()


def test_without_the_root_of_its_journal_a_vault_gives_every_answer_back(full: Shelf) -> None:
    vault = full.opened()
    root = vault._parts.database.read(
        lambda connection: connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'entry'"
        ).scalar_one()
    )
    vault.lock()
    harm(full.database, [root])

    assert mended(full).readable.lost == 0

    vault = full.opened()
    assert answers(vault) == list(range(400))
    vault.lock()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_lost_is_told_with_its_numbers_and_is_no_fraud(full: Shelf, seed: int) -> None:
    genuine = full.opened()
    before = {sealed.id: sealed for sealed in genuine._parts.database.read(sealed_entries)}
    genuine.lock()
    pages = len(pages_of(full.database))
    harm(full.database, random.Random(seed).sample(range(1, pages + 1), pages // 10))

    readable = mended(full).readable

    vault = full.opened()
    after = {sealed.id: sealed for sealed in vault._parts.database.read(sealed_entries)}
    assert {id_: after[id_] for id_ in before.keys() & after.keys()} == {
        id_: before[id_] for id_ in before.keys() & after.keys()
    }, "never a wrong answer"
    assert len(before.keys() - after.keys()) == readable.lost
    assert readable.due == len(before)
    assert readable.lost < len(before) / 3
    alarms = [alarm.sentence for alarm in vault.journals.audit()]
    assert all("Une réparation du coffre n’a pas pu relire" in alarm for alarm in alarms), alarms
    assert len(alarms) <= 1
    assert fits_together(vault._parts.database)
    vault.lock()


def test_half_of_a_file_gives_back_its_half(full: Shelf) -> None:
    content = full.database.read_bytes()
    full.database.write_bytes(content[: len(content) // 2])

    readable = mended(full).readable

    assert readable.due == 405
    assert 0 < readable.lost < 405
    vault = full.opened()
    assert len(vault.journals.of(CASE)) == 405 - readable.lost
    vault.lock()


def test_pages_with_one_changed_byte_lose_next_to_nothing(full: Shelf) -> None:
    """The bytes around it are garbled; what else the page holds is read, and proved by its signatures."""
    content, chance = bytearray(full.database.read_bytes()), random.Random(3)
    for start in range(PAGE_BYTES, len(content), PAGE_BYTES):
        content[start + chance.randrange(500, PAGE_BYTES)] ^= 1
    full.database.write_bytes(content)

    readable = mended(full).readable

    assert readable.damaged == readable.pages - 1
    assert readable.refused == 0
    assert len(readable.entries) > 0.75 * readable.due
    vault = full.opened()
    assert {alarm.kind.name for alarm in vault.journals.audit()} <= {"LOST"}
    kept = answers(vault)
    assert set(map(str, kept)) <= set(map(str, range(400))), "never a wrong answer"
    vault.lock()


@pytest.mark.parametrize("rotated", [False, True])
def test_a_backup_gives_what_is_lost_and_nothing_written_since_goes(full: Shelf, tmp_path: Path, rotated: bool) -> None:
    vault = full.opened()
    backup = vault.back_up(tmp_path / "clé", morning().now()).folder
    if rotated:
        vault.rotate(CLARA.id, CLARA_SAYS)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/SAL-01", "dit depuis")
    vault.lock()
    harm(full.database, list(range(1, len(pages_of(full.database)) - 20)))

    readable = mended(full, backup=backup).readable

    vault = full.opened()
    assert answers(vault)[:400] == list(range(400))
    assert readable.lost <= 1
    vault.lock()


def test_answers_behind_a_damaged_place_of_the_log_come_back(shelf: Shelf, tmp_path: Path) -> None:
    vault = shelf.opened()
    for number in range(40):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/SAL-01", number)
    killed = Shelf(shutil.copytree(shelf.folder, tmp_path / "tué"))
    vault.lock()
    log = killed.database.with_name(f"{killed.database.name}-wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 3] ^= 0xFF
    log.write_bytes(content)
    opened_since = Shelf(shutil.copytree(killed.folder, tmp_path / "rouvert"))

    assert mended(killed).readable.lost == 0
    vault = killed.opened()
    assert answers(vault) == list(range(40))
    assert vault.journals.audit() == ()
    vault.lock()

    vault = opened_since.opened()
    kept = answers(vault)
    assert len(kept) < 38
    assert vault.commits_lost == 40 - len(kept)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/SAL-01", "dit depuis")
    vault.lock()
    mended(opened_since)
    vault = opened_since.opened()
    assert sorted(map(str, answers(vault))) == sorted([*map(str, range(40)), "dit depuis"])
    assert vault.journals.audit() == (), "what was written since is of another chain: both hold"
    vault.lock()


def test_an_erased_file_does_not_come_back(full: Shelf) -> None:
    vault = full.opened()
    left = shutil.copytree(full.folder, full.folder.with_name("avant"))
    other = another("D-2026-0002", "Morel")
    vault.cases.add(other)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()
    # A log kept aside from before the erasure still holds all that was said.
    aside = full.database.with_name(f"{full.database.name}-wal.damaged-20261124T090000")
    aside.write_bytes(_as_log(Shelf(left).database))
    harm(full.database, [1])

    mended(full)

    vault = full.opened()
    assert [person.case for person in vault.cases.all()] == [other.case]
    assert vault.cases.is_erased(CASE)
    assert vault.signed_documents.of(INTERVIEW) == () or not vault.signed_documents.of(INTERVIEW)[0].pdf
    assert vault.drafts.of(CASE) == {}
    said = vault._parts.database.read(sealed_entries)
    told = [sealed.payload for sealed in said if sealed.case_id == CASE.bytes and sealed.payload]
    assert all(b'"subject":"erasure"' in payload or b'"subject":"register/' in payload for payload in told)
    assert vault.journals.audit() == ()
    vault.lock()


def _as_log(database: Path) -> bytes:
    """A log in which every page of a file was written once more."""
    frames = (number.to_bytes(4, "big") + b"\0\0\0\1" + bytes(16) + page for number, page in pages_of(database))
    return bytes(32) + b"".join(frames)


def test_an_order_of_erasure_that_was_lost_is_given_again(full: Shelf) -> None:
    vault = full.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.rest()
    number = _page_of(vault, b'"subject":"erasure"')
    vault.lock()
    (full.folder / "vault.erased").unlink()
    harm(full.database, number)

    mended(full)

    vault = full.opened()
    assert vault.cases.is_erased(CASE)
    assert vault.cases.all() == ()
    assert {alarm.kind.name for alarm in vault.journals.audit()} <= {"LOST"}
    vault.lock()


def _page_of(vault: Vault, words: bytes) -> list[int]:
    reader = PageReader(vault._parts.vault_key, vault._key_file.database_salt)
    path = vault._parts.database.path
    return [number for number, page in pages_of(path) if words in (reader.plain(page, number) or b"")]


def test_a_number_once_given_is_not_given_again(full: Shelf) -> None:
    vault = full.opened()
    gone = another("D-2026-0007", "Partie")
    vault.cases.add(gone, CLARA.id)
    vault.lock()
    vault = full.opened()
    vault._parts.database.write(lambda connection: _forget_file(connection, gone.case.bytes))
    due = vault.cases.next_number(2026)
    vault.lock()
    assert due == "D-2026-0008"

    mended(full, though_sound=True)

    again = full.opened()
    assert again.cases.next_number(2026) == due
    again.lock()


def _forget_file(connection: sa.Connection, case: bytes) -> None:
    """What is lost with a page: of all that was said of her, only the number that nobody is to get again stays."""
    connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
    connection.execute(rows.entry.delete().where(rows.entry.c.case_id == case))


def test_entries_that_nobody_signed_are_not_taken(full: Shelf) -> None:
    """Somebody who holds the key may write rows; she may not have them believed."""
    vault = full.opened()
    genuine = vault._parts.database.read(sealed_entries)[5]
    forged = {
        "id": bytes(16), "chain": genuine.chain, "number": 999, "previous": bytes(32), "author": genuine.author,
        "tick": genuine.tick, "case_id": genuine.case_id, "interview_id": genuine.interview_id,
        "commitment": genuine.commitment, "signature": genuine.signature, "hash": bytes(32), "payload": genuine.payload,
    }  # fmt: skip
    vault._parts.database.write(lambda connection: connection.execute(rows.entry.insert(), forged))
    vault.lock()
    harm(full.database, [1])

    readable = mended(full).readable

    assert readable.refused == 1
    vault = full.opened()
    assert vault._parts.database.read(_ids).count(bytes(16)) == 0
    vault.lock()


def _ids(connection: sa.Connection) -> list[bytes]:
    return list(connection.execute(sa.select(rows.entry.c.id)).scalars())


def test_a_sound_vault_is_left_alone_unless_it_is_insisted(full: Shelf) -> None:
    before = {path.name: path.read_bytes() for path in full.folder.iterdir() if path.name != "vault.lock"}
    with pytest.raises(NothingToSalvageError):
        mended(full)
    assert {path.name: path.read_bytes() for path in full.folder.iterdir() if path.name != "vault.lock"} == before

    assert mended(full, though_sound=True).readable.lost == 0
    vault = full.opened()
    assert answers(vault) == list(range(400))
    assert vault.journals.audit() == ()
    vault.lock()


def test_refusals_change_nothing(full: Shelf) -> None:
    harm(full.database, [1])
    names = {path.name for path in full.folder.iterdir()}
    content = full.database.read_bytes()

    with pytest.raises(WrongPassphraseError):
        salvage(full.folder, CLARA.id, "une autre phrase", morning(), NO_WAIT)
    with pytest.raises(DeedStoppedError):
        salvage(full.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, cancelled=lambda: True)
    full.database.write_bytes(bytes(len(content)))
    with pytest.raises(NothingReadableError):
        mended(full)
    full.database.write_bytes(content)
    assert {path.name for path in full.folder.iterdir()} == names

    full.database.unlink()
    with pytest.raises(DatabaseMissingError):
        mended(full)


def test_a_repair_tells_how_far_it_is(full: Shelf) -> None:
    harm(full.database, [1])
    told: list[float] = []

    salvage(full.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, progress=told.append)

    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1
