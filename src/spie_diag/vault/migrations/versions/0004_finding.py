"""Persons are found by parts of words, dates, numbers and structures, the most recently written first.

Safe on existing vaults: no row of the journal is touched; the lists are drawn again from it. The index of words gives
way to one of trigrams over ``case_file.searched``; the lists get what a line of the list shows without reading the
journal of each person. No way back: an older program would not keep the new lists up to date.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"

_ID = sa.LargeBinary(16)


def upgrade() -> None:
    op.execute("DROP TABLE case_search")
    op.execute("ALTER TABLE case_file ADD COLUMN searched TEXT NOT NULL DEFAULT ''")
    op.execute(
        "CREATE VIRTUAL TABLE case_search "
        "USING fts5(searched, content='case_file', content_rowid='n', "
        "tokenize='trigram case_sensitive 1', detail='none')"
    )
    op.execute("INSERT INTO case_search(case_search, rank) VALUES('secure-delete', 1)")
    op.drop_index("ix_case_file_last_tick", "case_file")
    # It holds what is looked for, so that a search for something common walks it from its recent end.
    op.execute("CREATE INDEX ix_case_file_recent ON case_file(archived_at, last_tick, n, searched)")
    op.create_table(
        "case_word",
        sa.Column("case_id", _ID, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("tick", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outline",
        sa.Column("interview_id", _ID, primary_key=True),
        sa.Column("entry_id", _ID, primary_key=True),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
