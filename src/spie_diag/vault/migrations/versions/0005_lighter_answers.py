"""An answer changes two pages less: lists say when somebody last wrote to the minute, and not what nobody reads.

Safe on existing vaults: no row of the journal is touched; the lists are drawn again from it. No way back: an older
program would not keep the new lists up to date.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    op.drop_index("ix_case_file_recent", "case_file")
    op.execute("ALTER TABLE case_file RENAME COLUMN last_tick TO last_minute")
    op.execute("CREATE INDEX ix_case_file_recent ON case_file(archived_at, last_minute, n, searched)")
    op.drop_table("interview")
    op.create_table(
        "interview",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("first_tick", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_interview_case_id", "interview", ["case_id"])
