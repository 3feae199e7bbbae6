"""A person's file is erased: nothing of it is left in any decrypted byte, and the signed rest still holds."""

import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.vault import rows, slots
from spie_diag.vault.auditing import AlarmKind
from spie_diag.vault.database import Database
from spie_diag.vault.erasing import NAME, Erasing, Reason, merge_erased
from spie_diag.vault.errors import (
    CaseErasedError,
    DiskFullError,
    ErasureUnfinishedError,
    ReadApartError,
    UnknownCaseError,
)
from spie_diag.vault.opening import Vault
from spie_diag.vault.pen import columns
from spie_diag.vault.register import Deed
from spie_diag.vault.restoring import restore
from spie_diag.vault.searching import folded
from tests.vault.dying import killed_meanwhile
from tests.vault.plain_pages import plain_bytes
from tests.vault.shelf import (
    CASE,
    CLARA,
    CLARA_SAYS,
    IDRIS,
    IDRIS_SAYS,
    INTERVIEW,
    NO_WAIT,
    Shelf,
    another,
    cheap,
    morning,
    sealed_entries,
    somebody,
)

SECRET = "jéton-"
PDF = b"%PDF " + SECRET.encode() * 20_000
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEIGHBOUR = another("D-2026-0002", "Voisin", "Paul")
THEIRS = InterviewId(UUID(int=30))


def traces(shelf: Shelf, key: bytes) -> list[str]:
    plain = plain_bytes(shelf.database, key)
    looked_for = (SECRET, folded(SECRET), "Zéphyrine", "zephyrine", "Quatrevaux", "quatrevaux", "0611223344")
    return [text for text in looked_for if text.encode() in plain]


def filled(shelf: Shelf) -> Vault:
    """One person about whom much is said, and her neighbour, written in turns."""
    vault, chance = shelf.opened(), random.Random(7)
    vault.unlock(IDRIS.id, IDRIS_SAYS)
    vault.cases.add(NEIGHBOUR)
    vault.cases.correct(somebody(called="Zéphyrine", family_name="Quatrevaux", phone="06 11 22 33 44"))
    for number in range(160):
        text = SECRET * chance.choice((1, 3, 30, 200, 900)) + str(number)
        vault.journals.write(CASE, INTERVIEW, CLARA.id, f"note/{number}", {"text": text})
        vault.journals.write(NEIGHBOUR.case, THEIRS, CLARA.id, f"note/{number}", {"text": "autre" * (number % 60)})
    vault.signed_documents.add(CASE, INTERVIEW, 1, "ab" * 32, PDF, "social")
    vault.signed_documents.add(NEIGHBOUR.case, THEIRS, 1, "cd" * 32, b"%PDF autre", "social")
    vault.drafts.keep(CASE, "note/5", CLARA.id, f"{SECRET}brouillon")
    vault.drafts.keep(NEIGHBOUR.case, "note/5", CLARA.id, "autre brouillon")
    vault.places.remember("last", str(INTERVIEW))
    vault.places.remember(f"interview/{INTERVIEW}", {"text": SECRET})
    vault.register.note(Deed.OPENED, CLARA.id, CASE)
    vault.rest()
    return vault


@pytest.fixture(scope="module")
def filled_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled-once") / "coffre"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        patch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
        filled(Shelf(shutil.copytree(made_once, folder))).lock()
    return folder


@pytest.fixture
def full(filled_once: Path, tmp_path: Path, cheap_guesses: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
    return Shelf(shutil.copytree(filled_once, tmp_path / "plein"))


def test_no_decrypted_byte_of_the_file_or_its_log_holds_what_was_erased(full: Shelf) -> None:
    vault = full.opened()
    key = bytes(vault._parts.vault_key)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/last", {"text": SECRET})  # still in the log
    assert len(traces(full, key)) >= 6, "the search finds what is there"

    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)

    assert traces(full, key) == []
    assert [person.case for person in vault.cases.all()] == [NEIGHBOUR.case]
    assert vault.cases.find("quatrevaux") == ()
    assert vault.cases.find("voisin")
    assert vault.places.recall("last") is None
    assert len(vault.journals.of(NEIGHBOUR.case)) == 161
    assert vault.signed_documents.of(THEIRS)[0].pdf == b"%PDF autre"
    assert set(vault.drafts.of(NEIGHBOUR.case)) == {"note/5"}
    vault.lock()
    assert traces(full, key) == []


