"""The first tables: a signed journal that only grows, what is drawn from it, and what is being done right now.

No way back: a signed answer must stay provable.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None

_ID = sa.LargeBinary(16)
_GROWING = ("entry", "signed_document")


def upgrade() -> None:
    _create_journal()
    _create_lists()
    _create_present()
    for table in _GROWING:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'this table only grows'); END"
            )


def _create_journal() -> None:
    op.create_table(
        "entry",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", _ID, nullable=False, unique=True),
        sa.Column("chain", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("author", _ID, nullable=False),
        sa.Column("tick", sa.Integer, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("interview_id", _ID),
        sa.Column("commitment", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("payload", sa.LargeBinary),
        sqlite_strict=True,
    )
    op.create_index("ix_entry_chain", "entry", ["chain", "number"])
    op.create_index("ix_entry_case", "entry", ["case_id", "tick"])
    op.create_table(
        "chain",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", _ID, nullable=False, unique=True),
        sa.Column("place", sa.LargeBinary(32), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "signed_document",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", _ID, nullable=False, unique=True),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("interview_id", _ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_signed_document_interview_id", "signed_document", ["interview_id"])


def _create_lists() -> None:
    op.create_table(
        "case_file",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", _ID, nullable=False, unique=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("tick", sa.Integer, nullable=False),
        sa.Column("last_tick", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_case_file_number", "case_file", ["number"])
    op.create_index("ix_case_file_last_tick", "case_file", ["last_tick"])
    op.execute(
        "CREATE VIRTUAL TABLE case_search "
        "USING fts5(folded, tokenize=\"unicode61 remove_diacritics 2\", prefix='1 2 3')"
    )
    op.execute("INSERT INTO case_search(case_search, rank) VALUES('secure-delete', 1)")
    op.create_table(
        "numbering",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "interview",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", _ID, nullable=False, unique=True),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("first_tick", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("last_tick", sa.Integer, nullable=False),
        sa.Column("last_written_at", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_interview_case_id", "interview", ["case_id"])


def _create_present() -> None:
    op.create_table(
        "draft",
        sa.Column("case_id", _ID, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("author", _ID, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("written_at", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "private_secret",
        sa.Column("specialist", _ID, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
