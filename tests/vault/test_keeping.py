"""Drafts, documents and places: small collections, kept exactly."""

import hashlib
import os
from uuid import UUID

import pytest
import sqlalchemy as sa

from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.vault.opening import Vault
from tests.vault.shelf import CASE, CLARA, IDRIS, INTERVIEW, Shelf


def test_a_draft_is_replaced_as_it_grows_and_gone_when_forgotten(vault: Vault) -> None:
    for text in ("b", "bo", "bon\ud83d", "bonjour 🌧️ مرحبا"):
        vault.drafts.keep(CASE, "note/2", CLARA.id, text)
        assert vault.drafts.of(CASE)["note/2"].text == text

    vault.drafts.forget(CASE, "note/2", IDRIS.id)
    assert "note/2" in vault.drafts.of(CASE), "hers is not his"
    vault.drafts.forget(CASE, "note/2", CLARA.id)
    assert set(vault.drafts.of(CASE)) == {"note/1"}
    assert vault.drafts.of(CaseId(UUID(int=77))) == {}


def test_a_draft_erased_while_typing_is_nowhere(vault: Vault) -> None:
    """Not even in a free page: every page is read, decrypted, as SQLite has it."""
    erased = "ce qu’elle a préféré retirer"
    vault.drafts.keep(CASE, "note/2", CLARA.id, erased)
    vault.drafts.keep(CASE, "note/2", CLARA.id, "")
    vault.drafts.forget(CASE, "note/2", CLARA.id)
    vault._parts.database.checkpoint()

    def tables(connection: sa.Connection) -> bytes:
        names = sa.inspect(connection).get_table_names()
        return b"".join(repr(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()).encode() for name in names)

    assert erased.encode() not in vault._parts.database.read(tables)
    assert not list(vault.folder.glob("*-wal")) or all(not path.stat().st_size for path in vault.folder.glob("*-wal"))


def test_documents_are_kept_byte_for_byte_in_their_order(shelf: Shelf) -> None:
    vault = shelf.opened()
    assert vault.signed_documents.latest(INTERVIEW) is None
    first, second = os.urandom(300_000), os.urandom(310_000) + b"\x00\x00%%EOF\n"
    for stage, pdf in (("social", first), ("emploi", second)):
        vault.signed_documents.add(CASE, INTERVIEW, 1, hashlib.sha256(pdf).hexdigest(), pdf, stage)
    vault.signed_documents.add(CASE, InterviewId(UUID(int=21)), 1, "", b"%PDF", "social")
    vault.lock()

    vault = shelf.opened()
    kept = vault.signed_documents.of(INTERVIEW)
    assert [(one.stage, one.pdf, one.version, one.case) for one in kept] == [
        ("social", first, 1, CASE),
        ("emploi", second, 1, CASE),
    ]
    latest = vault.signed_documents.latest(INTERVIEW)
    assert latest is not None
    assert latest == kept[-1]
    assert latest.digest == hashlib.sha256(second).hexdigest()
    vault.lock()


def test_places_are_recalled_after_the_vault_was_closed(shelf: Shelf) -> None:
    vault = shelf.opened()
    assert vault.places.recall("last") is None
    vault.places.remember("last", {"stage": "exploration", "block": "LOG", "cursor": 12})
    vault.places.remember("last", {"stage": "restitution"})
    vault.places.remember("empty", "")
    vault.lock()

    vault = shelf.opened(by=IDRIS)
    assert vault.places.recall("last") == {"stage": "restitution"}
    assert vault.places.recall("empty") == ""
    vault.lock()


def test_values_that_are_not_json_are_a_fault_of_ours(vault: Vault) -> None:
    with pytest.raises(ValueError, match="JSON"):
        vault.places.remember("last", float("nan"))