def test_the_index_of_what_is_looked_for_forgets_even_pieces_of_a_name(full: Shelf) -> None:
    vault = full.opened()
    vault.cases.correct(somebody(family_name="Zqxjwk"))

    def pieces(connection: sa.Connection) -> list[str]:
        blocks = b"".join(connection.exec_driver_sql("SELECT block FROM case_search_data").scalars())
        return [piece for piece in ("zqx", "qxj", "xjw", "jwk") if piece.encode() in blocks]

    assert len(vault._parts.database.read(pieces)) >= 3, "the search finds what is there"

    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)

    assert vault._parts.database.read(pieces) == []
    vault.lock()


def test_a_later_copy_of_the_vault_holds_nothing_either(full: Shelf, tmp_path: Path) -> None:
    vault = full.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.RETENTION)
    vault._parts.database.copy_to(tmp_path / "vault-copy.db")

    assert SECRET.encode() not in plain_bytes(tmp_path / "vault-copy.db", bytes(vault._parts.vault_key))
    vault.lock()


def test_what_stays_is_who_wrote_when_and_the_chains_still_hold(full: Shelf) -> None:
    vault = full.opened()
    before = vault._parts.database.read(sealed_entries)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)

    assert vault.journals.audit() == ()
    assert vault.journals.audit(CASE) == ()
    after = vault._parts.database.read(sealed_entries)
    assert [(old.hash, old.author) for old in before] == [(new.hash, new.author) for new in after[: len(before)]]
    assert [entry.subject for entry in vault.journals.of(CASE)] == ["register/opened", "erasure", "register/purged"]
    line = vault.register.lines(1)[0]
    assert (line.deed, line.author, line.facts["number"], line.facts["reason"]) == (
        Deed.PURGED,
        CLARA.id,
        "D-2026-0001",
        "request",
    )
    vault.cases.rebuild()
    assert [person.case for person in vault.cases.all()] == [NEIGHBOUR.case]
    assert vault.cases.next_number(2026) == "D-2026-0003"
    assert vault.cases.is_erased(CASE)
    assert vault.cases.erased_numbers() == {CASE: "D-2026-0001"}
    vault.lock()


def test_nothing_more_is_written_in_an_erased_file(full: Shelf) -> None:
    vault = full.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    number = vault._parts.pen.link.number

    for write in (
        lambda: vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/1", {"text": SECRET}),
        lambda: vault.drafts.keep(CASE, "note/1", CLARA.id, SECRET),
        lambda: vault.signed_documents.add(CASE, INTERVIEW, 1, "", b"%PDF", "social"),
        lambda: vault.cases.correct(somebody()),
    ):
        with pytest.raises(CaseErasedError):
            write()
    assert vault._parts.pen.link.number == number
    vault.journals.write(NEIGHBOUR.case, THEIRS, CLARA.id, "note/1", "on continue")
    assert vault.journals.audit() == ()
    with pytest.raises(UnknownCaseError):
        vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()


def _change(connection: sa.Connection, change: sa.Executable) -> None:
    connection.execute(change)


def test_the_database_still_refuses_any_other_change(full: Shelf) -> None:
    vault = full.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    theirs, hers = rows.entry.c.case_id == NEIGHBOUR.case.bytes, rows.entry.c.case_id == CASE.bytes
    ordered = rows.entry.c.id.in_(sa.select(rows.erasure.c.entry_id))
    for change in (
        rows.entry.update().where(theirs).values(payload=None),
        rows.entry.update().where(hers).values(payload=b"{}"),
        rows.entry.update().where(hers).values(payload=None, tick=1),
        rows.entry.update().where(ordered).values(payload=None),
        rows.entry.delete().where(hers),
        rows.signed_document.update().where(rows.signed_document.c.case_id == CASE.bytes).values(pdf=b"x"),
        rows.signed_document.update().where(rows.signed_document.c.interview_id == THEIRS.bytes).values(pdf=b""),
        rows.signed_document.delete(),
    ):
        with pytest.raises(sa.exc.IntegrityError, match="only grows"):
            vault._parts.database.write(partial(_change, change=change))
    vault.lock()


def _without_triggers(connection: sa.Connection, change: sa.Executable) -> None:
    connection.exec_driver_sql("DROP TRIGGER entry_no_update")
    connection.execute(change)


