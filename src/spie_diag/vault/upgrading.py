"""Bringing the tables to today's shape: vaults only move forward, after a backup, and never from a future they know."""

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from spie_diag.vault.backing_up import back_up
from spie_diag.vault.database import Database
from spie_diag.vault.errors import (
    BackupDiskFullError,
    BackupFailedError,
    BackupRefusedError,
    DiskFullError,
    NewerVaultError,
    ReadOnlyFolderError,
    StorageFailedError,
)
from spie_diag.vault.pen import entries_kept
from spie_diag.vault.projecting import clear, project

MIGRATIONS = Path(__file__).parent / "migrations"

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every revision ever released, oldest first: known without loading Alembic, which most openings never need."""

BACKUPS = "backups"
_KEPT = 2
"""They only serve to undo an upgrade, and hold what is erased later."""


def bring_up_to_date(database: Database, now: datetime, migrations: Path = MIGRATIONS) -> None:
    """Run the migrations that are missing, in one transaction: it all happens or nothing does.

    Raises:
        NewerVaultError: the vault carries a revision that this program does not know.
        DiskFullError, ReadOnlyFolderError, StorageFailedError, CopyDamagedError: it could not be backed up first.
    """
    revision = database.read(_revision)
    if revision == REVISIONS[-1] and migrations == MIGRATIONS:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    known = {step.revision for step in script.walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerVaultError
    if revision is not None and revision != script.get_current_head():
        _back_up(database, now)

    def task(connection: sa.Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if revision is not None:  # a list that is new is still empty
            clear(connection)
            project(connection, entries_kept(connection))

    database.write(task)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def _back_up(database: Database, now: datetime) -> None:
    """A whole backup of how it was, in the vault's own folder; what keeps it from being made keeps the vault closed."""
    try:
        back_up(database, database.path.parent / BACKUPS, now, keep=_KEPT)
    except BackupDiskFullError:
        raise DiskFullError from None
    except BackupRefusedError:
        raise ReadOnlyFolderError from None
    except BackupFailedError:
        raise StorageFailedError from None
