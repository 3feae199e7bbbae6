"""Rows read from pages alone: as SQLite gives them, and nothing breaks on what is no row."""

import random

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.vault.cells import Row, rows_on
from spie_diag.vault.opening import Vault
from spie_diag.vault.pages import PAGE_BYTES, PageReader, pages_of
from tests.vault.shelf import CASE, CLARA

KINDS = b"\x0d\x0a\x02\x05\x00\xff"


def plain_pages(vault: Vault) -> dict[int, bytes]:
    vault.rest()
    reader = PageReader(vault._parts.vault_key, vault._key_file.database_salt)
    path = vault._parts.database.path
    return {number: reader.plain(page, number) or b"" for number, page in pages_of(path)}


def rows_in(pages: dict[int, bytes]) -> set[Row]:
    return {row for page in pages.values() for row in rows_on(page, pages.get)}


def test_rows_are_those_that_sqlite_reads_long_ones_too(vault: Vault) -> None:
    for number, length in enumerate((0, 1, 900, 1000, 3900, 4000, 4100, 8100, 50_000)):
        vault.drafts.keep(CASE, f"note/{number}", CLARA.id, "é" * length)
        vault.forms.keep(bytes(length))
    found = rows_in(plain_pages(vault))

    def kept(connection: sa.Connection) -> list[Row]:
        drafts = connection.exec_driver_sql("SELECT * FROM draft").all()
        forms = connection.exec_driver_sql("SELECT NULL, fingerprint, content, kept_at FROM form").all()
        entries = connection.exec_driver_sql("SELECT * FROM entry").all()
        return [*map(tuple, drafts), *map(tuple, forms), *((None, *entry[1:]) for entry in entries)]

    assert set(vault._parts.database.read(kept)) <= found


def test_a_row_whose_rest_is_missing_is_left_out_alone(vault: Vault) -> None:
    vault.drafts.keep(CASE, "note/1", CLARA.id, "long " * 5000)
    vault.drafts.keep(CASE, "note/2", CLARA.id, "court")
    pages = plain_pages(vault)

    alone = {row for page in pages.values() for row in rows_on(page, lambda _number: None)}

    named = {row[1] for row in alone if len(row) == 5}
    assert "note/2" in named
    assert "note/1" not in named


@settings(max_examples=60)
@given(st.sampled_from(KINDS), st.integers(0, 1 << 32), st.integers(0, 40))
def test_whatever_is_on_a_page_nothing_breaks(kind: int, seed: int, cells: int) -> None:
    chance = random.Random(seed)
    page = bytearray(chance.randbytes(PAGE_BYTES))
    page[0], page[3:5] = kind, cells.to_bytes(2, "big")
    for first in range(8, 8 + 2 * cells, 2):
        page[first : first + 2] = chance.randrange(PAGE_BYTES).to_bytes(2, "big")

    assert len(list(rows_on(bytes(page), lambda number: bytes(page) if number % 2 else None))) <= cells