def test_a_payload_that_goes_without_a_signed_order_is_an_alarm(full: Shelf) -> None:
    vault = full.opened()
    change = rows.entry.update().where(rows.entry.c.number == 9).values(payload=None)
    vault._parts.database.write(lambda connection: _without_triggers(connection, change))

    assert [(alarm.kind, alarm.number) for alarm in vault.journals.audit()] == [(AlarmKind.CHANGED, 9)]
    vault.lock()


def test_an_order_that_no_member_signed_is_an_alarm_and_covers_nothing(full: Shelf) -> None:
    vault = full.opened()
    sealed = vault._parts.database.read(sealed_entries)[-1]
    stranger = replace(sealed, id=bytes(16), number=sealed.number + 1, previous=sealed.hash, tick=sealed.tick + 1)
    payload = b'{"subject":"erasure","value":{"number":"D-2026-0001","reason":"request"}}'
    stranger = replace(stranger, case_id=CASE.bytes, payload=payload)

    def forge(connection: sa.Connection) -> None:
        connection.execute(rows.entry.insert().values(**columns(stranger)))
        _without_triggers(connection, rows.entry.update().where(rows.entry.c.number == 3).values(payload=None))

    vault._parts.database.write(forge)

    kinds = [alarm.kind for alarm in vault.journals.audit()]
    assert AlarmKind.NOT_SIGNED_BY_AUTHOR in kinds
    assert AlarmKind.CHANGED in kinds
    vault.lock()


def test_a_line_of_the_register_behind_the_order_cannot_go_unseen(full: Shelf) -> None:
    vault = full.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    last = vault._parts.pen.link.number - 1
    change = rows.entry.update().where(rows.entry.c.number == last).values(payload=None)
    vault._parts.database.write(lambda connection: _without_triggers(connection, change))

    assert [alarm.kind for alarm in vault.journals.audit()] == [AlarmKind.CHANGED]
    vault.lock()


class KilledError(Exception):
    """Stands in for the end of the process."""


def _die(*_: object) -> None:
    raise KilledError


@pytest.mark.parametrize(("room", "step"), [(Erasing, "_list"), (Database, "empty_log")])
def test_killed_between_two_steps_it_finishes_at_the_next_opening(
    full: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: type, step: str
) -> None:
    vault = full.opened()
    key = bytes(vault._parts.vault_key)
    with monkeypatch.context() as patch:
        patch.setattr(room, step, _die)
        with pytest.raises(KilledError):
            vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    left = Shelf(shutil.copytree(full.folder, tmp_path / "tué"))  # what the disk holds at this moment
    assert traces(left, key), "the file itself is not yet erased"
    vault.lock()

    vault = left.opened(by=IDRIS)
    assert traces(left, key) == []
    assert CASE.hex in (left.folder / NAME).read_text()
    assert vault.journals.audit() == ()
    vault.lock()


def test_an_older_copy_put_back_is_erased_before_anything_is_shown(full: Shelf, tmp_path: Path) -> None:
    older = Shelf(shutil.copytree(full.folder, tmp_path / "sauvegarde"))
    vault = full.opened()
    key = bytes(vault._parts.vault_key)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()

    merge_erased(older.folder, full.folder)
    merge_erased(older.folder, full.folder)
    vault = older.opened(by=IDRIS)

    assert [person.case for person in vault.cases.all()] == [NEIGHBOUR.case]
    assert traces(older, key) == []
    assert vault.journals.audit() == ()
    assert vault.erasing.unread == 0
    assert vault.register.lines(1)[0].facts == {
        "deed": "purged",
        "reason": "erased-before",
        "number": "D-2026-0001",
    }
    assert len(json.loads((older.folder / NAME).read_text())) == 1, "one block, signed by whoever opened"
    vault.lock()


