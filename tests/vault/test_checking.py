"""A whole check says what holds, finds each thing that does not, and changes nothing."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from spie_diag.interview.people import InterviewId
from spie_diag.vault.checking import Finding, Outcome, Point, check_closed
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import DatabaseMissingError, DeedStoppedError, VaultLockedError, WrongPassphraseError
from spie_diag.vault.opening import Vault
from spie_diag.vault.redrawing import lists_hold
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, NO_WAIT, Shelf, another, morning, somebody

PDF = b"%PDF" + bytes(20_000)


def closed(shelf: Shelf, says: str = CLARA_SAYS) -> list[Finding]:
    return list(check_closed(shelf.folder, CLARA.id, says, morning().now(), NO_WAIT))


def opened(vault: Vault) -> dict[Point, Outcome]:
    *_, findings = vault.checking.whole()
    return {finding.point: finding.outcome for finding in findings}


def fill(vault: Vault) -> None:
    vault.forms.keep(b'{"form": 1}' * 1000)
    digest = hashlib.sha256(PDF).hexdigest()
    vault.signed_documents.add(CASE, INTERVIEW, 1, digest, PDF, "social")
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "signed/1/social", {"specialist": str(CLARA.id), "digest": digest})


def test_everything_holds_in_a_sound_vault_and_nothing_is_changed(shelf: Shelf) -> None:
    before = {path.name: path.read_bytes() for path in shelf.folder.iterdir() if path.name != "vault.lock"}
    assert [(finding.point, finding.outcome) for finding in closed(shelf)] == [
        (Point.KEYS, Outcome.HOLDS),
        (Point.PAGES, Outcome.HOLDS),
        (Point.LOG, Outcome.HOLDS),
    ]
    assert {path.name: path.read_bytes() for path in shelf.folder.iterdir() if path.name != "vault.lock"} == before

    vault = shelf.opened()
    fill(vault)
    head = vault.journals.chain_head()
    assert set(opened(vault).values()) == {Outcome.HOLDS}
    assert vault.journals.chain_head() == head
    assert vault.cases.get(CASE).family_name == "Benali", "the lists are as they were"
    vault.lock()


def _an_entry(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER entry_no_update")
    connection.exec_driver_sql("UPDATE entry SET signature = zeroblob(64) WHERE number = 2")


def _a_form(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER form_no_update")
    connection.exec_driver_sql("UPDATE form SET content = x'00'")


def _a_document(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER signed_document_no_update")
    connection.exec_driver_sql("UPDATE signed_document SET pdf = x'00'")


def _document_and_digest(connection: sa.Connection) -> None:
    _a_document(connection)
    digest = hashlib.sha256(b"\0").hexdigest()
    connection.exec_driver_sql(f"UPDATE signed_document SET digest = '{digest}'")


def _a_list(connection: sa.Connection) -> None:
    connection.exec_driver_sql("UPDATE case_file SET number = 'D-2026-9999'")


def _an_index_of_words(connection: sa.Connection) -> None:
    connection.exec_driver_sql("INSERT INTO case_search(case_search) VALUES('delete-all')")


@pytest.mark.parametrize(
    ("harm", "point"),
    [
        (_an_entry, Point.ENTRIES),
        (_a_form, Point.FORMS),
        (_a_document, Point.DOCUMENTS),
        (_document_and_digest, Point.DOCUMENTS),
        (_a_list, Point.LISTS),
        (_an_index_of_words, Point.LISTS),
    ],
)
def test_what_somebody_changed_with_the_key_is_found(
    vault: Vault, harm: Callable[[sa.Connection], None], point: Point
) -> None:
    fill(vault)
    vault._parts.database.write(harm)

    assert [one for one, outcome in opened(vault).items() if outcome is Outcome.FAILS] == [point]


def _a_part_of_the_index(connection: sa.Connection) -> None:
    connection.exec_driver_sql("INSERT INTO case_search(case_search, rowid, searched) VALUES('delete', 1, 'benali')")


def _a_line_of_the_register(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DELETE FROM register_line")


@pytest.mark.parametrize("harm", [_a_part_of_the_index, _a_line_of_the_register])
def test_a_list_that_says_less_than_the_entries_is_found(vault: Vault, harm: Callable[[sa.Connection], None]) -> None:
    vault.register.note(Deed.EXPORTED, CLARA.id, CASE)
    assert opened(vault)[Point.LISTS] is Outcome.HOLDS
    vault._parts.database.write(harm)

    assert opened(vault)[Point.LISTS] is Outcome.FAILS


def test_lists_of_erased_files_and_of_corrected_ones_hold(vault: Vault) -> None:
    gone = another("D-2026-0002", "Partie")
    vault.cases.add(gone)
    vault.cases.correct(somebody(family_name="Benali-Roux"))
    vault.erasing.erase([gone.case], CLARA.id, Reason.REQUEST)
    fill(vault)

    assert set(opened(vault).values()) == {Outcome.HOLDS}


def test_people_write_while_the_lists_are_drawn_again(vault: Vault) -> None:
    looks: list[int] = []

    def meanwhile() -> bool:
        looks.append(len(looks))
        vault.journals.write(CASE, INTERVIEW, CLARA.id, f"answer/MEA-{len(looks):02}", {"status": "REP", "value": 1})
        return False

    database = vault._parts.database
    with database.apart() as beside:
        assert lists_hold(beside, meanwhile)

    assert len(looks) >= 2
    assert set(opened(vault).values()) == {Outcome.HOLDS}


def test_a_long_check_stops_where_it_is_asked_to_and_where_the_vault_is_locked(shelf: Shelf) -> None:
    vault = shelf.opened()
    with pytest.raises(DeedStoppedError):
        list(vault.checking.apart(lambda: True))
    looks = vault.checking.apart()
    next(looks)
    for beside in vault._parts.database._beside:
        beside.must_stop = True
    with pytest.raises(DeedStoppedError):
        list(looks)
    vault.lock()
    with pytest.raises(VaultLockedError):
        list(vault.checking.apart())


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_of_a_damaged_vault_it_says_what_would_come_back_and_leaves_it_as_it_is(shelf: Shelf) -> None:
    _flip(shelf.database, 40)
    damaged = shelf.database.read_bytes()

    _, pages, _, readable = closed(shelf)

    assert (pages.outcome, pages.figures["damaged"]) == (Outcome.FAILS, 1)
    assert readable.told.startswith("récupération possible\u00a0: 4\u00a0entrées sur 4,")
    assert readable.figures == {"kept": 4, "due": 4, "documents": 0}
    assert shelf.database.read_bytes() == damaged

    _flip(shelf.database, 40)
    _flip(shelf.database, 3)  # its salt, which the key file remembers
    assert closed(shelf)[-1].figures["kept"] == 4

    shelf.database.write_bytes(bytes(len(damaged)))
    nothing = closed(shelf)[-1]
    assert nothing.told == "plus aucune ne se lit dans ce fichier\u00a0: seule une sauvegarde peut les rendre."
    assert nothing.figures == {"kept": 0, "due": 4, "documents": 0}


def test_a_copy_of_the_keys_that_is_damaged_is_a_remark_and_a_wrong_passphrase_a_refusal(shelf: Shelf) -> None:
    _flip(shelf.folder / "vault.keys.copy", 200)
    assert closed(shelf)[0].outcome is Outcome.REMARK
    with pytest.raises(WrongPassphraseError):
        closed(shelf, "une autre phrase")
    shelf.database.unlink()
    with pytest.raises(DatabaseMissingError):
        closed(shelf)


def test_a_vault_locked_meanwhile_ends_the_check(shelf: Shelf) -> None:
    vault = shelf.opened()
    steps = vault.checking.whole()
    next(steps)
    vault.lock()
    with pytest.raises(VaultLockedError):
        list(steps)


def test_a_document_taken_in_from_a_partner_is_looked_for_too(shelf: Shelf) -> None:
    vault = shelf.opened()
    digest = hashlib.sha256(PDF).hexdigest()
    vault.journals.write(CASE, None, CLARA.id, f"received/{digest}", {"digest": digest, "diagnostic": "{}"})
    assert opened(vault)[Point.DOCUMENTS] is Outcome.FAILS
    vault.signed_documents.add(CASE, InterviewId(UUID(int=99)), 1, digest, PDF, "received")
    assert opened(vault)[Point.DOCUMENTS] is Outcome.HOLDS
    vault.lock()
