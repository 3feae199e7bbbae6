"""The vault keeps every form that an interview was led with, so that the interview opens with it for ever.

Safe on existing vaults: no row is touched; their interviews, which name no kept form, open with the common one.
No way back: without its form a signed interview could not be read again.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.create_table(
        "form",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER form_no_{event.lower()} BEFORE {event} ON form "
            "BEGIN SELECT RAISE(ABORT, 'this table only grows'); END"
        )
