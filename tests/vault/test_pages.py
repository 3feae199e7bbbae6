"""The encrypted pages read without SQLite: as SQLite reads them, and never a changed one."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.vault.opening import Vault
from spie_diag.vault.pages import PAGE_BYTES, PageReader, committed_frames, frames_in, pages_of
from tests.vault.shelf import CASE, CLARA, INTERVIEW, Shelf

KEY, SALT = bytes(range(32)), bytes(16)


def reader_of(vault: Vault) -> PageReader:
    return PageReader(vault._parts.vault_key, vault._key_file.database_salt)


def test_every_page_of_a_vault_and_of_its_log_is_authentic_and_reads_as_sqlite_reads_it(vault: Vault) -> None:
    for number in range(4):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, f"answer/PAG-{number}", "dit " * 2000)
    reader, path = reader_of(vault), vault._parts.database.path
    log = path.with_name(f"{path.name}-wal").read_bytes()

    pages = {number: reader.plain(page, number) for number, page in pages_of(path)}
    logged = {frame.number: reader.plain(frame.page, frame.number) for frame in committed_frames(log, reader)}

    assert None not in pages.values()
    assert None not in logged.values()
    assert logged, "the log holds what was just written"
    first = pages[1] or b""
    assert first.startswith(b"SQLite format 3\0")
    assert int.from_bytes(first[16:18], "big") == PAGE_BYTES
    assert first[20] == 80, "what SQLCipher reserves on each page"
    assert any(b"answer/PAG-3" in (page or b"") for page in logged.values())
    reader.close()


def test_pages_may_be_read_some_at_a_time(vault: Vault) -> None:
    path = vault._parts.database.path
    whole = pages_of(path)

    assert [number for number, _ in whole] == list(range(1, len(whole) + 1))
    assert pages_of(path, 3, 2) == whole[2:4]
    assert pages_of(path, len(whole) + 1, 5) == []


def test_any_changed_byte_of_a_page_is_found(shelf: Shelf) -> None:
    vault = shelf.opened()
    reader = reader_of(vault)
    chance = random.Random(23112026)
    for number, page in pages_of(shelf.database):
        for _ in range(3):
            # The first bytes of the file are its salt: the key file vouches for them.
            changed = bytearray(page)
            changed[chance.randrange(16 if number == 1 else 0, PAGE_BYTES)] ^= 1 << chance.randrange(8)
            assert reader.plain(bytes(changed), number) is None
        assert reader.plain(page, number + 1) is None, "a page in the place of another one"
    vault.lock()


@given(st.binary(max_size=3 * PAGE_BYTES), st.integers(1, 9))
def test_whatever_bytes_are_no_page_and_no_log(content: bytes, number: int) -> None:
    reader = PageReader(KEY, SALT)

    assert reader.plain(content, number) is None
    assert all(reader.plain(frame.page, frame.number % (1 << 32)) is None for frame in frames_in(content))
    assert len(committed_frames(content, reader)) <= len(list(frames_in(content)))


def test_an_unfinished_transaction_is_no_part_of_the_log(vault: Vault) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/PAG-1", "dit " * 4000)
    path = vault._parts.database.path
    log = path.with_name(f"{path.name}-wal").read_bytes()
    reader = reader_of(vault)
    frames = committed_frames(log, reader)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/PAG-2", "dit " * 4000)
    longer = path.with_name(f"{path.name}-wal").read_bytes()

    assert committed_frames(longer[: len(log) + 24 + PAGE_BYTES], reader) == frames
    assert len(committed_frames(longer, reader)) > len(frames)


def test_a_large_file_is_verified_in_slices_behind_the_journal(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spie_diag.vault.parts._VERIFIED_AT_ONCE", 0)
    monkeypatch.setattr("spie_diag.vault.journals._STEP_PAGES", 7)
    healthy = shelf.opened()
    assert healthy.journals.audit() == ()
    free = free_pages(healthy)
    healthy.lock()
    harm(shelf.database, free)

    vault = shelf.opened()
    steps = list(vault.journals.audit_in_steps())
    sentences = [alarm.sentence for alarm in steps[-1]]
    assert len(steps) > len(pages_of(shelf.database)) // 7, "somebody may write in between"
    (sentence,) = sentences
    assert sentence.startswith(f"Le fichier du coffre est abîmé ({len(free)}\u00a0pages)\u00a0: ce n’est plus")
    assert [alarm.kind.name for alarm in vault.journals.audit()] == ["DAMAGED"], "it is not forgotten"
    assert vault.journals.audit(CASE) == (), "her entries hold"
    vault.lock()


def free_pages(vault: Vault) -> list[int]:
    """Pages that hold nothing now, by their content: SQLite wipes what it gives back."""
    for number in range(30):
        vault.drafts.keep(CASE, f"note/{number}", CLARA.id, "elle dit que " * 1000)
    for number in range(30):
        vault.drafts.forget(CASE, f"note/{number}", CLARA.id)
    vault.rest()
    reader = reader_of(vault)
    empty = [
        number for number, page in pages_of(vault._parts.database.path) if reader.plain(page, number) == bytes(4096)
    ]
    assert len(empty) > 2
    return empty[:3]


def harm(path: Path, numbers: list[int]) -> None:
    content = bytearray(path.read_bytes())
    for number in numbers:
        content[(number - 1) * PAGE_BYTES + 100] ^= 1
    path.write_bytes(content)