@pytest.mark.parametrize("change", ["add", "stranger", "garbage", "cut"])
def test_a_list_that_no_member_signed_erases_nobody(full: Shelf, tmp_path: Path, change: str) -> None:
    vault = full.opened()
    vault.erasing.erase([NEIGHBOUR.case], CLARA.id, Reason.MISTAKE)
    vault.lock()
    path = full.folder / NAME
    blocks = json.loads(path.read_text())
    edits: dict[str, Callable[[], str]] = {
        "add": lambda: json.dumps([{**blocks[0], "cases": [CASE.hex]}]),
        "stranger": lambda: json.dumps([{**blocks[0], "cases": [CASE.hex], "signer": "é" * 32}]),
        "garbage": lambda: '{"cases": 3}',
        "cut": lambda: path.read_text()[:-9],
    }
    path.write_text(edits[change]())

    vault = full.opened()
    assert [person.case for person in vault.cases.all()] == [CASE]
    assert vault.erasing.unread == 1
    assert NEIGHBOUR.case.hex in path.read_text(), "what the journal knows is listed again"
    vault.lock()


def test_an_erasure_waits_for_a_backup_that_reads_the_file(full: Shelf) -> None:
    vault = full.opened()
    with vault._parts.database.apart(), pytest.raises(ReadApartError):
        vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    assert not vault.cases.is_erased(CASE)
    vault.lock()


def test_a_disk_that_refuses_the_end_says_that_the_next_opening_finishes(
    full: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = full.opened()

    def full_disk(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(Erasing, "_list", full_disk)
        with pytest.raises(ErasureUnfinishedError, match="se terminera"):
            vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    assert vault.cases.is_erased(CASE)
    vault.lock()
    vault = full.opened()
    assert CASE.hex in (full.folder / NAME).read_text()
    vault.lock()


def test_several_files_go_together_or_not_at_all(full: Shelf) -> None:
    vault = full.opened()
    with pytest.raises(UnknownCaseError):
        vault.erasing.erase([CASE, CaseId(UUID(int=99))], CLARA.id, Reason.RETENTION)
    assert len(vault.cases.all()) == 2
    vault.erasing.erase([CASE, NEIGHBOUR.case], CLARA.id, Reason.RETENTION)
    assert vault.cases.all() == ()
    assert vault.journals.audit() == ()
    vault.lock()


def test_what_an_upgrade_left_aside_goes_too_and_other_copies_are_told(full: Shelf) -> None:
    vault = full.opened()
    for name in ("backups/coffre-0002", "avant-restauration-2026-11-24-090000"):
        (full.folder / name).mkdir(parents=True)
        (full.folder / name / "vault-1.db").write_bytes(b"older")
    assert vault.older_copies() == ("avant-restauration-2026-11-24-090000", "backups/coffre-0002")

    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)

    assert vault.older_copies() == ("avant-restauration-2026-11-24-090000",)
    vault.lock()


def test_a_backup_put_back_brings_nobody_back(full: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "clé"
    target.mkdir()
    vault = full.opened()
    key = bytes(vault._parts.vault_key)
    older = vault.back_up(target, NOON, 10)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    later = vault.back_up(target, NOON + timedelta(days=1), 10)
    vault.lock()
    assert traces(Shelf(later.folder), key) == []

    for folder in (full.folder, tmp_path / "autre ordinateur"):  # the second has nothing but the backups
        restore(older.folder, folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT)
        vault = Shelf(folder).opened(by=IDRIS)
        assert [person.case for person in vault.cases.all()] == [NEIGHBOUR.case]
        assert AlarmKind.CHANGED not in {alarm.kind for alarm in vault.journals.audit()}
        assert traces(Shelf(folder), bytes(vault._parts.vault_key)) == []
        vault.lock()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_the_file_is_whole_or_gone_without_a_trace(full: Shelf, tmp_path: Path) -> None:
    vault = full.opened()
    key = bytes(vault._parts.vault_key)
    vault.lock()
    chance = random.Random(20261123)
    for number in range(8):
        shelf = Shelf(shutil.copytree(full.folder, tmp_path / str(number)))

        def erase(acknowledge: Callable[[int], None], shelf: Shelf = shelf) -> None:
            opened = shelf.opened()
            acknowledge(0)
            opened.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
            acknowledge(1)
            opened.lock()

        acknowledged = killed_meanwhile(erase, chance, 0.04)
        vault = shelf.opened()
        is_gone = vault.cases.is_erased(CASE)
        assert is_gone or not acknowledged
        assert (traces(shelf, key) == []) is is_gone
        assert vault.journals.audit() == ()
        assert len(vault.journals.of(NEIGHBOUR.case)) == 161
        assert is_gone or len(vault.journals.of(CASE)) == 166
        vault.lock()
