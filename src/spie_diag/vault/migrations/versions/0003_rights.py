"""What the person may ask of her file: a register of what was done with it, its rest, its erasure.

Safe on existing vaults: no row of the journal is touched; the new lists are drawn again from it. The triggers now let
through exactly one change: where a signed order of erasure stands, the payload of an entry or a document goes and
nothing else of its row does. No way back: what was erased must stay so.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"

_ID = sa.LargeBinary(16)
_KEPT_OF_ENTRY = (
    "n", "id", "chain", "number", "previous", "author", "tick", "case_id", "interview_id", "commitment", "signature",
    "hash",
)  # fmt: skip
_KEPT_OF_DOCUMENT = ("n", "id", "case_id", "interview_id", "version", "stage", "kept_at")


def upgrade() -> None:
    _create_lists()
    _let_erasures_through()
    _refuse_what_comes_after()


def _create_lists() -> None:
    op.create_table(
        "register_line",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("entry_id", _ID, nullable=False, unique=True),
        sa.Column("tick", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", _ID, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_register_line_tick", "register_line", ["tick"])
    op.create_index("ix_register_line_case", "register_line", ["case_id", "tick"])
    op.create_table(
        "erasure",
        sa.Column("entry_id", _ID, primary_key=True),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_erasure_case_id", "erasure", ["case_id"])
    op.create_table(
        "standing",
        sa.Column("case_id", _ID, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("tick", sa.Integer, nullable=False),
        sa.Column("since", sa.Text),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute("ALTER TABLE case_file ADD COLUMN archived_at TEXT")
    op.execute("ALTER TABLE case_file ADD COLUMN opposed_at TEXT")


def _let_erasures_through() -> None:
    ordered = "EXISTS (SELECT 1 FROM erasure WHERE case_id = OLD.case_id)"
    stays = (
        "EXISTS (SELECT 1 FROM erasure WHERE entry_id = OLD.id) "
        "OR EXISTS (SELECT 1 FROM register_line WHERE entry_id = OLD.id)"
    )
    _replace("entry", f"NEW.payload IS NULL AND {ordered} AND NOT ({stays}) AND {_same(_KEPT_OF_ENTRY)}")
    _replace(
        "signed_document",
        f"length(NEW.pdf) = 0 AND NEW.digest = '' AND {ordered} AND {_same(_KEPT_OF_DOCUMENT)}",
    )


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns)


def _replace(table: str, allowed: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_update")
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
        "BEGIN SELECT RAISE(ABORT, 'this table only grows'); END"
    )


def _refuse_what_comes_after() -> None:
    """A window that still shows the file must not write into it again."""
    speaks_of_it = (
        "NEW.payload IS NOT NULL "
        'AND instr(NEW.payload, CAST(\'"subject":"register/\' AS BLOB)) = 0 '
        'AND instr(NEW.payload, CAST(\'"subject":"erasure"\' AS BLOB)) = 0'
    )
    for table, condition in (("entry", speaks_of_it), ("draft", "1"), ("signed_document", "length(NEW.pdf) > 0")):
        op.execute(
            f"CREATE TRIGGER {table}_no_revival BEFORE INSERT ON {table} "  # noqa: S608 names of ours
            f"WHEN EXISTS (SELECT 1 FROM erasure WHERE case_id = NEW.case_id) AND {condition} "
            "BEGIN SELECT RAISE(ABORT, 'this case was erased'); END"
        )
