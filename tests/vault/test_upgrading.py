import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from spie_diag.vault import rows
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.database import Database
from spie_diag.vault.errors import NewerVaultError
from spie_diag.vault.upgrading import MIGRATIONS, REVISIONS, bring_up_to_date
from tests.vault.shelf import CASE, Shelf

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
    copy = Database(backup, database._key, Ballast(tmp_path))
    assert revision_of(copy) == REVISIONS[-1]
    assert copy.read(lambda connection: connection.execute(sa.select(sa.func.count(rows.entry.c.n))).scalar()) == 4
    copy.close()
    database.close()


def test_a_vault_made_before_forms_were_kept_opens_with_all_that_it_holds(shelf: Shelf) -> None:
    database = database_of(shelf)

    def as_it_was_before(connection: sa.Connection) -> None:
        for table in ("entry", "draft", "signed_document"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_revival")
        for table in ("entry", "signed_document"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'grows'); END"
            )
        for table in ("form", "register_line", "erasure", "standing"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        for column in ("archived_at", "opposed_at"):
            connection.exec_driver_sql(f"ALTER TABLE case_file DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    database.write(as_it_was_before)
    database.close()

    vault = shelf.opened()

    assert len(vault.journals.of(CASE)) == 4
    assert vault.journals.audit() == ()
    assert vault.forms.content(vault.forms.keep(b"{}")) == b"{}"
    assert [copy.name.split("-")[2] for copy in (shelf.folder / "backups").iterdir()] == ["0001"]
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
