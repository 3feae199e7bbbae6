import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from spie_diag.clock import SteppingClock
from spie_diag.vault import rows, upgrading
from spie_diag.vault.backing_up import backups_in
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.database import Database
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import DiskFullError, NewerVaultError
from spie_diag.vault.opening import Vault, holders, open_vault
from spie_diag.vault.pages import PAGE_BYTES
from spie_diag.vault.redrawing import lists_hold
from spie_diag.vault.restoring import restore
from spie_diag.vault.salvaging import salvage
from spie_diag.vault.upgrading import BACKUPS, MIGRATIONS, REVISIONS, bring_up_to_date
from tests.vault.dying import killed_at
from tests.vault.shelf import CASE, NO_WAIT, Shelf

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{last}"


def upgrade() -> None:
    op.add_column("place", sa.Column("seen", sa.Integer))
    {fault}
"""


def database_of(shelf: Shelf) -> Database:
    """The encrypted file, with its key taken from a vault opened for a moment."""
    vault = shelf.opened()
    key = bytearray(vault._parts.vault_key)
    vault.lock()
    return Database(shelf.database, key, Ballast(shelf.folder))


def later_program(folder: Path, fault: str = "") -> Path:
    migrations = shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "9999_next.py").write_text(NEXT.format(fault=fault, last=REVISIONS[-1]))
    return migrations


def revision_of(database: Database) -> str:
    return str(database.read(lambda connection: connection.execute(sa.text("SELECT * FROM alembic_version")).scalar()))


def test_the_tables_that_the_migrations_make_are_those_that_the_code_reads(shelf: Shelf) -> None:
    database = database_of(shelf)

    def differences(connection: sa.Connection) -> list[object]:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), rows.metadata)
        return [one for one in found if "case_search" not in str(one) and "alembic_version" not in str(one)]

    assert database.read(differences) == []
    database.close()


def test_every_table_refuses_values_of_another_type(shelf: Shelf) -> None:
    database = database_of(shelf)
    query = sa.text("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main'")
    loose = database.read(lambda connection: set(connection.execute(query).scalars()))

    assert loose <= {"alembic_version", "sqlite_schema"}
    database.close()


def test_the_revisions_known_without_alembic_are_those_on_the_disk() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(steps)) == REVISIONS


def test_a_vault_moves_forward_after_a_backup(shelf: Shelf, tmp_path: Path) -> None:
    database = database_of(shelf)

    bring_up_to_date(database, NOON, later_program(tmp_path))

    assert revision_of(database) == "9999"
    backup = next((shelf.folder / "backups").iterdir())
    copy = Database(backup / shelf.database.name, database._key, Ballast(tmp_path))
    assert revision_of(copy) == REVISIONS[-1]
    assert copy.read(lambda connection: connection.execute(sa.select(sa.func.count(rows.entry.c.n))).scalar()) == 4
    copy.close()
    database.close()


@dataclass(frozen=True)
class Released:
    """A vault as the program of that time left it, and what its people wrote."""

    revision: str
    entries: dict[str, int]

    def put_into(self, folder: Path) -> Path:
        return shutil.copytree(RELEASED / self.revision, folder / "coffre")


RELEASED = Path(__file__).parent / "released"
OLD_VAULTS = (
    Released("0001", {"D-2026-0001": 300, "D-2026-0002": 7, "D-2026-0003": 1}),
    Released("0002", {"D-2026-0001": 206, "D-2026-0002": 7, "D-2026-0003": 1}),
    Released("0003", {"D-2026-0001": 300, "D-2026-0002": 7, "D-2026-0003": 1}),  # and one that was erased
    Released("0004", {"D-2026-0001": 300, "D-2026-0002": 7, "D-2026-0003": 1}),  # one erased, one in the archive
)
OPENED_WITH = "quatre arbres verts au bord du canal"
JOINED_WITH = "sept vélos rouges devant la mairie"


def opened_by_who_made_it(folder: Path) -> Vault:
    return open_vault(folder, holders(folder).specialists[0].id, OPENED_WITH, SteppingClock(NOON), NO_WAIT)


def test_every_released_schema_has_its_vault() -> None:
    kept = sorted(path.name for path in RELEASED.iterdir())

    assert kept == [old.revision for old in OLD_VAULTS]
    assert set(kept) < set(REVISIONS)


@pytest.mark.parametrize("old", OLD_VAULTS, ids=lambda old: old.revision)
def test_a_vault_of_each_released_schema_opens_with_all_that_it_holds_and_goes_on(
    old: Released, tmp_path: Path
) -> None:
    vault = opened_by_who_made_it(old.put_into(tmp_path))

    assert {person.number: len(vault.journals.of(person.case)) for person in vault.cases.all()} == old.entries
    assert vault.journals.audit() == ()
    assert lists_hold(vault._parts.database)
    assert all(vault.cases.find(person.number) == (person,) for person in vault.cases.all())
    (zoe,) = vault.cases.find("oeuvr")
    assert (zoe.called, zoe.family_name, zoe.commune) == ("Zoé", "Œuvrard", "Évreux")
    assert vault.drafts.of(zoe.case)["answer/ATT-01"].text == "Je voudrais retrav"
    first = next(person for person in vault.cases.all() if person.number == "D-2026-0001")
    (interview,) = vault.cases.interviews(first.case)
    (document,) = vault.signed_documents.of(interview.id)
    assert document.digest == hashlib.sha256(document.pdf).hexdigest()
    vault.unlock(vault.specialists[1].id, JOINED_WITH)
    vault.journals.write(first.case, interview.id, vault.specialists[1].id, "answer/LOG-01", "tiers")
    assert vault.forms.content(vault.forms.keep(b"{}")) == b"{}"
    vault.lock()
    again = opened_by_who_made_it(vault.folder)
    assert len(again.journals.of(first.case)) == old.entries[first.number] + 1
    assert again.journals.audit() == ()
    again.lock()


def schema_of(database: Database) -> dict[str, str]:
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    kept = database.read(lambda connection: connection.execute(query).all())
    return {row.name: row.sql for row in kept}


@pytest.mark.parametrize("old", OLD_VAULTS, ids=lambda old: old.revision)
def test_a_vault_of_each_released_schema_gets_the_tables_and_triggers_of_a_new_one(
    old: Released, tmp_path: Path
) -> None:
    new = Database(tmp_path / "neuf.db", bytearray(os.urandom(32)), Ballast(tmp_path))
    bring_up_to_date(new, NOON)

    upgraded = opened_by_who_made_it(old.put_into(tmp_path))

    assert schema_of(upgraded._parts.database) == schema_of(new)
    upgraded.lock()
    new.close()


@pytest.mark.parametrize(
    ("old", "next_number", "archived"), [(OLD_VAULTS[2], "D-2026-0005", []), (OLD_VAULTS[3], "D-2026-0006", [5])]
)
def test_a_file_erased_under_an_earlier_schema_stays_erased(
    old: Released, next_number: str, archived: list[int], tmp_path: Path
) -> None:
    vault = opened_by_who_made_it(old.put_into(tmp_path))

    assert [line.deed for line in vault.register.lines(9)] == [Deed.PURGED, Deed.EXPORTED]
    assert vault.cases.next_number(2026) == next_number
    assert [kept.person.number for kept in vault.cases.archived()] == [f"D-2026-{n:04d}" for n in archived]
    assert vault.cases.find("partie") == ()
    vault.lock()


def test_the_backup_made_before_an_upgrade_can_be_put_back(tmp_path: Path) -> None:
    old = OLD_VAULTS[-1]
    vault = opened_by_who_made_it(old.put_into(tmp_path))
    vault.lock()

    (backup,) = backups_in(vault.folder / BACKUPS, vault.id)
    assert backup.entries >= sum(old.entries.values())
    restore(backup.folder, tmp_path / "avant", holders(backup.folder).specialists[0].id, OPENED_WITH, patience=NO_WAIT)
    before = opened_by_who_made_it(tmp_path / "avant")
    assert {person.number: len(before.journals.of(person.case)) for person in before.cases.all()} == old.entries
    before.lock()


def test_a_disk_too_full_for_the_backup_keeps_the_vault_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = OLD_VAULTS[0].put_into(tmp_path)
    before = next(folder.glob("vault-*.db")).read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0, total=9))

    with pytest.raises(DiskFullError):
        opened_by_who_made_it(folder)

    assert next(folder.glob("vault-*.db")).read_bytes() == before
    monkeypatch.undo()
    vault = opened_by_who_made_it(folder)
    assert vault.journals.audit() == ()
    vault.lock()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("moment", ["copy_in_steps", "project", "checkpoint"])
def test_killed_during_its_upgrade_a_vault_is_upgraded_at_the_next_opening(moment: str, tmp_path: Path) -> None:
    old = OLD_VAULTS[0]
    folder = old.put_into(tmp_path)
    owners = {"copy_in_steps": Database, "project": upgrading, "checkpoint": Database}

    def upgrade() -> None:
        opened_by_who_made_it(folder).rest()

    assert killed_at(upgrade, owners[moment], moment)

    vault = opened_by_who_made_it(folder)
    assert {person.number: len(vault.journals.of(person.case)) for person in vault.cases.all()} == old.entries
    assert vault.journals.audit() == ()
    assert not list((folder / BACKUPS).glob("*.part"))
    assert 1 <= len(backups_in(folder / BACKUPS, vault.id)) <= 2
    vault.lock()


def test_a_migration_that_fails_half_way_changes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    database = database_of(shelf)

    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(database, NOON, later_program(tmp_path, fault="1 / 0"))

    assert revision_of(database) == REVISIONS[-1]
    columns = database.read(lambda connection: sa.inspect(connection).get_columns("place"))
    assert "seen" not in {column["name"] for column in columns}
    database.close()
    vault = shelf.opened()
    assert len(vault.journals.of(CASE)) == 4
    vault.lock()


def test_a_vault_of_a_later_program_is_refused_and_left_as_it_is(shelf: Shelf) -> None:
    database = database_of(shelf)
    database.write(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0042'"))
    database.checkpoint()
    database.close()
    before = shelf.database.read_bytes()

    with pytest.raises(NewerVaultError):
        shelf.opened()

    assert shelf.database.read_bytes() == before


def test_a_vault_of_an_earlier_program_is_repaired_into_one_of_today(tmp_path: Path) -> None:
    old = OLD_VAULTS[0]
    folder = old.put_into(tmp_path)
    (database,) = folder.glob("vault-*.db")
    database.write_bytes(os.urandom(PAGE_BYTES) + database.read_bytes()[PAGE_BYTES:])
    specialist = holders(folder).specialists[0].id

    salvaged = salvage(folder, specialist, OPENED_WITH, SteppingClock(NOON), NO_WAIT)

    assert salvaged.readable.lost == 0
    vault = opened_by_who_made_it(folder)
    assert {person.number: len(vault.journals.of(person.case)) for person in vault.cases.all()} == old.entries
    assert vault.journals.audit() == ()
    vault.lock()
