"""A whole check says what holds, finds each thing that does not, and changes nothing."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.vault.checking import Finding, Outcome, Point, check_closed
from spie_diag.vault.errors import DatabaseMissingError, WrongPassphraseError
from spie_diag.vault.opening import Vault
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, NO_WAIT, Shelf, morning

PDF = b"%PDF" + bytes(20_000)


def closed(shelf: Shelf, says: str = CLARA_SAYS) -> list[Finding]:
    return list(check_closed(shelf.folder, CLARA.id, says, morning().now(), NO_WAIT))


def opened(vault: Vault) -> dict[Point, Outcome]:
    *_, findings = vault.check_in_steps()
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


def test_a_copy_of_the_keys_that_is_damaged_is_a_remark_and_a_wrong_passphrase_a_refusal(shelf: Shelf) -> None:
    _flip(shelf.folder / "vault.keys.copy", 200)
    assert closed(shelf)[0].outcome is Outcome.REMARK
    with pytest.raises(WrongPassphraseError):
        closed(shelf, "une autre phrase")
    shelf.database.unlink()
    with pytest.raises(DatabaseMissingError):
        closed(shelf)


def test_a_vault_locked_meanwhile_ends_the_check(shelf: Shelf) -> None:
    from spie_diag.vault.errors import VaultLockedError

    vault = shelf.opened()
    steps = vault.check_in_steps()
    next(steps)
    vault.lock()
    with pytest.raises(VaultLockedError):
        list(steps)
